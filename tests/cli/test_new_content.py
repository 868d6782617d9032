"""`coach content new` and `coach content schema`: a start that can be filled in, and what editors check it by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from command import coach

from coach.cli import schemas
from coach.content import faults
from coach.roleplay import library
from coach.roleplay.persona import Act, Persona, Situation, Topic


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A content folder of the user's own."""
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path / "own"))
    library.default.cache_clear()
    yield tmp_path / "own" / "situations"
    library.default.cache_clear()


def test_a_new_situation_waits_to_be_filled_in(own: Path) -> None:
    assert coach("content", "new", "situation", "lastig", "--kind", "conflict").code == 0
    data = yaml.safe_load((own / "lastig.yaml").read_text(encoding="utf-8"))
    assert (data["id"], data["kind"]) == ("lastig", "conflict")
    fields = {error.field for error in faults(own / "lastig.yaml", Situation)}
    assert {"title", "summary", "aim", "phases.1.aim", "phases.1.questions"} <= fields
    assert all(error.line for error in faults(own / "lastig.yaml", Situation))


def test_a_new_employee_has_a_place_for_every_line(own: Path) -> None:
    assert coach("content", "new", "employee", "frequent", "José  de Boer").code == 0
    path = own / "frequent" / "jose_de_boer.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["name"] == "José de Boer"
    assert set(data["lines"]) == set(Act) - {Act.GREET, Act.DISCLOSE, Act.DANGER}
    assert set(Topic) <= set(data["lines"]["answer"])
    assert {error.field for error in faults(path, Persona)} >= {"role", "greeting", "memory.1.lines"}


def test_check_names_what_is_missing_with_file_and_field(own: Path) -> None:
    coach("content", "new", "situation", "lastig", "--kind", "conflict")
    coach("content", "new", "employee", "lastig", "Wietske")
    library.default.cache_clear()
    told = coach("content", "check", "--own")
    assert told.code == 2
    problems = told.out.splitlines()
    assert any("lastig.yaml:" in one and " title: " in one for one in problems)
    assert any("wietske.yaml:" in one and " memory.1.summary: " in one for one in problems)
    assert all(str(own.name) in one for one in problems)


def test_an_own_employee_who_is_filled_in_can_be_played(own: Path) -> None:
    shipped = library.default().persona_files("frequent")[0]
    data = yaml.safe_load(shipped.read_text(encoding="utf-8")) | {"id": "wietske", "name": "Wietske"}
    (own / "frequent").mkdir(parents=True)
    (own / "frequent" / "wietske.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    library.default.cache_clear()
    assert "Wietske" in coach("roleplay", "--list").out


@pytest.mark.parametrize(
    "asked",
    [
        ("situation", "frequent", "--kind", "frequent"),
        ("situation", "Met Spaties", "--kind", "frequent"),
        ("situation", "nieuw", "--kind", "niets"),
        ("employee", "frequent", "Samira"),
        ("employee", "conflict", "samira"),
        ("employee", "nergens", "Wietske"),
        ("employee", "frequent", "…"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing_behind(asked: tuple[str, ...], own: Path) -> None:
    assert coach("content", "new", *asked).code != 0
    assert not own.exists()


def test_nothing_is_written_over(own: Path) -> None:
    coach("content", "new", "situation", "lastig", "--kind", "conflict")
    (own / "lastig.yaml").write_text("mine", encoding="utf-8")
    assert coach("content", "new", "situation", "lastig", "--kind", "conflict").code != 0
    assert (own / "lastig.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", ["situation", "employee"])
def test_an_editor_finds_the_schema_that_the_first_line_names(kind: str, own: Path) -> None:
    coach("content", "new", "situation", "lastig", "--kind", "conflict")
    coach("content", "new", "employee", "lastig", "Wietske")
    path = own / ("lastig.yaml" if kind == "situation" else "lastig/wietske.yaml")
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    found = path.parent / first.partition("$schema=")[2]
    assert json.loads(found.read_text(encoding="utf-8")) == schemas.schema(kind)


@pytest.mark.parametrize("name", schemas.NAMES)
def test_every_kind_of_file_has_a_schema(name: str) -> None:
    made = coach("content", "schema", name).json
    assert made["type"] == "object"
    assert made["additionalProperties"] is False
    assert "body" not in made["properties"]


def test_schemas_can_be_saved(tmp_path: Path) -> None:
    assert coach("content", "schema", "--save", tmp_path / "here").code == 0
    assert sorted(path.stem for path in (tmp_path / "here").iterdir()) == sorted(schemas.NAMES)
    assert coach("content", "schema", "niets").code != 0
