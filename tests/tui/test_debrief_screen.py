"""Looking back: the letter, and the ways to keep it."""

from __future__ import annotations

import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene, kept, talk

from coach.conversation import Branch
from coach.debrief import html, markdown
from coach.messages import gettext as _
from coach.tui.screens.debrief import DebriefScreen
from coach.tui.widgets.draft import Draft


@asynccontextmanager
async def looking_back(size: tuple[int, int] = WIDE) -> AsyncIterator[Scene]:
    """The program on the debrief of a short talk."""
    async with talk(size) as scene:
        await scene.say(OPEN, FLAGGED)
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        yield scene


@pytest.fixture
def documents(own_home: Path) -> Path:
    """The folder where a user of this computer keeps documents."""
    folder = own_home / "Documents"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_letter_quotes_what_was_said(size: tuple[int, int]) -> None:
    async with looking_back(size) as scene:
        letter = "\n".join(str(part.render()) for part in scene.app.screen.query("#letter > *"))
        for heading in ("Looking back", "What to hold back", "Agreements", "For next time", "Figures"):
            assert _(heading) in letter
        assert f"«{FLAGGED.rstrip('?')}" in letter
        assert _("Looking back") in scene.lines[1]


async def test_the_letter_scrolls_with_the_arrows() -> None:
    async with looking_back(NARROW) as scene:
        page = scene.app.screen.query_one("#letter")
        await scene.press("end")
        await scene.until(lambda: page.scroll_offset.y == page.max_scroll_y > 0)
        await scene.press("up")
        await scene.until(lambda: page.scroll_offset.y < page.max_scroll_y)


async def test_saving_makes_a_page_and_a_text_for_the_owner_alone(documents: Path) -> None:
    async with looking_back() as scene:
        await scene.press("s")
        files = sorted(documents.iterdir())
        assert [path.suffix for path in files] == [".html", ".md"]
        report = _report(scene)
        assert files[0].read_text(encoding="utf-8") == html(report)
        assert files[1].read_text(encoding="utf-8") == markdown(report)
        if sys.platform != "win32":
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert any(path.name in note for note in scene.notes for path in files)


async def test_saving_again_never_writes_over_what_is_there(documents: Path) -> None:
    async with looking_back() as scene:
        await scene.press("s")
        first = {path: path.read_bytes() for path in documents.iterdir()}
        await scene.press("s")
        assert len(list(documents.iterdir())) == 4
        assert {path: path.read_bytes() for path in first} == first


async def test_a_folder_that_cannot_be_written_is_named_with_the_reason(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = own_home / "a-file"
    blocked.write_text("not a folder")
    monkeypatch.setattr("coach.locations.documents", lambda: blocked)
    async with looking_back() as scene:
        await scene.press("s")
        await scene.until(lambda: any(str(blocked) in note for note in scene.notes))
        assert scene.name == "DebriefScreen"
        assert blocked.read_text() == "not a folder"


async def test_copying_uses_the_clipboard_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("pyperclip.copy", copied.append)
    async with looking_back() as scene:
        await scene.press("c")
        await scene.told("The page is on the clipboard.")
        assert copied == [markdown(_report(scene))]


async def test_without_a_clipboard_the_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    def none(_text: str) -> None:
        raise pyperclip.PyperclipException("no clipboard here")

    monkeypatch.setattr("pyperclip.copy", none)
    async with looking_back() as scene:
        await scene.press("c")
        await scene.told("Asked the terminal to copy. Not there? Press s to save it as a file.")
        assert scene.app.clipboard == markdown(_report(scene))


async def test_once_more_begins_at_the_briefing_of_the_same_employee() -> None:
    async with looking_back() as scene:
        await scene.press("n")
        assert scene.name == "BriefingScreen"
        await scene.press("enter")
        assert len(scene.practice.talk.turns) == 1
        await scene.press("escape")
        assert scene.name == "HomeScreen"


def _report(scene: Scene) -> object:
    assert isinstance(scene.app.screen, DebriefScreen)
    return scene.app.screen.report


async def test_a_number_goes_back_to_that_moment_in_a_talk_of_its_own() -> None:
    async with looking_back() as scene:
        assert isinstance(scene.app.screen, DebriefScreen)
        screen = scene.app.screen
        moment, before = screen.report.moments[-1], screen.practice.talk
        await scene.press(str(len(screen.report.moments)))
        await scene.until(lambda: scene.name == "PracticeScreen" and bool(scene.app.screen.query(Draft)))
        again = scene.practice.talk
        assert again.id != before.id
        assert again.branch == Branch(talk=before.id, turns=moment.turn - 1)
        assert again.turns == before.turns[: moment.turn - 1]
        await scene.say(OPEN)
        assert len(scene.practice.talk.turns) == moment.turn + 1
    assert {talk.id: talk for talk in kept()}[before.id] == before


async def test_a_number_without_a_moment_does_nothing() -> None:
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f5", "3")
        assert scene.name == "DebriefScreen"


async def test_another_round_stands_beside_this_one() -> None:
    async with looking_back() as scene:
        assert isinstance(scene.app.screen, DebriefScreen)
        await scene.press("2" if len(scene.app.screen.report.moments) > 1 else "1")
        await scene.until(lambda: scene.name == "PracticeScreen" and bool(scene.app.screen.query(Draft)))
        await scene.say(OPEN)
        await scene.press("f5")
        await scene.until(lambda: scene.name == "DebriefScreen")
        letter = "\n".join(str(part.render()) for part in scene.app.screen.query("#letter > *"))
        assert _("Your rounds side by side") in letter
        assert _("this talk") in letter


async def test_the_exercise_for_it_is_one_key_away() -> None:
    async with looking_back() as scene:
        assert isinstance(scene.app.screen, DebriefScreen)
        assert scene.app.screen.report.focus_next == "deur"
        await scene.press("o")
        await scene.until(lambda: scene.name == "ExerciseScreen")
