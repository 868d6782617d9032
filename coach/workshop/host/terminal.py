"""A seat's screen as the host sees it: something that takes keys, gives out bytes, and outlives its line.

The host knows no screens. Whoever starts it says how a terminal for a seat is opened; one terminal serves a seat for
as long as the workshop runs here, whatever happens to the line to it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

Write = Callable[[bytes], None]
"""Takes what the terminal wants drawn: UTF-8 with escape sequences. Never blocks and never raises."""


class Terminal(Protocol):
    """The screen of one seat. All of it runs in the event loop of the host."""

    def attach(self, write: Write, width: int, height: int) -> None:
        """Give everything drawn from now on to `write`, beginning with the whole screen; earlier lines get no more.

        Args:
            write: where the bytes go.
            width: columns, at least 20.
            height: rows, at least 8.
        """
        ...

    def detach(self, write: Write) -> None:
        """The line has gone; the terminal goes on without one. Nothing happens when another is attached by now."""
        ...

    def feed(self, data: str) -> None:
        """Take what was typed or pasted, with the escape sequences that a terminal sends."""
        ...

    def resize(self, width: int, height: int) -> None:
        """Draw to another size."""
        ...

    async def closed(self) -> None:
        """Return when the terminal has ended by itself: its user left, or it failed."""
        ...

    async def close(self) -> None:
        """End it and let go of everything it holds."""
        ...


Opener = Callable[[str], Awaitable[Terminal]]
"""Opens the terminal of a seat, given the id of the seat."""
