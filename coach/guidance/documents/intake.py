"""Taking documents in: read, cut, weigh, keep; and see to it that what is kept follows the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from coach.guidance.documents import advice, reading
from coach.guidance.documents.archive import Archive
from coach.guidance.documents.document import Document, Outcome, reader_version
from coach.guidance.documents.excerpt import Excerpt, cut
from coach.guidance.documents.judge import judged
from coach.guidance.documents.problem import DocumentError
from coach.messages import gettext as _


class Stage(StrEnum):
    """What takes time: reading the file, and weighing its sentences."""

    READING = "reading"
    WEIGHING = "weighing"


Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document with what became of it; `excerpts` is empty unless it was read, `reason` unless that failed."""

    document: Document
    outcome: Outcome
    excerpts: tuple[Excerpt, ...] = ()
    reason: str = ""


def _silent(_stage: Stage, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def add(path: Path, archive: Archive | None = None, progress: Progress = _silent) -> Taken:
    """Read a document and keep it; one that is there already is read again only when it changed.

    A file that was moved keeps its number: it is known by its content.

    Raises:
        DocumentError: the file cannot be read, or the archive cannot be used.
    """
    archive = archive or Archive()
    reading.look_at(path)
    path = path.resolve()
    digest = digest_of(path)
    known = _known(archive, path, digest)
    if known and known.path == path and known.digest == digest and known.reader == reader_version():
        return Taken(known, Outcome.UNCHANGED)
    return _take(path, digest, known, archive, progress)


def refresh(archive: Archive | None = None, progress: Progress = _silent) -> Iterator[Taken]:
    """Read again what changed, and weigh again what an older version of the program weighed.

    A document that cannot be read any more stays as it was.
    """
    archive = archive or Archive()
    for document in archive.documents():
        if not document.path.is_file():
            yield Taken(document, Outcome.MISSING)
            continue
        try:
            yield add(document.path, archive, progress)
        except DocumentError as error:
            yield Taken(document, Outcome.FAILED, reason=str(error))


def digest_of(path: Path) -> str:
    """The digest of the bytes of a file.

    Raises:
        DocumentError: it cannot be read.
    """
    found = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                found.update(part)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError(_("{file} cannot be read: {reason}").format(file=path, reason=reason)) from error
    return found.hexdigest()


def _known(archive: Archive, path: Path, digest: str) -> Document | None:
    """The document that this file is, by its place, or by its content when it stands elsewhere no longer."""
    documents = archive.documents()
    here = next((document for document in documents if document.path == path), None)
    return here or next((d for d in documents if d.digest == digest and not d.path.exists()), None)


def _take(path: Path, digest: str, known: Document | None, archive: Archive, progress: Progress) -> Taken:
    stat = path.stat()
    blocks = reading.read(path, lambda done, total: progress(Stage.READING, done, total))
    excerpts = judged(cut(blocks), advice.default(), lambda done, total: progress(Stage.WEIGHING, done, total))
    document = Document(
        id=known.id if known else 0,
        path=path,
        digest=digest,
        size=stat.st_size,
        changed_ns=stat.st_mtime_ns,
        read_at=datetime.now(UTC),
        reader=reader_version(),
    )
    kept = archive.put(document, excerpts)
    return Taken(kept, Outcome.UPDATED if known else Outcome.ADDED, tuple(excerpts))
