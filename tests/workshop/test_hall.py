"""Where workshops are kept: one event under each number, whoever is first, and nothing left after erasing."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from coach.store import StoreError, Trouble
from coach.store.database import Database
from coach.workshop import Hall, Plan, Workshop, open_hall
from coach.workshop.hall import Kept

Make = Callable[..., Plan]
KEPT = Kept(id="w1", code="ABCD", title="Een", created=datetime(2026, 3, 2, tzinfo=UTC), keep_until=date(2026, 4, 1))


def test_events_come_back_in_order_and_a_number_is_taken_once(any_hall: Hall) -> None:
    any_hall.create(KEPT)
    assert any_hall.append("w1", 1, "een")
    assert not any_hall.append("w1", 1, "ook een")
    assert not any_hall.append("w1", 3, "drie")
    assert any_hall.append("w1", 2, "twee")
    assert any_hall.since("w1", 0) == ((1, "een"), (2, "twee"))
    assert any_hall.since("w1", 1) == ((2, "twee"),)
    any_hall.rewrite("w1", {1: "leeg"})
    assert any_hall.since("w1", 0)[0] == (1, "leeg")


def test_a_code_and_an_id_are_taken_once(any_hall: Hall) -> None:
    any_hall.create(KEPT)
    for again in (KEPT.model_copy(update={"id": "w2"}), KEPT.model_copy(update={"code": "EFGH"})):
        with pytest.raises(StoreError) as error:
            any_hall.create(again)
        assert error.value.trouble is Trouble.EXISTS


def test_what_is_not_there_is_said(any_hall: Hall) -> None:
    for action in (lambda: any_hall.append("nee", 1, "x"), lambda: any_hall.since("nee", 0)):
        with pytest.raises(StoreError) as error:
            action()
        assert error.value.trouble is Trouble.UNKNOWN
    assert not any_hall.erase("nee")


def test_many_who_come_in_at_once_all_get_a_seat(any_hall: Hall, plan: Make) -> None:
    made = Workshop.create(any_hall, plan("kennismaking"))
    opened = [Workshop.open(any_hall, made.id) for _program in range(5)]

    def join(number: int) -> str:
        return opened[number % 5].join(f"Naam {number}").seat.id

    with ThreadPoolExecutor(5) as pool:
        seats = list(pool.map(join, range(15)))
    made.refresh()
    assert sorted(seat.id for seat in made.seats) == sorted(seats)
    assert sorted(seat.number for seat in made.seats) == list(range(1, 16))


def test_nothing_of_an_erased_workshop_is_left_in_the_file(tmp_path: Path, plan: Make) -> None:
    path = tmp_path / "data" / "w.sqlite3"
    hall = open_hall(path)
    workshop = Workshop.create(hall, plan("kennismaking"), title="Zevenblad")
    seat = workshop.join("Kornoelje").seat.id
    workshop.start_round()
    workshop.practice(seat).say("Hoe gaat het met de wilde hyacinten?")
    words = ("Zevenblad", "Kornoelje", "hyacinten")
    assert all(word in _bytes(path) for word in words)
    workshop.wipe()
    hall.close()
    assert not any(word in _bytes(path) for word in words)


def _bytes(path: Path) -> str:
    return "".join(file.read_bytes().decode("utf-8", "replace") for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "w.sqlite3"
    open_hall(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_programs_file_and_a_newer_one_are_left_alone(tmp_path: Path) -> None:
    import sqlite3

    foreign = tmp_path / "foreign.sqlite3"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE other (x)")
    newer = tmp_path / "newer.sqlite3"
    Database(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE coach_version SET number = 99")
    for path, trouble in ((foreign, Trouble.FOREIGN), (newer, Trouble.NEWER)):
        with pytest.raises(StoreError) as error:
            open_hall(path)
        assert error.value.trouble is trouble


@pytest.mark.parametrize("address", ["mysql://u:geheim@h/d", "geen adres", "postgresql://u:geheim@127.0.0.1:1/d"])
def test_an_address_that_does_not_work_is_told_without_its_password(address: str) -> None:
    with pytest.raises(StoreError) as error:
        open_hall(address)
    assert "geheim" not in str(error.value)
