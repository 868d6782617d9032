"""A Textual driver without a terminal of its own: what is drawn goes to a line, and keys come from that line.

Many apps run in one process and one loop this way. Nothing here touches the terminal, the clipboard, the signals or
the files of the computer that it runs on, and what comes in is taken for keys and pasted text only: a line may say
anything, and a report of a terminal (its size, where its cursor is) is not believed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

_RESET = "\x1b[!p\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[0m\x1b[2J\x1b[H"
"""A terminal that was used before: the other screen, no wrapping, no cursor, pastes marked, and nothing on it."""
_ESCAPE_AFTER = 0.12
"""Seconds after which an escape that nothing followed was the key."""
_MOST_HELD = 300_000
"""Signs of a paste that has no end yet; more is no paste."""
_MOST_WAITING = 4_000
"""Keys that wait to be dealt with; what comes on top of them is dropped."""
_TYPED_AT_ONCE = 48
"""More signs than this in one go were pasted by a terminal that does not mark it."""


class LineDriver(Driver):
    """Draws to `send` and takes keys by `feed`. One for each run of an app."""

    def __init__(
        self, app: App[Any], *, send: Callable[[bytes], None], debug: bool = False, mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(app, debug=debug, mouse=False, size=size or (80, 24))
        self._send = send
        self._drawn: list[str] = []
        self._waiting: asyncio.Handle | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._parser = XTermParser()
        self._held = 0
        self._stopped = False

    # -- out -----------------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Draw, with the next flush at the latest."""
        self._drawn.append(data)
        if self._waiting is None:
            self._waiting = self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send what was drawn, in one piece."""
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
        drawn, self._drawn = "".join(self._drawn), []
        if drawn and not self._stopped:
            self._send(drawn.encode("utf-8", "replace"))

    def start_application_mode(self) -> None:
        """Begin on an empty screen of the right size."""
        self.write(_RESET)
        self.resize(*(self._size or (80, 24)))

    def disable_input(self) -> None:
        """Take no more keys."""
        self._stopped = True
        if self._tick:
            self._tick.cancel()

    def stop_application_mode(self) -> None:
        """Nothing to restore: the terminal is another one's."""

    def repaint(self, width: int, height: int) -> None:
        """Draw all of it anew, to this size, for a line that has just come."""
        self._drawn.clear()
        self.write(_RESET)
        self.resize(width, height)
        if self._app.is_running and self._app.screen_stack:
            self._app.refresh(layout=True)

    def resize(self, width: int, height: int) -> None:
        """Draw to another size."""
        self._size = (width, height)
        size = Size(width, height)
        self._app.post_message(events.Resize(size, size))

    # -- in ------------------------------------------------------------------------------------------------------

    def feed(self, data: str) -> None:
        """Take what was typed or pasted."""
        if self._stopped or not data:
            return
        if len(data) > _TYPED_AT_ONCE and self._held == 0 and not any(sign < " " or sign == "\x7f" for sign in data):
            self._post(events.Paste(data))
            return
        self._held += len(data)
        try:
            for event in self._parser.feed(data):
                self._post(event)
        except Exception:  # a sequence that no keyboard sends; what came before it was dealt with
            self._begin_anew()
        if self._held > _MOST_HELD:
            self._begin_anew()
        if self._tick:
            self._tick.cancel()
        self._tick = self._loop.call_later(_ESCAPE_AFTER, self._end_escape) if "\x1b" in data[-40:] else None

    def _end_escape(self) -> None:
        self._tick = None
        for event in self._parser.tick():
            self._post(event)

    def _post(self, event: Message) -> None:
        self._held = 0
        if isinstance(event, (events.Key, events.Paste)) and self._app.message_queue_size < _MOST_WAITING:
            event.set_sender(self._app)
            self._app.post_message(event)

    def _begin_anew(self) -> None:
        self._parser, self._held = XTermParser(), 0

    # -- what other drivers do with the computer ------------------------------------------------------------------

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: the browser would be that of another computer."""

    def deliver_binary(
        self, binary: BinaryIO | TextIO, *, delivery_key: str, save_path: Path,
        open_method: Literal["browser", "download"] = "download", encoding: str | None = None,
        mime_type: str | None = None, name: str | None = None,
    ) -> None:  # fmt: skip
        """Write no file: it would lie on another computer."""
        binary.close()


def fitting(width: int, height: int) -> tuple[int, int]:
    """A size that can be drawn to, whatever a line says that it is."""
    return min(max(width, 20), 400), min(max(height, 8), 200)
