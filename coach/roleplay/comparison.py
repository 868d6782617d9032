"""Two ways one talk went, from where they part: what was said, what it did, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from coach.conversation import Conversation, EmployeeState, Help, Speaker, Turn
from coach.roleplay.persona import Act
from coach.store import Store, family_of


class Outcome(StrEnum):
    """How far a talk has come."""

    OPEN = "open"
    """It can be gone on with."""
    ROUNDED_OFF = "rounded_off"
    """The manager closed it."""
    CLOSED = "closed"
    """The employee went away with what was agreed."""
    BROKEN_OFF = "broken_off"
    """The employee did not want to go on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the manager and what it did.

    `number` counts the manager's turns from 1; `place` is where the turn stands among all turns, from 0. `before`
    is how the employee was, or None when nothing tells; `answer` is None when it has not come yet.
    """

    number: int
    place: int
    said: Turn
    answer: Turn | None
    before: EmployeeState | None

    @property
    def after(self) -> EmployeeState | None:
        """How the employee was afterwards."""
        return self.answer.state if self.answer else None

    @property
    def trust_change(self) -> int | None:
        """What the turn did to trust, in points of 100."""
        return self.after.trust - self.before.trust if self.after and self.before else None

    @property
    def tension_change(self) -> int | None:
        """What the turn did to tension, in points of 100."""
        return self.after.tension - self.before.tension if self.after and self.before else None

    @property
    def told(self) -> tuple[str, ...]:
        """The ids of the memory items that came out in the answer."""
        known = self.before.revealed if self.before else ()
        return tuple(item for item in self.after.revealed if item not in known) if self.after else ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two talks that share their first `shared` turns."""

    talks: tuple[Conversation, Conversation]
    shared: int

    @property
    def parting(self) -> Turn | None:
        """The last thing that both share; None when they part at the first word."""
        return self.talks[0].turns[self.shared - 1] if self.shared else None

    @property
    def number(self) -> int:
        """Which turn of the manager they part at, counted from 1."""
        return 1 + sum(turn.speaker is Speaker.MANAGER for turn in self.talks[0].turns[: self.shared])

    @property
    def sides(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What was said in each of them after they part."""
        left, right = (tuple(step for step in steps(talk) if step.place >= self.shared) for talk in self.talks)
        return left, right

    @property
    def rows(self) -> tuple[tuple[Step | None, Step | None], ...]:
        """The two side by side; None where one goes on and the other does not."""
        return tuple(zip_longest(*self.sides))

    @property
    def levels_shown(self) -> bool:
        """Whether trust and what was told may be seen: not while one of the two is a round without help."""
        return all(levels_shown(talk) for talk in self.talks)


def steps(talk: Conversation) -> tuple[Step, ...]:
    """Every turn of the manager with what it did."""
    found: list[Step] = []
    before: EmployeeState | None = None
    for place, turn in enumerate(talk.turns):
        if turn.speaker is Speaker.MANAGER:
            following = talk.turns[place + 1 : place + 2]
            answer = next((t for t in following if t.speaker is Speaker.EMPLOYEE), None)
            found.append(Step(len(found) + 1, place, turn, answer, before))
        before = turn.state or before
    return tuple(found)


def compare(left: Conversation, right: Conversation) -> Comparison:
    """Two ways of one talk, from where they part.

    Raises:
        ValueError: these are not two ways of one talk.
    """
    if left.id == right.id or not are_related(left, right):
        raise ValueError("these are not two ways of one talk")
    shared = 0
    for one, other in zip(left.turns, right.turns, strict=False):
        if one != other:
            break
        shared += 1
    # They part at a line of the manager: an answer that came at another moment belongs to the line before it.
    for talk in (left, right):
        while 0 < shared < len(talk.turns) and talk.turns[shared].speaker is Speaker.EMPLOYEE:
            shared -= 1
    return Comparison((left, right), shared)


def are_related(left: Conversation, right: Conversation) -> bool:
    """Whether one of two talks branched from the other, or both from a third: they begin with the same moment."""
    return left.turns[:1] == right.turns[:1] != ()


def other_ways(talk: Conversation, store: Store) -> tuple[str, ...]:
    """The ids of the other ways that a talk went, as far as they are kept; the latest first.

    Raises:
        StoreError: they cannot be read.
    """
    summaries = store.list()
    family = family_of(talk.id, summaries)
    if not family and talk.branch:
        family = family_of(talk.branch.talk, summaries)
    return tuple(summary.id for summary in family if summary.id != talk.id)


def beside(talk: Conversation, other: str, store: Store) -> Comparison | None:
    """A talk beside another way that it went, by its id; None when that is no longer kept.

    Raises:
        StoreError: it cannot be read.
        ValueError: these are not two ways of one talk.
    """
    found = store.load(other)
    return compare(talk, found) if found else None


def levels_shown(talk: Conversation) -> bool:
    """Whether trust and what was told may be seen: in a round without help only when it is over."""
    return talk.help is not Help.NONE or outcome(talk) is not Outcome.OPEN


def outcome(talk: Conversation) -> Outcome:
    """How far a talk has come."""
    state = talk.state
    if state and state.ended:
        return Outcome.CLOSED if state.act == Act.CLOSE else Outcome.BROKEN_OFF
    return Outcome.ROUNDED_OFF if talk.finished else Outcome.OPEN
