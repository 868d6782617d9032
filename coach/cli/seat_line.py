"""A seat in this terminal: keys go to the host, what it draws comes back, and a dropped line comes back by itself."""

from __future__ import annotations

import asyncio
import codecs
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import aiohttp
import click

from coach.messages import gettext as _

LEAVE = "\x1c"
"""Ctrl+\\: what the seat itself never needs."""
_WAITS = (0.1, 0.3, 0.6, 1.0, 1.5)
_HEARTBEAT = 2.0
_PIECE = 4096
_ELSEWHERE, _CLOSED, _LEFT = 4001, 4002, 4003
# Whatever the seat had switched on: mouse, pasting in brackets, focus, other keyboards, the other screen.
_PUT_BACK = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?1004l\x1b[?2026l\x1b[<u\x1b[0m\x1b[?25h"
    "\x1b[?1049l"
)


def see_terminal(url: str) -> None:
    """Say what to do where a terminal cannot be used in this way.

    Raises:
        click.UsageError: this is Windows, which has no termios, or nobody looks at this terminal.
    """
    if sys.platform == "win32":
        told = _(
            "On Windows a seat opens in the browser, not in this window: {url}\n"
            "It is the same seat with the same keys."
        )
        raise click.UsageError(told.format(url=url))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("This command needs a terminal to draw on."))


async def sit(session: aiohttp.ClientSession, base: str) -> str:
    """Stay at the seat of this session until its user leaves or it is taken elsewhere; returns a line to say then."""
    seat = _Seat(session, base)
    with _raw():
        return await seat.stay()


class _Seat:
    """One terminal at one seat."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session, self._base = session, base
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._over = asyncio.Event()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._typed: asyncio.Queue[str] = asyncio.Queue(1000)

    async def stay(self) -> str:
        loop = asyncio.get_running_loop()
        keys = sys.stdin.fileno()
        loop.add_reader(keys, self._read_keys, keys)
        loop.add_signal_handler(signal.SIGWINCH, lambda: self._send("resize", _size()))
        for one in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(one, self._over.set)
        leaving = asyncio.create_task(self._over.wait())
        held = asyncio.create_task(self._hold())
        try:
            await asyncio.wait({leaving, held}, return_when=asyncio.FIRST_COMPLETED)
            return held.result() if held.done() else _("You left your seat. Come back with: coach join --back")
        finally:
            loop.remove_reader(keys)
            for task in (leaving, held):
                task.cancel()
            await asyncio.gather(leaving, held, return_exceptions=True)

    async def _hold(self) -> str:
        """Keep a line; returns what to say when there is nothing to come back to."""
        tries = 0
        while True:
            ended = await self._one_line()
            if ended is None:
                tries = 0
            elif ended:
                return ended
            _draw_away()
            await asyncio.sleep(_WAITS[min(tries, len(_WAITS) - 1)])
            tries += 1

    async def _one_line(self) -> str | None:
        """One line until it drops. None when it held, empty when it never came, else the reason of the end."""
        size = _size()
        address = f"{self._base}/ws?width={size['width']}&height={size['height']}"
        try:
            socket = await self._session.ws_connect(
                address, origin=self._base, heartbeat=_HEARTBEAT, max_msg_size=0, autoclose=True
            )
        except aiohttp.WSServerHandshakeError as error:
            return _left() if error.status == 403 else ""
        except (aiohttp.ClientError, OSError, TimeoutError):
            return ""
        self._socket = socket
        sending = asyncio.create_task(self._send_keys(socket))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.BINARY:
                    _write(message.data)
        finally:
            self._socket = None
            sending.cancel()
            with suppress(Exception):
                await socket.close()
        return _reasons().get(socket.close_code or 0)

    def _read_keys(self, keys: int) -> None:
        data = os.read(keys, _PIECE)
        if not data:
            self._over.set()
            return
        text = self._decoder.decode(data)
        if LEAVE in text:
            self._over.set()
        elif text and self._socket is not None:
            with suppress(asyncio.QueueFull):
                self._typed.put_nowait(text)

    async def _send_keys(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            text = await self._typed.get()
            with suppress(aiohttp.ClientError, ConnectionError):
                await socket.send_json(["stdin", text])

    def _send(self, kind: str, value: object) -> None:
        socket = self._socket
        if socket is None or socket.closed:
            return

        async def send() -> None:
            with suppress(aiohttp.ClientError, ConnectionError):
                await socket.send_json([kind, value])

        self._sending = asyncio.create_task(send())


@contextmanager
def _raw() -> Iterator[None]:
    """The terminal gives every key as it is, on a screen of its own; put back as it was, whatever happens."""
    import termios
    import tty

    keys = sys.stdin.fileno()
    before = termios.tcgetattr(keys)
    try:
        tty.setraw(keys)
        _write(b"\x1b[?1049h\x1b[2J\x1b[H")
        yield
    finally:
        with suppress(OSError):
            _write(_PUT_BACK.encode())
        with suppress(termios.error):
            termios.tcsetattr(keys, termios.TCSAFLUSH, before)


def _size() -> dict[str, int]:
    found = shutil.get_terminal_size((80, 24))
    return {"width": found.columns, "height": found.lines}


def _draw_away() -> None:
    """A quiet line at the bottom; the next picture draws over it."""
    size = _size()
    words = _("The line is gone for a moment. You come back by yourself; what you sent is kept.")[: size["width"] - 1]
    _write(f"\x1b7\x1b[{size['height']};1H\x1b[0;7m{words}\x1b[0m\x1b8".encode())


def _write(data: bytes) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(sys.stdout.fileno(), left) :]
        except BlockingIOError:
            continue


def _reasons() -> dict[int, str]:
    """Why the host ended a line, when it was not by accident."""
    return {
        _ELSEWHERE: _("Your seat was opened in another window. Only one at a time can be used."),
        _CLOSED: _("Your screen was closed. Everything that you sent is kept."),
        _LEFT: _left(),
    }


def _left() -> str:
    return _("This seat is no more. You can come in anew with the code on the board.")
