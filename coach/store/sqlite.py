"""Conversations in one SQLite file on this computer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from coach.conversation import Conversation, Speaker, Turn
from coach.messages import gettext as _
from coach.store import contract, row
from coach.store.common import CommonStore
from coach.store.connection import connect, explaining
from coach.store.contract import StoreError, Summaries, Trouble

_BEGIN = """INSERT INTO conversation (id, situation, kind, persona, started, finished, document)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"""

_APPEND = """INSERT INTO turn (conversation, position, speaker, at, document)
    SELECT number,
        (SELECT coalesce(max(position) + 1, 0) FROM turn WHERE conversation = number), ?, ?, ?
    FROM conversation WHERE id = ?"""

_DROP = """DELETE FROM turn WHERE conversation = ?1
    AND position > (SELECT max(position) FROM turn WHERE conversation = ?1) - ?2"""

_LIST = f"""SELECT id, situation, kind, persona, started,
        (SELECT at FROM turn WHERE conversation = number ORDER BY position DESC LIMIT 1) AS last_turn_at,
        (SELECT count(*) FROM turn WHERE conversation = number AND speaker = '{Speaker.MANAGER.value}'),
        finished,
        CASE WHEN json_valid(document) THEN json_extract(document, '$.help', '$.focus', '$.branch') END
    FROM conversation
    ORDER BY max(coalesce(last_turn_at, started), started) DESC, number DESC"""


class SqliteStore(CommonStore):
    """Conversations in a file that outlives the program. See `coach.store.contract.Store`.

    Several processes can use the same file at once.
    """

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        """Open the file, made when it is not there.

        Args:
            path: the database file.
            patience: how many seconds to wait for another process that is writing.

        Raises:
            StoreError: the file cannot be used. It is left as it was found.
        """
        self._path = path
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = connect(path, patience)
        self._erase_what_is_left()

    def begin(self, conversation: Conversation) -> None:
        """Keep a new conversation, with its turns."""
        with self._writing() as connection:
            if not connection.execute(_BEGIN, row.of_conversation(conversation)).rowcount:
                raise contract.exists(conversation.id)
            rows = [(*row.of_turn(turn), conversation.id) for turn in conversation.turns]
            connection.executemany(_APPEND, rows)

    def append(self, conversation_id: str, turn: Turn) -> None:
        """Add a turn at the end; it is on the disk when this returns."""
        with self._writing() as connection:
            if not connection.execute(_APPEND, (*row.of_turn(turn), conversation_id)).rowcount:
                raise contract.unknown(conversation_id)

    def drop_last(self, conversation_id: str, count: int) -> None:
        """Take back the last turns."""
        with self._writing() as connection:
            number = _number(connection, conversation_id)
            connection.execute(_DROP, (number, max(0, min(count, 2**31))))
        with suppress(StoreError), explaining(self._path):
            self._empty_log()  # so that the words taken back do not linger in the log

    def finish(self, conversation_id: str) -> None:
        """Mark a conversation as finished."""
        with self._writing() as connection:
            statement = "UPDATE conversation SET finished = 1 WHERE id = ?"
            if not connection.execute(statement, (conversation_id,)).rowcount:
                raise contract.unknown(conversation_id)

    def load(self, conversation_id: str) -> Conversation | None:
        """The whole conversation, or None."""
        with self._transaction("DEFERRED") as connection:
            query = "SELECT number, document, finished FROM conversation WHERE id = ?"
            found = connection.execute(query, (conversation_id,)).fetchone()
            if found is None:
                return None
            number, document, finished = found
            query = "SELECT document FROM turn WHERE conversation = ? ORDER BY position"
            turns = [turn for (turn,) in connection.execute(query, (number,))]
        return row.conversation(conversation_id, document, finished, turns)

    def list(self) -> Summaries:
        """All conversations, the latest first; of two at the same moment the one begun last."""
        with self._transaction("DEFERRED") as connection:
            rows = connection.execute(_LIST).fetchall()
        return [row.summary(columns) for columns in rows]

    def delete(self, conversation_id: str) -> bool:
        """Remove a conversation and every trace of it."""
        return self._remove("DELETE FROM conversation WHERE id = ?", conversation_id) > 0

    def wipe(self) -> int:
        """Remove every conversation and every trace of them; settings stay."""
        return self._remove("DELETE FROM conversation")

    def setting(self, key: str) -> str | None:
        """The value of a setting, or None."""
        with self._transaction("DEFERRED") as connection:
            found = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
            return None if found is None else str(found[0])

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is None:
                return
            connection, self._connection = self._connection, None
            with explaining(self._path):
                connection.close()

    def _remove(self, statement: str, *parameters: str) -> int:
        """Delete conversations, then erase what they leave behind; returns how many there were."""
        with self._lock:
            with self._writing() as connection:
                removed = connection.execute(statement, parameters).rowcount
                if removed:
                    # Kept with the deletion itself, so that an interruption cannot leave traces for good.
                    connection.execute("INSERT OR IGNORE INTO upkeep (task) VALUES ('erase')")
            if removed:
                self._erase()
            return removed

    def _erase(self) -> None:
        """Rewrite the file without what was deleted and empty the write-ahead log.

        Raises:
            StoreError: traces may be left (NOT_ERASED).
        """
        try:
            with explaining(self._path):
                try:
                    self._open().execute("VACUUM")
                finally:
                    self._empty_log()  # also when there is no room for a rewrite: the log holds most
        except StoreError as error:
            message = _(
                "It is deleted, but traces may still be in {file}: {reason} "
                "They are removed the next time the program starts."
            )
            raise StoreError(Trouble.NOT_ERASED, message.format(file=self._path, reason=error)) from error
        with self._writing() as connection:
            connection.execute("DELETE FROM upkeep WHERE task = 'erase'")

    def _empty_log(self) -> None:
        with self._lock:
            busy = self._open().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            message = _("{file} is in use by another program.").format(file=self._path)
            raise StoreError(Trouble.BUSY, message)

    def _erase_what_is_left(self) -> None:
        """Finish an erasure that was interrupted; when that fails again, there is a next time."""
        with suppress(StoreError):
            with self._transaction("DEFERRED") as connection:
                waiting = connection.execute("SELECT 1 FROM upkeep WHERE task = 'erase'").fetchone()
            if waiting:
                self._erase()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise contract.closed()
        return self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may write from its start, so that it never has to give up halfway."""
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[sqlite3.Connection]:
        with self._lock, explaining(self._path):
            connection = self._open()
            connection.execute(f"BEGIN {mode}")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise


def _roll_back(connection: sqlite3.Connection) -> None:
    # After some errors SQLite has already rolled back by itself.
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _number(connection: sqlite3.Connection, conversation_id: str) -> int:
    query = "SELECT number FROM conversation WHERE id = ?"
    found = connection.execute(query, (conversation_id,)).fetchone()
    if found is None:
        raise contract.unknown(conversation_id)
    return int(found[0])
