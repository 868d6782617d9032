"""What a manager's line does. The door of this room is `read`."""

from __future__ import annotations

from collections.abc import Sequence

from coach import locations
from coach.conversation import Reading
from coach.phrasing.line import LineKind

__all__ = ["LineKind", "read"]


def read(
    text: str,
    before: str | None = None,
    kind: LineKind = LineKind.SAY,
    language: str = locations.LANGUAGE,
    earlier: Sequence[str] = (),
) -> Reading:
    """Read one line of the manager.

    Args:
        text: what the manager says, types or notes.
        before: the employee's previous turn, or None. It decides wherever the same words mean something
            else after another turn.
        kind: something said, or a note to keep.
        language: one of `locations.LANGUAGES`. Flags are of Dutch law, and are found in Dutch only.
        earlier: the employee's turns before that one, oldest first. What was volunteered there goes on counting
            when the line goes back to it, or when the turn in between says nothing.

    Returns:
        Flags, style notes and moves, with offsets into `text`.

    Raises:
        ContentError: the knowledge files cannot be read.
    """
    from coach.phrasing import reader

    return reader.speaking(language).read(text, before, kind, earlier)
