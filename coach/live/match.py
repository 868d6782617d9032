"""How well a line of the employee matches the situations that the cards of a deck are written for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt

from coach.guidance import analysis
from coach.guidance.card import Card

_TITLE = 0.6
"""What words of the title and of what is said count beside the situations of a card."""


class Matcher:
    """Compares a line with each situation of each card; 1 is the same words. Making it takes a moment."""

    def __init__(
        self, cards: Sequence[Card], situations: Callable[[Card], Iterable[str]] = lambda card: card.when
    ) -> None:
        texts = [(place, 1.0, text) for place, card in enumerate(cards) for text in situations(card)]
        texts += [(place, _TITLE, " ".join((card.title, *card.say))) for place, card in enumerate(cards)]
        self._owner = [(place, weight) for place, weight, _text in texts]
        terms = [Counter(_terms(text)) for _place, _weight, text in texts]
        found_in = Counter(term for each in terms for term in each)
        self._idf = {term: log(1 + len(texts) / count) for term, count in found_in.items()}
        self._rare = log(1 + len(texts))
        self._norm = [sqrt(sum(self._idf[term] ** 2 for term in each)) or 1.0 for each in terms]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(terms):
            for term in each:
                self._holding[term].append(number)
        self._size = len(cards)

    def scores(self, text: str) -> list[float]:
        """For each card the likeness of its nearest situation, from 0 to 1."""
        terms = set(_terms(text))
        length = sqrt(sum(self._idf.get(term, self._rare) ** 2 for term in terms)) or 1.0
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            for number in self._holding.get(term, ()):
                shared[number] += self._idf[term] ** 2
        best = [0.0] * self._size
        for number, sum_ in shared.items():
            place, weight = self._owner[number]
            best[place] = max(best[place], weight * sum_ / (length * self._norm[number]))
        return best


def _terms(text: str) -> list[str]:
    return analysis.terms(analysis.words(text))
