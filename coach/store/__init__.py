"""What is kept of a conversation, and for how long. The doors of this room are `open_store` and `Store`.

`families` and `family_of` take talks that branched from one another together.
"""

from __future__ import annotations

from pathlib import Path

from coach.store.contract import Store, StoreError, Summary, Trouble
from coach.store.family import Family, families, family_of

__all__ = ["Family", "Store", "StoreError", "Summary", "Trouble", "families", "family_of", "open_store"]


def open_store(path: Path | None) -> Store:
    """Open the place where conversations are kept.

    Args:
        path: the database file, made with its folder when it is not there; None keeps everything in
            memory and nothing on disk.

    Raises:
        StoreError: the file cannot be used; the message says why and what to do.
    """
    if path is None:
        from coach.store.memory import MemoryStore

        return MemoryStore()
    from coach.store.sqlite import SqliteStore

    return SqliteStore(path)
