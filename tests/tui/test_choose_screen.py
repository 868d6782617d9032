"""Choosing, and the briefing before the talk."""

from __future__ import annotations

import pytest
from stage import NARROW, SITUATION, WIDE, Scene, program

from coach.messages import gettext as _
from coach.roleplay import library
from coach.tui.app import CoachApp


def _persona() -> tuple[str, str, str]:
    content = library.default()
    persona = content.persona(SITUATION)
    return persona.name, persona.role, content.situation(SITUATION).title


async def test_each_employee_stands_under_her_situation() -> None:
    name, role, title = _persona()
    async with program() as scene:
        await scene.press("1")
        assert _("Whom do you want to talk to?") in scene.flat
        assert scene.flat.index(title) < scene.flat.index(f"{name}, {role}")


async def test_enter_opens_the_briefing_and_escape_goes_back_step_by_step() -> None:
    async with program() as scene:
        await scene.press("1", "enter")
        assert scene.name == "BriefingScreen"
        await scene.press("escape")
        assert scene.name == "ChooseScreen"
        await scene.press("escape")
        assert scene.name == "HomeScreen"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_briefing_tells_what_a_manager_knows(size: tuple[int, int]) -> None:
    name, role, title = _persona()
    content = library.default()
    briefing = content.persona(SITUATION).briefing
    async with program(size, app=CoachApp(situation=SITUATION)) as scene:
        assert scene.name == "BriefingScreen"
        told = await _read_to_the_end(scene)
        for words in (f"{title} · {name}, {role}", briefing.happened, *briefing.facts, *briefing.prepare):
            assert " ".join(words.split()) in told
        assert _("Aim of this talk") in told
        assert " ".join(content.situation(SITUATION).aim.split()) in told


async def test_enter_starts_a_talk_that_she_opens() -> None:
    async with program() as scene:
        await scene.press("1", "enter", "enter")
        assert scene.name == "PracticeScreen"
        assert [turn.state is not None for turn in scene.practice.talk.turns] == [True]
        assert scene.draft.has_focus


async def test_each_start_has_chance_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([11, 12])
    monkeypatch.setattr("coach.tui.screens.briefing.secrets.randbelow", lambda _below: next(numbers))
    async with program() as scene:
        await scene.press("1", "enter", "enter")
        assert scene.practice.talk.seed == 11
        await scene.press("escape", "1", "enter", "enter")
        assert scene.practice.talk.seed == 12


async def _read_to_the_end(scene: Scene) -> str:
    """Everything in the page, wherever it is scrolled to; the scroll bar and the width do not cut words."""
    page = scene.app.screen.query_one("#briefing")
    await scene.press("end")
    await scene.until(lambda: page.scroll_offset.y == page.max_scroll_y)
    return " ".join(" ".join(str(part.render()).split()) for part in page.children)
