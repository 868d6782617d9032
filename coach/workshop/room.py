"""The room: one talks with a simulated employee, the others advise, and two sentences are tried out side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach import roleplay
from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.roleplay import comparison
from coach.roleplay.comparison import Comparison
from coach.roleplay.employee import Employee
from coach.roleplay.practice import Exchange, clean
from coach.workshop import event as ev
from coach.workshop import talks
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.plan import Form, Role
from coach.workshop.state import RoomState, RunState, State

if TYPE_CHECKING:
    from coach.workshop.workshop import Workshop

MAX_PROPOSAL = 300
"""Signs in a proposed sentence: more cannot be read on a board, nor said in one breath."""
MOST_EACH = 3
"""Proposals of one seat for one moment."""


@dataclass(frozen=True, slots=True)
class Option:
    """A proposed sentence with its votes; who proposed it is not said. `mine`: it is of the seat that looks."""

    number: int
    text: str
    votes: int
    mine: bool


class Room:
    """The room as one seat sees it, or the trainer (`seat` None), who can do everything there.

    Nobody has to sit in front: whoever wants to takes the chair, and as long as it is empty the trainer types.
    """

    def __init__(self, workshop: Workshop, run: RunState, seat: str | None) -> None:
        """Made by `Workshop.room`."""
        self._workshop = workshop
        self._run = run.number
        self._seat = seat
        self._plan = workshop.plan.rounds[run.index]
        self._group = run.groups[0]
        self._store = workshop.hall.store(workshop.id, talks.shelf_of(run.groups[0], 0, run.number))

    @property
    def talker(self) -> str | None:
        """The seat in front, or None: the trainer types."""
        return self._state.talker

    @property
    def may_say(self) -> bool:
        """Whether this seat says the lines now."""
        return self._seat is None or self._seat == self.talker

    @property
    def employee(self) -> Employee:
        """With whom the talk is."""
        return roleplay.employee(*talks.who(self._plan, self._group))

    @property
    def talk(self) -> Conversation:
        """The talk as the room sees it. It begins with the first look."""
        return self._practice().visible

    @property
    def options(self) -> tuple[Option, ...]:
        """What is proposed for this moment, most votes first; of equals the one proposed first."""
        state = self._state
        votes = list(state.votes.values())
        found = [
            Option(p.number, p.text, votes.count(p.number), p.seat == self._seat)
            for p in state.proposals[state.spent :]
            if p.text
        ]
        return tuple(sorted(found, key=lambda one: (-one.votes, one.number)))

    @property
    def vote_of_mine(self) -> int | None:
        """The proposal that this seat voted for."""
        return self._state.votes.get(self._seat) if self._seat else None

    @property
    def tried(self) -> Comparison | None:
        """The two branches that were tried out, until the room goes on with one of them."""
        tried = self._state.tried
        return self._compared(tried) if tried else None

    @property
    def tries(self) -> tuple[Comparison, ...]:
        """Every pair that was tried out in this round, in order."""
        found = (self._compared(one) for one in self._state.tries)
        return tuple(one for one in found if one)

    def sit_in_front(self) -> None:
        """Take the chair in front, when it is empty.

        Raises:
            WorkshopError: NOT_NOW: someone sits there.
        """
        seat = self._own()

        def chosen(state: State) -> ev.Event:
            if state.runs[self._run].room.talker not in (None, seat):
                raise WorkshopError(Refusal.NOT_NOW, _("Someone is in front already."))
            return ev.TalkerChosen(seat=seat)

        self._workshop.change(chosen, run=self._run)

    def sit_down(self) -> None:
        """Leave the chair in front; the trainer can have it left, too."""
        if not self.may_say:
            raise WorkshopError(Refusal.NOT_YOURS, _("You are not in front."))
        self._workshop.change(lambda state: ev.TalkerChosen(seat=None), run=self._run)

    def propose(self, text: str) -> None:
        """Propose what could be said next.

        Raises:
            WorkshopError: BAD_TEXT, TOO_MANY, NOT_NOW.
        """
        seat, line = self._own(), " ".join(clean(text[: 4 * MAX_PROPOSAL]).split())
        if not line or len(line) > MAX_PROPOSAL:
            problem = _("A proposal has at least one word and at most {count} characters.")
            raise WorkshopError(Refusal.BAD_TEXT, problem.format(count=MAX_PROPOSAL))

        def proposed(state: State) -> ev.Event:
            room = state.runs[self._run].room
            if sum(one.seat == seat for one in room.proposals[room.spent :]) >= MOST_EACH:
                raise WorkshopError(
                    Refusal.TOO_MANY, _("You have made {count} proposals for this moment.").format(count=MOST_EACH)
                )
            return ev.Proposed(seat=seat, text=line)

        self._workshop.change(proposed, run=self._run)

    def vote(self, number: int) -> None:
        """Vote for a proposal; voting again changes the vote.

        Raises:
            WorkshopError: UNKNOWN: it is not proposed for this moment; NOT_NOW.
        """
        seat = self._own()

        def voted(state: State) -> ev.Event:
            room = state.runs[self._run].room
            if number not in {one.number for one in room.proposals[room.spent :] if one.text}:
                raise WorkshopError(Refusal.UNKNOWN, _("This sentence is no longer proposed."))
            return ev.Voted(seat=seat, proposal=number)

        self._workshop.change(voted, run=self._run)

    def say(self, text: str) -> Exchange:
        """Say a line to the employee, outside of any vote; proposals for this moment are done with then.

        Raises:
            WorkshopError: NOT_YOURS for who is not in front, NOT_NOW.
        """
        self._see_in_front()
        self._workshop.see_running(self._run)
        practice = self._practice()
        try:
            exchange = practice.say(text)
        except ValueError:
            raise WorkshopError(Refusal.NOT_NOW, _("This talk is over.")) from None
        self._workshop.change(lambda state: ev.WentOn(talk=practice.talk.id), run=self._run)
        return exchange

    def try_out(self) -> Comparison:
        """Say the two proposals with the most votes, each in a branch of its own; the talk itself waits.

        Raises:
            WorkshopError: NOT_YOURS for who is not in front, NOT_NOW with fewer than two proposals or while two wait.
        """
        self._see_in_front()
        self._workshop.see_running(self._run)
        best = self.options[:2]
        if len(best) < 2 or self._state.tried:
            raise WorkshopError(Refusal.NOT_NOW, _("Two proposals are needed, and one pair at a time."))
        practice = self._practice()
        branches = [practice.branch(len(practice.talk.turns)) for _option in best]
        for branch, option in zip(branches, best, strict=True):
            try:
                branch.say(option.text)
            except ValueError:
                raise WorkshopError(Refusal.NOT_NOW, _("This talk is over.")) from None
        event = ev.Tried(proposals=(best[0].number, best[1].number), talks=(branches[0].talk.id, branches[1].talk.id))
        self._workshop.change(lambda state: event, run=self._run)
        found = self._compared(event)
        if found is None:
            raise WorkshopError(
                Refusal.KEPT_NOT, _("The two branches could not be kept. Nothing is lost; try again.")
            )
        return found

    def go_on(self, side: int) -> None:
        """Go on with one of the two branches: 0 is the left one, 1 the right.

        Raises:
            WorkshopError: NOT_YOURS for who is not in front, NOT_NOW when nothing was tried out.
        """
        self._see_in_front()

        def went(state: State) -> ev.Event:
            tried = state.runs[self._run].room.tried
            if tried is None or side not in (0, 1):
                raise WorkshopError(Refusal.NOT_NOW, _("Nothing was tried out yet."))
            return ev.WentOn(talk=tried.talks[side])

        self._workshop.change(went, run=self._run)

    @property
    def _state(self) -> RoomState:
        return self._workshop.run(self._run).room

    def _practice(self) -> talks.SeatPractice:
        chosen = self._state.talk
        kept = self._workshop.keeping(lambda: self._store.load(chosen)) if chosen else None
        if kept is None:
            first = talks.talk_id(self._workshop.id, self._run, talks.name_of(self._group, 0))
            kept = self._workshop.keeping(lambda: self._store.load(first))
        return talks.practice(self._plan, self._group, 0, self._workshop.id, self._run, self._store, talk=kept)

    def _compared(self, tried: ev.Tried) -> Comparison | None:
        left, right = self._workshop.keeping(lambda: [self._store.load(one) for one in tried.talks])
        return comparison.compare(left, right) if left and right else None

    def _own(self) -> str:
        role = self._workshop.run(self._run).groups[0].role_of(self._seat) if self._seat else None
        if self._seat is None or role not in (Role.VOTER, Role.MANAGER):
            raise WorkshopError(Refusal.NOT_YOURS, _("This is for participants."))
        return self._seat

    def _see_in_front(self) -> None:
        if not self.may_say:
            raise WorkshopError(Refusal.NOT_YOURS, _("Only who is in front says the lines."))


def is_room(run: RunState) -> bool:
    """Whether a round is one in which the room advises."""
    return bool(run.groups) and run.groups[0].form is Form.ROOM
