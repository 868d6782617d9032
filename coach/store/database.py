"""A database for several seats and several programs at once: SQLite by default, PostgreSQL by its address.

Tables carry the prefix `coach_`, so that they can stand in a database with others. Times are microseconds since 1970
(UTC); `document` is a model in JSON.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import locations
from coach.messages import gettext as _
from coach.store import connection as file
from coach.store.contract import StoreError, Trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

VERSION = 1
"""Of the tables; a database of a newer one is left alone."""
_PATIENCE = 10
"""So many seconds a program waits for another one that is writing."""
_PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "synchronous = FULL",
)


class Database:
    """An open database with our tables in it. Safe to use from several threads and processes at once.

    Attributes:
        place: where it is, for messages; never with a password.
        is_file: whether it is an SQLite file, for one machine.
    """

    def __init__(self, address: Path | str) -> None:
        """Open a database; its tables are made when they are not there.

        Args:
            address: an SQLite file, made with its folder (0700) when it is not there; or the address of a PostgreSQL
                database (`postgresql://user@host/name`).

        Raises:
            StoreError: it cannot be used, or a library for it is not installed.
        """
        self.is_file = isinstance(address, Path)
        self._path = address if isinstance(address, Path) else None
        self.place = str(address)
        try:
            self._engine = self._made(address)
        except ImportError as error:
            raise _not_installed(error.name or "sqlalchemy") from None
        self.tables = _tables()
        with self.writing() as connection:
            self._prepare(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write from its start; all of it happens or nothing.

        Raises:
            StoreError: the database refuses; what raised inside passes through.
        """
        with self._explaining(), self._engine.execution_options(begin="IMMEDIATE").begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database.

        Raises:
            StoreError: the database refuses.
        """
        with self._explaining(), self._engine.execution_options(begin="DEFERRED").begin() as connection:
            yield connection

    def forget(self) -> None:
        """Take away what deleted rows leave behind, as far as the database allows it now."""
        if not self.is_file:
            with suppress(StoreError), self._explaining(), self._engine.connect() as connection:
                alone = connection.execution_options(isolation_level="AUTOCOMMIT")
                for table in self.tables.sorted_tables:
                    alone.exec_driver_sql(f"VACUUM {table.name}")
            return
        with suppress(StoreError), self._explaining():
            raw = self._engine.raw_connection()
            try:
                raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            finally:
                raw.close()

    def close(self) -> None:
        """Let go of every connection. Harmless when done already."""
        self._engine.dispose()

    def _made(self, address: Path | str) -> Engine:
        from sqlalchemy import create_engine, event, make_url
        from sqlalchemy.exc import ArgumentError

        if isinstance(address, Path):
            with file.explaining(address):
                locations.private_folder(address.parent)
                with suppress(FileExistsError):
                    os.close(os.open(address, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            engine = create_engine(f"sqlite:///{address}", connect_args={"timeout": _PATIENCE})
            event.listen(engine, "connect", _prepare_file)
            event.listen(engine, "begin", _begin)
            return engine
        try:
            url = make_url(address)
        except ArgumentError:
            raise _no_address() from None
        if url.get_backend_name() not in ("postgresql", "postgres"):
            raise _no_address()
        self.place = url.render_as_string(hide_password=True)
        connect = {"connect_timeout": _PATIENCE}
        return create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=4, max_overflow=8,
            connect_args=connect,
        )  # fmt: skip

    def _prepare(self, connection: Connection) -> None:
        """Make the tables, or see that they are ours and of a version that we know."""
        from sqlalchemy import inspect, select

        names = set(inspect(connection).get_table_names())
        version = self.tables.tables["coach_version"]
        if version.name not in names:
            if self.is_file and names:
                raise StoreError(
                    Trouble.FOREIGN, _("{place} is a database of another program.").format(place=self.place)
                )
            if not self.is_file:
                # Two hosts that start at once make the tables one after the other.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1986816884)")
            self.tables.create_all(connection)
            if connection.execute(select(version.c.number)).first() is None:
                connection.execute(version.insert().values(number=VERSION))
            return
        found = int(connection.execute(select(version.c.number)).scalar_one())
        if found > VERSION:
            problem = _("{place} was made by a newer version of this program. Update the program.")
            raise StoreError(Trouble.NEWER, problem.format(place=self.place))

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        try:
            yield
        except DBAPIError as error:
            cause = error.orig
            # None of them is chained: their texts quote what was to be written.
            if self._path is not None and isinstance(cause, sqlite3.Error):
                raise file.explained(cause, self._path) from None
            problem = _("The database {place} cannot be used now ({kind}).")
            name = type(cause or error).__name__
            raise StoreError(Trouble.OTHER, problem.format(place=self.place, kind=name)) from None
        except (SQLAlchemyError, UnicodeError, OverflowError) as error:
            problem = _("The database {place} cannot be used now ({kind}).")
            name = type(error).__name__
            raise StoreError(Trouble.OTHER, problem.format(place=self.place, kind=name)) from None


def _tables() -> MetaData:
    from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

    big = BigInteger().with_variant(Integer, "sqlite")
    tables = MetaData()
    Table("coach_version", tables, Column("number", Integer, nullable=False))
    Table(
        "coach_workshop", tables,
        Column("id", String(64), primary_key=True),
        Column("code", String(64), nullable=False, unique=True),
        Column("title", Text, nullable=False),
        Column("created", big, nullable=False),
        Column("keep_until", String(10), nullable=False),
    )  # fmt: skip
    Table(
        "coach_event", tables,
        Column("workshop", String(64), ForeignKey("coach_workshop.id", ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
    )  # fmt: skip
    Table(
        "coach_conversation", tables,
        Column("number", big, primary_key=True, autoincrement=True),
        Column("shelf", String(160), nullable=False, index=True),
        Column("id", Text, nullable=False),
        Column("situation", Text, nullable=False),
        Column("kind", String(32), nullable=False),
        Column("persona", Text, nullable=False),
        Column("started", big, nullable=False),
        Column("finished", Integer, nullable=False),
        Column("document", Text, nullable=False),
        UniqueConstraint("shelf", "id"),
    )  # fmt: skip
    Table(
        "coach_turn", tables,
        Column("conversation", big, ForeignKey("coach_conversation.number", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("speaker", String(16), nullable=False),
        Column("at", big, nullable=False),
        Column("document", Text, nullable=False),
    )  # fmt: skip
    Table(
        "coach_setting", tables,
        Column("shelf", String(160), primary_key=True),
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )  # fmt: skip
    return tables


def _prepare_file(connection: sqlite3.Connection, _record: Any) -> None:
    # We begin and end transactions ourselves; the driver would do it behind our back.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _not_installed(module: str) -> StoreError:
    extra = "postgres" if module.startswith("psycopg") else "workshop"
    problem = _('For this, one more part is needed: pip install "verzuimcoach[{extra}]".').format(extra=extra)
    return StoreError(Trouble.OTHER, problem)


def _no_address() -> StoreError:
    problem = _("This is no address of a database. Expected: postgresql://user@host/name")
    return StoreError(Trouble.OTHER, problem)
