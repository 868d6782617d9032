"""Where workshops are kept: their events, and the talks held in them. The door is `open_hall`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict

from coach import locations
from coach.messages import gettext as _
from coach.store import Store, StoreError, Trouble, open_store

if TYPE_CHECKING:
    from coach.store.database import Database

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Kept(BaseModel):
    """A workshop in a list. `code` is the join code; from the day after `keep_until` on it is erased."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    code: str
    title: str
    created: datetime
    keep_until: date


class Hall(Protocol):
    """What every place for workshops promises. Safe to use from several threads; errors are `StoreError`s."""

    def create(self, kept: Kept) -> None:
        """Keep a new workshop, without events.

        Raises:
            StoreError: the id or the code is taken (EXISTS).
        """
        ...

    def workshops(self) -> tuple[Kept, ...]:
        """All of them, the newest first."""
        ...

    def append(self, workshop_id: str, number: int, document: str) -> bool:
        """Keep an event under a number, from 1; False when there is one already (someone was first).

        When this returns, the event outlives the end of the program.

        Raises:
            StoreError: no such workshop (UNKNOWN), or it cannot be kept.
        """
        ...

    def since(self, workshop_id: str, number: int) -> tuple[tuple[int, str], ...]:
        """The events after a number, in order, each with its number.

        Raises:
            StoreError: no such workshop (UNKNOWN).
        """
        ...

    def rewrite(self, workshop_id: str, documents: dict[int, str]) -> None:
        """Put other documents in the place of kept events: for taking out what someone wrote."""
        ...

    def store(self, workshop_id: str, shelf: str) -> Store:
        """The talks on one shelf of a workshop: those of a seat, or of a table."""
        ...

    def clear(self, workshop_id: str, shelf: str) -> None:
        """Erase the talks on one shelf."""
        ...

    def erase(self, workshop_id: str) -> bool:
        """Erase a workshop with everything in it; False when it was not there."""
        ...

    def close(self) -> None:
        """Let go of everything held."""
        ...


def address() -> Path | str:
    """Where this computer keeps workshops: the database that `COACH_DATABASE` names, or a file of its own."""
    return os.environ.get("COACH_DATABASE") or locations.workshop_database()


def open_hall(address: Path | str | None) -> Hall:
    """Open the place where workshops are kept.

    Args:
        address: an SQLite file for one machine, the address of a PostgreSQL database for several
            (`postgresql://user@host/name`), or None to keep everything in memory and nothing afterwards.

    Raises:
        StoreError: it cannot be used, or a library for it is not installed.
    """
    if address is None:
        return MemoryHall()
    from coach.store.database import Database

    return SqlHall(Database(address))


def find(hall: Hall, code: str) -> Kept | None:
    """The workshop with a join code, or None."""
    return next((one for one in hall.workshops() if one.code == code), None)


def sweep(hall: Hall, today: date) -> tuple[Kept, ...]:
    """Erase every workshop that is past its date; returns those that were erased."""
    gone = [one for one in hall.workshops() if one.keep_until < today]
    return tuple(one for one in gone if hall.erase(one.id))


class MemoryHall:
    """Workshops for as long as the program runs. See `Hall`."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[str, Kept] = {}
        self._events: dict[str, list[str]] = {}
        self._stores: dict[tuple[str, str], Store] = {}

    def create(self, kept: Kept) -> None:
        """Keep a new workshop."""
        with self._lock:
            if any(kept.id == one.id or kept.code == one.code for one in self._kept.values()):
                raise _exists()
            self._kept[kept.id], self._events[kept.id] = kept, []

    def workshops(self) -> tuple[Kept, ...]:
        """All of them, the newest first."""
        with self._lock:
            return tuple(sorted(self._kept.values(), key=lambda one: one.created, reverse=True))

    def append(self, workshop_id: str, number: int, document: str) -> bool:
        """Keep an event under a number."""
        with self._lock:
            events = self._known(workshop_id)
            if number != len(events) + 1:
                return False
            events.append(document)
            return True

    def since(self, workshop_id: str, number: int) -> tuple[tuple[int, str], ...]:
        """The events after a number."""
        with self._lock:
            return tuple(enumerate(self._known(workshop_id)[number:], number + 1))

    def rewrite(self, workshop_id: str, documents: dict[int, str]) -> None:
        """Put other documents in the place of kept events."""
        with self._lock:
            events = self._known(workshop_id)
            for number, document in documents.items():
                events[number - 1] = document

    def store(self, workshop_id: str, shelf: str) -> Store:
        """The talks on one shelf."""
        with self._lock:
            self._known(workshop_id)
            return self._stores.setdefault((workshop_id, shelf), open_store(None))

    def clear(self, workshop_id: str, shelf: str) -> None:
        """Erase the talks on one shelf."""
        self.store(workshop_id, shelf).wipe()

    def erase(self, workshop_id: str) -> bool:
        """Erase a workshop with everything in it."""
        with self._lock:
            for key in [key for key in self._stores if key[0] == workshop_id]:
                self._stores.pop(key).wipe()
            self._events.pop(workshop_id, None)
            return self._kept.pop(workshop_id, None) is not None

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._events.clear()
            self._stores.clear()

    def _known(self, workshop_id: str) -> list[str]:
        if workshop_id not in self._events:
            raise _unknown()
        return self._events[workshop_id]


class SqlHall:
    """Workshops in a database, for several programs and machines at once. See `Hall`."""

    def __init__(self, database: Database) -> None:
        """Use an open database; `close` closes it."""
        self._database = database
        tables = database.tables.tables
        self._workshops, self._events = tables["coach_workshop"], tables["coach_event"]
        self._talks, self._settings = tables["coach_conversation"], tables["coach_setting"]

    def create(self, kept: Kept) -> None:
        """Keep a new workshop."""
        table = self._workshops
        values = {
            "id": kept.id, "code": kept.code, "title": kept.title, "keep_until": kept.keep_until.isoformat(),
            "created": (kept.created - _EPOCH) // _MICROSECOND,
        }  # fmt: skip
        with self._database.writing() as connection:
            taken = table.select().where((table.c.id == kept.id) | (table.c.code == kept.code))
            if connection.execute(taken).first():
                raise _exists()
            connection.execute(table.insert().values(**values))

    def workshops(self) -> tuple[Kept, ...]:
        """All of them, the newest first."""
        table = self._workshops
        with self._database.reading() as connection:
            rows = connection.execute(table.select().order_by(table.c.created.desc())).all()
        return tuple(
            Kept(
                id=row.id, code=row.code, title=row.title, created=_EPOCH + row.created * _MICROSECOND,
                keep_until=date.fromisoformat(row.keep_until),
            )
            for row in rows
        )  # fmt: skip

    def append(self, workshop_id: str, number: int, document: str) -> bool:
        """Keep an event under a number."""
        events = self._events
        with self._database.writing() as connection:
            if self._last(connection, workshop_id, lock=True) != number - 1:
                return False
            connection.execute(events.insert().values(workshop=workshop_id, number=number, document=document))
            return True

    def since(self, workshop_id: str, number: int) -> tuple[tuple[int, str], ...]:
        """The events after a number."""
        events = self._events
        own = (events.c.workshop == workshop_id) & (events.c.number > number)
        with self._database.reading() as connection:
            rows: Sequence[Any] = connection.execute(events.select().where(own).order_by(events.c.number)).all()
            if not rows:
                self._last(connection, workshop_id)
        return tuple((row.number, row.document) for row in rows)

    def rewrite(self, workshop_id: str, documents: dict[int, str]) -> None:
        """Put other documents in the place of kept events."""
        events = self._events
        with self._database.writing() as connection:
            for number, document in documents.items():
                own = (events.c.workshop == workshop_id) & (events.c.number == number)
                connection.execute(events.update().where(own).values(document=document))
        self._database.forget()

    def store(self, workshop_id: str, shelf: str) -> Store:
        """The talks on one shelf."""
        from coach.store.sql import SqlStore

        return SqlStore(self._database, _shelf(workshop_id, shelf))

    def clear(self, workshop_id: str, shelf: str) -> None:
        """Erase the talks on one shelf."""
        self.store(workshop_id, shelf).wipe()

    def erase(self, workshop_id: str) -> bool:
        """Erase a workshop with everything in it."""
        mine = _shelf(workshop_id, "")
        with self._database.writing() as connection:
            for table in (self._talks, self._settings):
                connection.execute(table.delete().where(table.c.shelf.startswith(mine, autoescape=True)))
            workshops = self._workshops
            removed = connection.execute(workshops.delete().where(workshops.c.id == workshop_id)).rowcount
        self._database.forget()
        return removed > 0

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _last(self, connection: Any, workshop_id: str, *, lock: bool = False) -> int:
        """The number of the last event; with `lock` nobody adds one until the transaction ends."""
        from sqlalchemy import func, select

        query = select(self._workshops.c.id).where(self._workshops.c.id == workshop_id)
        if connection.execute(query.with_for_update() if lock else query).first() is None:
            raise _unknown()
        last = select(func.max(self._events.c.number)).where(self._events.c.workshop == workshop_id)
        return int(connection.execute(last).scalar() or 0)


class Held(AbstractContextManager[Hall]):
    """A hall that is closed at the end of a `with` block."""

    def __init__(self, address: Path | str | None) -> None:
        self._hall = open_hall(address)

    def __enter__(self) -> Hall:
        return self._hall

    def __exit__(self, *_error: object) -> None:
        self._hall.close()


def _shelf(workshop_id: str, shelf: str) -> str:
    return f"{workshop_id}/{shelf}"


def _unknown() -> StoreError:
    return StoreError(Trouble.UNKNOWN, _("There is no such workshop; it may have been erased."))


def _exists() -> StoreError:
    return StoreError(Trouble.EXISTS, _("There is a workshop with this code already."))
