"""A stage for the screens: the program without a terminal, and what stands on it as plain text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from coach import locations, roleplay
from coach.conversation import Conversation, Help
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.store import open_store
from coach.tui.app import CoachApp
from coach.tui.screens.practice import PracticeScreen
from coach.tui.widgets.draft import Draft

NARROW = (80, 24)
WIDE = (120, 40)
SITUATION = "frequent"
FLAGGED = "Heb je hoofdpijn?"
"""A line that every sane reading flags: it asks after a complaint."""
OPEN = "Hoe kijk jij daar zelf naar?"
_MANY = 400


class Scene:
    """One running program, with short names for what a test does with it."""

    def __init__(self, app: CoachApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait until they have been dealt with."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def say(self, *lines: str) -> None:
        """Put each line in the draft at once, and send it."""
        for line in lines:
            self.draft.put(line)
            await self.press("enter")

    async def resume(self) -> None:
        """At home: go on with what was left open, as soon as it is offered."""
        await self.until(lambda: _("Go on") in self.lines[-1])
        await self.press("v")
        await self.until(lambda: self.name == "PracticeScreen" and bool(self.app.screen.query(Draft)))

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait for something that comes by itself; gives up in the end, and then the test fails."""
        for _turn in range(_MANY):
            await self.pilot.pause(0.01)
            if seen():
                return
        raise AssertionError("never seen; on the screen:\n" + self.text)

    async def shows(self, words: str) -> None:
        """Wait until words stand on the screen."""
        await self.until(lambda: words in self.flat)

    async def told(self, message: str) -> None:
        """Wait until a message has been given to the user; named by its English text in the code."""
        await self.until(lambda: any(_(message) in note for note in self.notes))

    @property
    def notes(self) -> list[str]:
        """The messages given so far that are still in sight."""
        return [note.message for note in self.app._notifications]

    @property
    def name(self) -> str:
        """The kind of screen that is on top."""
        return type(self.app.screen).__name__

    @property
    def lines(self) -> list[str]:
        """What is drawn, row by row."""
        return [strip.text for strip in self.app.screen._compositor.render_strips(self.app.size)]

    @property
    def text(self) -> str:
        """What is drawn."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def flat(self) -> str:
        """What is drawn, on one line with single spaces."""
        return " ".join(self.text.split())

    @property
    def draft(self) -> Draft:
        """The line being typed."""
        return self.app.screen.query_one(Draft)

    @property
    def practice(self) -> Practice:
        """The talk on the screen."""
        assert isinstance(self.app.screen, PracticeScreen)
        return self.app.screen.practice

    def part(self, selector: str) -> str:
        """The text of one part of the screen, as far as it is drawn."""
        region = self.app.screen.query_one(selector).region
        rows = self.lines[region.y : region.bottom]
        return "\n".join(row[region.x : region.right].rstrip() for row in rows)


@asynccontextmanager
async def program(
    size: tuple[int, int] = WIDE, *, keep: bool = True, app: CoachApp | None = None
) -> AsyncIterator[Scene]:
    """The program at home."""
    opened = app or CoachApp(keep=keep)
    async with opened.run_test(size=size) as pilot:
        await pilot.pause()
        yield Scene(opened, pilot)


@asynccontextmanager
async def talk(
    size: tuple[int, int] = WIDE, *, keep: bool = True, seed: int = 7, level: Help = Help.WITH
) -> AsyncIterator[Scene]:
    """The program in a talk that has just begun."""
    async with program(size, keep=keep) as scene:
        app, who = scene.app, roleplay.employee(SITUATION)
        app.practise(Practice(who, app.store, seed=seed, silences=app.silences, level=level))
        await scene.until(
            lambda: scene.name == "PracticeScreen" and bool(scene.app.screen.query(Draft)) and scene.draft.has_focus
        )
        await scene.press()
        yield scene


def kept() -> list[Conversation]:
    """The talks on disk, the latest first, read as another program would."""
    with open_store(locations.database()) as store:
        found = [store.load(summary.id) for summary in store.list()]
    return [conversation for conversation in found if conversation is not None]
