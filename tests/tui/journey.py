"""Ways to every screen of the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from stage import FLAGGED, OPEN, SITUATION, Scene

from coach import roleplay
from coach.roleplay.practice import Practice


async def _home(scene: Scene) -> None:
    await scene.press()


async def _choose(scene: Scene) -> None:
    await scene.press("1")


async def _briefing(scene: Scene) -> None:
    scene.app.brief(SITUATION)
    await scene.until(lambda: scene.name == "BriefingScreen")


async def _practice(scene: Scene) -> None:
    scene.app.practise(Practice(roleplay.employee(SITUATION), scene.app.store, seed=7))
    await scene.until(lambda: scene.name == "PracticeScreen")
    await scene.press()
    await scene.say(OPEN, FLAGGED)


async def _hint(scene: Scene) -> None:
    await _practice(scene)
    await scene.press("f2")


async def _why(scene: Scene) -> None:
    await _practice(scene)
    await scene.press("f3")


async def _debrief(scene: Scene) -> None:
    await _practice(scene)
    await scene.press("f5")


async def _library(scene: Scene) -> None:
    await scene.press("b")


SCREENS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "home": _home,
    "choose": _choose,
    "briefing": _briefing,
    "practice": _practice,
    "hint": _hint,
    "why": _why,
    "debrief": _debrief,
    "library": _library,
}


async def go(scene: Scene, name: str) -> None:
    """From home to a screen."""
    await SCREENS[name](scene)
    await scene.press()
