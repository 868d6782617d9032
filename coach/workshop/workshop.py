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

import secrets
import unicodedata
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.conversation import Speaker, Turn
from coach.debrief.measures import measure
from coach.debrief.turns import own
from coach.legible import legible
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.roleplay.scene import Voice
from coach.store import Store
from coach.workshop import codes, grouping, shelf, talks
from coach.workshop import event as ev
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.event import MomentRef
from coach.workshop.kept import KeptWorkshop, no_round, workshops, wrong_code
from coach.workshop.plan import Form, Role
from coach.workshop.room import Room
from coach.workshop.seat import SPEAKER, Consent, Group, Seat
from coach.workshop.state import RunState, State
from coach.workshop.table import Table
from coach.workshop.views import CurrentRound, FrozenMoment, Joined, Part, SeatProgress, Stage

if TYPE_CHECKING:
    from coach.workshop.board import Board
    from coach.workshop.results import GroupResults
    from coach.workshop.take_home import TakeHome

__all__ = ["CurrentRound", "FrozenMoment", "Joined", "Part", "SeatProgress", "Stage", "Workshop", "workshops"]

MAX_NAME = 24
MAX_CARD = 500
MAX_TAKEN = 600
"""Signs of a pseudonym, of a card to all, and of what someone takes home."""
_MOST_MINUTES = 120
_MARKS = frozenset(" -'’.")


class Workshop(KeptWorkshop):
    """One workshop, open in this program. See the top of this file.

    `create`, `open` and `by_code` give one; what there is to look at stands in `KeptWorkshop`.
    """

    # -- joining -------------------------------------------------------------------------------------------------

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
        taken = {seat.name.casefold() for seat in self.seats}
        free = [name for name in shelf.names() if name.casefold() not in taken]
        return secrets.choice(free) if free else f"{secrets.choice(shelf.names())} {len(taken) + 1}"

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

    # -- the trainer ---------------------------------------------------------------------------------------------

    def start_round(self, index: int | None = None) -> CurrentRound:
        """Begin a round, with groups of everyone who is present; of all seats when nobody is connected.

        Args:
            index: which one of the plan; the next one when None. A round can be held again.

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
            groups = grouping.make(state.plan, chosen, seats, _earlier(state, chosen))
            return ev.RoundStarted(index=chosen, groups=groups, at=self._now())

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
        run = self._state.run
        if run is None or not self.plan.share_sentences:
            return ()
        found = [(turn.at, ref) for ref, turn in self._shareable(run)]
        found.sort(key=lambda one: one[0], reverse=True)
        return tuple(ref for _at, ref in found[:limit])

    def shown_moment(self, moment: MomentRef) -> FrozenMoment:
        """The words of a moment of `moments`, for the trainer to choose by."""
        return self._moment(moment) if moment in self.moments(None) else FrozenMoment()

    def send_card(self, text: str) -> None:
        """Send a few lines to everyone's screen.

        Raises:
            WorkshopError: empty or too long (BAD_TEXT).
        """
        line = _text(text, MAX_CARD)
        self.change(lambda state: ev.CardSent(text=line, at=self._now()))

    def overview(self) -> tuple[SeatProgress, ...]:
        """Who is there and how far, for the trainer's console."""
        run = self._state.run
        return tuple(self._progress(run, seat) for seat in self.seats)

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
        return self._moment(run.moment) if run.moment else FrozenMoment()

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

    def _round_off(self, run: RunState) -> None:
        """Mark the talks of a round as finished, so that they count as whole ones."""
        for number, name in talks.shelves(run):
            talk = self.talk_of(run.number, number)
            if talk and not talk.finished:
                store = self.hall.store(self.id, name)
                self._finish(store, talk.id)

    def _clear(self, name: str) -> None:
        self.keeping(lambda: self.hall.clear(self.id, name))

    def _finish(self, store: Store, talk_id: str) -> None:
        self.keeping(lambda: store.finish(talk_id))

    def _progress(self, run: RunState | None, seat: Seat) -> SeatProgress:
        number = run.group_of(seat.id) if run else None
        if run is None or number is None:
            return SeatProgress(seat, None, None, 0, False, None)
        talk, role = self.talk_of(run.number, number), run.groups[number].role_of(seat.id)
        shown = self.plan.trainer_sees_measures and seat.consent.measures and role is Role.MANAGER
        mine = own(talk) if talk else None
        turns = sum(turn.speaker is Speaker.MANAGER for turn in mine.turns) if mine else 0
        figures = measure(mine) if mine and shown and run.groups[number].form is not Form.ROOM else None
        return SeatProgress(seat, role, number, turns, seat.id in run.done, figures)

    def _shareable(self, run: RunState) -> list[tuple[MomentRef, Turn]]:
        """Lines of managers who agreed to have sentences shown, each with its turn."""
        found = []
        for number, name in talks.shelves(run):
            group = run.groups[number]
            managers = [self._state.seats[one] for one in group.with_role(Role.MANAGER)]
            agreed = managers and all(seat.consent.sentences and not seat.gone for seat in managers)
            talk = self.talk_of(run.number, number) if agreed and group.form is not Form.ROOM else None
            for place, turn in enumerate(talk.turns) if talk else ():
                if turn.speaker is Speaker.MANAGER and turn.text and talk:
                    found.append((MomentRef(shelf=name, talk=talk.id, place=place), turn))
        return found

    def _moment(self, moment: MomentRef) -> FrozenMoment:
        talk = self.keeping(lambda: self.hall.store(self.id, moment.shelf).load(moment.talk))
        run = self._state.run
        if talk is None or run is None or moment not in [ref for ref, _turn in self._shareable(run)]:
            return FrozenMoment()  # withdrawn since
        texts = [turn.text for turn in talk.turns]
        # What another person said in the part of the employee is that person's, and is not shown.
        played = talk.turns[0].state is None
        before = texts[moment.place - 1] if moment.place and not played else ""
        after = texts[moment.place + 1] if moment.place + 1 < len(texts) and not played else ""
        return FrozenMoment(before, texts[moment.place], after)


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
