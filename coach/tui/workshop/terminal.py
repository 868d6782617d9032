"""A terminal for every seat: the seat's app, drawn to whatever line is attached, for as long as the workshop runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import Context
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from coach.messages import gettext as _
from coach.tui.workshop.driver import LineDriver, fitting
from coach.tui.workshop.hosted import Hosted
from coach.workshop.host.terminal import Write

if TYPE_CHECKING:
    from textual.driver import Driver

    from coach.roleplay.voices import Voices
    from coach.workshop import Workshop

_AGAIN = (0.5, 2.0, 5.0, 15.0)
"""Seconds to wait before a screen that failed is opened again: the first time, the second, …"""
_STEADY = 60.0
"""A screen that held for so many seconds is not counted as failing again and again."""
_PATIENCE = 2.0
"""Seconds that an app gets to end by itself."""


class AppTerminal:
    """Runs the app that `make` makes, and opens another when it fails. See `coach.workshop.host.terminal`."""

    def __init__(self, make: Callable[[], Hosted]) -> None:
        """Begin at once, without a line."""
        self._make = make
        self._write: Write | None = None
        self._size = (80, 24)
        self._app: Hosted | None = None
        self._closing = False
        self._failed = False
        self._ended = asyncio.Event()
        # A context of its own: which app is active is a matter of context, and this may be called from another app's.
        self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())

    def attach(self, write: Write, width: int, height: int) -> None:
        """Draw to this line from now on, beginning with the whole screen."""
        self._write, self._size = write, fitting(width, height)
        driver = self._driver
        if driver:
            driver.repaint(*self._size)
        elif self._failed:
            self._send(_calm_page(*self._size))

    def detach(self, write: Write) -> None:
        """Draw to nobody, unless another line has come by now."""
        if self._write == write:
            self._write = None

    def feed(self, data: str) -> None:
        """Take what was typed or pasted."""
        driver = self._driver
        if driver:
            driver.feed(data)

    def resize(self, width: int, height: int) -> None:
        """Draw to another size."""
        self._size = fitting(width, height)
        driver = self._driver
        if driver:
            driver.resize(*self._size)

    async def closed(self) -> None:
        """Return when its user has left, or it was closed."""
        await self._ended.wait()

    async def close(self) -> None:
        """End it."""
        self._closing, self._write = True, None
        if self._app:
            self._app.exit()
        _done, late = await asyncio.wait({self._task}, timeout=_PATIENCE)
        for task in late:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def app(self) -> Hosted | None:
        """The app that runs now; for tests."""
        return self._app

    @property
    def _driver(self) -> LineDriver | None:
        driver = self._app._driver if self._app else None
        return driver if isinstance(driver, LineDriver) else None

    def _driver_for(self, owner: Hosted, app: Any, **options: Any) -> LineDriver:
        options["size"] = self._size  # a line may have come since the app was begun
        return _Driver(app, send=self._send, owner=owner, **options)

    def _send(self, data: bytes) -> None:
        if self._write:
            self._write(data)

    async def _run(self) -> None:
        loop, failed = asyncio.get_running_loop(), 0
        try:
            while not self._closing:
                began = loop.time()
                if await self._one_run() or self._closing:
                    break
                failed = 0 if loop.time() - began > _STEADY else failed
                self._failed = True
                self._send(_calm_page(*self._size))
                await asyncio.sleep(_AGAIN[min(failed, len(_AGAIN) - 1)])
                failed += 1
        finally:
            self._app = None
            self._ended.set()

    async def _one_run(self) -> bool:
        """Run the app once; returns whether it ended as it should."""
        app: Hosted | None = None
        try:
            app = self._app = self._make()
            app.driver_class = cast("type[Driver]", partial(self._driver_for, app))
            await app.run_async(size=self._size, mouse=False)
        except Exception as error:  # whatever it is: this seat is opened anew, and the others go on
            if app:
                app._handle_exception(error)
            return False
        finally:
            self._app = None
        return app.return_code == 0


class _Driver(LineDriver):
    """A line driver that puts the streams of the process right when its app leaves."""

    def __init__(self, app: Any, *, owner: Hosted, **options: Any) -> None:
        super().__init__(app, **options)
        self._owner = owner

    def stop_application_mode(self) -> None:
        """Textual has just put back the streams of when this app began."""
        self._owner.streams_back()


def _calm_page(width: int, height: int) -> bytes:
    """What a participant sees while a screen is opened anew."""
    lines = (_("Something went wrong on this screen."), _("Nothing is lost. In a moment you go on where you were."))
    drawn = ["\x1b[0m\x1b[2J"]
    for number, line in enumerate(lines):
        text = line[:width]
        drawn.append(f"\x1b[{max(1, height // 2 + number)};{max(1, (width - len(text)) // 2 + 1)}H{text}")
    return "".join(drawn).encode()


async def open_terminal(
    workshop: Workshop, seat_id: str, *, voices: Voices | None = None, report_at: str = ""
) -> AppTerminal:
    """Open the terminal of a seat; it runs until it is closed, with or without a line.

    Args:
        workshop: the workshop; one object for all seats of this program.
        seat_id: whose seat.
        voices: a language model that all seats share; the written lines when None.
        report_at: the address where a participant fetches the own report, to show at the end.

    Raises:
        WorkshopError: there is no such seat (UNKNOWN).
    """
    from coach.tui.workshop.seat import SeatApp

    workshop.seat(seat_id)
    return AppTerminal(lambda: SeatApp(workshop, seat_id, voices=voices, report_at=report_at))
