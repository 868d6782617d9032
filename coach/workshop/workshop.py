"""The door of the workshop: a trainer, a group, rounds by the clock, and something to take home.

    hall = open_hall(None)                          # where workshops are kept (`coach.workshop.hall`)
    workshop = Workshop.create(hall, plan)          # the trainer
    joined = workshop.join("Koolmees")              # a participant: a seat, and a personal code shown once
    workshop.start_round()
    workshop.practice(joined.seat.id).say("…")      # solo: the same Practice as everywhere
    workshop.table(joined.seat.id).say("…")         # pair, triad: people play both sides
    workshop.room(joined.seat.id).propose("…")      # room: proposals, votes, two branches compared
    workshop.end_round(); workshop.close()
    workshop.take_home(joined.code)                 # the two pages of this participant

Everything that happens is an event, appended to a log before the call returns; what was said is kept turn by turn in
the store. Any process that opens the same workshop finds everyone where they were, after `kill -9` as well. Several
processes may hold one workshop at once: each method first takes in what the others wrote (`refresh`), and what no
longer fits is refused rather than done twice. One `Workshop` is safe to use from several threads.

Every method that changes something raises `WorkshopError` when it cannot; nothing has changed then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.legible import legible
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.roleplay.scene import Voice
from coach.store import Store
from coach.workshop import event as ev
from coach.workshop import grouping, moments, progress, shelf, talks
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.event import MomentRef
from coach.workshop.kept import no_round, workshops
from coach.workshop.people import PeopledWorkshop
from coach.workshop.plan import Form, Role
from coach.workshop.room import Room
from coach.workshop.seat import Group
from coach.workshop.state import RunState, State
from coach.workshop.table import Table
from coach.workshop.views import CurrentRound, FrozenMoment, Joined, Part, SeatProgress, Stage

if TYPE_CHECKING:
    from coach.workshop.board import Board
    from coach.workshop.results import GroupResults
    from coach.workshop.take_home import TakeHome

__all__ = ["CurrentRound", "FrozenMoment", "Joined", "Part", "SeatProgress", "Stage", "Workshop", "workshops"]

MAX_CARD = 500
MAX_TAKEN = 600
"""Signs of a card to all, and of what someone takes home."""
_MOST_MINUTES = 120


class Workshop(PeopledWorkshop):
    """One workshop, open in this program. See the top of this file.

    `create`, `open` and `by_code` give one; what there is to look at stands in `KeptWorkshop`, and how people join
    and leave in `PeopledWorkshop`.
    """

    # -- the trainer ---------------------------------------------------------------------------------------------

    def start_round(self, index: int | None = None, groups: tuple[Group, ...] = ()) -> CurrentRound:
        """Begin a round, with groups of everyone who is present; of all seats when nobody is connected.

        Args:
            index: which one of the plan; the next one when None. A round can be held again.
            groups: who works with whom; made after the plan when empty.

        Raises:
            WorkshopError: NOT_NOW: one is held, the plan is done, or nobody is there; UNKNOWN; CLOSED.
        """

        def started(state: State) -> ev.Event:
            chosen = self.next_round if index is None else index
            if state.open_run:
                raise WorkshopError(Refusal.NOT_NOW, _("A round is running. End it first."))
            if chosen is None:
                raise WorkshopError(Refusal.NOT_NOW, _("That was the last round of the plan."))
            if not 0 <= chosen < len(state.plan.rounds):
                raise WorkshopError(Refusal.UNKNOWN, _("There is no such round in this plan."))
            seats = [seat for seat in self.seats if seat.present] or list(self.seats)
            if not seats:
                raise WorkshopError(Refusal.NOT_NOW, _("Nobody has come in yet."))
            made = groups or grouping.make(state.plan, chosen, seats, _earlier(state, chosen))
            return ev.RoundStarted(index=chosen, groups=made, at=self._now())

        self.change(started)
        found = self.round
        assert found is not None
        return found

    def pause(self) -> None:
        """Stop the clock; nobody can say a line until `resume`."""
        self._stop(ev.Stopped(at=self._now()))

    def freeze(self, moment: MomentRef | None = None) -> None:
        """Stop the clock to look at something together: at a moment of a talk, or just up.

        Raises:
            WorkshopError: NOT_AGREED: who said it does not want it shown, or the plan shows no sentences; NOT_NOW.
        """
        if moment is not None and moment not in self.moments(None):
            raise WorkshopError(Refusal.NOT_AGREED, _("Who said this has not agreed to show it."))
        self._stop(ev.Stopped(frozen=True, moment=moment, at=self._now()))

    def resume(self) -> None:
        """Go on after `pause` or `freeze`.

        Raises:
            WorkshopError: the clock does not stand still (NOT_NOW).
        """

        def resumed(state: State) -> ev.Event:
            if state.open_run is None or state.open_run.stopped is None:
                raise WorkshopError(Refusal.NOT_NOW, _("The clock is not standing still."))
            return ev.Resumed(at=self._now())

        self.change(resumed)

    def extend(self, minutes: int) -> None:
        """Give a round more minutes, or fewer with a number below zero.

        Raises:
            WorkshopError: NOT_NOW without a round; BAD_TEXT for more than two hours.
        """
        if not minutes or abs(minutes) > _MOST_MINUTES:
            raise WorkshopError(Refusal.BAD_TEXT, _("A round is changed by 1 to 120 minutes at a time."))
        self.change(lambda state: ev.Extended(minutes=minutes), run=self._open(also_stopped=True).number)

    def end_round(self) -> None:
        """End the round: its talks are rounded off, and results can be seen.

        Raises:
            WorkshopError: no round is held (NOT_NOW).
        """
        run = self._open(also_stopped=True)
        self.change(lambda state: ev.RoundEnded(at=self._now()), run=run.number)
        self._round_off(self._state.runs[run.number])

    def moments(self, limit: int | None = 20) -> tuple[MomentRef, ...]:
        """Lines of the manager in this round that may be shown to all, the latest first; of people who agreed."""
        return moments.latest(self, limit)

    def shown_moment(self, moment: MomentRef) -> FrozenMoment:
        """The words of a moment of `moments`, for the trainer to choose by."""
        return moments.words(self, moment) if moment in self.moments(None) else FrozenMoment()

    def send_card(self, text: str) -> None:
        """Send a few lines to everyone's screen.

        Raises:
            WorkshopError: empty or too long (BAD_TEXT).
        """
        line = _text(text, MAX_CARD)
        self.change(lambda state: ev.CardSent(text=line, at=self._now()))

    def overview(self) -> tuple[SeatProgress, ...]:
        """Who is there and how far, for the trainer's console."""
        return tuple(progress.of(self, seat) for seat in self.seats)

    def close(self) -> None:
        """End the workshop. Everyone can fetch what is taken home until `keep_until`."""
        if self._state.open_run:
            self.end_round()
        self.change(lambda state: ev.Closed(at=self._now()))

    def wipe(self) -> None:
        """Erase the workshop with everything in it; codes no longer work."""
        self.keeping(lambda: self.hall.erase(self.id))

    @property
    def frozen(self) -> FrozenMoment | None:
        """What all look at; None as long as nothing is frozen."""
        run = self._state.open_run
        if run is None or not run.frozen:
            return None
        return moments.words(self, run.moment) if run.moment else FrozenMoment()

    # -- participants --------------------------------------------------------------------------------------------

    def part(self, seat_id: str) -> Part | None:
        """What a seat does in the round that is held or was held last; None when it has no part in it."""
        self.seat(seat_id)
        run = self._state.run
        number = run.group_of(seat_id) if run else None
        if run is None or number is None:
            return None
        one, group = self.plan.rounds[run.index], run.groups[number]
        role = group.role_of(seat_id)
        assert role is not None
        situation, employee = talks.who(one, group) if group.employee else (one.situation, "")
        card = shelf.role_card(one.role) if one.role and group.employee is None else None
        return Part(
            round=one, number=number, role=role, form=group.form, group=group,
            names={m.seat: self._state.seats[m.seat].name for m in group.members},
            situation=situation, employee=employee,
            role_card=card if role in (Role.EMPLOYEE, Role.OBSERVER) else None,
            criteria=one.criteria if role is Role.OBSERVER else (),
        )  # fmt: skip

    def may_talk(self, seat_id: str) -> bool:
        """Whether a line can be said now in the talk of this seat."""
        run = self._state.open_run
        return run is not None and run.is_running and run.group_of(seat_id) is not None

    def practice(self, seat_id: str, voice: Voice | None = None) -> Practice:
        """The talk of a seat with a simulated employee: begun, or as far as it had come. The same one at each call.

        Saying a line raises `WorkshopError` (NOT_NOW) while the clock stands still or the round is over.

        Raises:
            WorkshopError: this seat does not talk with a simulated employee now (NOT_YOURS), no round (NOT_NOW).
        """
        run, number = self._mine(seat_id)
        group = run.groups[number]
        if group.form is not Form.SOLO:
            raise WorkshopError(Refusal.NOT_YOURS, _("In this round you talk with one another."))
        with self._lock:
            known = self._practices.get((run.number, seat_id))
            if known is not None:
                return known
            store = self.hall.store(self.id, talks.shelf_of(group, number, run.number))
            one = self.plan.rounds[run.index]
            made = self.keeping(lambda: talks.practice(one, group, number, self.id, run.number, store, voice))
            made.gate = lambda: self.see_running(run.number)
            self._practices[run.number, seat_id] = made
            return made

    def done(self, seat_id: str) -> None:
        """A participant rounds off the talk of this round; others go on.

        Raises:
            WorkshopError: no round is held, or not for this seat (NOT_NOW).
        """
        run, _number = self._mine(seat_id)
        practice = self._practices.get((run.number, seat_id))
        if practice:
            practice.finish()
        self.change(lambda state: ev.Done(seat=seat_id), run=run.number)

    def table(self, seat_id: str) -> Table:
        """The table at which a seat plays with others.

        Raises:
            WorkshopError: this seat does not sit at one (NOT_YOURS), no round was held (NOT_NOW).
        """
        run, number = self._mine(seat_id)
        if run.groups[number].form not in (Form.PAIR, Form.TRIAD):
            raise WorkshopError(Refusal.NOT_YOURS, _("In this round you talk with a simulated employee."))
        return Table(self, run, number, seat_id)

    def room(self, seat_id: str | None = None) -> Room:
        """The room that advises; without a seat, as the trainer.

        Raises:
            WorkshopError: this is not such a round (NOT_YOURS), no round was held (NOT_NOW).
        """
        run = self._state.run if seat_id is None else self._mine(seat_id)[0]
        if run is None:
            raise no_round()
        if not run.groups or run.groups[0].form is not Form.ROOM:
            raise WorkshopError(Refusal.NOT_YOURS, _("In this round the room does not vote."))
        return Room(self, run, seat_id)

    def take(self, seat_id: str, text: str) -> None:
        """What a participant wants to do at work. It stands on the own report and is shown to nobody else.

        Raises:
            WorkshopError: too long (BAD_TEXT). An empty text takes it away.
        """
        line = _text(text, MAX_TAKEN) if text.strip() else ""
        self.change(lambda state: ev.TakenHome(seat=self.seat(seat_id).id, text=line), also_closed=True)

    def work_alone(self, seat_id: str) -> None:
        """Whose partner has left goes on with a simulated employee.

        Raises:
            WorkshopError: no round is held (NOT_NOW), or this seat talks with one already (NOT_YOURS).
        """
        run, number = self._mine(seat_id)
        if run.groups[number].form not in (Form.PAIR, Form.TRIAD):
            raise WorkshopError(Refusal.NOT_YOURS, _("In this round you talk with a simulated employee."))
        alone = grouping.alone(self.plan, run.index, self.seat(seat_id))
        self.change(lambda state: ev.Placed(seat=seat_id, group=None, placed=alone), run=run.number)

    # -- results -------------------------------------------------------------------------------------------------

    def board(self) -> Board:
        """What stands on the projector: nothing by which one person can be known."""
        from coach.workshop import board

        return board.board(self)

    def results(self) -> GroupResults:
        """The results of the group, for the trainer: anonymous, with n and intervals, nothing of small groups."""
        from coach.workshop import results

        return results.results(self)

    def take_home(self, code: str) -> TakeHome:
        """The report of the participant with this personal code, and of nobody else.

        Raises:
            WorkshopError: no seat here has this code (WRONG_CODE).
        """
        from coach.workshop import take_home

        return take_home.take_home(self, self.seat_by_code(code))

    def _stop(self, event: ev.Stopped) -> None:
        run = self._open(also_stopped=event.frozen)
        self.change(lambda state: event, run=run.number)

    def _round_off(self, run: RunState) -> None:
        """Mark the talks of a round as finished, so that they count as whole ones."""
        for number, name in talks.shelves(run):
            talk = self.talk_of(run.number, number)
            if talk and not talk.finished:
                store = self.hall.store(self.id, name)
                self._finish(store, talk.id)

    def _finish(self, store: Store, talk_id: str) -> None:
        self.keeping(lambda: store.finish(talk_id))


def _earlier(state: State, index: int) -> tuple[Group, ...]:
    """The groups of the round that this one turns the roles of, as it was held last."""
    again = state.plan.rounds[index].again
    held = [run for run in state.runs if again and state.plan.rounds[run.index].id == again]
    return tuple(held[-1].groups) if held else ()


def _text(text: str, most: int) -> str:
    line = legible(text[: 4 * most]).strip()
    if not line or len(line) > most:
        problem = _("Write 1 to {count} characters.").format(count=most)
        raise WorkshopError(Refusal.BAD_TEXT, problem)
    return line
