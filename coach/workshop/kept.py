"""A workshop as it is kept: its events taken in, and every change appended at once. `Workshop` stands on this."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import RLock
from typing import Self, TypeVar
from uuid import uuid4

from coach.conversation import Conversation
from coach.legible import legible
from coach.messages import gettext as _
from coach.store import StoreError, Trouble
from coach.workshop import codes, talks
from coach.workshop import event as ev
from coach.workshop.clock import Clock
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.hall import Hall, Kept
from coach.workshop.plan import Form, Plan
from coach.workshop.seat import Seat
from coach.workshop.state import Card, RunState, State
from coach.workshop.views import CurrentRound, Stage

_TRIES = 50
"""So often a change is tried again when others write at the same moment."""
_Given = TypeVar("_Given")


class KeptWorkshop:
    """What happened in a workshop, in this program's memory and in the hall.

    Attributes:
        id: random; it stands in no address that participants see.
        hall: where it is kept.
    """

    def __init__(self, hall: Hall, workshop_id: str, now: Callable[[], datetime] | None = None) -> None:
        """Open a workshop; use `create`, `open` or `by_code`. `now` gives the time, for tests."""
        self.hall = hall
        self.id = workshop_id
        self._now = now or _utc
        self._lock = RLock()
        self._state = State()
        self._practices: dict[tuple[int, str], talks.SeatPractice] = {}

    @classmethod
    def create(
        cls, hall: Hall, plan: Plan, *, title: str = "", keep_days: int | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> Self:  # fmt: skip
        """A new workshop after a plan. The plan is kept with it: changes of the file do not touch it.

        Args:
            hall: where to keep it.
            plan: what is done.
            title: how this one is called; the plan's title when empty.
            keep_days: after so many days it is erased; the plan's number when None.
            now: gives the time, for tests.

        Raises:
            WorkshopError: it cannot be kept (KEPT_NOT).
        """
        made = cls(hall, uuid4().hex, now)
        moment = made._now()
        title = " ".join(legible(title[:200]).split())[:80] or plan.title
        until = moment.astimezone().date() + timedelta(days=plan.keep_days if keep_days is None else keep_days)
        code = codes.new(codes.JOIN_SIGNS)
        kept = Kept(id=made.id, code=code, title=title, created=moment, keep_until=until)
        made.keeping(lambda: hall.create(kept))
        event = ev.Created(plan=plan, title=title, code=code, keep_until=until, at=moment)
        made.keeping(lambda: hall.append(made.id, 1, ev.document(event)))
        made.refresh()
        return made

    @classmethod
    def open(cls, hall: Hall, workshop_id: str, *, now: Callable[[], datetime] | None = None) -> Self:
        """A workshop that is kept.

        Raises:
            WorkshopError: there is none with this id (UNKNOWN), or it cannot be read (KEPT_NOT).
        """
        found = cls(hall, workshop_id, now)
        found.refresh()
        if not found.version:
            raise unknown()
        return found

    @classmethod
    def by_code(cls, hall: Hall, join_code: str, *, now: Callable[[], datetime] | None = None) -> Self:
        """The workshop with a join code, however it is typed.

        Raises:
            WorkshopError: there is none (WRONG_CODE); the same words for whatever is wrong with the code.
        """
        typed, found = codes.read(join_code), None
        for kept in _kept(hall):
            if secrets.compare_digest(kept.code.encode(), typed.encode()):
                found = kept
        if found is None:
            raise wrong_code()
        return cls.open(hall, found.id, now=now)

    # -- looking -------------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what other programs wrote; True when anything changed. Cheap: it may be asked every second.

        Raises:
            WorkshopError: it was erased (UNKNOWN), or cannot be read now (KEPT_NOT).
        """
        with self._lock:
            events = self.keeping(lambda: self.hall.since(self.id, self._state.version))
            for _number, document in events:
                try:
                    self._state.take(ev.of_document(document))
                except ValueError:
                    raise WorkshopError(
                        Refusal.KEPT_NOT, _("This workshop was made by a newer version of the program.")
                    ) from None
            return bool(events)

    @property
    def version(self) -> int:
        """How many events there were; it grows with every change, and with nothing else."""
        return self._state.version

    @property
    def plan(self) -> Plan:
        """What is done."""
        return self._state.plan

    @property
    def title(self) -> str:
        """How this workshop is called."""
        return self._state.title

    @property
    def join_code(self) -> str:
        """The code to come in with, in groups of four, for the board."""
        return codes.shown(self._state.code)

    @property
    def created(self) -> datetime:
        """When it was made."""
        return self._state.created

    @property
    def keep_until(self) -> date:
        """The last day on which anything of it is kept."""
        return self._state.keep_until

    @property
    def stage(self) -> Stage:
        """Where the workshop is."""
        state = self._state
        if state.closed:
            return Stage.CLOSED
        run = state.run
        if run is None:
            return Stage.LOBBY
        if run.ended:
            return Stage.BETWEEN
        if run.stopped:
            return Stage.FROZEN if run.frozen else Stage.PAUSED
        return Stage.RUNNING

    @property
    def round(self) -> CurrentRound | None:
        """The round that is held, or was held last; None before the first."""
        run = self._state.run
        return None if run is None else self._shown(run)

    @property
    def rounds(self) -> tuple[CurrentRound, ...]:
        """Every round held so far, in order."""
        return tuple(self._shown(run) for run in self._state.runs)

    @property
    def next_round(self) -> int | None:
        """The index of the round that `start_round` begins; None when the plan is done."""
        run = self._state.run
        following = 0 if run is None else run.index + 1
        return following if following < len(self.plan.rounds) else None

    def clock(self, now: datetime | None = None) -> Clock:
        """The clock of the round that is held or was held last; all zero before the first."""
        run = self._state.run
        return run.clock(self.plan.rounds[run.index], now or self._now()) if run else Clock()

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everyone who takes part, in order of joining; who withdrew is left out."""
        return tuple(seat for seat in self._state.seats.values() if not seat.gone)

    def seat(self, seat_id: str) -> Seat:
        """A seat by its id.

        Raises:
            WorkshopError: there is none (UNKNOWN).
        """
        found = self._state.seats.get(seat_id)
        if found is None or found.gone:
            raise WorkshopError(Refusal.UNKNOWN, _("There is no such seat in this workshop."))
        return found

    @property
    def cards(self) -> tuple[Card, ...]:
        """What the trainer sent to all, in order."""
        return tuple(self._state.cards)

    def talk_of(self, number: int, group: int) -> Conversation | None:
        """The talk of a group in a round held (both from 0); None when nothing was said. For reports only."""
        run = self._state.runs[number]
        one = run.groups[group]
        if not one.members:
            return None
        store = self.hall.store(self.id, talks.shelf_of(one, group, number))
        first = talks.talk_id(self.id, number, talks.name_of(one, group))
        if one.form is Form.ROOM:
            return self.keeping(lambda: store.load(run.room.talk or first))
        return self.keeping(lambda: talks.latest(store, first))

    # -- for the parts of this room ------------------------------------------------------------------------------

    def run(self, number: int) -> RunState:
        """A round as it was held, by its number from 0."""
        return self._state.runs[number]

    def see_running(self, number: int) -> None:
        """Raise unless this round is held and its clock runs."""
        self.refresh()
        run = self._state.open_run
        if run is None or run.number != number:
            raise WorkshopError(Refusal.NOT_NOW, _("This round is over."))
        if not run.is_running:
            raise WorkshopError(Refusal.NOT_NOW, _("The clock stands still. Wait until the trainer goes on."))

    def change(
        self, make: Callable[[State], ev.Event], *, run: int | None = None, also_closed: bool = False,
        also_ended: bool = False,
    ) -> None:  # fmt: skip
        """Append the event that `make` makes from the state as it is; `make` raises when it does not fit.

        Args:
            make: called again when others wrote at the same moment.
            run: the round that it belongs to, which must be held.
            also_closed: whether it can be done when the workshop is over.
            also_ended: whether it can be done when that round is over, as long as no other one has begun.
        """
        with self._lock:
            for _try in range(_TRIES):
                self.refresh()
                self._see_open(run, also_closed, also_ended)
                event = make(self._state)
                if self._append(ev.document(event)):
                    return
        raise WorkshopError(Refusal.KEPT_NOT, _("It is too busy to keep this. Try again."))

    def keeping(self, action: Callable[[], _Given]) -> _Given:
        """Do something with the store.

        Raises:
            WorkshopError: the workshop was erased (UNKNOWN), or the store cannot do it (KEPT_NOT).
        """
        try:
            return action()
        except StoreError as error:
            refusal = Refusal.UNKNOWN if error.trouble is Trouble.UNKNOWN else Refusal.KEPT_NOT
            raise WorkshopError(refusal, str(error)) from error

    def _append(self, document: str) -> bool:
        """Keep an event under the next number; False when someone else has just taken that number."""
        kept = self.keeping(lambda: self.hall.append(self.id, self._state.version + 1, document))
        if kept:
            self._state.take(ev.of_document(document))
        return kept

    def _see_open(self, run: int | None, also_closed: bool, also_ended: bool) -> None:
        if self._state.closed and not also_closed:
            raise WorkshopError(Refusal.CLOSED, _("This workshop is over."))
        held = self._state.run if also_ended else self._state.open_run
        if run is not None and (held is None or held.number != run):
            raise WorkshopError(Refusal.NOT_NOW, _("This round is over."))

    def _open(self, *, also_stopped: bool = False) -> RunState:
        self.refresh()
        run = self._state.open_run
        if run is None:
            raise no_round()
        if run.stopped and not also_stopped:
            raise WorkshopError(Refusal.NOT_NOW, _("The clock stands still already."))
        return run

    def _mine(self, seat_id: str) -> tuple[RunState, int]:
        self.refresh()
        self.seat(seat_id)
        run = self._state.run
        number = run.group_of(seat_id) if run else None
        if run is None or number is None:
            raise no_round()
        return run, number

    def _shown(self, run: RunState) -> CurrentRound:
        one = self.plan.rounds[run.index]
        return CurrentRound(one, run.index, run.number, tuple(run.groups), run.started, run.ended is not None)


def workshops(hall: Hall) -> tuple[Kept, ...]:
    """The workshops that are kept, the newest first.

    Raises:
        WorkshopError: they cannot be read (KEPT_NOT).
    """
    return _kept(hall)


def _kept(hall: Hall) -> tuple[Kept, ...]:
    try:
        return hall.workshops()
    except StoreError as error:
        raise WorkshopError(Refusal.KEPT_NOT, str(error)) from error


def _utc() -> datetime:
    return datetime.now(UTC)


def unknown() -> WorkshopError:
    """The error for a workshop that is not kept."""
    return WorkshopError(Refusal.UNKNOWN, _("There is no such workshop; it may have been erased."))


def wrong_code() -> WorkshopError:
    """The error for a code that opens nothing; the same words whatever is wrong with it."""
    return WorkshopError(Refusal.WRONG_CODE, _("This code is not known here. Look at it once more."))


def no_round() -> WorkshopError:
    """The error for what needs a round."""
    return WorkshopError(Refusal.NOT_NOW, _("No round is running in which you take part."))
