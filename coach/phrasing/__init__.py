"""What a manager's line does. The door of this room is `read`."""

from __future__ import annotations

from coach.conversation import Reading
from coach.phrasing.line import LineKind

__all__ = ["LineKind", "read"]


def read(text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> Reading:
    """Read one line of the manager.

    Args:
        text: what the manager says, types or notes.
        before: the employee's previous turn, or None. It decides wherever the same words mean something
            else after another turn.
        kind: something said, or a note to keep.

    Returns:
        Flags, style notes and moves, with offsets into `text`.

    Raises:
        ContentError: the knowledge files cannot be read.
    """
    from coach.phrasing import reader

    return reader.default().read(text, before, kind)
