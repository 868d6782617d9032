"""Two people at one keyboard: the screen is turned between two turns, and nobody sees what is the other's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene
from textual.widgets import Input

from coach.messages import gettext as _
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.tick import Tick
from coach.tui.workshop.keyboard import KeyboardApp
from coach.workshop import Hall, Workshop, open_hall, shelf
from coach.workshop.duo import Duo
from coach.workshop.views import Stage

FIRST = "Dus. Ik mag op gesprek komen."
LONG = "Roodborstlijstervogel"


@asynccontextmanager
async def keyboard(
    size: tuple[int, int] = NARROW, names: tuple[str, str] = ("Merel", "Vink"), *, hall: Hall | None = None,
    duo: Duo | None = None,
) -> AsyncIterator[tuple[Scene, KeyboardApp]]:  # fmt: skip
    """The two have sat down; the screen is to be turned for the first time."""
    app = KeyboardApp(hall or open_hall(None), shelf.plan("kennismaking"), duo=duo)
    async with app.run_test(size=size) as pilot:
        scene = Scene(app, pilot)
        if duo is None:
            await scene.until(lambda: scene.name == "KeyboardStartScreen")
            for field, name in zip(("#manager", "#employee"), names, strict=True):
                app.screen.query_one(field, Input).value = name
            await scene.press("enter", "enter")
        await scene.until(lambda: scene.name == "PassScreen")
        yield scene, app


async def sit(scene: Scene) -> None:
    """Turn the screen, and put the page away with which a round begins."""
    await scene.press("enter")
    if scene.name == "IntroScreen":
        await scene.press("enter")
    await scene.until(lambda: scene.name == "TurnScreen" and isinstance(scene.pilot.app.focused, Draft))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_talk_played_at_one_keyboard(size: tuple[int, int]) -> None:
    async with keyboard(size) as (scene, app):
        card = app.playing.table(app.playing.employee).role_card
        assert card is not None
        await scene.shows(_("Turn the screen to {name}").format(name="Vink"))
        assert card.mood[:30] not in scene.flat
        await sit(scene)
        await scene.press("f3")
        await scene.until(lambda: isinstance(app.focused, Tick))
        assert card.mood[:30] in scene.flat
        await scene.press("space", "escape")
        assert app.playing.table(app.playing.employee).told == (0,)
        await scene.say(FIRST)
        await scene.until(lambda: scene.name == "PassScreen")
        assert _("Turn the screen to {name}").format(name="Merel") in scene.flat
        assert FIRST in scene.flat
        await sit(scene)
        await scene.press("f3")
        assert card.mood[:30] not in scene.flat
        assert app.playing.table(app.playing.manager).briefing[:30] in scene.flat
        await scene.press("escape")
        await scene.say(FLAGGED)
        await scene.until(lambda: scene.name == "PassScreen")
        assert "■" not in scene.text  # both look at this page, and the plan shows readings to one of them
        await sit(scene)
        assert "╰─ ■" in scene.text
        await scene.say("Daar wil ik het niet over hebben.")
        await sit(scene)
        assert "■" not in scene.text
        assert [turn.text for turn in app.playing.table().talk.turns][:2] == [FIRST, FLAGGED]


async def test_why_the_manager_sees_no_readings_is_said() -> None:
    async with keyboard(WIDE) as (scene, _app):
        await sit(scene)
        assert _("No readings here now") not in scene.flat
        await scene.say(FIRST)
        await scene.press("enter")
        await scene.until(lambda: scene.name == "IntroScreen")
        assert _("Who sees the readings") in scene.flat
        await scene.press("enter")
        await scene.shows(_("No readings here now"))


async def test_the_end_is_for_both_and_the_reports_are_saved(tmp_path: Path) -> None:
    async with keyboard() as (scene, app):
        for line in (FIRST, OPEN, "Nou, druk.", FLAGGED):
            await sit(scene)
            await scene.say(line)
        await scene.press("f5", "n")
        assert not app.playing.is_over
        await scene.press("f5", "j")
        await scene.until(lambda: scene.name == "KeyboardEndScreen")
        assert app.workshop.rounds[0].plan.discussion[0][:30] in scene.flat
        await scene.press("m")
        await scene.press(*"stil", "enter", *"open", "enter")
        assert [app.workshop.seat(seat).takes_home for seat in app.playing.seats] == ["stil", "open"]
        await scene.press("d")
        await scene.shows(_("Looking back"))
        assert "Bas: " in scene.flat
        assert "bas: " not in scene.flat
        await scene.press("escape", "b")
        app.screen.query_one("#line", Input).value = str(tmp_path / "uit")
        await scene.press("enter")
        await scene.until(lambda: len(list((tmp_path / "uit").glob("*"))) == 4)
        pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "uit").iterdir()}
        mine = next(text for name, text in pages.items() if name.endswith("merel.md"))
        assert "stil" in mine
        assert "Vink" not in mine
        await scene.press("o")
        await scene.until(lambda: scene.name == "PassScreen")
        assert app.playing.name(app.playing.manager) == "Vink"


async def test_names_are_whole_at_eighty_columns() -> None:
    async with keyboard(NARROW, ("Merel", LONG)) as (scene, _app):
        assert LONG in scene.flat
        await sit(scene)
        assert LONG in scene.lines[0]
        await scene.say(FIRST)
        await sit(scene)
        assert LONG in scene.lines[0]


async def test_names_that_are_none_are_said_and_can_be_mended() -> None:
    app = KeyboardApp(open_hall(None), shelf.plan("kennismaking"))
    async with app.run_test(size=NARROW) as pilot:
        scene = Scene(app, pilot)
        await scene.until(lambda: scene.name == "KeyboardStartScreen")
        proposed = [line.value for line in app.screen.query(Input)]
        assert len(set(proposed)) == 2
        app.screen.query_one("#employee", Input).value = proposed[0]
        await scene.press("enter", "enter")
        await scene.told("Someone has this name already. Choose another one.")
        assert scene.name == "KeyboardStartScreen"
        app.screen.query_one("#employee", Input).value = proposed[1]
        await scene.press("enter")
        await scene.until(lambda: scene.name == "PassScreen")


async def test_stopping_asks_and_says_how_to_go_on() -> None:
    hall = open_hall(None)
    async with keyboard(hall=hall) as (scene, app):
        await sit(scene)
        await scene.say(FIRST)
        await scene.press("ctrl+q")
        await scene.shows(f"--resume {app.workshop.join_code}")
        await scene.press("n")
        assert scene.name == "PassScreen"
        await scene.press("ctrl+q", "j")
        await scene.until(lambda: not app.is_running)
    duo = app.playing
    duo.leave()
    assert duo.workshop.stage is Stage.PAUSED
    again = Duo(Workshop.by_code(hall, duo.workshop.join_code))
    async with keyboard(hall=hall, duo=again) as (scene, app):
        assert FIRST in scene.flat
        await scene.press("enter")
        await scene.until(lambda: scene.name == "IntroScreen")
