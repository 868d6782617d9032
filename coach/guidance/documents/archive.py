"""The archive: an organisation's documents and their excerpts, in one private SQLite file."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pydantic import TypeAdapter

from coach import locations
from coach.guidance.documents.block import Block
from coach.guidance.documents.conflict import Conflict
from coach.guidance.documents.document import Document
from coach.guidance.documents.excerpt import Excerpt
from coach.guidance.documents.problem import DocumentError
from coach.messages import gettext as _

_VERSION = 1
_PATIENCE = 5.0
_SCHEMA = f"""
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
    size INTEGER NOT NULL, changed_ns INTEGER NOT NULL, read_at TEXT NOT NULL, reader TEXT NOT NULL
);
CREATE TABLE excerpts (
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL,
    heading TEXT NOT NULL, first_page INTEGER, last_page INTEGER, blocks TEXT NOT NULL, conflicts TEXT NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""
_BLOCKS = TypeAdapter(tuple[Block, ...])
_CONFLICTS = TypeAdapter(tuple[Conflict, ...])


class Archive:
    """The documents that were added. An archive whose file is not there is empty, and looking at it makes no file.

    Every method raises `DocumentError` when the file cannot be used.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or locations.own_documents()

    def documents(self) -> list[Document]:
        """All documents, in the order in which they were first added."""
        with self._open() as connection:
            rows = connection.execute("SELECT * FROM documents ORDER BY id").fetchall() if connection else []
            return [Document.model_validate(dict(row)) for row in rows]

    def excerpts(self, document: int) -> list[Excerpt]:
        """The excerpts of one document in order; none when there is no such document."""
        with self._open() as connection:
            if connection is None:
                return []
            found = connection.execute("SELECT * FROM excerpts WHERE document = ? ORDER BY number", (document,))
            return [_excerpt(row) for row in found]

    def put(self, document: Document, excerpts: Iterable[Excerpt]) -> Document:
        """Keep a document in place of the one of the same id, or as a new one when its id is 0."""
        fields = document.model_dump(mode="json", exclude={"id"})
        names = ", ".join(fields)
        with self._open(create=True) as connection:
            assert connection is not None
            if document.id:
                connection.execute("DELETE FROM excerpts WHERE document = ?", (document.id,))
                changes = ", ".join(f"{name} = :{name}" for name in fields)
                connection.execute(f"UPDATE documents SET {changes} WHERE id = :id", {**fields, "id": document.id})
            else:
                values = ", ".join(f":{name}" for name in fields)
                added = connection.execute(f"INSERT INTO documents ({names}) VALUES ({values})", fields)
                document = document.model_copy(update={"id": added.lastrowid})
            connection.executemany(
                "INSERT INTO excerpts VALUES (?, ?, ?, ?, ?, ?, ?)", (_row(document.id, e) for e in excerpts)
            )
        return document

    def remove(self, document: int) -> Document:
        """Take a document and all its excerpts away; its text is overwritten in the file.

        Raises:
            LookupError: there is no such document.
        """
        known = next((d for d in self.documents() if d.id == document), None)
        if known is None:
            raise LookupError(document)
        with self._open(create=True) as connection:
            assert connection is not None
            connection.execute("DELETE FROM documents WHERE id = ?", (document,))
        return known

    def stamp(self) -> tuple[int, int]:
        """Something that is another after every change of the file."""
        try:
            stat = self.path.stat()
        except OSError:
            return 0, 0
        return stat.st_mtime_ns, stat.st_size

    @contextmanager
    def _open(self, create: bool = False) -> Iterator[sqlite3.Connection | None]:
        """The file in one transaction; None when it is not there and is not to be made."""
        if not create and not self.path.exists():
            yield None
            return
        try:
            if create:
                _create(self.path)
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as connection, connection:
                _prepare(connection)
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            raise _explained(error, self.path) from error


def _create(path: Path) -> None:
    """Make an empty file for the owner only; SQLite gives the files beside it the same rights."""
    locations.private_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if sys.platform != "win32":
        path.chmod(0o600)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.executescript(_SCHEMA)
    elif version != _VERSION:
        raise ValueError(_("it was made by a newer version of this program"))


def _explained(error: Exception, path: Path) -> DocumentError:
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
    elif isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        reason = _("it is damaged; remove the file and add your documents again")
    else:
        reason = str(error)
    return DocumentError(_("{file} cannot be used: {reason}").format(file=path, reason=reason))


def _row(document: int, excerpt: Excerpt) -> tuple[int, int, str, int | None, int | None, str, str]:
    return (
        document,
        excerpt.number,
        excerpt.heading,
        excerpt.first_page,
        excerpt.last_page,
        _BLOCKS.dump_json(excerpt.blocks).decode("utf-8"),
        _CONFLICTS.dump_json(excerpt.conflicts).decode("utf-8"),
    )


def _excerpt(row: sqlite3.Row) -> Excerpt:
    return Excerpt(
        number=row["number"],
        heading=row["heading"],
        first_page=row["first_page"],
        last_page=row["last_page"],
        blocks=_BLOCKS.validate_json(row["blocks"]),
        conflicts=_CONFLICTS.validate_json(row["conflicts"]),
    )
