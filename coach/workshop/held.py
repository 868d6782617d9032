"""The talks of a round as they are counted: one for each person who was the manager in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.workshop.figures import Held
from coach.workshop.plan import Form, Measured, Role

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop


def held(workshop: Workshop, one: CurrentRound) -> Iterator[Held]:
    """The talks of a round; none of a room, where all had a say in one talk."""
    here = {seat.id for seat in workshop.seats}
    for number, group in enumerate(one.groups):
        managers = [seat for seat in group.with_role(Role.MANAGER) if seat in here]
        if group.form is Form.ROOM or not managers:
            continue
        talk = workshop.talk_of(one.number, number)
        if talk:
            yield Held(managers[0], talk, group.form is Form.SOLO)


def measured(workshop: Workshop, side: Measured) -> dict[str, Held]:
    """The talk of each seat in the first or the last round without help, by seat; the latest when held again."""
    found: dict[str, Held] = {}
    for one in workshop.rounds:
        if one.plan.measured is side and one.ended:
            found.update((talk.seat, talk) for talk in held(workshop, one) if talk.simulated)
    return found
