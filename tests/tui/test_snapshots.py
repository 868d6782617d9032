"""How ten screens look. Drawn with a fixed seed and a fixed clock; what blinks stands still.

After a change of looks or content: `pytest tests/tui/test_snapshots.py --snapshot-update`, and look at the
pictures in `__snapshots__` before keeping them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import pytest
from journey import beside, practise
from stage import NARROW, OPEN, SITUATION, WIDE, Scene
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from coach import locations, roleplay, store
from coach.conversation import Speaker, Turn
from coach.tui import theme
from coach.tui.app import CoachApp

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures belong to Python 3.11: drawing differs in details elsewhere"
)
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same time of day everywhere."""
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_home(snap_compare: Compare) -> None:
    talk = roleplay.employee(SITUATION).begin(7)
    said = Turn(speaker=Speaker.MANAGER, text=OPEN, at=_NOON)
    greeted = talk.turns[0].model_copy(update={"at": _NOON})
    with store.open_store(locations.database()) as kept:
        kept.begin(talk.model_copy(update={"started": _NOON, "turns": (greeted, said)}))

    async def looked(scene: Scene) -> None:
        await scene.until(lambda: "Samira" in scene.part("#open-talk"))

    assert snap_compare(CoachApp(), terminal_size=NARROW, run_before=_doing(looked))


def test_briefing(snap_compare: Compare) -> None:
    assert snap_compare(CoachApp(situation=SITUATION), terminal_size=WIDE, run_before=_doing(_nothing))


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_practice_with_a_flag(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoachApp(), terminal_size=size, run_before=_doing(practise))


def test_why(snap_compare: Compare) -> None:
    async def why(scene: Scene) -> None:
        await practise(scene)
        await scene.press("f3")

    assert snap_compare(CoachApp(), terminal_size=WIDE, run_before=_doing(why))


def test_debrief(snap_compare: Compare) -> None:
    async def look_back(scene: Scene) -> None:
        await practise(scene)
        await scene.press("f5")

    assert snap_compare(CoachApp(), terminal_size=WIDE, run_before=_doing(look_back))


def test_library(snap_compare: Compare) -> None:
    async def search(scene: Scene) -> None:
        await scene.press("b")
        everything = scene.part("#count")
        scene.app.screen.query_one(Input).value = "medicijnen"
        await scene.until(lambda: scene.part("#count") != everything)

    assert snap_compare(CoachApp(), terminal_size=WIDE, run_before=_doing(search))


@pytest.mark.parametrize("size", [NARROW, WIDE, (40, 16)], ids=["narrow", "wide", "compact"])
def test_live(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoachApp(keep=False), terminal_size=size, run_before=_doing(beside))


def test_contrast(snap_compare: Compare) -> None:
    theme.remember("contrast")
    assert snap_compare(CoachApp(), terminal_size=NARROW, run_before=_doing(practise))


async def _nothing(_scene: Scene) -> None:
    return


def _doing(act: Callable[[Scene], Awaitable[None]]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Act, then hold still: cursors do not blink, background work is done."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, CoachApp)
        scene = Scene(app, pilot)
        await scene.press()
        await act(scene)
        await app.workers.wait_for_complete()
        for field in app.screen.query("Input, TextArea"):
            assert isinstance(field, (Input, TextArea))
            field.cursor_blink = False
        await scene.press()

    return run
