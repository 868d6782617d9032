"""A workshop with many people at once: how fast answers come, whether a turn is lost, and what a seat costs.

    python -m benchmarks.workshop [--people 25] [--browsers 5] [--turns 6]

`coach workshop run` serves as its own process, as it does for a trainer. People sit at real websockets with real
screens; some of them in real Chromium, where it is installed. All type at the speed of a person, read the answer, and
type on. An answer is there when its first words have been drawn on the screen of who waits for it. Then every line is
cut off at once, and after that the host is killed and started again: how long until everyone has a screen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

LINES = (
    "Fijn dat je er bent. Het gaat vandaag over hoe je werk loopt. Hoe kijk jij daar zelf naar?",
    "Dus je werk is het afgelopen jaar zwaarder geworden. Vertel daar eens wat meer over.",
    "Wat had je eigenlijk, was het weer je rug?",
    "Je doet het dus dubbel om het goed te krijgen. Wat zou volgens jou in het werk helpen?",
    "Je moet gewoon wat meer rust nemen, dan komt het wel goed. Ben je het daarmee eens?",
    "Wat heb je van mij nodig om dat te laten lukken?",
)
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-3d-apis",
]  # fmt: skip
_ANSI = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;:<=>? ]*[A-Za-z@`$p]|\x1bP[^\x1b]*\x1b\\|\x1b[()][A-Z0-9]|\x1b."
)
_KEY = (0.12, 0.28)
"""Seconds between keys: five a second, which is a fast typist."""
_READING = (5.0, 15.0)
"""Seconds to read an answer and think before typing on."""
_SIZE = (120, 40)
_LIMIT = 60.0
_FIRST = (
    "from coach.workshop import Workshop, open_hall, shelf; w = Workshop.create(open_hall(None), "
    "shelf.plan('kennismaking')); s = w.join('Eerste').seat.id; w.start_round(); w.practice(s).say('Hoe is het?')"
)


@dataclass
class Person:
    """Someone at a seat, and everything that was drawn for them since the last Enter."""

    name: str
    line: Any = None
    asked: list[float] = field(default_factory=list)
    drawn: list[list[tuple[float, bytes]]] = field(default_factory=list)
    bytes: int = 0
    first: float = 0.0
    """When the first picture of this line came."""
    has_task: float = 0.0
    """When the task of the round was drawn, in its box."""

    def take(self, data: bytes) -> None:
        """Something was drawn."""
        now = time.monotonic()
        self.first = self.first or now
        self.bytes += len(data)
        if not self.has_task and "╭".encode() in data:
            self.has_task = now
        if self.drawn:
            self.drawn[-1].append((now, data))

    def enter(self) -> None:
        """Enter was pressed just now."""
        self.asked.append(time.monotonic())
        self.drawn.append([])

    def waited(self, turn: int, answer: str) -> float | None:
        """Seconds until the first words of the answer to a turn stood on the screen; None when they never did."""
        words = " ".join(re.sub(r"[()]", " ", answer).split()[:3])
        seen = ""
        for at, data in self.drawn[turn]:
            seen += " " + _ANSI.sub(b" ", data).decode("utf-8", "replace")
            if words in " ".join(re.sub(r"[()]", " ", seen).split()):
                return at - self.asked[turn]
        return None


class Typist(Person):
    """Someone at a websocket, as the terminal script in a browser speaks it."""

    session: Any = None

    async def sit(self, url: str) -> None:
        """Open a line."""
        import aiohttp

        self.first = 0.0
        address = f"{url}/ws?width={_SIZE[0]}&height={_SIZE[1]}"
        self.line = await self.session.ws_connect(address, origin=url, timeout=aiohttp.ClientWSTimeout(ws_close=2))
        self.reading = asyncio.create_task(self._read(self.line))

    async def type(self, text: str) -> None:
        """Send keys."""
        await self.line.send_json(["stdin", text])

    async def drop(self) -> None:
        """Cut the line off, without a word."""
        self.line._response.connection.transport.abort()
        await self.reading

    async def _read(self, line: Any) -> None:
        async for message in line:
            if isinstance(message.data, bytes):
                self.take(message.data)


class Surfer(Person):
    """Someone in a real browser."""

    page: Any = None

    async def sit(self, url: str) -> None:
        """Go to the seat."""
        self.first = 0.0
        if self.page.url.endswith("/seat"):
            return  # the page comes back by itself
        self.page.on("websocket", lambda line: line.on("framereceived", self._frame))
        await self.page.goto(f"{url}/seat")

    async def type(self, text: str) -> None:
        """Send keys."""
        if text == "\r":
            await self.page.keyboard.press("Enter")
        else:
            await self.page.keyboard.type(text)

    async def drop(self) -> None:
        """Nothing: who serves cuts these lines off."""

    def _frame(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.take(data)


class Served:
    """`coach workshop run` as a process of its own, with a database of its own."""

    def __init__(self, folder: Path, people: int) -> None:
        # What is read from the content files is kept after a first start; a trainer has had one.
        subprocess.run(
            [sys.executable, "-c", _FIRST],
            env={**os.environ, "COACH_DATA": str(folder)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url, self._folder = f"http://127.0.0.1:{self.port}", folder
        told = self._start("kennismaking", "--seats", str(people))
        self.code = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", told)[0]

        from coach.workshop import Workshop, open_hall

        self.workshop = Workshop.by_code(open_hall(folder / "workshops.sqlite3"), self.code)

    def kill(self) -> None:
        """Stop it by force."""
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()

    def again(self) -> None:
        """Start it again after `kill`."""
        self._start("--resume", self.code)

    def memory(self) -> float:
        """What it holds, in MB."""
        for line in Path(f"/proc/{self.child.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError

    def seconds(self) -> float:
        """Processor time it took so far."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _start(self, *options: str) -> str:
        self.child = subprocess.Popen(
            [sys.executable, "-c", "from coach.cli import main; main()", "workshop", "run", *options, "--no-console",
             "--port", str(self.port)],
            env={**os.environ, "COACH_DATA": str(self._folder)}, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.child.stdout is not None
        told = ""
        while "/board/" not in told:
            line = self.child.stdout.readline()
            assert line, "the host did not start"
            told += line
        return told


async def measure(people: int, browsers: int, turns: int) -> list[str]:
    """Hold the workshop and give the figures as lines."""
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder), people)
        try:
            async with AsyncExitStack() as stack:
                return [line async for line in _held(stack, served, people, browsers, turns)]
        finally:
            served.kill()


async def _held(stack: AsyncExitStack, served: Served, people: int, browsers: int, turns: int) -> Any:
    surfers = await _surfers(stack, served, browsers)
    typists = [await _typist(stack, served, number) for number in range(people - len(surfers))]
    everyone: list[Any] = [*surfers, *typists]
    await everyone[0].sit(served.url)
    await _until_drawn(everyone[:1])
    alone = served.memory()
    await asyncio.gather(*(one.sit(served.url) for one in everyone[1:]))
    await _until_drawn(everyone)
    lobby = served.memory()
    yield f"{len(everyone)} people, {len(surfers)} of them in Chromium; {turns} turns each"

    served.workshop.refresh()
    began = time.monotonic()
    served.workshop.start_round()
    while not all(one.has_task for one in everyone):
        assert time.monotonic() - began < _LIMIT, "not everyone got a task"
        await asyncio.sleep(0.05)
    waits = sorted(one.has_task - began for one in everyone)
    yield f"a round begins: its task is there after {median(waits):.1f} s (median), {waits[-1]:.1f} s (last)"
    await asyncio.sleep(8)
    idle = served.seconds()
    await asyncio.sleep(5)
    yield f"processor while all sit and read: {(served.seconds() - idle) / 5:.0%} of one core"
    await asyncio.gather(*(one.type("\r") for one in everyone))
    began, used = time.monotonic(), served.seconds()
    await asyncio.gather(*(_talk(one, turns) for one in everyone))
    passed = time.monotonic() - began
    yield f"processor while all talk: {(served.seconds() - used) / passed:.0%} of one core, for {passed:.0f} s"
    yield _answers(served, everyone, turns)
    full = served.memory()
    yield (
        f"memory: {alone:.0f} MB with one in the lobby, {lobby:.0f} MB with {len(everyone)}, {full:.0f} MB after the "
        f"talks: {full / len(everyone):.1f} MB a seat, with everything that they share"
    )

    began = time.monotonic()
    await asyncio.gather(*(one.drop() for one in typists))
    await asyncio.gather(*(one.sit(served.url) for one in typists))
    await _until_drawn(typists)
    yield f"all lines cut off at once: {_back(typists, began)}"
    served.kill()
    for one in surfers:
        one.first = 0.0
    began = time.monotonic()
    served.again()
    up = time.monotonic() - began
    began = time.monotonic()
    await asyncio.gather(*(one.sit(served.url) for one in typists))
    await _until_drawn(everyone)
    yield f"killed, and started again in {up:.1f} s; then {_back(everyone, began)}"
    kept = sum(_said(served, one.name) for one in everyone)
    yield f"turns kept after that: {kept} of {len(everyone) * turns}"


async def _talk(one: Any, turns: int) -> None:
    await asyncio.sleep(random.uniform(0, 5))
    for number in range(turns):
        text = LINES[number % len(LINES)]
        for sign in text:
            await one.type(sign)
            await asyncio.sleep(random.uniform(*_KEY))
        one.enter()
        await one.type("\r")
        await asyncio.sleep(random.uniform(*_READING))
    await asyncio.sleep(5)


def _answers(served: Served, everyone: Sequence[Person], turns: int) -> str:
    waits, lost, unseen = [], 0, 0
    for one in everyone:
        texts = _turns(served, one.name)
        for number in range(turns):
            place = next((at for at, text in enumerate(texts) if text == LINES[number % len(LINES)]), None)
            if place is None or place + 1 >= len(texts):
                lost += 1
                continue
            waited = one.waited(number, texts[place + 1])
            unseen += waited is None
            waits += [waited] if waited is not None else []
    if not waits:
        return f"answers: none was seen; lost turns {lost}, not recognised on the screen {unseen}"
    waits.sort()
    p95 = waits[min(len(waits) - 1, int(len(waits) * 0.95))]
    return (
        f"answers: median {median(waits):.2f} s, 95 % {p95:.2f} s, slowest {waits[-1]:.2f} s, of {len(waits)}; "
        f"lost turns {lost}; not recognised on the screen {unseen}"
    )


def _turns(served: Served, name: str) -> list[str]:
    served.workshop.refresh()
    seat = next(seat for seat in served.workshop.seats if seat.name == name)
    return [turn.text for turn in served.workshop.practice(seat.id).talk.turns]


def _said(served: Served, name: str) -> int:
    return sum(text in LINES for text in _turns(served, name))


def _back(everyone: Sequence[Person], began: float) -> str:
    times = sorted(one.first - began for one in everyone)
    return f"back in the seat after {median(times):.1f} s (median), {times[-1]:.1f} s (last)"


async def _until_drawn(everyone: Sequence[Person]) -> None:
    limit = time.monotonic() + _LIMIT
    while not all(one.first for one in everyone):
        assert time.monotonic() < limit, "not everyone got a screen"
        await asyncio.sleep(0.02)


async def _typist(stack: AsyncExitStack, served: Served, number: int) -> Typist:
    import aiohttp

    one = Typist(f"Vogel {number + 1}")
    one.session = await stack.enter_async_context(
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": served.url})
    )
    fields = {"code": served.code, "name": one.name}
    async with one.session.post(f"{served.url}/join", data=fields) as answer:
        assert answer.status == 200, await answer.text()
    return one


async def _surfers(stack: AsyncExitStack, served: Served, count: int) -> list[Surfer]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium or not count:
        return []
    from playwright.async_api import async_playwright

    started = await stack.enter_async_context(async_playwright())
    browser = await started.chromium.launch(executable_path=chromium, headless=True, args=_FLAGS)
    stack.push_async_callback(browser.close)
    found = []
    for number in range(count):
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        one = Surfer(f"Boom {number + 1}")
        one.page = await context.new_page()
        await one.page.goto(f"{served.url}/j/{served.code}")
        await one.page.fill("#name", one.name)
        await one.page.click("#entering form[action='/join'] >> nth=0 >> button")
        await one.page.wait_for_selector("#shown")
        found.append(one)
    return found


def figures(people: int = 25, browsers: int = 5, turns: int = 6) -> Iterator[str]:
    """The figures, a line each."""
    yield from asyncio.run(measure(people, browsers, turns))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--browsers", type=int, default=5, help="how many of them in real Chromium")
    parser.add_argument("--turns", type=int, default=6)
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for line in figures(options.people, options.browsers, options.turns):
        print(line, flush=True)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
