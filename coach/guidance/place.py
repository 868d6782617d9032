"""Where in a content file something stands, for error messages."""

from __future__ import annotations

from pathlib import Path

from coach import content


def line_of(path: Path, field: str, item: str | None = None) -> int:
    """The line on which a field stands: at the top of the file, or in the last item with this id; 0 when unknown."""
    within = item is None
    found = 0
    for number, line in enumerate(content.read_text(path).splitlines(), start=1):
        name, _colon, value = line.lstrip(" -").partition(":")
        if name == "id" and item is not None:
            within = value.partition("#")[0].strip(" \"'") == item
        if within and name == field:
            found = number
            if item is None:
                break
    return found
