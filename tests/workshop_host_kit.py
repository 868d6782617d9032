"""A terminal without screens and a browser without pages, for hosts in tests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
from yarl import URL

from coach.workshop import Workshop
from coach.workshop.host.server import Host
from coach.workshop.host.terminal import Opener, Write


class EchoTerminal:
    """Shows the seat's name, the size and everything typed so far; `!` ends it."""

    def __init__(self, name: str) -> None:
        self.name, self.typed, self.size = name, "", (0, 0)
        self.is_closed = False
        self._write: Write | None = None
        self._ended = asyncio.Event()

    def attach(self, write: Write, width: int, height: int) -> None:
        self._write, self.size = write, (width, height)
        self.draw()

    def detach(self, write: Write) -> None:
        if self._write == write:
            self._write = None

    def feed(self, data: str) -> None:
        self.typed += data
        if "!" in data:
            self._ended.set()
        self.draw()

    def resize(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.draw()

    async def closed(self) -> None:
        await self._ended.wait()

    async def close(self) -> None:
        self.is_closed = True
        self._ended.set()

    def draw(self) -> None:
        if self._write:
            width, height = self.size
            self._write(f"\x1b[2J\x1b[H{self.name} {width}x{height} «{self.typed}»".encode())


def echo_opener(workshop: Workshop, opened: list[EchoTerminal] | None = None) -> Opener:
    """Opens echo terminals; they are added to `opened`."""

    async def open_one(seat_id: str) -> EchoTerminal:
        terminal = EchoTerminal(workshop.seat(seat_id).name)
        if opened is not None:
            opened.append(terminal)
        return terminal

    return open_one


class Browser:
    """What a browser does, as far as the host sees it: cookies, an origin, forms and a line."""

    def __init__(self, host: Host, session: aiohttp.ClientSession) -> None:
        self.host, self.session = host, session
        self.base = host.url
        self.origin: str | None = host.url

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.origin} if self.origin else {}

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(URL(f"{self.base}{path}", encoded=True), headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        address = f"{self.base}{path}"
        async with self.session.post(address, data=fields, headers=self.headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def join(self, name: str, **fields: str) -> str:
        """Take a seat; the personal code."""
        code = self.host.workshop.join_code
        status, text = await self.post("/join", code=code, name=name, **fields)
        assert status == 200, text
        found = re.search(r'id="shown">([^<]+)<', text)
        assert found
        return found.group(1)

    def line(self, width: int = 80, height: int = 24, **headers: str) -> Any:
        """A websocket to the seat, for `async with`."""
        address = f"{self.base}/ws?width={width}&height={height}"
        return self.session.ws_connect(address, headers={**self.headers, **headers}, timeout=WAIT)


WAIT = aiohttp.ClientWSTimeout(ws_close=5)


async def drawn(line: aiohttp.ClientWebSocketResponse, words: str) -> str:
    """Wait until the line has drawn these words; the text of that frame."""
    async with asyncio.timeout(20):
        async for message in line:
            if message.type is aiohttp.WSMsgType.BINARY and words in message.data.decode():
                return str(message.data.decode())
    raise AssertionError(f"never drawn: {words}; closed with {line.close_code}")


async def end_of(line: aiohttp.ClientWebSocketResponse) -> int | None:
    """Wait until the line is closed; the code."""
    async with asyncio.timeout(20):
        async for _message in line:
            pass
    return line.close_code


async def until(seen: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not seen():
            await asyncio.sleep(0.02)


class Window:
    """A browser window at a seat, with what is drawn in it."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, width: int = 120, height: int = 40) -> None:
        import pyte

        self.line = line
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)

    async def type(self, text: str) -> None:
        await self.line.send_json(["stdin", text])

    async def until(self, seen: Callable[[str], object], what: str = "") -> None:
        """Draw what comes until something is seen in the words on the screen."""
        try:
            async with asyncio.timeout(40):
                while not seen(self.flat):
                    message = await self.line.receive()
                    assert message.type is aiohttp.WSMsgType.BINARY, f"closed: {self.line.close_code}\n{self.text}"
                    self._stream.feed(UNKNOWN.sub(b"", message.data))
        except TimeoutError:
            raise AssertionError(f"never seen: {what}\n{self.text}") from None

    async def shows(self, words: str) -> None:
        await self.until(lambda flat: " ".join(words.split()) in flat, words)

    async def begin(self) -> None:
        """Wait for a round with a simulated employee, and put the task aside."""
        await self.until(lambda flat: _PROMPT in flat and "╭" in flat, "the task")
        await self.type("\r")
        await self.until(lambda flat: "╭" not in flat, "the talk")

    async def says(self, line: str) -> None:
        """Say a line and wait for the answer to it."""
        await self.type(line)
        await self.until(lambda flat: _end(line) in flat.rpartition(" > ")[2], line)
        await self.type("\r")
        await self.until(lambda _flat: is_answered(self.screen.display, line), f"an answer to «{line}»")

    @property
    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self.screen.display)

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())


def is_answered(rows: Sequence[str], line: str) -> bool:
    """Whether someone else says something below this line, on a screen with a talk."""
    own = (" " * 11, " Jij ")
    said = [number for number, row in enumerate(rows) if row.startswith(own) and _end(line) in row]
    return bool(said) and any(re.match(r" [A-Z]\w+ +\S", row) for row in rows[said[-1] + 1 :])


_PROMPT = "Wat zeg je?"


def _end(line: str) -> str:
    """The last word of a line: it stands on one row, however the line is broken."""
    return line.split()[-1]


# Sequences that the emulator does not know: it would print their tails. They draw nothing.
UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*[ $'][A-Za-z]|\x1bP[^\x1b]*\x1b\\")
