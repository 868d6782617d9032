"""Themes, languages and sizes: what must hold on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from journey import walk
from stage import NARROW, OPEN, WIDE, Scene, program, talk
from words import foreign, untranslated

from coach.messages import gettext as _
from coach.tui import theme
from coach.tui.screens.practice import PracticeScreen
from coach.tui.widgets.letter import letter

NAMES = [choice.name for choice in theme.THEMES]


async def test_three_themes_come_round() -> None:
    assert len(NAMES) == 3
    async with program() as scene:
        seen = [scene.app.theme]
        for _turn in NAMES:
            await scene.press("f9")
            seen.append(scene.app.theme)
        assert seen == [*NAMES, NAMES[0]]


async def test_t_at_home_is_the_same_key() -> None:
    async with program() as scene:
        await scene.press("t")
        assert scene.app.theme == NAMES[1]


async def test_the_theme_is_remembered() -> None:
    async with program() as scene:
        await scene.press("t", "t")
    async with program() as again:
        assert again.app.theme == NAMES[2]


async def test_a_theme_that_does_not_exist_any_more_is_the_default() -> None:
    theme.remember("gone")
    async with program() as scene:
        assert scene.app.theme == theme.DEFAULT


async def test_a_theme_that_cannot_be_kept_still_changes(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = own_home / "a-file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("COACH_DATA", str(blocked))
    async with program(keep=True) as scene:
        await scene.press("f9")
        assert scene.app.theme == NAMES[1]
    assert theme.remembered() == theme.DEFAULT


async def test_a_session_that_keeps_nothing_keeps_no_theme() -> None:
    async with program(keep=False) as scene:
        await scene.press("f9")
        assert scene.app.theme == NAMES[1]
    assert theme.remembered() == theme.DEFAULT


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_screen_speaks_english(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        async for name in walk(scene):
            text = scene.text
            assert text.strip(), name
            assert foreign(text) == set(), name
            assert untranslated(text) == set(), name


def test_the_check_on_language_sees_english() -> None:
    assert foreign("Druk op: Quit, or press enter") == {"quit", "press"}
    assert untranslated("Hier staat: Looking back") == {"Looking back"}


async def test_messages_are_dutch_too() -> None:
    async with talk() as scene:
        await scene.press("f3", "f4", "f5")
        await scene.until(lambda: len(scene.notes) == 3)
        assert foreign(scene.text) == set()
        assert untranslated(scene.text) == set()


@pytest.mark.parametrize("size", [(40, 12), (20, 8)])
async def test_a_tiny_terminal_is_uncomfortable_but_works(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("f1", "escape", "1", "enter", "enter", "enter")
        assert scene.name == "PracticeScreen"
        await scene.say(OPEN)
        for key in ("f2", "escape", "f3", "escape", "f1", "escape", "pageup"):
            await scene.press(key)
            assert [len(line) for line in scene.lines] == [size[0]] * size[1]
        assert len(scene.practice.talk.turns) == 3
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        await scene.press("escape", "b", "x", "down")
        assert scene.name == "LibraryScreen"


async def test_a_window_that_changes_size_is_laid_out_anew() -> None:
    async with talk(WIDE) as scene:
        assert scene.app.screen.query_one("#coach").display
        await scene.pilot.resize_terminal(*NARROW)
        await scene.until(lambda: not scene.app.screen.query_one("#coach").display)
        title = scene.practice.phase.title
        await scene.until(lambda: scene.lines[0].rstrip().endswith(title))
        await scene.pilot.resize_terminal(*WIDE)
        await scene.until(lambda: bool(scene.app.screen.query_one("#coach").display))
        await scene.until(lambda: scene.lines[0].rstrip().endswith(title))
        assert len(scene.lines[0].rstrip()) > NARROW[0]


async def test_ctrl_c_says_how_to_stop_and_ctrl_q_stops() -> None:
    async with program() as scene:
        await scene.press("ctrl+c")
        await scene.told("Ctrl+Q stops. Your talk is kept.")
        assert scene.app.is_running
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running)


async def test_the_same_seed_gives_the_same_talk_and_the_same_letter() -> None:
    shown: list[str] = []
    letters: list[list[str]] = []
    for _time in range(2):
        async with talk(keep=False) as scene:
            await scene.say(OPEN, OPEN)
            shown.append(scene.text)
            letters.append(await _letter(scene))
    assert shown[0] == shown[1]
    assert letters[0] == letters[1]


async def _letter(scene: Scene) -> list[str]:
    from coach.debrief import debrief

    assert isinstance(scene.app.screen, PracticeScreen)
    employee = scene.practice.employee
    return [str(part.content) for part in letter(debrief(scene.practice.talk, employee.persona, _("Practise")))]
