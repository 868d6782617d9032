"""A cache of what was read from content files, so that the next start need not read it again.

It holds nothing of the user and speeds things up only: when it is missing, damaged, of another version or
cannot be written, everything works as before, half a second slower. Only what is asked for is read into memory.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from contextlib import closing, suppress
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from coach import __version__, locations

if TYPE_CHECKING:
    import sqlite3

_MOST_BYTES = 32_000_000
"""A larger file is begun anew: it holds mostly texts that have changed since."""
_SIGNATURE = ""
"""Under this key stands what the file was made with."""
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_PATIENCE = 1.0
"""Seconds to wait for another program that writes the same file."""


class JsonCache:
    """Values that can be written as JSON, by key. Saved when the program ends, if anything was added."""

    def __init__(self, name: str, signature: str = "") -> None:
        self._path = locations.cache() / f"{name}.sqlite"
        self._signature = f"{__version__} {signature}"
        self._lock = Lock()
        self._added: dict[str, str] = {}
        self._file = self._opened()
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._reopen)

    def get(self, key: str) -> Any:
        """The value kept under a key, or None; each time a new one."""
        text = self._added.get(key)
        if text is None and self._file is not None:
            text = self._kept(self._file, key)
        try:
            return None if text is None else json.loads(text)
        except ValueError:
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value; the file is written when the program ends."""
        if not self._added:
            atexit.register(self.save)
        self._added[key] = json.dumps(value, ensure_ascii=False)

    def save(self) -> None:
        """Write what was added, all of it or nothing; a program that reads the file meanwhile is not disturbed."""
        import sqlite3

        with suppress(OSError, ValueError, sqlite3.Error):
            locations.private_folder(self._path.parent)
            if self._file is None or self._path.stat().st_size > _MOST_BYTES:
                self._path.unlink(missing_ok=True)
            self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as file, file:
                file.execute(_TABLE)
                rows = [*self._added.items(), (_SIGNATURE, json.dumps(self._signature))]
                file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

    def _reopen(self) -> None:
        """Open the file anew, for two processes cannot read through the same door."""
        self._shut, self._file = self._file, self._opened()

    def _opened(self) -> sqlite3.Connection | None:
        """The file, when it can be read and was made with the same signature."""
        if not self._path.exists():
            return None
        import sqlite3

        with suppress(sqlite3.Error, ValueError):
            where = f"{self._path.resolve().as_uri()}?mode=ro"
            file = sqlite3.connect(where, uri=True, timeout=_PATIENCE, check_same_thread=False)
            made_with = self._kept(file, _SIGNATURE)
            if made_with is not None and json.loads(made_with) == self._signature:
                return file
            file.close()
        return None

    def _kept(self, file: sqlite3.Connection, key: str) -> str | None:
        import sqlite3

        with self._lock:
            try:
                row = file.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            except sqlite3.Error:
                return None
        return str(row[0]) if row else None


@cache
def named(name: str, signature: str = "") -> JsonCache:
    """The cache of this name, read once; another signature makes it start empty."""
    return JsonCache(name, signature)
