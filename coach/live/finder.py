"""Finding a card, a passage or an excerpt of the organisation's own documents while typing."""

from __future__ import annotations

from collections.abc import Iterator

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance.card import Card
from coach.live import book
from coach.live.hand import Found
from coach.live.match import Matcher

_LEAST = 0.12
"""A card that is less like the words than this does not answer them."""
_LINE = 90
_AS_STARTS = 0.4


class Finder:
    """Finds in one kind of talk. Passages and own documents are those of `coach.guidance`."""

    def __init__(self, kind: SituationKind) -> None:
        deck = guidance.deck(kind)
        self._cards = (*(card for card in deck.cards()), *book.default().cards())
        self._matcher = Matcher(self._cards)

    def find(self, query: str, limit: int) -> tuple[Found, ...]:
        """At most `limit` answers: cards, passages and excerpts in turn, the best of each first."""
        asked = query.strip()
        if not asked or limit < 1:
            return ()
        lists = [list(self._found_cards(asked)), list(_passages(asked, limit)), list(_own(asked, limit))]
        mixed = [each[place] for place in range(limit) for each in lists if place < len(each)]
        return tuple(mixed[:limit])

    def _found_cards(self, asked: str) -> Iterator[Found]:
        scores = self._matcher.scores(asked)
        start = asked.casefold()
        ranked = []
        for place, card in enumerate(self._cards):
            begins = any(word.startswith(start) for word in card.title.casefold().split())
            score = scores[place] + _AS_STARTS * begins
            if score >= _LEAST:
                ranked.append((-score, place))
        return (_of_card(self._cards[place]) for _score, place in sorted(ranked))


def _of_card(card: Card) -> Found:
    return Found(card.title, _short(card.say[0] if card.say else card.text), card=card)


def _passages(asked: str, limit: int) -> Iterator[Found]:
    for hit in guidance.search(asked, limit):
        yield Found(hit.passage.title, _short(hit.passage.say[0]), passage=hit.passage)


def _own(asked: str, limit: int) -> Iterator[Found]:
    for hit in guidance.search_own(asked, limit):
        yield Found(hit.title, _short(hit.place), own=hit)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LINE else line[: _LINE - 1].rstrip() + "…"
