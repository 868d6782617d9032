"""Choosing, and the briefing before the talk."""

from __future__ import annotations

import pytest
from stage import NARROW, SITUATION, WIDE, Scene, program

from coach.messages import gettext as _
from coach.roleplay import exercise, level, library
from coach.tui.app import CoachApp
from coach.tui.screens.choose import situations
from coach.tui.screens.employees import first_sight

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])


def _persona() -> tuple[str, str, str]:
    content = library.default()
    persona = content.persona(SITUATION)
    return persona.name, persona.role, content.situation(SITUATION).title


@BOTH
async def test_each_kind_of_talk_stands_there_by_name_and_tells_what_it_is(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("1")
        content = library.default()
        assert len(content.situations) == 8
        titles = [scene.flat.index(situation.title) for situation in situations()]
        assert titles == sorted(titles)
        for situation in situations():
            about = " ".join(str(scene.app.screen.query_one("#about").render()).split())
            assert " ".join(situation.summary.split()) in about
            assert content.persona(situation.id).name in about
            await scene.press("down")


@BOTH
async def test_the_short_exercises_stand_below_the_talks(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("1")
        heading = scene.flat.index(_("Short exercise (5 minutes)"))
        for one in exercise.default():
            assert scene.flat.index(one.title) > heading
        await scene.press("end", "enter")
        assert scene.name == "ExerciseScreen"
        assert exercise.default()[-1].title in scene.flat


@BOTH
@pytest.mark.parametrize("situation", [one.id for one in situations()])
async def test_each_employee_can_be_read_and_chosen(size: tuple[int, int], situation: str) -> None:
    content = library.default()
    place = [one.id for one in situations()].index(situation)
    async with program(size) as scene:
        await scene.press("1", *["down"] * place, "enter")
        assert scene.name == "EmployeesScreen"
        for persona_id in content.persona_ids(situation):
            persona = content.persona(situation, persona_id)
            assert f"{persona.name}, {persona.role}" in scene.flat
            assert first_sight(persona) in scene.flat
            assert level.difficulty(persona.difficulty) in scene.flat
        await scene.press("end", "enter")
        assert scene.name == "BriefingScreen"
        assert persona.name in scene.flat


async def test_enter_goes_on_and_escape_goes_back_step_by_step() -> None:
    async with program() as scene:
        for name in ("ChooseScreen", "EmployeesScreen", "BriefingScreen"):
            await scene.press("1" if name == "ChooseScreen" else "enter")
            assert scene.name == name
        for name in ("EmployeesScreen", "ChooseScreen", "HomeScreen"):
            await scene.press("escape")
            assert scene.name == name


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
        await scene.press("1", "enter", "enter", "enter")
        assert scene.name == "PracticeScreen"
        assert [turn.state is not None for turn in scene.practice.talk.turns] == [True]
        assert scene.draft.has_focus


async def test_each_start_has_chance_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([11, 12])
    monkeypatch.setattr("coach.tui.screens.briefing.secrets.randbelow", lambda _below: next(numbers))
    async with program() as scene:
        await scene.press("1", "enter", "enter", "enter")
        assert scene.practice.talk.seed == 11
        await scene.press("escape", "1", "enter", "enter", "enter")
        assert scene.practice.talk.seed == 12


async def _read_to_the_end(scene: Scene) -> str:
    """Everything in the page, wherever it is scrolled to; the scroll bar and the width do not cut words."""
    page = scene.app.screen.query_one("#briefing")
    await scene.press("end")
    await scene.until(lambda: page.scroll_offset.y == page.max_scroll_y)
    return " ".join(" ".join(str(part.render()).split()) for part in page.children)
