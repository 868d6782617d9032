"""Opening the database file safely, and saying in plain words what SQLite says in codes."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock

from coach import locations
from coach.messages import gettext as _
from coach.messages import mark
from coach.store import schema
from coach.store.contract import StoreError, Trouble

# WAL with synchronous=FULL: a commit is on the disk when it returns, also after a power cut.
# secure_delete: what is deleted is overwritten. temp_store: nothing is written outside our own folder.
_PRAGMAS = (
    "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY",
    "synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON",
)  # fmt: skip

_FULL = mark("The disk is full: {file} cannot be written. Make room and try again.")
_NO_ACCESS = mark(
    "{file} cannot be opened or written. Check that the file and its folder are yours and not read-only, "
    "or choose another folder with COACH_DATA."
)
_BUSY = mark("{file} is in use by another program. Close that program and try again.")
_DAMAGED = mark(
    "{file} is damaged or is not a database. Give it another name, so that a new one can be made, or put "
    "back a copy. Nothing in the file was changed."
)
_OTHER = mark("{file} cannot be read or written: {problem}.")

_CODES = {
    sqlite3.SQLITE_FULL: (Trouble.FULL, _FULL),
    sqlite3.SQLITE_READONLY: (Trouble.NO_ACCESS, _NO_ACCESS),
    sqlite3.SQLITE_CANTOPEN: (Trouble.NO_ACCESS, _NO_ACCESS),
    sqlite3.SQLITE_PERM: (Trouble.NO_ACCESS, _NO_ACCESS),
    sqlite3.SQLITE_BUSY: (Trouble.BUSY, _BUSY),
    sqlite3.SQLITE_LOCKED: (Trouble.BUSY, _BUSY),
    sqlite3.SQLITE_CORRUPT: (Trouble.DAMAGED, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (Trouble.DAMAGED, _DAMAGED),
}
_ERRNOS = {
    errno.ENOSPC: (Trouble.FULL, _FULL),
    errno.EDQUOT: (Trouble.FULL, _FULL),
    errno.EROFS: (Trouble.NO_ACCESS, _NO_ACCESS),
    errno.EACCES: (Trouble.NO_ACCESS, _NO_ACCESS),
    errno.EPERM: (Trouble.NO_ACCESS, _NO_ACCESS),
    errno.EISDIR: (Trouble.NO_ACCESS, _NO_ACCESS),
}

_opening = Lock()


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open our database, made when it is not there, with its tables up to date.

    The folder is for its owner only (0700), and so are the files (0600).

    Args:
        path: the database file.
        patience: how many seconds to wait for another process that is writing.

    Raises:
        StoreError: the file cannot be used. It is left as it was found.
    """
    # One at a time: closing a file by hand, as `_create` does, lets go of the locks that SQLite in the
    # same process holds on that file.
    with _opening, explaining(path):
        locations.private_folder(path.parent)
        _create(path)
        _peek(path)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path, patience)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into a `StoreError` about this file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error
    except (UnicodeError, OverflowError) as error:
        # Not from the error itself, which would quote the text.
        raise _store_error(Trouble.OTHER, _OTHER, path, type(error).__name__) from None


def explained(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    """What an error means for the user."""
    if isinstance(error, OSError):
        known = _ERRNOS.get(error.errno or 0)
        problem = error.strerror or type(error).__name__
    else:
        known = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the main code
        problem = str(error)
    return _store_error(*(known or (Trouble.OTHER, _OTHER)), path, problem)


def _store_error(trouble: Trouble, message: str, path: Path, problem: str) -> StoreError:
    return StoreError(trouble, _(message).format(file=path, problem=problem))


def _create(path: Path) -> None:
    """Make an empty file for the owner only; SQLite gives the files beside it the same rights."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _peek(path: Path) -> None:
    """Refuse a file that is not for us without leaving as much as a lock behind.

    Read past the write-ahead log and without locks, so what looks wrong here may be half a write of
    another process: only a clear answer counts, and the real opening judges the rest.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
        schema.check(connection, path)


def _prepare(connection: sqlite3.Connection, path: Path, patience: float) -> None:
    schema.check(connection, path)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    _use_log(connection, patience)
    schema.migrate(connection)
    _tighten(path)


def _use_log(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to write-ahead logging. SQLite itself does not wait here when another process does the same."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(0.01)


def _tighten(path: Path) -> None:
    if sys.platform == "win32":
        return
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").chmod(0o600)
