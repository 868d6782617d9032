"""Good sentences of a round, for the board: of people who agreed to that, without a name, and few."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from coach.debrief import safety, strength
from coach.debrief.part import Part
from coach.debrief.turns import given
from coach.workshop.figures import Held

MOST = 3
SHORTEST, LONGEST = 5, 26
"""Words of a sentence that says something and can still be read from afar."""


class GoodSentence(Part):
    """A sentence and what it does, in a word or two."""

    what: str
    text: str


def sentences(held: Sequence[Held], agreed: Collection[str]) -> tuple[GoodSentence, ...]:
    """The best sentences of those who agreed: at most one of each person, of different kinds as far as it goes.

    The order is that of the kinds and then of the alphabet; it tells nothing of who said them.
    """
    found = sorted(_found(held, agreed))
    chosen: list[tuple[int, str, str, str]] = []
    for fresh_kind in (True, False):
        for one in found:
            rank, text, _what, seat = one
            kinds, texts, seats = ({other[i] for other in chosen} for i in (0, 1, 3))
            new = text not in texts and seat not in seats and not (fresh_kind and rank in kinds)
            if new and len(chosen) < MOST:
                chosen.append(one)
    return tuple(GoodSentence(what=what, text=text) for _rank, text, what, _seat in sorted(chosen))


def _found(held: Sequence[Held], agreed: Collection[str]) -> Iterator[tuple[int, str, str, str]]:
    for one in held:
        if one.seat not in agreed:
            continue
        talk = safety.spared(one.talk)
        for good in strength.strengths(talk, given(talk)):
            text = " ".join(good.quote.split())
            if SHORTEST <= len(text.split()) <= LONGEST:
                yield strength.PRAISED.index(good.move), text, good.name, one.seat
