"""Troubles and language models that a test can call for, and the way to the stage (`from stage import …`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import good_model
import pytest

from coach.model import engines
from coach.model.choice import Choice
from coach.model.scripted import ScriptedEngine
from coach.store import StoreError, Trouble
from coach.store.sqlite import SqliteStore

sys.path.insert(0, str(Path(__file__).parent))

from quick import make_quick


@pytest.fixture(autouse=True, scope="session")
def quick_stage() -> Iterator[None]:
    """Programs start and are waited for as quickly as can be."""
    with pytest.MonkeyPatch.context() as patch:
        make_quick(patch)
        yield


@pytest.fixture
def full_store(monkeypatch: pytest.MonkeyPatch) -> str:
    """From now on nothing can be written; the answer is the reason that the store gives."""
    reason = "De schijf is vol [red]x[/red]."

    def refuse(*_given: object) -> None:
        raise StoreError(Trouble.FULL, reason)

    for name in ("begin", "append", "drop_last", "finish", "set_setting"):
        monkeypatch.setattr(SqliteStore, name, refuse)
    return reason


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedEngine]:
    """Choose a language model that answers with these; without any it does everything well."""

    def chosen(answers: object = good_model.answer, **options: float) -> ScriptedEngine:
        engine = ScriptedEngine(answers, **options)  # type: ignore[arg-type]
        monkeypatch.setattr(engines, "engine_of", lambda _choice: engine)
        Choice(name="klein", url="http://localhost:1/v1").save()
        return engine

    return chosen
