"""Seats and a console as tests use them: many terminals in one loop, each drawn on a screen of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pyte
from textual.widget import Widget

from coach.tui.workshop.terminal import AppTerminal, open_terminal
from coach.workshop import Hall, Plan, Workshop
from coach.workshop.seat import Consent

NARROW, WIDE = (80, 24), (120, 40)
_MANY = 600
KEYS = {
    "enter": "\r", "escape": "\x1b", "space": " ", "up": "\x1b[A", "down": "\x1b[B", "ctrl+q": "\x11",
    "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f8": "\x1b[19~",
}  # fmt: skip


class Sitting:
    """One participant: a seat, its terminal, and what stands on the screen."""

    def __init__(self, workshop: Workshop, seat_id: str, code: str, terminal: AppTerminal) -> None:
        self.workshop, self.id, self.code, self.terminal = workshop, seat_id, code, terminal
        self.attach(NARROW)

    def attach(self, size: tuple[int, int]) -> None:
        """Come (back) on a line of one's own, with an empty screen."""
        self.screen = pyte.Screen(*size)
        stream = pyte.ByteStream(self.screen)
        self.write: Callable[[bytes], None] = stream.feed
        self.terminal.attach(self.write, *size)

    @property
    def text(self) -> str:
        """What is drawn."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def flat(self) -> str:
        """What is drawn, on one line with single spaces."""
        return " ".join(self.text.split())

    @property
    def name(self) -> str:
        """The kind of screen that is on top; empty as long as there is none."""
        app = self.terminal.app
        return type(app.screen).__name__ if app and app.screen_stack else ""

    @property
    def focused(self) -> Widget | None:
        """What has the keyboard."""
        return self.terminal.app.focused if self.terminal.app else None

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.terminal.feed(KEYS.get(key, key))
            await asyncio.sleep(0.15 if key == "escape" else 0.02)

    async def say(self, line: str) -> None:
        """Type a line and send it."""
        self.terminal.feed(line)
        await self.press("enter")

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait for something that comes by itself; gives up in the end."""
        for _turn in range(_MANY):
            if seen():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("never seen; on the screen:\n" + self.text)

    async def shows(self, words: str) -> None:
        """Wait until words stand on the screen."""
        await self.until(lambda: words in self.flat)

    async def begin(self) -> None:
        """Put the page away with which a round begins."""
        await self.until(lambda: self.name == "IntroScreen")
        await self.press("enter")
        await self.until(lambda: self.name != "IntroScreen")


@asynccontextmanager
async def seats(hall: Hall, plan: Plan, *names: str, agree: bool = False) -> AsyncIterator[list[Sitting]]:
    """A workshop in which everyone named has a terminal."""
    workshop = Workshop.create(hall, plan)
    found = []
    for name in names:
        joined = workshop.join(name)
        workshop.arrive(joined.seat.id, "host")
        if agree:
            workshop.agree(joined.seat.id, Consent(measures=True, sentences=True))
        terminal = await open_terminal(workshop, joined.seat.id)
        found.append(Sitting(workshop, joined.seat.id, joined.code, terminal))
    try:
        yield found
    finally:
        for one in found:
            await one.terminal.close()
