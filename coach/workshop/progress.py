"""How far everyone is, for the trainer's console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.debrief.measures import measure
from coach.debrief.turns import own
from coach.workshop.plan import Form, Role
from coach.workshop.seat import SPEAKER, Seat
from coach.workshop.views import SeatProgress

if TYPE_CHECKING:
    from coach.workshop.kept import KeptWorkshop


def of(workshop: KeptWorkshop, seat: Seat) -> SeatProgress:
    """A seat in the round that is held or was held last; figures only where plan and participant allow them."""
    one = workshop.round
    run = workshop.run(one.number) if one else None
    number = run.group_of(seat.id) if run else None
    if run is None or number is None:
        return SeatProgress(seat, None, None, 0, False, None)
    talk, role = workshop.talk_of(run.number, number), run.groups[number].role_of(seat.id)
    shown = workshop.plan.trainer_sees_measures and seat.consent.measures and role is Role.MANAGER
    mine = own(talk) if talk else None
    speaker = SPEAKER.get(role) if role else None
    turns = sum(turn.speaker is speaker for turn in mine.turns) if mine else 0
    figures = measure(mine) if mine and shown and run.groups[number].form is not Form.ROOM else None
    return SeatProgress(seat, role, number, turns, seat.id in run.done, figures)
