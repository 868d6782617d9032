"""Halls of every kind, a clock that the test moves, and workshops in which something has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workshop_kit import NAMES, Watch

from coach.workshop import Hall, Plan, Workshop, open_hall, shelf
from coach.workshop.seat import Consent


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def hall() -> Iterator[Hall]:
    """A hall in memory, for what does not depend on where things are kept."""
    opened = open_hall(None)
    yield opened
    opened.close()


@pytest.fixture(params=["memory", "file", "postgres"])
def any_hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hall]:
    """A hall of each kind."""
    if request.param == "postgres":
        address: Path | str | None = request.getfixturevalue("postgres_database")
    else:
        address = tmp_path / "data" / "workshops.sqlite3" if request.param == "file" else None
    opened = open_hall(address)
    yield opened
    opened.close()


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """A shipped plan, with changes."""

    def make(name: str, **changes: object) -> Plan:
        return shelf.plan(name).model_copy(update=changes)

    return make


@pytest.fixture
def held(hall: Hall, watch: Watch) -> Callable[..., tuple[Workshop, list[str]]]:
    """A workshop with so many participants, all of whom are connected; gives their codes too."""

    def make(plan: Plan, people: int, agree: bool = False) -> tuple[Workshop, list[str]]:
        workshop = Workshop.create(hall, plan, now=watch)
        found = [workshop.join(name) for name in NAMES[:people]]
        for one in found:
            workshop.arrive(one.seat.id, "host")
            if agree:
                workshop.agree(one.seat.id, Consent(measures=True, sentences=True))
        return workshop, [one.code for one in found]

    return make
