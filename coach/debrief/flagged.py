"""The flags of a talk, by the phase in which they fell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.conversation import Conversation, Flag, Level
from coach.debrief import source
from coach.debrief.part import Part
from coach.debrief.source import Source
from coach.debrief.turns import manager_turns, state_before
from coach.phrasing import reader
from coach.roleplay.persona import Situation


class FlagSeen(Part):
    """A flag with the turn it stands in and the guidance behind it.

    `phase` is the index of the phase in which it fell, or None in a transcript, where nobody kept the phase.
    """

    turn: int
    phase: int | None = None
    name: str
    flag: Flag
    guidance: tuple[Source, ...]


class PhaseSeen(Part):
    """A phase that the talk came to: how many turns the manager took in it, and how many flags fell."""

    index: int
    title: str
    turns: int
    hard: int
    soft: int


def flags(talk: Conversation, since: int = 0) -> Iterator[FlagSeen]:
    """Every flag worth showing, in the order of the talk."""
    files = reader.default().rules.flags
    for index, _turn, reading in manager_turns(talk, since):
        for flag in reading.shown():
            yield FlagSeen(
                turn=index + 1, phase=_phase(talk, index), name=files[flag.id].name, flag=flag,
                guidance=source.behind(flag),
            )  # fmt: skip


def phases(
    talk: Conversation, seen: Sequence[FlagSeen], situation: Situation | None, since: int = 0
) -> Iterator[PhaseSeen]:
    """The phases in which the manager said something, in their order; none for a transcript."""
    turns = [_phase(talk, index) for index, _turn, _reading in manager_turns(talk, since)]
    for index, phase in enumerate(situation.phases if situation else ()):
        fell = [one.flag.level for one in seen if one.phase == index]
        if index in turns:
            yield PhaseSeen(
                index=index, title=phase.title, turns=turns.count(index),
                hard=fell.count(Level.HARD), soft=fell.count(Level.SOFT),
            )  # fmt: skip


def _phase(talk: Conversation, index: int) -> int | None:
    state = state_before(talk, index)
    return state.phase if state else None
