"""Lines of a round that may be shown to all: of managers who agreed to it, and without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.conversation import Speaker, Turn
from coach.workshop import talks
from coach.workshop.event import MomentRef
from coach.workshop.plan import Form, Role
from coach.workshop.state import RunState
from coach.workshop.views import FrozenMoment

if TYPE_CHECKING:
    from coach.workshop.kept import KeptWorkshop


def shareable(workshop: KeptWorkshop, run: RunState) -> list[tuple[MomentRef, Turn]]:
    """Lines of managers who agreed to have sentences shown, each with its turn."""
    here = {seat.id: seat for seat in workshop.seats}
    found = []
    for number, name in talks.shelves(run):
        group = run.groups[number]
        managers = [here.get(one) for one in group.with_role(Role.MANAGER)]
        agreed = managers and all(seat and seat.consent.sentences for seat in managers)
        talk = workshop.talk_of(run.number, number) if agreed and group.form is not Form.ROOM else None
        for place, turn in enumerate(talk.turns) if talk else ():
            if turn.speaker is Speaker.MANAGER and turn.text and talk:
                found.append((MomentRef(shelf=name, talk=talk.id, place=place), turn))
    return found


def latest(workshop: KeptWorkshop, limit: int | None) -> tuple[MomentRef, ...]:
    """Those of the round that is held or was held last, the latest line first; none where the plan shows none."""
    one = workshop.round
    if one is None or not workshop.plan.share_sentences:
        return ()
    found = [(turn.at, ref) for ref, turn in shareable(workshop, workshop.run(one.number))]
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(ref for _at, ref in found[:limit])


def words(workshop: KeptWorkshop, moment: MomentRef) -> FrozenMoment:
    """What was said at a moment; nothing when it may not be shown, or no longer."""
    talk = workshop.keeping(lambda: workshop.hall.store(workshop.id, moment.shelf).load(moment.talk))
    one = workshop.round
    if talk is None or one is None:
        return FrozenMoment()
    if moment not in [ref for ref, _turn in shareable(workshop, workshop.run(one.number))]:
        return FrozenMoment()  # withdrawn since
    texts = [turn.text for turn in talk.turns]
    # What another person said in the part of the employee is that person's, and is not shown.
    played = talk.turns[0].state is None
    before = texts[moment.place - 1] if moment.place and not played else ""
    after = texts[moment.place + 1] if moment.place + 1 < len(texts) and not played else ""
    return FrozenMoment(before, texts[moment.place], after)
