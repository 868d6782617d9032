"""What every store promises, whatever lies behind it.

Callers know this file only. A store holds conversations under their id, each with its turns in order, and
a few settings of the user. Every method either does all of what it says or nothing, and raises
`StoreError` and no other error when it cannot; the store can be used again after that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict

from coach.conversation import Branch, Conversation, Help, SituationKind, Speaker, Turn
from coach.messages import gettext as _


class Trouble(StrEnum):
    """What is the matter, for a caller that wants to do something about it."""

    UNKNOWN = "unknown"
    EXISTS = "exists"
    CLOSED = "closed"
    BUSY = "busy"
    FULL = "full"
    NO_ACCESS = "no_access"
    DAMAGED = "damaged"
    NEWER = "newer"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    NOT_ERASED = "not_erased"
    OTHER = "other"


class StoreError(Exception):
    """Something cannot be kept or fetched. The message is meant for the user and says what to do.

    It never quotes what was said in a conversation.
    """

    def __init__(self, trouble: Trouble, message: str) -> None:
        self.trouble = trouble
        super().__init__(message)


class Summary(BaseModel):
    """One conversation in a list: all that can be shown without reading its turns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    situation: str
    kind: SituationKind
    persona: str
    started: datetime
    last_turn_at: datetime | None
    manager_turns: int
    finished: bool
    help: Help = Help.WITH
    focus: str | None = None
    branch: Branch | None = None

    @classmethod
    def of(cls, conversation: Conversation) -> Summary:
        """The summary of a whole conversation."""
        turns = conversation.turns
        return cls(
            id=conversation.id, situation=conversation.situation, kind=conversation.kind,
            persona=conversation.persona, started=in_utc(conversation.started),
            last_turn_at=in_utc(turns[-1].at) if turns else None,
            manager_turns=sum(turn.speaker is Speaker.MANAGER for turn in turns),
            finished=conversation.finished, help=conversation.help, focus=conversation.focus,
            branch=conversation.branch,
        )  # fmt: skip

    @property
    def latest(self) -> datetime:
        """When something last happened: the last turn, or the start when nothing was said since."""
        return max(self.last_turn_at or self.started, self.started)


Summaries = list[Summary]  # `list` is a method of the store, so its type needs another name


class Store(Protocol):
    """Where conversations are kept. Safe to use from several threads at once."""

    def begin(self, conversation: Conversation) -> None:
        """Keep a new conversation, with the turns that it already has.

        Raises:
            StoreError: a conversation with this id is already kept (EXISTS), or it cannot be written.
        """
        ...

    def append(self, conversation_id: str, turn: Turn) -> None:
        """Add a turn at the end. When this returns, the turn outlives the end of the program.

        Raises:
            StoreError: no such conversation (UNKNOWN), or it cannot be written.
        """
        ...

    def drop_last(self, conversation_id: str, count: int) -> None:
        """Take back the last `count` turns: all when there are fewer, none when it is not above zero.

        Raises:
            StoreError: no such conversation (UNKNOWN), or it cannot be written.
        """
        ...

    def finish(self, conversation_id: str) -> None:
        """Mark a conversation as finished. Its turns can still be added to and taken back.

        Raises:
            StoreError: no such conversation (UNKNOWN), or it cannot be written.
        """
        ...

    def load(self, conversation_id: str) -> Conversation | None:
        """The whole conversation, or None when it is not kept here.

        Raises:
            StoreError: it is kept, but can no longer be read (UNREADABLE).
        """
        ...

    def list(self) -> Summaries:
        """All conversations, the one in which something happened last first."""
        ...

    def latest_unfinished(self) -> Summary | None:
        """The conversation to go on with: the first unfinished one of `list`, or None.

        Of conversations that branched from one another only the first counts (`coach.store.family`).
        """
        ...

    def delete(self, conversation_id: str) -> bool:
        """Remove a conversation and every trace of it; False when it was not kept here.

        Raises:
            StoreError: it could not be removed; or (NOT_ERASED) it is removed, but traces may be left for
                now and the store takes them away later by itself.
        """
        ...

    def wipe(self) -> int:
        """Remove every conversation and every trace of them; settings stay. Returns how many there were.

        Raises:
            StoreError: as with `delete`.
        """
        ...

    def setting(self, key: str) -> str | None:
        """The value of a setting of the user (such as the theme), or None when it was never set."""
        ...

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting in place of its previous value."""
        ...

    def close(self) -> None:
        """Let go of everything held. Harmless when closed already; other methods then raise CLOSED."""
        ...

    def __enter__(self) -> Self:
        """The store itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        ...


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a time zone is taken to be in UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def unknown(conversation_id: str) -> StoreError:
    """The error for a conversation that is not kept here."""
    message = _("There is no conversation {id}.").format(id=conversation_id)
    return StoreError(Trouble.UNKNOWN, message)


def exists(conversation_id: str) -> StoreError:
    """The error for a conversation that is already kept here."""
    message = _("Conversation {id} has already been saved.").format(id=conversation_id)
    return StoreError(Trouble.EXISTS, message)


def closed() -> StoreError:
    """The error for a store that was closed."""
    return StoreError(Trouble.CLOSED, _("The saved conversations have already been closed."))
