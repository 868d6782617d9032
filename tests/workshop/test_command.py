"""`coach workshop` as a trainer uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from workshop_kit import GOOD

from coach import locations
from coach.cli.app import coach
from coach.workshop import Workshop, open_hall, shelf


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACH_DATABASE", raising=False)


def _run(*words: str, given: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(coach, ["workshop", *words], input=given)
    return done.exit_code, done.output


def _made() -> tuple[str, str]:
    hall = open_hall(locations.workshop_database())
    workshop = Workshop.create(hall, shelf.plan("kennismaking"), title="Team Noord")
    joined = workshop.join("Merel")
    workshop.start_round()
    workshop.practice(joined.seat.id).say(GOOD[0])
    workshop.close()
    hall.close()
    return workshop.join_code, joined.code


def test_the_list_makes_no_database_and_shows_plans() -> None:
    code, text = _run("list", "--json")
    assert (code, len(json.loads(text)["plans"])) == (0, 6)
    assert not locations.workshop_database().exists()


def test_an_own_plan_begins_as_a_copy_and_is_checked() -> None:
    assert _run("new", "teamdag", "--from", "conflict")[0] == 0
    assert _run("check", "teamdag")[0] == 0
    path = locations.own_workshops() / "teamdag.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 90", "minutes: 80", 1), encoding="utf-8")
    code, text = _run("check")
    assert code == 2
    assert "teamdag.yaml" in text
    assert _run("new", "teamdag")[0] == 2
    assert _run("new", "../weg")[0] == 2


def test_results_are_saved_and_opened(tmp_path: Path) -> None:
    join, personal = _made()
    page, table, own = (tmp_path / name for name in ("g.html", "g.csv", "ik.html"))
    assert _run("results", join, "--html", str(page), "--csv", str(table))[0] == 0
    assert "Merel" not in page.read_text(encoding="utf-8")
    assert table.read_bytes().startswith("\ufeff".encode())
    assert _run("mine", join, "--html", str(own), given=f"{personal}\n")[0] == 0
    assert "Merel" in own.read_text(encoding="utf-8")


def test_a_wrong_code_gives_nothing() -> None:
    join, personal = _made()
    for words in (("mine", join, "--personal", join), ("mine", personal, "--personal", personal)):
        done = CliRunner().invoke(coach, ["workshop", *words])
        assert done.exit_code != 0
        assert "Merel" not in done.output


def test_wiping_asks_and_erases() -> None:
    join, _personal = _made()
    assert _run("wipe")[0] == 2
    assert _run("wipe", join, given="n\n")[0] == 1
    assert _run("wipe", "--expired") == (0, _run("wipe", "--expired")[1])
    assert "Team Noord" in _run("list")[1]
    assert _run("wipe", join.lower(), "--yes")[0] == 0
    assert "Team Noord" not in _run("list")[1]


def test_a_guide_is_saved_as_a_page_to_print(tmp_path: Path) -> None:
    for plan in shelf.plans():
        page = tmp_path / f"{plan.id}.html"
        assert _run("guide", plan.id, "--html", str(page))[0] == 0
        text = page.read_text(encoding="utf-8")
        assert all(step.title in text for step in plan.guide.steps)
        assert all(shelf.role_card(one.role).first_words in text for one in plan.rounds if one.role)
        assert "<script" not in text
    assert _run("guide", "kennismaking", "--html", str(page))[0] == 2
    assert shelf.plan("kennismaking").guide.steps[0].title in _run("guide", "kennismaking")[1]


def test_the_board_is_shown_as_text_without_a_name() -> None:
    join, _personal = _made()
    code, text = _run("board", join)
    assert code == 0
    assert "Team Noord" in text
    assert "Merel" not in text
    found = json.loads(_run("board", join, "--json")[1])
    assert (found["stage"], found["code"], found["people"]) == ("closed", join, 1)
