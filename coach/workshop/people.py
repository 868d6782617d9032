"""Who takes part in a workshop: coming in, coming back, agreeing, and leaving for good. `Workshop` stands on this."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection
from uuid import uuid4

from coach.messages import gettext as _
from coach.workshop import codes, grouping, shelf, talks
from coach.workshop import event as ev
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.kept import KeptWorkshop, wrong_code
from coach.workshop.plan import Form
from coach.workshop.seat import SPEAKER, Consent, Seat
from coach.workshop.state import State
from coach.workshop.views import Joined

MAX_NAME = 24
"""Signs of a pseudonym."""
_MARKS = frozenset(" -'’.")


def free_name(taken: Collection[str]) -> str:
    """A pseudonym to propose, another one than those that are taken."""
    known = {name.casefold() for name in taken}
    free = [name for name in shelf.names() if name.casefold() not in known]
    return secrets.choice(free) if free else f"{secrets.choice(shelf.names())} {len(known) + 1}"


class PeopledWorkshop(KeptWorkshop):
    """A kept workshop with its participants."""

    def join(self, pseudonym: str) -> Joined:
        """Take a seat under a pseudonym. Nothing else about the person is asked or kept.

        Raises:
            WorkshopError: BAD_NAME, FULL, CLOSED, KEPT_NOT.
        """
        name = " ".join(unicodedata.normalize("NFC", pseudonym[:200]).split())
        if not name or len(name) > MAX_NAME or not all(sign.isalnum() or sign in _MARKS for sign in name):
            problem = _("A name has 1 to {count} letters or digits. Choose one that is not your own.")
            raise WorkshopError(Refusal.BAD_NAME, problem.format(count=MAX_NAME))
        seat, code = uuid4().hex, codes.new(codes.PERSONAL_SIGNS)

        def taken(state: State) -> ev.Event:
            here = [one for one in state.seats.values() if not one.gone]
            if any(one.name.casefold() == name.casefold() for one in here):
                raise WorkshopError(Refusal.BAD_NAME, _("Someone has this name already. Choose another one."))
            if len(here) >= state.plan.most:
                raise WorkshopError(Refusal.FULL, _("This workshop is full."))
            return ev.SeatTaken(seat=seat, name=name, sealed=codes.seal(self.id, code))

        self.change(taken)
        self._seat_late(seat)
        return Joined(self.seat(seat), codes.shown(code))

    def free_name(self) -> str:
        """A pseudonym that nobody here has yet, to propose."""
        return free_name([seat.name for seat in self.seats])

    def seat_by_code(self, code: str) -> Seat:
        """The seat of a personal code, to come back to it or to fetch what is taken home.

        Raises:
            WorkshopError: no seat here has this code (WRONG_CODE).
        """
        self.refresh()
        found = None
        for seat_id, sealed in self._state.sealed.items():
            if codes.same(sealed, self.id, code):
                found = seat_id
        if found is None:
            raise wrong_code()
        return self.seat(found)

    def new_code(self, seat_id: str) -> str:
        """Another personal code for who has lost it; the old one no longer works. For the trainer."""
        code = codes.new(codes.PERSONAL_SIGNS)
        self.change(lambda state: ev.CodeReplaced(seat=self.seat(seat_id).id, sealed=codes.seal(self.id, code)))
        return codes.shown(code)

    def agree(self, seat_id: str, consent: Consent) -> None:
        """What a participant agrees to; it can be changed at any time, and holds for what was said before, too."""
        self.change(lambda state: ev.Agreed(seat=self.seat(seat_id).id, consent=consent))

    def arrive(self, seat_id: str, host: str) -> None:
        """Someone sits down on a seat, at this program (any id of it); a seat that is open elsewhere comes along."""
        if self.seat(seat_id).host != host[:80]:
            self.change(lambda state: ev.Arrived(seat=self.seat(seat_id).id, host=host[:80]), also_closed=True)
        self._seat_late(seat_id)

    def go(self, seat_id: str, host: str) -> None:
        """The line of a seat at this program has dropped or was closed. Nothing happens when it is open elsewhere."""
        self.refresh()
        if self.seat(seat_id).host == host[:80]:
            self.change(lambda state: ev.Gone(seat=seat_id, host=host[:80]), also_closed=True)

    def host_started(self, host: str) -> None:
        """A program starts (again): nobody is connected to it yet, whatever was written before it was stopped."""
        self.change(lambda state: ev.HostStarted(host=host[:80]), also_closed=True)

    def withdraw(self, seat_id: str) -> None:
        """Leave for good: the name, the talks and everything written by this seat are erased.

        Of a talk between two people nothing stays when this was one of them. What was said in front of the whole room
        stays: it has no name to it.
        """
        self.seat(seat_id)
        self.change(lambda state: ev.Withdrew(seat=seat_id), also_closed=True)
        self._clear(seat_id)
        for run in self._state.runs:
            for number, group in enumerate(run.groups):
                if group.form in (Form.PAIR, Form.TRIAD) and group.role_of(seat_id) in SPEAKER:
                    name = talks.shelf_of(group, number, run.number)
                    self._clear(name)
        events = self.keeping(lambda: self.hall.since(self.id, 0))
        bare = ((number, ev.without_words(ev.of_document(document), seat_id)) for number, document in events)
        self.keeping(
            lambda: self.hall.rewrite(self.id, {number: ev.document(event) for number, event in bare if event})
        )
        for key in [key for key in self._practices if key[1] == seat_id]:
            del self._practices[key]

    def _seat_late(self, seat_id: str) -> None:
        """Find a place for who comes in during a round."""

        def placed(state: State) -> ev.Event:
            run = state.open_run
            assert run is not None
            one = self.plan.rounds[run.index]
            alone = grouping.alone(self.plan, run.index, self.seat(seat_id))
            number, group = grouping.late(one, run.groups, self.seat(seat_id), alone)
            return ev.Placed(seat=seat_id, group=number, placed=group)

        run = self._state.open_run
        if run is None or run.group_of(seat_id) is not None:
            return
        try:
            self.change(placed, run=run.number)
        except WorkshopError as error:
            if error.refusal is not Refusal.NOT_NOW:  # the round ended just then: there is a next one
                raise

    def _clear(self, name: str) -> None:
        self.keeping(lambda: self.hall.clear(self.id, name))
