"""Passages of guidance: why something is better said otherwise, and how. The door of this room.

The functions use the library that comes with the program; they raise `ContentError` when its files cannot
be read. Searching builds an index the first time; nothing else does.
"""

from __future__ import annotations

from coach.conversation import Flag, FlagId, SituationKind
from coach.guidance.library import Hit, Library
from coach.guidance.library import default as _default
from coach.guidance.passage import Passage, Phase, Standing

__all__ = [
    "Hit",
    "Library",
    "Passage",
    "Phase",
    "Standing",
    "library",
    "passage",
    "passages_for",
    "references",
    "search",
]


def library() -> Library:
    """The library that comes with the program, read once."""
    return _default()


def search(query: str, k: int = 5, kind: SituationKind | None = None, phase: Phase | None = None) -> list[Hit]:
    """At most `k` passages that answer a query, the best first.

    An empty list means that nothing answers it; `library().suggestions()` then offers something to browse.
    `kind` and `phase` keep only the passages that fit that kind of talk and that part of it.
    """
    return library().search(query, k, kind, phase)


def passage(id: str) -> Passage | None:
    """The passage with this id, or None."""
    return library().passage(id)


def passages_for(flag: Flag | FlagId) -> list[Passage]:
    """The passages that explain a flag: its own first, then all that name it, firmest ground first."""
    return library().passages_for(flag)


def references(passage: Passage) -> tuple[str, ...]:
    """Where a passage comes from, in words for the reader."""
    return library().references(passage)
