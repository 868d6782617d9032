"""Dealing cards: which of a deck fit a talk now, or answer a few words that someone typed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise
from math import log1p
from typing import Any

from coach.conversation import Conversation, Flag, FlagId, Level, Reading, SituationKind, Speaker
from coach.guidance import analysis, card
from coach.guidance.card import Card, CardType, Deck
from coach.guidance.library import Library
from coach.guidance.library import default as default_library
from coach.guidance.passage import Passage, Phase

_MAX_CHARS = 1_000
"""A turn is matched up to here."""

_TURNS = 3
_FADE = 0.3
"""The last turns of the employee count, each earlier one this much as much as the one after it."""

_PASSAGES = 0.5
_PHASE, _NEXT_PHASE, _GUESSED_PHASE = 0.3, 0.1, 0.05
_FIRST_WORD = 0.2
"""What a card gains: when the example questions of its passages match too, for standing in the phase of the talk, in
the one after it or in the one that is likely, and for opening that phase as long as nothing has been said. A perfect
match of words is worth 1. Measured by taking each `when` of the cards away in turn and asking with it: the right card
is among the first five of about fifty for a third of the moments, and for four in five when the phase is known."""

_FLAGGED = {Level.HARD: 1.0, Level.SOFT: 0.8, Level.STYLE: 0.4}
_NAMED_ONLY = 0.6
"""A trap gains this for a flag, times its certainty; less when its passage names the flag but the flag not it."""

_TRAPS_PER = 3
"""At most one card in so many is a trap: what to say comes before what to leave."""

_FOUND = 0.12
"""A card answers typed words when it matches them at least so well; a perfect match is 1."""


class Dealer:
    """Ranks the cards of one deck. Making it takes a moment; dealing does not change it."""

    def __init__(self, deck: Deck, library: Library) -> None:
        self.deck = deck
        self._cards = tuple(deck.cards())
        self._phases = [deck.phase_of(card) for card in self._cards]
        self._sentences = [tuple(map(_plain, card.say)) for card in self._cards]
        self._naming = _naming(library.passages)
        named = dict.fromkeys(id for card in self._cards for id in card.passages)
        passages = [passage for id in named if (passage := library.passage(id))]
        self._place = {passage.id: place for place, passage in enumerate(passages)}
        self._by_words = _Texts(map(_words_of, self._cards))
        self._by_passages = _Texts(map(_words_around, passages))
        self._by_slip = _Texts(analysis.words(" ".join(card.avoid)) for card in self._cards)

    def deal(self, talk: Conversation, k: int = 5, phase: Phase | None = None) -> list[Card]:
        """At most `k` cards that fit the talk now, the best first; see `coach.guidance.cards_for`."""
        if phase is None and talk.finished:
            phase = Phase.OPVOLGING
        now, worth = (phase, _PHASE) if phase else (_likely_phase(talk), _GUESSED_PHASE)
        following = self._after(now)
        said = [_plain(turn.text) for turn in talk.by(Speaker.MANAGER)]
        heard, flagged = self._heard(talk), self._flagged(talk)
        ranked = []
        for place, (card_, stands_in) in enumerate(zip(self._cards, self._phases, strict=True)):
            if not _in_time(card_, stands_in, now, following) or self._used(place, said):
                continue
            score = heard[place] + flagged.get(place, 0.0)
            score += worth if stands_in is now else _NEXT_PHASE if phase and stands_in is following else 0.0
            score += _FIRST_WORD if card_.type is CardType.OPENER and stands_in is now and not said else 0.0
            ranked.append((-score, place))
        return list(islice(_few_traps((self._cards[place] for _score, place in sorted(ranked)), k), max(0, k)))

    def find(self, query: str) -> list[Card]:
        """The cards that hold the words of a query, the best first."""
        scores = self._by_words.shares(query)
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
        return [self._cards[place] for place in order if scores[place] >= _FOUND]

    def _heard(self, talk: Conversation) -> list[float]:
        """How well each card matches what the employee said last, and before that."""
        heard = [turn.text for turn in talk.by(Speaker.EMPLOYEE)][-_TURNS:]
        scores = [0.0] * len(self._cards)
        for age, text in enumerate(reversed(heard)):
            for place, share in enumerate(self._by_words.shares(text)):
                scores[place] += share * _FADE**age
        around = self._by_passages.shares(heard[-1]) if heard else []
        for place, card_ in enumerate(self._cards):
            behind = [around[self._place[id]] for id in card_.passages if id in self._place] if around else []
            scores[place] += _PASSAGES * max(behind, default=0.0)
        return scores

    def _flagged(self, talk: Conversation) -> dict[int, float]:
        """What each trap gains by the flags of the manager's last line, and by its words."""
        last = next((turn for turn in reversed(talk.turns) if turn.speaker is Speaker.MANAGER), None)
        reading = (last.reading if last else None) or Reading()
        flags = (*reading.shown(), *reading.style)
        if last is None or not flags:
            return {}
        alike = self._by_slip.shares(last.text)
        traps = (place for place, card_ in enumerate(self._cards) if card_.type is CardType.TRAP)
        gains = {place: max(self._gain(self._cards[place], flag) for flag in flags) for place in traps}
        return {place: gain + alike[place] for place, gain in gains.items() if gain}

    def _gain(self, trap: Card, flag: Flag) -> float:
        behind = set(trap.passages)
        if not behind.isdisjoint(flag.passages):
            return _FLAGGED[flag.level] * flag.certainty
        named = not behind.isdisjoint(self._naming.get(flag.id, ()))
        return _FLAGGED[flag.level] * flag.certainty * _NAMED_ONLY if named else 0.0

    def _used(self, place: int, said: Sequence[str]) -> bool:
        """Whether the manager has said a sentence of this card already."""
        return any(sentence in turn for sentence in self._sentences[place] for turn in said)

    def _after(self, phase: Phase | None) -> Phase | None:
        """The phase that comes after this one in this kind of talk."""
        order = [part.phase for part in self.deck.phases]
        follows = dict(pairwise(order))
        return follows.get(phase) if phase else None


class _Texts:
    """Texts that can be matched with words; 1 is a perfect match."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        found = [analysis.terms(words) for words in documents]
        self._size = len(found)
        self._found_in = Counter(term for terms in found for term in set(terms))
        self._bm25 = _bm25(found) if self._found_in else None

    def shares(self, text: str) -> list[float]:
        """For each text the part of a perfect match that it has with these words."""
        terms = list(dict.fromkeys(analysis.terms(analysis.words(text[:_MAX_CHARS]))))
        scored = [term for term in terms if term in self._found_in]
        if self._bm25 is None or not scored:
            return [0.0] * self._size
        perfect = sum(self._weight(self._found_in[term]) for term in terms)
        return [float(score) / perfect for score in self._bm25.get_scores(scored)]

    def _weight(self, found_in: int) -> float:
        """The most that a term adds: its inverse document frequency, as the index counts it."""
        return log1p((self._size - found_in + 0.5) / (found_in + 0.5))


def _bm25(documents: list[list[str]]) -> Any:
    import bm25s

    # The library sets its own logger to the lowest level, which would write into anyone's log.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    index = bm25s.BM25(method="lucene")
    index.index(documents, show_progress=False)
    return index


def _words_of(card_: Card) -> list[str]:
    """The words of a card. What is glanced at and said weighs double."""
    seen = analysis.words(" ".join((card_.title, *card_.say)))
    return 2 * seen + analysis.words(" ".join((card_.text, *card_.avoid, *card_.when)))


def _words_around(passage: Passage) -> list[str]:
    """The words with which people come to a passage."""
    return analysis.words(" ".join((passage.title, *passage.questions, passage.text)))


def _in_time(card_: Card, stands_in: Phase, now: Phase, following: Phase | None) -> bool:
    """Checks have one moment; what comes before or after the talk is no use in the middle of it."""
    if card_.type is CardType.CHECK:
        return stands_in is now
    return stands_in not in (Phase.VOORBEREIDING, Phase.OPVOLGING) or stands_in in (now, following)


def _likely_phase(talk: Conversation) -> Phase:
    """Where a talk of which nothing is known most likely is."""
    return Phase.OPENING if sum(1 for _turn in talk.by(Speaker.MANAGER)) < 2 else Phase.LUISTEREN


def _plain(text: str) -> str:
    """Only the words of a text, so that it can be found back however it was typed."""
    return " ".join(analysis.words(text))


def _naming(passages: Iterable[Passage]) -> dict[FlagId, set[str]]:
    """For each flag the passages that explain it."""
    named: dict[FlagId, set[str]] = {}
    for passage in passages:
        for flag in passage.flags:
            named.setdefault(flag, set()).add(passage.id)
    return named


def _few_traps(cards: Iterable[Card], k: int) -> Iterable[Card]:
    room = -(-k // _TRAPS_PER)
    for card_ in cards:
        if card_.type is CardType.TRAP:
            room -= 1
            if room < 0:
                continue
        yield card_


@cache
def default(kind: SituationKind) -> Dealer:
    """The dealer of the deck that comes with the program, made once.

    Raises:
        ContentError: the deck or the library is not as it should be.
    """
    return Dealer(card.default(kind), default_library())
