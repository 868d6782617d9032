"""What stands on the projector. Nothing on it is about one person, but sentences of people who agreed to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from coach.debrief.part import Part
from coach.workshop import figures, results, room_seen
from coach.workshop.clock import Clock
from coach.workshop.figures import GroupFigures
from coach.workshop.held import held
from coach.workshop.plan import Form
from coach.workshop.results import Observed
from coach.workshop.room_seen import RoomSeen
from coach.workshop.sentences import GoodSentence, sentences
from coach.workshop.views import FrozenMoment, Stage

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop


class Counted(Part):
    """What has to be counted over all talks of a round; see `Board`."""

    figures: GroupFigures | None = None
    why_not: str = ""
    sentences: tuple[GoodSentence, ...] = ()
    observed: tuple[Observed, ...] = ()


class Board(Part):
    """One look at the board.

    Attributes:
        code: to come in with, in groups of four.
        present, people: how many are connected, and how many take part.
        round, rounds: the number of the round from 1, and how many there are in the plan; 0 before the first.
        figures: those of the group; None with `why_not` when they are not shown.
        sentences: good ones of this round, of people who agreed to it, when it is over.
        observed: what the observers answered, when the round is over and enough tables did.
        discussion: the questions for after the round.
        frozen: what all look at now.
        room: the talk and the votes of a round in which the room advises.
        keep_until: the last day on which anything is kept.
    """

    title: str
    code: str
    stage: Stage
    present: int
    people: int
    keep_until: date
    round: int = 0
    rounds: int
    name: str = ""
    form: Form | None = None
    focus: str = ""
    clock: Clock = Clock()
    figures: GroupFigures | None = None
    why_not: str = ""
    sentences: tuple[GoodSentence, ...] = ()
    observed: tuple[Observed, ...] = ()
    discussion: tuple[str, ...] = ()
    frozen: FrozenMoment | None = None
    room: RoomSeen | None = None


Count = Callable[["Workshop", "CurrentRound"], Counted]


def count(workshop: Workshop, one: CurrentRound) -> Counted:
    """Count a round: all its talks are read for that, some milliseconds each."""
    if one.plan.form is Form.ROOM or (one.plan.help.value == "none" and not one.ended):
        return Counted()  # figures would be help in a round without it
    talks, least = tuple(held(workshop, one)), workshop.plan.least_group
    found = figures.figures(talks, least)
    why_not = "" if found else figures.too_few(least)
    if not one.ended:
        return Counted(figures=found, why_not=why_not)
    agreed = {seat.id for seat in workshop.seats if seat.consent.sentences and workshop.plan.share_sentences}
    return Counted(
        figures=found, why_not=why_not, sentences=sentences(talks, agreed),
        observed=tuple(results.observed(workshop, one)),
    )  # fmt: skip


def board(workshop: Workshop, counting: Count = count) -> Board:
    """The board as it stands now.

    Args:
        workshop: which one.
        counting: what counts a round; a front that looks often gives one that remembers.
    """
    workshop.refresh()
    seats, one = workshop.seats, workshop.round
    common = {
        "title": workshop.title, "code": workshop.join_code, "stage": workshop.stage, "people": len(seats),
        "present": sum(seat.present for seat in seats), "rounds": len(workshop.plan.rounds),
        "keep_until": workshop.keep_until,
    }  # fmt: skip
    if one is None:
        return Board(**common)
    counted = counting(workshop, one)
    return Board(
        **common, round=one.index + 1, name=one.plan.title, form=one.plan.form, focus=one.plan.focus,
        clock=workshop.clock(), figures=counted.figures, why_not=counted.why_not, sentences=counted.sentences,
        observed=counted.observed, discussion=one.plan.discussion if one.ended else (), frozen=workshop.frozen,
        room=room_seen.seen(workshop, one) if one.plan.form is Form.ROOM else None,
    )  # fmt: skip
