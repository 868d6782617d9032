"""Conversations in a database that several people, programs and machines use at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coach.conversation import Conversation, Speaker, Turn
from coach.store import contract, row
from coach.store.common import CommonStore
from coach.store.contract import Summaries
from coach.store.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COLUMNS = ("id", "situation", "kind", "persona", "started", "finished", "document")
_TURN_COLUMNS = ("speaker", "at", "document")


class SqlStore(CommonStore):
    """The conversations of one shelf. See `coach.store.contract.Store`.

    Shelves know nothing of one another: the same id can stand on two of them, and a list holds one shelf only.
    """

    def __init__(self, database: Database, shelf: str) -> None:
        """Look at one shelf of an open database; closing this leaves the database open."""
        self._database = database
        self._shelf = shelf
        self._closed = False
        tables = database.tables.tables
        self._talks, self._turns = tables["coach_conversation"], tables["coach_turn"]
        self._settings = tables["coach_setting"]

    def begin(self, conversation: Conversation) -> None:
        """Keep a new conversation, with its turns."""
        from sqlalchemy import select

        values = {name: _kept(value) for name, value in zip(_COLUMNS, row.of_conversation(conversation), strict=True)}
        talks = self._talks
        with self._writing() as connection:
            found = select(talks.c.number).where(talks.c.shelf == self._shelf, talks.c.id == _kept(conversation.id))
            if connection.execute(found).first():
                raise contract.exists(conversation.id)
            inserted = connection.execute(talks.insert().values(shelf=self._shelf, **values)).inserted_primary_key
            assert inserted is not None
            rows = [_turn(int(inserted[0]), place, turn) for place, turn in enumerate(conversation.turns)]
            if rows:
                connection.execute(self._turns.insert(), rows)

    def append(self, conversation_id: str, turn: Turn) -> None:
        """Add a turn at the end; it is kept when this returns."""
        from sqlalchemy import func, select

        turns = self._turns
        with self._writing() as connection:
            number = self._number(connection, conversation_id)
            place = connection.execute(
                select(func.max(turns.c.position)).where(turns.c.conversation == number)
            ).scalar()
            connection.execute(turns.insert().values(_turn(number, 0 if place is None else place + 1, turn)))

    def drop_last(self, conversation_id: str, count: int) -> None:
        """Take back the last turns."""
        from sqlalchemy import func, select

        turns = self._turns
        with self._writing() as connection:
            number = self._number(connection, conversation_id)
            last = connection.execute(
                select(func.max(turns.c.position)).where(turns.c.conversation == number)
            ).scalar()
            if last is not None and count > 0:
                own = turns.c.conversation == number
                connection.execute(turns.delete().where(own, turns.c.position > last - min(count, last + 1)))

    def finish(self, conversation_id: str) -> None:
        """Mark a conversation as finished."""
        talks = self._talks
        with self._writing() as connection:
            number = self._number(connection, conversation_id)
            connection.execute(talks.update().where(talks.c.number == number).values(finished=1))

    def load(self, conversation_id: str) -> Conversation | None:
        """The whole conversation, or None."""
        from sqlalchemy import select

        talks, turns = self._talks, self._turns
        with self._reading() as connection:
            query = select(talks.c.number, talks.c.document, talks.c.finished)
            query = query.where(talks.c.shelf == self._shelf, talks.c.id == _kept(conversation_id))
            found = connection.execute(query).first()
            if found is None:
                return None
            said = select(turns.c.document).where(turns.c.conversation == found.number).order_by(turns.c.position)
            documents: list[str] = [*connection.execute(said).scalars()]
        return row.conversation(conversation_id, _given_back(found.document), found.finished, documents)

    def list(self) -> Summaries:
        """All conversations of the shelf, the latest first; of two at the same moment the one begun last."""
        with self._reading() as connection:
            rows: Sequence[Any] = connection.execute(self._summaries()).all()
        found = [
            (row.summary((*map(_given_back, columns[1:-1]), _rest(columns[-1]))), columns[0]) for columns in rows
        ]
        found.sort(key=lambda one: (one[0].latest, one[1]), reverse=True)
        return [summary for summary, _number in found]

    def delete(self, conversation_id: str) -> bool:
        """Remove a conversation."""
        talks = self._talks
        with self._writing() as connection:
            own = (talks.c.shelf == self._shelf) & (talks.c.id == _kept(conversation_id))
            removed = connection.execute(talks.delete().where(own)).rowcount
        self._database.forget()
        return removed > 0

    def wipe(self) -> int:
        """Remove every conversation of the shelf; settings stay."""
        talks = self._talks
        with self._writing() as connection:
            removed = connection.execute(talks.delete().where(talks.c.shelf == self._shelf)).rowcount
        self._database.forget()
        return removed

    def setting(self, key: str) -> str | None:
        """The value of a setting, or None."""
        from sqlalchemy import select

        settings = self._settings
        with self._reading() as connection:
            query = select(settings.c.value).where(settings.c.shelf == self._shelf, settings.c.key == _kept(key))
            found = connection.execute(query).scalar()
            return None if found is None else _given_back(found)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        settings = self._settings
        own = (settings.c.shelf == self._shelf) & (settings.c.key == _kept(key))
        with self._writing() as connection:
            if not connection.execute(settings.update().where(own).values(value=_kept(value))).rowcount:
                connection.execute(settings.insert().values(shelf=self._shelf, key=_kept(key), value=_kept(value)))

    def close(self) -> None:
        """Let go of the shelf."""
        self._closed = True

    def _summaries(self) -> Any:
        from sqlalchemy import func, select

        talks, turns = self._talks, self._turns
        own = turns.c.conversation == talks.c.number
        last = select(turns.c.at).where(own).order_by(turns.c.position.desc()).limit(1).scalar_subquery()
        count = select(func.count()).where(own, turns.c.speaker == Speaker.MANAGER.value).scalar_subquery()
        return select(
            talks.c.number, talks.c.id, talks.c.situation, talks.c.kind, talks.c.persona, talks.c.started, last,
            count, talks.c.finished, talks.c.document,
        ).where(talks.c.shelf == self._shelf)  # fmt: skip

    def _number(self, connection: Connection, conversation_id: str) -> int:
        """The number of a conversation; nobody else adds to it until the transaction ends."""
        from sqlalchemy import select

        talks = self._talks
        query = select(talks.c.number).where(talks.c.shelf == self._shelf, talks.c.id == _kept(conversation_id))
        found = connection.execute(query.with_for_update()).scalar()
        if found is None:
            raise contract.unknown(conversation_id)
        return int(found)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._see_open()
        with self._database.writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._see_open()
        with self._database.reading() as connection:
            yield connection

    def _see_open(self) -> None:
        if self._closed:
            raise contract.closed()


def _turn(number: int, place: int, turn: Turn) -> dict[str, object]:
    values = dict(zip(_TURN_COLUMNS, row.of_turn(turn), strict=True))
    return {"conversation": number, "position": place, **values}


def _kept(value: Any) -> Any:
    """A text as PostgreSQL can hold it: it knows no zero character. Anything else stays as it is."""
    return value.replace("\x1a", "\x1as").replace("\0", "\x1a0") if isinstance(value, str) else value


def _given_back(value: Any) -> Any:
    """What `_kept` was given."""
    return value.replace("\x1a0", "\0").replace("\x1as", "\x1a") if isinstance(value, str) else value


def _rest(document: str) -> str | None:
    """Help, focus and branch of a kept document, as `row.summary` reads them; None when it cannot be read."""
    try:
        head = json.loads(document)
        return json.dumps([head.get("help"), head.get("focus"), head.get("branch")])
    except (ValueError, AttributeError):
        return None
