"""The tables of the database and how an older one becomes a newer one.

`PRAGMA user_version` counts the migrations that were carried out. A change of the tables is a new entry at
the end of `MIGRATIONS`; an entry that was once released never changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from coach.messages import gettext as _
from coach.store.contract import StoreError, Trouble

APPLICATION = 0x567A4374  # "VzCt": tells our file from a database of another program

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION}",
        # Times are microseconds since 1970 (UTC). `document` is the model in JSON.
        """CREATE TABLE conversation (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            situation TEXT NOT NULL,
            kind TEXT NOT NULL,
            persona TEXT NOT NULL,
            started INTEGER NOT NULL,
            finished INTEGER NOT NULL,
            document TEXT NOT NULL
        )""",
        """CREATE TABLE turn (
            conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            speaker TEXT NOT NULL,
            at INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (conversation, position)
        )""",
        "CREATE INDEX turn_speaker ON turn (conversation, speaker)",
        "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # Work that must still be done after an interruption, such as erasing what was deleted.
        "CREATE TABLE upkeep (task TEXT PRIMARY KEY) WITHOUT ROWID",
    ),
)


def check(connection: sqlite3.Connection, path: Path) -> None:
    """See that this is our database, in a form that this version knows. Changes nothing.

    Raises:
        StoreError: another program's database (FOREIGN), or one of a newer version (NEWER).
        sqlite3.Error: the file cannot be read as a database.
    """
    connection.execute("BEGIN")  # one view of the file, while another process may be making its tables
    try:
        application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    finally:
        connection.rollback()
    if application != APPLICATION and (application or tables):
        raise _foreign(path)
    if version > len(MIGRATIONS):
        raise _newer(path)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Carry out the migrations that the database has not had yet, all or none.

    Raises:
        sqlite3.Error: a migration failed; the database is as it was.
    """
    if _pragma(connection, "user_version") >= len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Counted again behind the lock: another process may have been first.
        for migration in migrations[_pragma(connection, "user_version") :]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _foreign(path: Path) -> StoreError:
    message = _(
        "{file} is a database of another program. Choose another folder with COACH_DATA. "
        "Nothing in the file was changed."
    )
    return StoreError(Trouble.FOREIGN, message.format(file=path))


def _newer(path: Path) -> StoreError:
    message = _(
        "{file} was made by a newer version of this program. Update the program, or choose another folder "
        "with COACH_DATA. Nothing in the file was changed."
    )
    return StoreError(Trouble.NEWER, message.format(file=path))
