"""`coach roleplay` with an exercise or another level of help: as plain text, from a script, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import PROBE, coach

from coach import locations
from coach.conversation import Help
from coach.messages import gettext as _
from coach.roleplay import exercise, level
from coach.store import open_store

DOOR = exercise.exercise("deur")
FIRST = DOOR.settings[0]
OPEN = "Hoe loopt het werk deze week?"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A script that meets every point, with one line too many."""
    path = tmp_path / "good.json"
    path.write_text(json.dumps({"turns": [*FIRST.good, "Nog iets."]}), encoding="utf-8")
    return path


def plain(*lines: str, options: tuple[str, ...] = ()) -> str:
    """What a talk of these lines shows."""
    result = coach("roleplay", "--plain", "--seed", "3", *options, stdin="".join(line + "\n" for line in lines))
    assert (result.code, result.err) == (0, "")
    return result.out


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_script_is_played_to_the_end_of_the_exercise(good: Path) -> None:
    played = coach("roleplay", "--exercise", "deur", "--persona", FIRST.persona, "--script", good, "--json").json
    found = played["exercise"]
    assert (found["id"], found["turns_before"]) == ("deur", 1 + 2 * len(FIRST.start))
    assert [row["id"] for row in found["criteria"]] == [one.id for one in DOOR.criteria]
    assert all(row["met"] for row in found["criteria"])
    for row in found["criteria"]:
        assert row["turn"] is None or row["quote"] in played["turns"][row["turn"] - 1]["text"]
    assert played["unplayed"] == len(FIRST.good) + 1 - DOOR.turns
    assert played["situation"] == FIRST.situation


def test_as_text_it_ends_with_its_points_and_a_word(good: Path) -> None:
    shown = coach("roleplay", "--exercise", "deur", "--persona", FIRST.persona, "--script", good).out
    talk, points = shown.split("\n# ")
    assert FIRST.start[0].manager in talk
    assert points.count(f"- {_('yes')}: ") == len(DOOR.criteria)
    assert flat(DOOR.done) in flat(points)


def test_without_an_employee_the_seed_decides(good: Path) -> None:
    met = {
        coach("roleplay", "--exercise", "deur", "--seed", str(seed), "--script", good, "--json").json["persona"]
        for seed in range(len(DOOR.settings))
    }
    assert met == {one.persona for one in DOOR.settings}


def test_in_plain_lines_it_says_what_to_do_counts_the_turns_and_shows_the_points() -> None:
    shown = plain(PROBE, "/einde", options=("--exercise", "deur", "--persona", FIRST.persona))
    for words in (DOOR.why, *DOOR.todo, FIRST.scene, _("turn {number}/{count}").format(number=1, count=DOOR.turns)):
        assert flat(words) in flat(shown)
    assert f"- {_('not yet')}: {DOOR.criteria[0].text}" in shown
    assert flat(DOOR.again) in flat(shown)


def test_in_plain_lines_it_ends_by_itself() -> None:
    shown = plain(*[OPEN] * 20, options=("--exercise", "deur"))
    assert shown.count(f"/{DOOR.turns})") == DOOR.turns


def test_the_list_names_the_exercises() -> None:
    shown = coach("roleplay", "--list").out
    assert all(one.title in shown for one in exercise.default())
    rows = coach("roleplay", "--list", "--json").json
    assert {one for row in rows for one in row["exercises"]} == {one.id for one in exercise.default()}


@pytest.mark.parametrize("options", [["--exercise", "moon"], ["--exercise", "deur", "--persona", "moon"]])
def test_what_is_not_there_is_named(options: list[str], good: Path) -> None:
    for how in (["--script", good], ["--plain"]):
        result = coach("roleplay", *options, *how)
        assert result.code == 2
        assert "moon" in result.err or "deur" in result.err


def test_an_unknown_level_names_the_levels() -> None:
    result = coach("roleplay", "--plain", "--help-level", "moon")
    assert result.code == 2
    assert all(one.value in result.err for one in Help)


@pytest.mark.parametrize("chosen", list(Help))
def test_the_level_is_kept_with_the_talk(chosen: Help, good: Path) -> None:
    plain(OPEN, "/stop", options=("--help-level", chosen.value))
    with open_store(locations.database()) as store:
        assert store.list()[0].help is chosen
    played = coach("roleplay", "--script", good, "--help-level", chosen.value, "--json").json
    assert played["help"] == chosen.value


def test_with_help_the_reading_comes_before_the_answer_and_looking_back_after_it() -> None:
    for chosen, before in ((Help.WITH, True), (Help.AFTERWARDS, False)):
        talk = plain(PROBE, "/einde", options=("--help-level", chosen.value)).split("\n# ")[0]
        assert (talk.index("coach: ■") < talk.rindex("Samira: ")) is before


def test_without_help_nothing_is_said_until_the_end() -> None:
    shown = plain(PROBE, "/hint", "/waarom", "/einde", options=("--help-level", "none"))
    talk, page = shown.split("\n# ", 1)
    assert "■" not in talk
    assert level.no_hints(Help.NONE) in talk
    assert level.no_why(Help.NONE) in talk
    assert PROBE.strip("?") in page


def test_a_hint_goes_a_step_further_each_time_and_begins_again_after_a_line() -> None:
    talk = plain("/hint", "/hint", "/hint", OPEN, "/hint", "/einde").split("\n# ")[0]
    places = [talk.index(f"({step}/3)") for step in (1, 2, 3)]
    assert places == sorted(places)
    assert talk.count("(1/3)") == 2
    assert talk.rindex("(1/3)") > places[-1]
