"""A trainer writes while the talk is open: the next reply uses it, and a broken file is told once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import OPEN, SITUATION, talk

from coach.roleplay import library


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The employee of the talk, as a file in a folder of the user's own."""
    name = library.default().persona(SITUATION).id
    shipped = next(path for path in library.default().persona_files(SITUATION) if path.stem == name)
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path / "own"))
    own = tmp_path / "own" / "situations" / SITUATION / shipped.name
    own.parent.mkdir(parents=True)
    shutil.copy(shipped, own)
    library.default.cache_clear()
    yield own
    library.default.cache_clear()


async def test_what_is_saved_counts_from_the_next_reply_on(file: Path) -> None:
    async with talk() as scene:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("role: ", "role: nieuwe ", 1), encoding="utf-8")
        await scene.say(OPEN)
        assert scene.practice.employee.persona.role.startswith("nieuwe ")
        assert scene.notes == []


async def test_a_broken_file_is_told_once_and_the_talk_goes_on(file: Path) -> None:
    async with talk() as scene:
        before = scene.practice.employee
        file.write_text("id: [\n", encoding="utf-8")
        await scene.say(OPEN, "Vertel.")
        assert scene.practice.employee is before
        assert len(scene.practice.talk.turns) == 5
        assert [note for note in scene.notes if file.name in note] == scene.notes
        assert len(scene.notes) == 1
