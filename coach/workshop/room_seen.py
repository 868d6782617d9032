"""A round in which the room advises, as it stands on the projector: the talk, the proposals, two ways it can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.conversation import Speaker, Turn
from coach.debrief.part import Part
from coach.roleplay.comparison import Comparison
from coach.workshop import figures, talks

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop

LINES = 3
OPTIONS = 4
"""So many lines and proposals can be read from afar."""


class LineSeen(Part):
    """A line of the talk; `employee` when the employee says it."""

    employee: bool
    text: str


class OptionSeen(Part):
    """A proposed sentence and its votes, by its number in the round. Nothing tells who proposed it."""

    number: int
    text: str
    votes: int


class WaySeen(Part):
    """One way the talk can go: the sentence, the answer, and trust (0-100) around it where that may be seen."""

    said: str
    answer: str
    before: int | None = None
    after: int | None = None


class RoomSeen(Part):
    """The room now. `person` is the employee; `ways` is empty until two proposals were tried out.

    `more` counts the proposals that are left out.
    """

    person: str = ""
    lines: tuple[LineSeen, ...] = ()
    options: tuple[OptionSeen, ...] = ()
    more: int = 0
    ways: tuple[WaySeen, ...] = ()


def seen(workshop: Workshop, one: CurrentRound) -> RoomSeen:
    """The room in this round; when it is over the last pair that was tried out."""
    room = workshop.room()
    talk = workshop.talk_of(one.number, 0)
    options = () if one.ended else room.options
    tries = room.tries[-1:] if one.ended else ((room.tried,) if room.tried else ())
    return RoomSeen(
        person=figures.name(*talks.who(one.plan, one.groups[0])),
        lines=tuple(_line(turn) for turn in (talk.turns if talk else ())[-LINES:]),
        options=tuple(OptionSeen(number=o.number, text=o.text, votes=o.votes) for o in options[:OPTIONS]),
        more=max(0, len(options) - OPTIONS),
        ways=tuple(way for compared in tries if compared for way in _ways(compared)),
    )


def _line(turn: Turn) -> LineSeen:
    return LineSeen(employee=turn.speaker is Speaker.EMPLOYEE, text=turn.text)


def _ways(compared: Comparison) -> list[WaySeen]:
    found = []
    for steps in compared.sides:
        for step in steps[:1]:
            levels = compared.levels_shown and step.before and step.after
            found.append(
                WaySeen(
                    said=step.said.text, answer=step.answer.text if step.answer else "",
                    before=step.before.trust if levels and step.before else None,
                    after=step.after.trust if levels and step.after else None,
                )
            )  # fmt: skip
    return found
