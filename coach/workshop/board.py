"""What stands on the projector. Nothing on it is about one person, but sentences of people who agreed to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.debrief import strength
from coach.debrief.part import Part
from coach.debrief.turns import given
from coach.workshop import figures
from coach.workshop.clock import Clock
from coach.workshop.figures import GroupFigures
from coach.workshop.held import held
from coach.workshop.plan import Form
from coach.workshop.views import FrozenMoment, Stage

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop

SENTENCES = 3
"""So many good sentences of a round fit on a board that is read from afar."""


class Board(Part):
    """One look at the board.

    Attributes:
        code: to come in with, in groups of four.
        present, people: how many are connected, and how many take part.
        round, rounds: the number of the round from 1, and how many there are in the plan; 0 before the first.
        figures: those of the group; None with `why_not` when they are not shown.
        sentences: good ones of this round, of people who agreed to it, when it is over.
        discussion: the questions for after the round.
        frozen: what all look at now.
    """

    title: str
    code: str
    stage: Stage
    present: int
    people: int
    round: int = 0
    rounds: int
    name: str = ""
    form: Form | None = None
    focus: str = ""
    clock: Clock = Clock()
    figures: GroupFigures | None = None
    why_not: str = ""
    sentences: tuple[str, ...] = ()
    discussion: tuple[str, ...] = ()
    frozen: FrozenMoment | None = None


def board(workshop: Workshop) -> Board:
    """The board as it stands now."""
    workshop.refresh()
    seats, one = workshop.seats, workshop.round
    common = {
        "title": workshop.title, "code": workshop.join_code, "stage": workshop.stage, "people": len(seats),
        "present": sum(seat.present for seat in seats), "rounds": len(workshop.plan.rounds),
    }  # fmt: skip
    if one is None:
        return Board(**common)
    found = _figures(workshop, one)
    least = workshop.plan.least_group
    return Board(
        **common, round=one.index + 1, name=one.plan.title, form=one.plan.form, focus=one.plan.focus,
        clock=workshop.clock(), figures=found, why_not=_why_not(one, found, least),
        sentences=_sentences(workshop, one) if one.ended else (),
        discussion=one.plan.discussion if one.ended else (), frozen=workshop.frozen,
    )  # fmt: skip


def _figures(workshop: Workshop, one: CurrentRound) -> GroupFigures | None:
    """Those of the round; of a round without help only when it is over, for they would be help."""
    if one.plan.form is Form.ROOM or (one.plan.help.value == "none" and not one.ended):
        return None
    return figures.figures(tuple(held(workshop, one)), workshop.plan.least_group)


def _why_not(one: CurrentRound, found: GroupFigures | None, least: int) -> str:
    if found or one.plan.form is Form.ROOM or (one.plan.help.value == "none" and not one.ended):
        return ""
    return figures.too_few(least)


def _sentences(workshop: Workshop, one: CurrentRound) -> tuple[str, ...]:
    """A good sentence of each of a few people who agreed, in an order that tells nothing of who they are."""
    if not workshop.plan.share_sentences:
        return ()
    agreed = {seat.id for seat in workshop.seats if seat.consent.sentences}
    found: set[str] = set()
    for talk in held(workshop, one):
        if talk.seat in agreed:
            good = strength.strengths(talk.talk, given(talk.talk))
            found.update(said.quote for said in list(good)[:1])
    return tuple(sorted(found, key=lambda text: (-len(text.split()), text))[:SENTENCES])
