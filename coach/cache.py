"""A cache of what was read from content files, so that the next start need not read it again.

It holds nothing of the user and speeds things up only: when it is missing, damaged, of another version or
cannot be written, everything works as before, half a second slower.
"""

from __future__ import annotations

import atexit
import json
import os
import tempfile
from functools import cache
from typing import Any

from coach import __version__, locations


class JsonCache:
    """Values that can be written as JSON, by key. Saved when the program ends, if anything was added."""

    def __init__(self, name: str, signature: str = "") -> None:
        self._path = locations.cache() / f"{name}.json"
        self._signature = f"{__version__} {signature}"
        self._values = self._read()
        self._added = False

    def get(self, key: str) -> Any:
        """The value kept under a key, or None."""
        return self._values.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value; the file is written when the program ends."""
        self._values[key] = value
        if not self._added:
            self._added = True
            atexit.register(self.save)

    def save(self) -> None:
        """Write the file in one step, so that a reader never sees half of it."""
        try:
            folder = locations.private_folder(self._path.parent)
            handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"signature": self._signature, "values": self._values}, file, ensure_ascii=False)
            os.replace(name, self._path)
        except (OSError, ValueError):
            return

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            values = kept["values"] if kept["signature"] == self._signature else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return values if isinstance(values, dict) else {}


@cache
def named(name: str, signature: str = "") -> JsonCache:
    """The cache of this name, read once; another signature makes it start empty."""
    return JsonCache(name, signature)
