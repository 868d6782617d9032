"""Own situations and employees join those that come with the program, and a changed file is read again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from bram import persona_data, situation_data

from coach.content import ContentError
from coach.conversation import Speaker, Turn
from coach.roleplay import library
from coach.roleplay.employee import Employee
from coach.roleplay.library import Library, UnknownContent
from coach.roleplay.renewal import Renewal


def written(path: Path, data: dict[str, Any], seconds: int = 0) -> Path:
    """A content file that was changed so many seconds after the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    os.utime(path, (1_700_000_000 + seconds,) * 2)
    return path


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Content as it comes with the program: one situation with Bram in it; and the user's own folder, empty."""
    shipped = tmp_path / "shipped"
    written(shipped / "test.yaml", situation_data())
    written(shipped / "test" / "bram.yaml", persona_data())
    return shipped, tmp_path / "own"


def test_an_own_employee_joins_a_situation_that_was_there(folders: tuple[Path, Path]) -> None:
    written(folders[1] / "test" / "anna.yaml", persona_data() | {"id": "anna", "name": "Anna"})
    assert Library(*folders).persona_ids("test") == ("anna", "bram")
    assert Library(*folders).persona("test", "anna").name == "Anna"


def test_an_own_file_takes_the_place_of_another_of_its_name(folders: tuple[Path, Path]) -> None:
    written(folders[1] / "test.yaml", situation_data() | {"title": "Eigen"})
    written(folders[1] / "test" / "bram.yaml", persona_data() | {"role": "eigen"})
    content = Library(*folders)
    assert content.situation("test").title == "Eigen"
    assert content.persona("test").role == "eigen"
    assert content.persona_ids("test") == ("bram",)


def test_what_is_half_written_is_not_offered_and_stops_nothing(folders: tuple[Path, Path]) -> None:
    written(folders[1] / "half.yaml", {"id": "half", "title": None})
    written(folders[1] / "test" / "anna.yaml", {"id": "anna"})
    content = Library(*folders)
    assert list(content.situations) == ["test"]
    assert [error.path.name for error in content.broken] == ["half.yaml"]
    assert content.persona_ids("test") == ("bram",)
    with pytest.raises(ContentError):
        content.persona("test", "anna")
    with pytest.raises(UnknownContent):
        content.persona("test", "niemand")


def test_a_changed_file_is_read_again_and_a_broken_one_is_not_used(folders: tuple[Path, Path]) -> None:
    content, path = Library(*folders), folders[0] / "test" / "bram.yaml"
    first = content.persona("test", "bram")
    assert content.persona("test", "bram") is first
    written(path, persona_data() | {"role": "schilder"}, seconds=1)
    second = content.persona("test", "bram")
    assert second.role == "schilder"
    written(path, {"id": "bram"}, seconds=2)
    assert content.persona("test", "bram") is second
    trouble = content.trouble("test", "bram")
    assert trouble is not None
    assert trouble.path == path
    written(path, persona_data(), seconds=3)
    assert content.persona("test", "bram") == first
    assert content.trouble("test", "bram") is None


def test_a_file_that_is_away_for_a_moment_changes_nothing(folders: tuple[Path, Path]) -> None:
    content, path = Library(*folders), folders[0] / "test.yaml"
    before = content.situation("test")
    path.unlink()
    assert content.situation("test") is before


@pytest.fixture
def content(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Library:
    """Bram's content as the content of the program."""
    made = Library(*folders)
    monkeypatch.setattr(library, "default", lambda: made)
    return made


def test_the_next_reply_uses_what_was_changed(content: Library, folders: tuple[Path, Path]) -> None:
    now = Employee(content.situation("test"), content.persona("test", "bram"))
    talk = now.begin()
    renewal = Renewal(talk)
    assert renewal.employee(now, talk) is now
    changed = persona_data()
    new = "Zo heb ik het nu gezegd."
    for by_key in changed["lines"].values():
        for key in by_key:
            by_key[key] = {mood: [new] for mood in ("closed", "guarded", "open")}
    written(folders[0] / "test" / "bram.yaml", changed, seconds=1)
    renewed = renewal.employee(now, talk)
    assert renewed.persona.lines != now.persona.lines
    assert renewed.voice is now.voice
    said = talk.with_turn(Turn(speaker=Speaker.MANAGER, text="Goedemiddag."))
    assert renewed.reply(said).text == new
    assert renewal.trouble(talk) is None


def test_a_broken_file_keeps_the_employee_and_is_told_once(content: Library, folders: tuple[Path, Path]) -> None:
    now = Employee(content.situation("test"), content.persona("test", "bram"))
    talk = now.begin()
    renewal = Renewal(talk)
    written(folders[0] / "test" / "bram.yaml", {"id": "bram"}, seconds=1)
    assert renewal.employee(now, talk) is now
    assert "bram.yaml" in (renewal.trouble(talk) or "")
    assert renewal.trouble(talk) is None
    written(folders[0] / "test" / "bram.yaml", {"id": "bram", "name": 3}, seconds=2)
    assert renewal.employee(now, talk) is now
    assert renewal.trouble(talk) is not None


def test_what_was_told_cannot_be_taken_out_of_the_file(content: Library, folders: tuple[Path, Path]) -> None:
    now = Employee(content.situation("test"), content.persona("test", "bram"))
    talk = now.begin()
    assert talk.state is not None
    told = Turn(speaker=Speaker.EMPLOYEE, text="werk", state=talk.state.model_copy(update={"revealed": ("thuis",)}))
    talk = talk.with_turn(told)
    renewal = Renewal(talk)
    changed = persona_data()
    changed["memory"] = [item for item in changed["memory"] if item["id"] != "thuis"]
    written(folders[0] / "test" / "bram.yaml", changed, seconds=1)
    assert renewal.employee(now, talk) is now
    assert "thuis" in (renewal.trouble(talk) or "")
