"""A short exercise: what it is, its turns, and its points at the end."""

from __future__ import annotations

import pytest
from stage import FLAGGED, NARROW, WIDE, Scene, kept, program

from coach.messages import gettext as _
from coach.roleplay import exercise, library
from coach.tui.app import CoachApp

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
LSD = exercise.exercise("lsd")


async def begun(scene: Scene) -> None:
    """From the page of the exercise into its first turn."""
    await scene.until(lambda: scene.name == "ExerciseScreen")
    await scene.press("enter")
    await scene.until(lambda: scene.name == "PracticeScreen" and scene.draft.has_focus)


@BOTH
@pytest.mark.parametrize("chosen", [one.id for one in exercise.default()])
async def test_the_page_tells_why_what_and_where_it_begins(size: tuple[int, int], chosen: str) -> None:
    one = exercise.exercise(chosen)
    async with program(size, app=CoachApp(exercise=chosen)) as scene:
        page = " ".join(" ".join(str(part.render()).split()) for part in scene.app.screen.query("#exercise > *"))
        for words in (one.title, one.why, *one.todo, one.settings[0].scene):
            assert " ".join(words.split()) in page


async def test_w_takes_the_next_employee_and_comes_round() -> None:
    async with program(app=CoachApp(exercise="lsd")) as scene:
        seen = []
        for _setting in range(len(LSD.settings) + 1):
            seen.append(str(scene.app.screen.query_one("#scene").render()))
            await scene.press("w")
        assert len(set(seen)) == len(LSD.settings)
        assert seen[0] == seen[-1]


async def test_it_opens_with_the_employee_that_was_asked_for() -> None:
    async with program(app=CoachApp(exercise="lsd", persona="milena", situation="tussentijds")) as scene:
        await begun(scene)
        assert scene.practice.talk.persona == "milena"


@BOTH
async def test_the_turns_are_counted_in_the_head(size: tuple[int, int]) -> None:
    async with program(size, app=CoachApp(exercise="lsd")) as scene:
        await begun(scene)
        for number in range(1, 4):
            assert _("turn {number}/{count}").format(number=number, count=LSD.turns) in scene.lines[0]
            await scene.say("Vertel daar eens wat meer over.")
        assert LSD.title in scene.lines[0]


@BOTH
async def test_after_the_last_turn_enter_shows_the_points_with_their_words(size: tuple[int, int]) -> None:
    good = LSD.settings[0].good
    async with program(size, app=CoachApp(exercise="lsd")) as scene:
        await begun(scene)
        await scene.say(*good)
        assert scene.practice.over
        await scene.press("enter")
        assert scene.name == "ExerciseEndScreen"
        page = "\n".join(str(part.render()) for part in scene.app.screen.query("#points Static"))
        for criterion in LSD.criteria:
            assert criterion.text in page
        assert f"«{good[0]}»" in page
        assert LSD.done in page
        assert kept()[0].finished
        assert kept()[0].focus == "lsd"


async def test_what_was_not_done_says_not_yet() -> None:
    async with program(app=CoachApp(exercise="deur")) as scene:
        await begun(scene)
        await scene.say(FLAGGED)
        await scene.press("f5")
        page = "\n".join(str(part.render()) for part in scene.app.screen.query("#points Static"))
        assert _("not yet") in page
        assert FLAGGED.strip("?") in page
        assert exercise.exercise("deur").again in page


async def test_it_is_not_rounded_off_before_anything_was_said() -> None:
    async with program(app=CoachApp(exercise="lsd")) as scene:
        await begun(scene)
        await scene.press("f5")
        assert scene.name == "PracticeScreen"


async def test_what_was_said_before_cannot_be_taken_back() -> None:
    async with program(app=CoachApp(exercise="lsd")) as scene:
        await begun(scene)
        turns = scene.practice.talk.turns
        await scene.press("f4", "f7")
        assert scene.practice.talk.turns == turns
        assert scene.name == "PracticeScreen"


@pytest.mark.parametrize(
    ("key", "screen"),
    [("n", "ExerciseScreen"), ("g", "BriefingScreen"), ("d", "DebriefScreen"), ("escape", "HomeScreen")],
)
async def test_from_the_points_one_goes_on(key: str, screen: str) -> None:
    async with program(app=CoachApp(exercise="lsd", persona="jairo")) as scene:
        await begun(scene)
        await scene.say("Dus het is druk.")
        await scene.press("f5", key)
        assert scene.name == screen
        if key in "ng":
            assert library.default().persona("frequent", "jairo").name in scene.flat


async def test_an_exercise_can_be_left_and_gone_on_with() -> None:
    async with program(app=CoachApp(exercise="lsd")) as scene:
        await begun(scene)
        await scene.say("Dus het is druk. Klopt dat?")
        await scene.press("escape")
        await scene.resume()
        assert _("turn {number}/{count}").format(number=2, count=LSD.turns) in scene.lines[0]
