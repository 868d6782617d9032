"""Stores of every kind, and conversations to put in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.conversation import (
    Band,
    Conversation,
    EmployeeState,
    Flag,
    FlagId,
    Level,
    Move,
    MoveId,
    Reading,
    SituationKind,
    Speaker,
    Turn,
)
from coach.store import Store, open_store
from coach.store.database import Database
from coach.store.sql import SqlStore

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database file that is not there yet, in a folder that is not there yet."""
    return tmp_path / "data" / "conversations.sqlite3"


@pytest.fixture(params=["memory", "sqlite", "shelf", "postgres"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param in ("memory", "sqlite"):
        with open_store(database if request.param == "sqlite" else None) as opened:
            yield opened
        return
    address = database if request.param == "shelf" else request.getfixturevalue("postgres_database")
    shared = Database(address)
    with SqlStore(shared, "shelf") as opened:
        yield opened
    shared.close()


@pytest.fixture
def say() -> Callable[..., Turn]:
    """Make a turn of the manager with everything filled in, some minutes past nine."""

    def make(text: str = "Wat kan ik voor je regelen?", minute: int = 0) -> Turn:
        flag = Flag(
            id=FlagId.PRESSURE, level=Level.SOFT, certainty=0.7, band=Band.LIKELY, start=0, end=len(text),
            quote=text, why="Dit klinkt als haast.", instead="Wat heb je nodig?", passages=("tempo",),
        )  # fmt: skip
        move = Move(id=MoveId.QUESTION_OPEN, start=0, end=len(text), quote=text)
        reading = Reading(flags=(flag,), moves=(move,))
        return Turn(speaker=Speaker.MANAGER, text=text, reading=reading, at=NINE + timedelta(minutes=minute))

    return make


@pytest.fixture
def answer() -> Callable[..., Turn]:
    """Make a turn of the employee, some minutes past nine."""

    def make(text: str = "Dat weet ik nog niet.", minute: int = 0) -> Turn:
        state = EmployeeState(trust=40, tension=55, energy=30, commitment=50, revealed=("slaap", "moeder"))
        return Turn(speaker=Speaker.EMPLOYEE, text=text, state=state, at=NINE + timedelta(minutes=minute))

    return make


@pytest.fixture
def talk() -> Callable[..., Conversation]:
    """Make a conversation that started some minutes past nine."""

    def make(*turns: Turn, minute: int = 0, **changes: object) -> Conversation:
        fields: dict[str, object] = {
            "situation": "tweede-week", "kind": SituationKind.TUSSENTIJDS, "persona": "sanne", "seed": 7,
            "started": NINE + timedelta(minutes=minute), "turns": turns,
        }  # fmt: skip
        return Conversation.model_validate({**fields, **changes})

    return make
