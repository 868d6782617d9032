"""Troubles that a test can call for, and the way to the stage (`from stage import …`)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coach.store import StoreError, Trouble
from coach.store.sqlite import SqliteStore

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def full_store(monkeypatch: pytest.MonkeyPatch) -> str:
    """From now on nothing can be written; the answer is the reason that the store gives."""
    reason = "De schijf is vol [red]x[/red]."

    def refuse(*_given: object) -> None:
        raise StoreError(Trouble.FULL, reason)

    for name in ("begin", "append", "drop_last", "finish", "set_setting"):
        monkeypatch.setattr(SqliteStore, name, refuse)
    return reason
