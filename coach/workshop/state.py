"""How a workshop stands: everything that happened, taken together. The same events give the same state anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import singledispatchmethod

from coach.workshop import event as ev
from coach.workshop.clock import Clock
from coach.workshop.plan import Plan, Role, Round
from coach.workshop.seat import Group, Member, Seat


@dataclass(frozen=True, slots=True)
class Card:
    """Something that the trainer sent to all. `round` is the index of the round in which it was sent, or None."""

    text: str
    at: datetime
    round: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that someone proposes to say next. `number` counts from 1; `text` is empty when erased."""

    number: int
    seat: str
    text: str


@dataclass(slots=True)
class RoomState:
    """Where a round stands in which the room advises. `tried` is the latest pair that was tried out."""

    talker: str | None = None
    talk: str | None = None
    proposals: list[Proposal] = field(default_factory=list)
    spent: int = 0
    votes: dict[str, int] = field(default_factory=dict)
    tried: ev.Tried | None = None
    tries: list[ev.Tried] = field(default_factory=list)


@dataclass(slots=True)
class RunState:
    """One round as it was held. `number` counts from 0 all rounds held, so that one that is done again is another."""

    number: int
    index: int
    started: datetime
    groups: list[Group]
    extra: timedelta = timedelta()
    still: timedelta = timedelta()
    stopped: datetime | None = None
    frozen: bool = False
    moment: ev.MomentRef | None = None
    ended: datetime | None = None
    done: set[str] = field(default_factory=set)
    marks: dict[int, dict[str, bool]] = field(default_factory=dict)
    told: dict[int, set[int]] = field(default_factory=dict)
    room: RoomState = field(default_factory=RoomState)

    @property
    def is_running(self) -> bool:
        """Whether people may talk now."""
        return self.ended is None and self.stopped is None

    def clock(self, plan: Round, now: datetime) -> Clock:
        """The clock at a moment."""
        until = self.stopped or self.ended or now
        passed = max(timedelta(), until - self.started - self.still)
        return Clock(timedelta(minutes=plan.minutes) + self.extra, passed, self.is_running)

    def group_of(self, seat: str) -> int | None:
        """The number of the group of a seat, from 0; None when it has none."""
        return next((n for n, group in enumerate(self.groups) if group.role_of(seat)), None)


class State:
    """The workshop after a number of events (`version`)."""

    plan: Plan
    title: str
    code: str
    keep_until: date
    created: datetime

    def __init__(self) -> None:
        self.version = 0
        self.seats: dict[str, Seat] = {}
        self.sealed: dict[str, str] = {}
        self.runs: list[RunState] = []
        self.cards: list[Card] = []
        self.closed = False

    @property
    def run(self) -> RunState | None:
        """The round that is held, or was held last."""
        return self.runs[-1] if self.runs else None

    @property
    def open_run(self) -> RunState | None:
        """The round that is held now; None between rounds."""
        return self.run if self.run and self.run.ended is None else None

    def take(self, event: ev.Event) -> None:
        """Take in the next event."""
        self._take(event)
        self.version += 1

    @singledispatchmethod
    def _take(self, event: ev.Event) -> None:
        raise TypeError(type(event).__name__)

    @_take.register
    def _(self, event: ev.Created) -> None:
        self.plan, self.title, self.code = event.plan, event.title, event.code
        self.keep_until, self.created = event.keep_until, event.at

    @_take.register
    def _(self, event: ev.SeatTaken) -> None:
        self.seats[event.seat] = Seat(id=event.seat, number=len(self.seats) + 1, name=event.name)
        self.sealed[event.seat] = event.sealed

    @_take.register
    def _(self, event: ev.CodeReplaced) -> None:
        self.sealed[event.seat] = event.sealed

    @_take.register
    def _(self, event: ev.Agreed) -> None:
        self._change(event.seat, consent=event.consent, asked=True)

    @_take.register
    def _(self, event: ev.Arrived) -> None:
        self._change(event.seat, host=event.host)

    @_take.register
    def _(self, event: ev.Gone) -> None:
        if self.seats[event.seat].host == event.host:
            self._change(event.seat, host="")

    @_take.register
    def _(self, event: ev.HostStarted) -> None:
        for seat in list(self.seats.values()):
            if seat.host == event.host:
                self._change(seat.id, host="")

    @_take.register
    def _(self, event: ev.Withdrew) -> None:
        self._change(event.seat, name="", host="", takes_home="", gone=True)
        self.sealed.pop(event.seat, None)
        for run in self.runs:
            run.done.discard(event.seat)
            run.room.votes.pop(event.seat, None)
            run.room.proposals = [
                Proposal(p.number, p.seat, "") if p.seat == event.seat else p for p in run.room.proposals
            ]
            if run.room.talker == event.seat:
                run.room.talker = None

    @_take.register
    def _(self, event: ev.RoundStarted) -> None:
        self.runs.append(RunState(len(self.runs), event.index, event.at, list(event.groups)))

    @_take.register
    def _(self, event: ev.Placed) -> None:
        run = self._run()
        for number, group in enumerate(run.groups):
            if group.role_of(event.seat) and number != event.group:
                rest = tuple(one for one in group.members if one.seat != event.seat)
                run.groups[number] = group.model_copy(update={"members": rest})
        if event.group is None:
            run.groups.append(event.placed)
        else:
            run.groups[event.group] = event.placed

    @_take.register
    def _(self, event: ev.Stopped) -> None:
        run = self._run()
        run.stopped = run.stopped or event.at
        run.frozen, run.moment = event.frozen, event.moment

    @_take.register
    def _(self, event: ev.Resumed) -> None:
        run = self._run()
        run.still += event.at - (run.stopped or event.at)
        run.stopped, run.frozen, run.moment = None, False, None

    @_take.register
    def _(self, event: ev.Extended) -> None:
        self._run().extra += timedelta(minutes=event.minutes)

    @_take.register
    def _(self, event: ev.RoundEnded) -> None:
        run = self._run()
        run.ended = event.at
        run.still += event.at - run.stopped if run.stopped else timedelta()
        run.stopped, run.frozen, run.moment = None, False, None

    @_take.register
    def _(self, event: ev.CardSent) -> None:
        self.cards.append(Card(event.text, event.at, self.open_run.index if self.open_run else None))

    @_take.register
    def _(self, event: ev.Done) -> None:
        self._run().done.add(event.seat)

    @_take.register
    def _(self, event: ev.Marked) -> None:
        answers = self._run().marks.setdefault(event.group, {})
        if event.met is None:
            answers.pop(event.criterion, None)
        else:
            answers[event.criterion] = event.met

    @_take.register
    def _(self, event: ev.Told) -> None:
        told = self._run().told.setdefault(event.group, set())
        (told.add if event.told else told.discard)(event.layer)

    @_take.register
    def _(self, event: ev.TalkerChosen) -> None:
        run = self._run()
        run.room.talker = event.seat
        run.groups[0] = run.groups[0].model_copy(
            update={
                "members": tuple(
                    Member(seat=one.seat, role=Role.MANAGER if one.seat == event.seat else Role.VOTER)
                    for one in run.groups[0].members
                )
            }
        )

    @_take.register
    def _(self, event: ev.Proposed) -> None:
        room = self._run().room
        room.proposals.append(Proposal(len(room.proposals) + 1, event.seat, event.text))

    @_take.register
    def _(self, event: ev.Voted) -> None:
        self._run().room.votes[event.seat] = event.proposal

    @_take.register
    def _(self, event: ev.Tried) -> None:
        room = self._run().room
        room.tried = event
        room.tries.append(event)

    @_take.register
    def _(self, event: ev.WentOn) -> None:
        room = self._run().room
        room.talk, room.tried, room.spent = event.talk, None, len(room.proposals)
        room.votes.clear()

    @_take.register
    def _(self, event: ev.TakenHome) -> None:
        self._change(event.seat, takes_home=event.text)

    @_take.register
    def _(self, _event: ev.Closed) -> None:
        self.closed = True
        for seat in list(self.seats):
            self._change(seat, host="")

    def _change(self, seat: str, **changes: object) -> None:
        self.seats[seat] = self.seats[seat].model_copy(update=changes)

    def _run(self) -> RunState:
        assert self.run is not None
        return self.run
