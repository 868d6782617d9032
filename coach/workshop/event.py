"""What happens in a workshop, one event after another. The log of them is the workshop: nothing else is kept of it.

What was said in talks stands in the store, turn by turn; events name talks but hold no line of them. Only what
someone writes for all to see (a proposed sentence) or to take home stands here; it goes when that seat withdraws.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from coach.workshop.plan import Plan
from coach.workshop.seat import Consent, Group


class MomentRef(BaseModel):
    """A line of the manager in a talk: where it stands, and not what it says. `place` counts turns from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shelf: str
    talk: str
    place: int


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class Created(_Event):
    kind: Literal["created"] = "created"
    plan: Plan
    title: str
    code: str
    keep_until: date


class SeatTaken(_Event):
    kind: Literal["seat_taken"] = "seat_taken"
    seat: str
    name: str
    sealed: str


class CodeReplaced(_Event):
    kind: Literal["code_replaced"] = "code_replaced"
    seat: str
    sealed: str


class Agreed(_Event):
    kind: Literal["agreed"] = "agreed"
    seat: str
    consent: Consent


class Arrived(_Event):
    kind: Literal["arrived"] = "arrived"
    seat: str
    host: str


class Gone(_Event):
    kind: Literal["gone"] = "gone"
    seat: str
    host: str


class HostStarted(_Event):
    kind: Literal["host_started"] = "host_started"
    host: str


class Withdrew(_Event):
    kind: Literal["withdrew"] = "withdrew"
    seat: str


class RoundStarted(_Event):
    kind: Literal["round_started"] = "round_started"
    index: int
    groups: tuple[Group, ...]


class Placed(_Event):
    """A seat sits in another group from now on: the one at `group`, or a new one."""

    kind: Literal["placed"] = "placed"
    seat: str
    group: int | None
    placed: Group


class Stopped(_Event):
    """The clock stands still; `frozen` when it is to look at something together."""

    kind: Literal["stopped"] = "stopped"
    frozen: bool = False
    moment: MomentRef | None = None


class Resumed(_Event):
    kind: Literal["resumed"] = "resumed"


class Extended(_Event):
    kind: Literal["extended"] = "extended"
    minutes: int


class RoundEnded(_Event):
    kind: Literal["round_ended"] = "round_ended"


class CardSent(_Event):
    kind: Literal["card_sent"] = "card_sent"
    text: str


class Done(_Event):
    """Someone has rounded off the talk of this round."""

    kind: Literal["done"] = "done"
    seat: str


class Marked(_Event):
    """An observer's answer; None takes it back."""

    kind: Literal["marked"] = "marked"
    seat: str
    group: int
    criterion: str
    met: bool | None


class Told(_Event):
    """Who plays the employee has told a layer of the role card, or not after all."""

    kind: Literal["told"] = "told"
    group: int
    layer: int
    told: bool


class TalkerChosen(_Event):
    """Who talks for the room; None: the trainer types."""

    kind: Literal["talker_chosen"] = "talker_chosen"
    seat: str | None


class Proposed(_Event):
    kind: Literal["proposed"] = "proposed"
    seat: str
    text: str


class Voted(_Event):
    """A vote for a proposal, by its number; a later one takes its place."""

    kind: Literal["voted"] = "voted"
    seat: str
    proposal: int


class Tried(_Event):
    """Two proposals were said, each in a branch of its own."""

    kind: Literal["tried"] = "tried"
    proposals: tuple[int, int]
    talks: tuple[str, str]


class WentOn(_Event):
    """The room goes on with this talk; what was proposed before is done with."""

    kind: Literal["went_on"] = "went_on"
    talk: str


class TakenHome(_Event):
    kind: Literal["taken_home"] = "taken_home"
    seat: str
    text: str


class Closed(_Event):
    kind: Literal["closed"] = "closed"


Event = Annotated[
    Created | SeatTaken | CodeReplaced | Agreed | Arrived | Gone | HostStarted | Withdrew | RoundStarted | Placed
    | Stopped | Resumed | Extended | RoundEnded | CardSent | Done | Marked | Told | TalkerChosen | Proposed | Voted
    | Tried | WentOn | TakenHome | Closed,
    Field(discriminator="kind"),
]  # fmt: skip

_ADAPTER: TypeAdapter[Event] = TypeAdapter(cast("Any", Event))


def document(event: Event) -> str:
    """An event as it is kept."""
    return _ADAPTER.dump_json(event).decode()


def of_document(text: str) -> Event:
    """A kept event.

    Raises:
        ValueError: it is not one that this version knows.
    """
    return _ADAPTER.validate_json(text)


def without_words(event: Event, seat: str) -> Event | None:
    """An event without what this seat wrote in it; None when it holds nothing of that seat's."""
    if isinstance(event, SeatTaken) and event.seat == seat:
        return event.model_copy(update={"name": "", "sealed": ""})
    if isinstance(event, CodeReplaced) and event.seat == seat:
        return event.model_copy(update={"sealed": ""})
    if isinstance(event, (Proposed, TakenHome)) and event.seat == seat:
        return event.model_copy(update={"text": ""})
    return None
