"""A store that keeps nothing on disk: for practice that must leave no trace, and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from coach.conversation import Conversation, Turn
from coach.store import contract
from coach.store.common import CommonStore
from coach.store.contract import Summaries, Summary


class MemoryStore(CommonStore):
    """Conversations for as long as the program runs. See `coach.store.contract.Store`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open = True
        self._conversations: dict[str, Conversation] = {}
        self._settings: dict[str, str] = {}

    def begin(self, conversation: Conversation) -> None:
        """Keep a new conversation."""
        with self._using():
            if conversation.id in self._conversations:
                raise contract.exists(conversation.id)
            self._conversations[conversation.id] = conversation

    def append(self, conversation_id: str, turn: Turn) -> None:
        """Add a turn at the end."""
        with self._using():
            self._conversations[conversation_id] = self._known(conversation_id).with_turn(turn)

    def drop_last(self, conversation_id: str, count: int) -> None:
        """Take back the last turns."""
        with self._using():
            self._conversations[conversation_id] = self._known(conversation_id).without_last(max(0, count))

    def finish(self, conversation_id: str) -> None:
        """Mark a conversation as finished."""
        with self._using():
            known = self._known(conversation_id)
            self._conversations[conversation_id] = known.model_copy(update={"finished": True})

    def load(self, conversation_id: str) -> Conversation | None:
        """The whole conversation, or None."""
        with self._using():
            return self._conversations.get(conversation_id)

    def list(self) -> Summaries:
        """All conversations, the latest first; of two at the same moment the one begun last."""
        with self._using():
            summaries = [Summary.of(known) for known in reversed(self._conversations.values())]
        return sorted(summaries, key=lambda summary: summary.latest, reverse=True)

    def delete(self, conversation_id: str) -> bool:
        """Remove a conversation."""
        with self._using():
            return self._conversations.pop(conversation_id, None) is not None

    def wipe(self) -> int:
        """Remove every conversation."""
        with self._using():
            count = len(self._conversations)
            self._conversations.clear()
            return count

    def setting(self, key: str) -> str | None:
        """The value of a setting, or None."""
        with self._using():
            return self._settings.get(key)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self._using():
            self._settings[key] = value

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._open = False
            self._conversations.clear()
            self._settings.clear()

    @contextmanager
    def _using(self) -> Iterator[None]:
        with self._lock:
            if not self._open:
                raise contract.closed()
            yield

    def _known(self, conversation_id: str) -> Conversation:
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            raise contract.unknown(conversation_id)
        return conversation
