"""A trainer who makes a mistake in an employee hears where, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach import content
from coach.content import ContentError
from coach.roleplay.persona import Act, Mood, Persona, Topic

Change = Callable[[dict[str, Any]], Any]

FAULTS: list[tuple[str, Change, str, str]] = [
    ("a field too many", lambda d: d.update(shoe_size=42), "shoe_size", ""),
    ("a field missing", lambda d: d.pop("temperament"), "temperament", ""),
    ("unknown kind", lambda d: d["memory"][0].update(kind="secret"), "memory.1.kind", "work_fact"),
    ("unknown topic", lambda d: d["memory"][1].update(topics=["moon"]), "memory.2.topics.1", "roster"),
    ("no topics", lambda d: d["memory"][0].update(topics=[]), "memory.1.topics", ""),
    ("trust beyond the scale", lambda d: d["memory"][0].update(trust=101), "memory.1.trust", ""),
    ("trust in words", lambda d: d["memory"][0].update(trust="veel"), "memory.1.trust", ""),
    ("one line only", lambda d: d["memory"][0].update(lines=["just one"]), "memory.1.lines", ""),
    ("no opener", lambda d: d["memory"][0].pop("opener"), "memory.1.opener", ""),
    ("volunteers at turn 0", lambda d: d["memory"][4]["volunteer"].update(after_turn=0), "after_turn", ""),
    ("starts beyond the scale", lambda d: d["start"].update(tension=-1), "start.tension", ""),
    ("no greeting", lambda d: d.update(greeting=[]), "greeting", ""),
    ("nothing to tell", lambda d: d.update(memory=[]), "memory", ""),
    ("unknown act", lambda d: d["lines"].update(dance={}), "lines.dance", "silent"),
    ("unknown mood", lambda d: d["lines"]["silent"]["any"].update(merry=["Ha"]), "merry", "guarded"),
    ("lines as one text", lambda d: d["lines"]["silent"]["any"].update(open="Ha"), "open", ""),
    ("the same id twice", lambda d: d["memory"][1].update(id="werk"), "", "id"),
    ("after something unknown", lambda d: d["memory"][1].update(after=["moon"]), "", "moon"),
]


@pytest.mark.parametrize(("change", "field", "hint"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_a_fault_is_reported_with_file_line_field_and_what_is_allowed(
    change: Change, field: str, hint: str, data: dict[str, Any], tmp_path: Path
) -> None:
    change(data)
    path = tmp_path / "bram.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        content.load(path, Persona)
    error = caught.value
    assert error.path == path
    assert str(error).startswith(f"{path}:{error.line}")
    assert error.line >= 1
    assert field in error.field
    assert hint in error.problem
    assert error.problem


def test_the_line_of_a_fault_is_the_line_it_stands_on(data: dict[str, Any], tmp_path: Path) -> None:
    data["memory"][2]["kind"] = "secret"
    text = yaml.safe_dump(data, sort_keys=False)
    path = tmp_path / "bram.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        content.load(path, Persona)
    assert text.splitlines()[caught.value.line - 1].strip() == "kind: secret"


def test_the_small_employee_of_these_tests_is_sound(data: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "bram.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert content.load(path, Persona).item("idee").topics == (Topic.IDEAS,)


def test_an_item_that_is_not_there_is_a_key_error(bram: Persona) -> None:
    with pytest.raises(KeyError, match="moon"):
        bram.item("moon")


@pytest.mark.parametrize(
    ("trust", "mood"),
    [(0, Mood.CLOSED), (37, Mood.CLOSED), (38, Mood.GUARDED), (61, Mood.GUARDED), (62, Mood.OPEN), (100, Mood.OPEN)],
)
def test_trust_falls_in_three_bands(trust: int, mood: Mood) -> None:
    assert Mood.of(trust) is mood


def test_an_employee_cannot_be_changed(bram: Persona) -> None:
    with pytest.raises(ValueError, match="frozen"):
        bram.name = "Wim"  # type: ignore[misc]


def test_every_act_an_employee_can_plan_has_a_place_for_lines(bram: Persona) -> None:
    assert set(bram.lines) == set(Act) - {Act.GREET, Act.DISCLOSE}
