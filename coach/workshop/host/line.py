"""A websocket as a line to a seat: JSON in, bytes out. The same protocol as the terminal script of textual-serve.

In, as text: `["stdin", "…"]`, `["resize", {"width": 80, "height": 24}]`, `["ping", "…"]`; anything else is passed
over. Out: what is drawn, as binary frames; `["pong", "…"]` as text.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.host.lines import LEAST, MOST, Ended, Lines
from coach.workshop.host.terminal import Terminal

LARGEST = 64 * 1024
"""Bytes of a frame at most: a page that is pasted fits."""
_MOST_WAITING = 1024 * 1024
"""Bytes that wait for a slow line at most; then it gets the whole screen anew, later."""
_AT_ONCE, _A_SECOND = 400, 200
_MOST_ODD = 50
_SHORT_SEND = 20.0


class SocketLine:
    """One browser window, or one `coach join`, at one seat."""

    def __init__(self, socket: web.WebSocketResponse, size: tuple[int, int]) -> None:
        self.socket, self.size = socket, fitting(*size)
        self.too_large = False
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._more = asyncio.Event()
        self._lost = False
        self._ended = False

    def write(self, data: bytes) -> None:
        """Send bytes as soon as it can be done."""
        if self._lost or self._ended:
            return
        self._waiting.append(data)
        self._bytes += len(data)
        if self._bytes > _MOST_WAITING:
            self._waiting.clear()
            self._bytes = 0
            self._lost = True
        self._more.set()

    async def end(self, why: Ended) -> None:
        """Close the line with a reason that the page understands."""
        self._ended = True
        await self.socket.close(code=why)

    async def send(self, terminal: Terminal) -> None:
        """Until the socket is closed: send what waits; what was lost on a slow line is drawn anew."""
        while not self.socket.closed:
            await self._more.wait()
            self._more.clear()
            waiting, self._waiting, self._bytes = self._waiting, [], 0
            if waiting:
                async with asyncio.timeout(_SHORT_SEND):
                    await self.socket.send_bytes(b"".join(waiting))
            elif self._lost and not self._ended:
                self._lost = False
                terminal.attach(self.write, *self.size)

    async def receive(self, terminal: Terminal, still: Callable[[], bool]) -> None:
        """Give what is typed to the terminal, as long as this is the line of the seat; returns when it is closed."""
        budget, since, odd = float(_AT_ONCE), _now(), 0
        async for message in self.socket:
            now = _now()
            budget, since = min(_AT_ONCE, budget + (now - since) * _A_SECOND) - 1, now
            if budget < 0:
                await asyncio.sleep(-budget / _A_SECOND)
            if message.type is WSMsgType.ERROR:
                self.too_large = getattr(message.data, "code", None) == WSCloseCode.MESSAGE_TOO_BIG
            elif message.type is not WSMsgType.TEXT or not await self._take(message.data, terminal, still):
                odd += 1
                if odd > _MOST_ODD:
                    await self.socket.close(code=WSCloseCode.POLICY_VIOLATION)

    async def _take(self, text: str, terminal: Terminal, still: Callable[[], bool]) -> bool:
        """Do what a message says; False when it says nothing that is known."""
        kind, value = _read(text)
        if kind == "ping":
            await self.socket.send_str(json.dumps(["pong", str(value)[:40]]))
        elif not still():
            return True
        elif kind == "stdin" and isinstance(value, str):
            terminal.feed(value)
        elif kind == "resize" and isinstance(value, dict):
            width, height = value.get("width"), value.get("height")
            if not isinstance(width, int) or not isinstance(height, int):
                return False
            size = fitting(width, height)
            if size != self.size:
                self.size = size
                terminal.resize(*size)
        else:
            return kind in ("focus", "blur")
        return True


async def serve(request: web.Request, seat_id: str, lines: Lines) -> SocketLine:
    """Hold a line to a seat for as long as it lasts."""
    socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST, compress=False, timeout=2)
    await socket.prepare(request)
    line = SocketLine(socket, (_number(request, "width", 80), _number(request, "height", 24)))
    sending: asyncio.Task[None] | None = None
    try:
        terminal = await lines.take(seat_id, line)
        sending = asyncio.create_task(line.send(terminal))
        sending.add_done_callback(lambda task: _drop_when_stuck(task, request))
        await line.receive(terminal, lambda: lines.has(seat_id, line))
    except WorkshopError as error:
        if error.refusal is Refusal.UNKNOWN:
            await line.end(Ended.LEFT)
    finally:
        lines.leave(seat_id, line)
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await sending
        if not socket.closed:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
    return line


def fitting(width: int, height: int) -> tuple[int, int]:
    """A size that a terminal can have."""
    return (min(max(width, LEAST[0]), MOST[0]), min(max(height, LEAST[1]), MOST[1]))


def _drop_when_stuck(task: asyncio.Task[None], request: web.Request) -> None:
    """A line that takes nothing any more is cut off: its other end may be long gone."""
    if not task.cancelled() and task.exception() is not None and request.transport is not None:
        request.transport.abort()


def _read(text: str) -> tuple[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(found, list) or not found or not isinstance(found[0], str):
        return "", None
    return found[0], found[1] if len(found) > 1 else None


def _number(request: web.Request, name: str, fallback: int) -> int:
    found = request.query.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 6 else fallback


def _now() -> float:
    return asyncio.get_running_loop().time()
