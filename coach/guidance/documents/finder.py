"""Searching the organisation's own documents, with the same analysis as the built-in guidance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coach.guidance.documents.archive import Archive
from coach.guidance.documents.hit import OwnHit
from coach.guidance.index import Index


@dataclass(frozen=True, slots=True)
class _Indexed:
    """An excerpt as the index reads it: its heading weighs as a title."""

    title: str
    questions: tuple[str, ...]
    text: str


class Finder:
    """Finds excerpts on an archive as it was when this was made."""

    def __init__(self, archive: Archive) -> None:
        self._places = [(document, e) for document in archive.documents() for e in archive.excerpts(document.id)]
        self._index = Index([_Indexed(e.heading, (document.path.stem,), e.text) for document, e in self._places])

    def search(self, query: str, k: int) -> list[OwnHit]:
        """At most `k` excerpts that answer a query, the best first."""
        found = sorted(self._index.shares(query).items(), key=lambda share: (-share[1], share[0]))
        return [OwnHit(*self._places[at], score) for at, score in found[: max(0, k)]]


def current() -> Finder:
    """A finder for the user's archive as it is now; made anew only after a change."""
    archive = Archive()
    return _finder(archive.path, archive.stamp())


@lru_cache(maxsize=1)
def _finder(path: Path, _stamp: tuple[int, int]) -> Finder:
    return Finder(Archive(path))
