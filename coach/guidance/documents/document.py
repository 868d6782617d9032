"""A document as it was read, and whether its file is still the same."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path

from coach import __version__, locations
from coach.content import Content


class Document(Content):
    """A document as it was read: where it stood, a digest of its bytes (BLAKE2b), and which reader weighed it."""

    id: int
    path: Path
    digest: str
    size: int
    changed_ns: int
    read_at: datetime
    reader: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.name

    @property
    def has_slides(self) -> bool:
        """Whether its pages are slides."""
        return self.path.suffix.casefold() == ".pptx"


class Outcome(StrEnum):
    """What became of a document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    FAILED = "failed"


def state_of(document: Document) -> Outcome:
    """Whether the file is as it was read, by its size and time alone: `unchanged`, `missing`, or worth a refresh."""
    try:
        stat = document.path.stat()
    except OSError:
        return Outcome.MISSING
    same = (stat.st_size, stat.st_mtime_ns) == (document.size, document.changed_ns)
    return Outcome.UNCHANGED if same and document.reader == reader_version() else Outcome.UPDATED


@cache
def reader_version() -> str:
    """Which reader weighs: the version of the program and of the advice that it looks for."""
    content = (locations.knowledge() / "advice.yaml").read_bytes()
    return f"{__version__} {blake2b(content, digest_size=8).hexdigest()}"
