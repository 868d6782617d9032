"""A walk past every screen of the program."""

from __future__ import annotations

from collections.abc import AsyncIterator

from stage import FLAGGED, OPEN, SITUATION, Scene

from coach import roleplay
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.tui.live_way import LiveWay
from coach.tui.widgets.live_line import LiveLine


async def walk(scene: Scene) -> AsyncIterator[str]:
    """Begin at home and stand still on each screen in turn; yields its name."""
    yield "home"
    await scene.press("1")
    yield "choose"
    await scene.press("enter")
    yield "employees"
    await scene.press("enter")
    yield "briefing"
    await scene.press("escape", "escape", "end")
    yield "choose, at the end"
    await scene.press("enter")
    yield "exercise"
    await scene.press("h", "enter", "enter", "f5")
    yield "exercise end"
    await practise(scene)
    yield "practice"
    await scene.press("f2")
    yield "hint"
    await scene.press("f2", "f2")
    yield "example"
    await scene.press("f3")
    yield "why"
    await scene.press("x")
    yield "not right"
    await scene.press("escape", "m")
    yield "why, with doubts"
    await scene.press("escape", "f7")
    yield "rewind"
    await scene.press("escape", "f4")
    await scene.say(OPEN)
    await scene.press("f8")
    yield "branches"
    await scene.press("escape", "f5")
    yield "debrief"
    await scene.press("escape")
    await scene.until(lambda: _("Progress") in scene.lines[-1])
    yield "home, with a finished talk"
    await scene.press("p")
    await scene.until(lambda: bool(scene.app.screen.query("#talks")) and not scene.app.screen.query("#waiting"))
    yield "progress"
    await scene.press("escape", "b")
    yield "library"
    await scene.press("escape", "2")
    yield "live start"
    await beside(scene)
    yield "live"
    await scene.press("f2")
    yield "live, medical"
    await scene.press("escape", "tab")
    await telegram(scene, FLAGGED)
    yield "live, a draft"
    await scene.press("enter", "slash", *"stilte")
    yield "live, finding"
    await scene.press("escape", "f5")
    await scene.until(lambda: scene.name == "LiveEndScreen" and bool(scene.app.screen.query("#end-lines")))
    await scene.press()
    yield "live end"
    await scene.press("f7")
    yield "live, own lines"


async def practise(scene: Scene, seed: int = 7) -> None:
    """A talk with one good line and one that is flagged."""
    scene.app.practise(Practice(roleplay.employee(SITUATION), scene.app.store, seed=seed))
    await scene.until(lambda: scene.name == "PracticeScreen" and scene.draft.has_focus)
    await scene.say(OPEN, FLAGGED)


async def beside(scene: Scene, kind: SituationKind = SituationKind.FREQUENT) -> None:
    """A call in which the employee has said one thing."""
    scene.app.call(kind, ("horen hoe het rooster uitpakt",), LiveWay())
    await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
    await telegram(scene, "rooster avond te zwaar", "enter")


async def telegram(scene: Scene, text: str, *then: str) -> None:
    """Put text on the line at once, and wait until it was read."""
    line = scene.app.screen.query_one(LiveLine)
    line.value = text
    line.cursor_position = len(text)
    await scene.pilot.pause(0.05)
    await scene.press(*then)
