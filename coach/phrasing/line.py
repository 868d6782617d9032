"""A line prepared for reading, and how content files write lines down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach import content
from coach.phrasing.pattern import Annotated


class LineKind(StrEnum):
    """What a line is: something said in the talk, or a note that someone wants to keep."""

    SAY = "say"
    NOTE = "note"


class Example(content.Content):
    """A line in a content file; `before` is what the employee said."""

    text: str
    before: str | None = None

    @classmethod
    def of(cls, written: Example | str) -> Example:
        """An example, also when only its text was written."""
        return cls(text=written) if isinstance(written, str) else written


@dataclass(frozen=True, slots=True)
class Line:
    """A line prepared for reading: its sentences, the whole, and what was said before, all tagged."""

    sentences: tuple[Annotated, ...]
    whole: Annotated
    before: Annotated
    kind: LineKind
