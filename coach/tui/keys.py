"""Keys by the names that stand on a keyboard."""

from __future__ import annotations

_NAMES = {"escape": "Esc", "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "down": "↓", "up": "↑"}


def name(key: str) -> str:
    """The name of a key as Textual calls it: `ctrl+j` is `^J`."""
    return _NAMES.get(key) or key.replace("ctrl+", "^").upper()
