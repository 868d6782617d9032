"""What fronts are shown of a workshop: where it is, who does what, and how far everyone is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.debrief.measures import Measures
from coach.workshop.plan import Form, Role, RoleCard, Round, Watched
from coach.workshop.seat import Group, Seat


class Stage(StrEnum):
    """Where a workshop is."""

    LOBBY = "lobby"
    """People come in; no round was started yet."""
    RUNNING = "running"
    PAUSED = "paused"
    FROZEN = "frozen"
    """The clock stands still and all look at one thing."""
    BETWEEN = "between"
    """A round is over and the next has not begun: discussion."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Joined:
    """A new seat, and its personal code in groups of four: shown once, and kept by nobody but the participant."""

    seat: Seat
    code: str


@dataclass(frozen=True, slots=True)
class CurrentRound:
    """The round that is held or was held last. `number` counts those held, `index` is its place in the plan."""

    plan: Round
    index: int
    number: int
    groups: tuple[Group, ...]
    started: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one seat does in the round.

    Attributes:
        number: of the group, from 0.
        names: the pseudonyms of all in the group, by seat.
        role_card: for who plays the employee or observes.
        criteria: for who observes.
        situation, employee: with whom a simulated talk is held; `employee` is empty between people.
        form: how this group works; it may differ from the round's for who is left over.
    """

    round: Round
    number: int
    role: Role
    form: Form
    group: Group
    names: dict[str, str]
    situation: str
    employee: str
    role_card: RoleCard | None
    criteria: tuple[Watched, ...]


@dataclass(frozen=True, slots=True)
class FrozenMoment:
    """What all look at while the clock stands still, without a name. Every text is empty when nothing is shown."""

    before: str = ""
    line: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class SeatProgress:
    """One seat as the trainer sees it. `turns` counts the lines that this seat said in its talk.

    `measures` is None unless the plan lets the trainer see them and the participant has agreed.
    """

    seat: Seat
    role: Role | None
    group: int | None
    turns: int
    done: bool
    measures: Measures | None
