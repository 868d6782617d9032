"""Models as rows and back: a document in JSON, with beside it the columns that a list needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from coach.conversation import Conversation, Help, Turn
from coach.messages import gettext as _
from coach.store.contract import StoreError, Summary, Trouble, in_utc

_Model = TypeVar("_Model", bound=BaseModel)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def of_conversation(conversation: Conversation) -> tuple[str | int, ...]:
    """The columns id, situation, kind, persona, started, finished and document (without turns)."""
    head = conversation.model_copy(update={"turns": (), "finished": False})
    return (
        conversation.id, conversation.situation, conversation.kind.value, conversation.persona,
        _number(conversation.started), int(conversation.finished), _document(head),
    )  # fmt: skip


def of_turn(turn: Turn) -> tuple[str | int, ...]:
    """The columns speaker, at and document."""
    return turn.speaker.value, _number(turn.at), _document(turn)


def conversation(conversation_id: str, document: str, finished: int, turns: Sequence[str]) -> Conversation:
    """A whole conversation from its document and those of its turns.

    Raises:
        StoreError: a document does not fit its model (UNREADABLE).
    """
    head = _read(conversation_id, Conversation, document)
    said = tuple(_read(conversation_id, Turn, turn) for turn in turns)
    return head.model_copy(update={"turns": said, "finished": bool(finished)})


def summary(columns: Sequence[Any]) -> Summary:
    """A summary from the columns id, situation, kind, persona, started, last turn at, turns, finished, and the rest.

    The rest is a JSON list with help, focus and branch; a conversation from before these has none.

    Raises:
        StoreError: the columns do not fit the model (UNREADABLE).
    """
    conversation_id, situation, kind, persona, started, last_turn_at, manager_turns, finished, rest = columns
    try:
        help, focus, branch = json.loads(rest) if rest else (None, None, None)
        return Summary(
            id=conversation_id, situation=situation, kind=kind, persona=persona, started=_moment(started),
            last_turn_at=None if last_turn_at is None else _moment(last_turn_at),
            manager_turns=manager_turns, finished=bool(finished),
            help=help or Help.WITH, focus=focus, branch=branch,
        )  # fmt: skip
    except (ValueError, TypeError, OverflowError):
        raise _unreadable(conversation_id) from None


def _document(model: BaseModel) -> str:
    try:
        return model.model_dump_json()
    except PydanticSerializationError:
        # A byte that was not UTF-8 when it was typed sits in the text as half a surrogate pair. A turn
        # is not lost for that: JSON can hold it as an escape.
        return json.dumps(model.model_dump(mode="json"))


def _read(conversation_id: str, model: type[_Model], document: str) -> _Model:
    try:
        return model.model_validate_json(document)
    except ValidationError:
        pass
    try:
        return model.model_validate(json.loads(document))  # pydantic's own parser refuses half a pair
    except (ValueError, TypeError, RecursionError):
        raise _unreadable(conversation_id) from None  # the cause would quote what was said


def _unreadable(conversation_id: str) -> StoreError:
    message = _(
        "Conversation {id} does not have the form that this version reads. Update the program, or delete "
        "the conversation. The other conversations are not affected."
    )
    return StoreError(Trouble.UNREADABLE, message.format(id=conversation_id))


def _number(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: exact, and in order of time whatever the time zone was."""
    return (in_utc(moment) - _EPOCH) // _MICROSECOND


def _moment(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND
