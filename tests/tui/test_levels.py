"""Levels of help: chosen before the talk, remembered, and kept to while it goes on."""

from __future__ import annotations

import pytest
from stage import FLAGGED, NARROW, OPEN, SITUATION, WIDE, Scene, program

from coach.conversation import Help
from coach.messages import gettext as _
from coach.roleplay import level
from coach.tui.app import CoachApp

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])


async def begin(scene: Scene, chosen: Help) -> None:
    """A talk at a level, from the briefing."""
    scene.app.level = chosen
    scene.app.brief(SITUATION)
    await scene.until(lambda: scene.name == "BriefingScreen")
    await scene.press("enter")
    await scene.until(lambda: scene.name == "PracticeScreen" and scene.draft.has_focus)


@BOTH
async def test_one_key_goes_through_the_levels_with_a_line_on_each(size: tuple[int, int]) -> None:
    async with program(size, app=CoachApp(situation=SITUATION)) as scene:
        for chosen in (*Help, Help.WITH):
            await scene.shows(level.about(chosen))
            assert level.name(chosen) in scene.flat
            await scene.press("h")


async def test_the_last_choice_is_remembered() -> None:
    async with program(app=CoachApp(situation=SITUATION)) as scene:
        assert scene.app.level is Help.WITH
        await scene.press("h", "h")
    async with program(app=CoachApp(situation=SITUATION)) as scene:
        await scene.shows(level.about(Help.NONE))
        await scene.press("enter")
        assert scene.practice.talk.help is Help.NONE


async def test_a_session_that_keeps_nothing_remembers_it_for_itself() -> None:
    async with program(app=CoachApp(keep=False, situation=SITUATION)) as scene:
        await scene.press("h")
        assert scene.app.level is Help.AFTERWARDS
    async with program(app=CoachApp(situation=SITUATION)) as scene:
        assert scene.app.level is Help.WITH


@BOTH
async def test_without_help_nothing_is_said_of_any_line(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await begin(scene, Help.NONE)
        scene.draft.put(FLAGGED)
        await scene.pilot.pause(0.1)
        assert not scene.part("#draft-reading").strip()
        await scene.press("enter")
        assert "■" not in scene.text
        assert not scene.app.screen.query_one("#coach").display
        assert level.name(Help.NONE) in scene.lines[0]
        await scene.press("f2", "f3")
        assert scene.name == "PracticeScreen"
        await scene.until(lambda: {level.no_hints(Help.NONE), level.no_why(Help.NONE)} <= set(scene.notes))


async def test_without_help_looking_back_shows_everything() -> None:
    async with program() as scene:
        await begin(scene, Help.NONE)
        await scene.say(OPEN, FLAGGED)
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        letter = " ".join(str(part.render()) for part in scene.app.screen.query("#letter > *"))
        assert FLAGGED.strip("?") in letter


@BOTH
async def test_looking_back_shows_each_line_after_its_answer_and_no_hints(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await begin(scene, Help.AFTERWARDS)
        scene.draft.put(FLAGGED)
        await scene.pilot.pause(0.1)
        assert not scene.part("#draft-reading").strip()
        assert _("You could now") not in scene.flat
        await scene.press("enter")
        assert "■" in scene.part("#talk")
        await scene.press("f2")
        await scene.until(lambda: level.no_hints(Help.AFTERWARDS) in scene.notes)
        await scene.press("f3")
        assert scene.name == "WhyScreen"
