"""A workshop as it is held: the real program serves it, people sit at real lines, and it is killed in the middle."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from workshop_host_kit import Browser, Window
from workshop_kit import GOOD

from coach.messages import gettext as _
from coach.workshop import Workshop, open_hall

PROGRAM = [sys.executable, "-c", "from coach.cli import main; main()"]
_AWAY = _("The line is gone for a moment. You come back by yourself; what you sent is kept.")[:60]
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Served:
    """`coach workshop run` without a console, and the workshop as the trainer sees it from beside."""

    def __init__(self, environment: dict[str, str], home: Path, *options: str, port: int = 0) -> None:
        self.port = port or _free_port()
        self.child = subprocess.Popen(
            [*PROGRAM, "workshop", "run", *options, "--no-console", "--port", str(self.port)],
            env=environment, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.child.stdout is not None
        told = ""
        while len(_CODE.findall(told)) < 2:
            line = self.child.stdout.readline()
            assert line, self.child.communicate()
            told += line
        self.code = _CODE.findall(told)[0]
        self.url = f"http://127.0.0.1:{self.port}"
        self.workshop = Workshop.by_code(open_hall(home / "data" / "workshops.sqlite3"), self.code)

    def kill(self) -> None:
        self.child.kill()
        self.child.communicate()

    def stop(self) -> tuple[int, str]:
        """Ctrl+C; the exit code and what was said on standard error."""
        self.child.send_signal(signal.SIGINT)
        _out, told = self.child.communicate(timeout=30)
        return self.child.returncode, told


@pytest.fixture
def serve(environment: dict[str, str], own_home: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(*options: str, port: int = 0) -> Served:
        started.append(Served(environment, own_home, *options, port=port))
        return started[-1]

    yield start
    for one in started:
        if one.child.poll() is None:
            one.kill()


async def test_everyone_is_back_in_the_talk_after_a_kill(serve: Callable[..., Served]) -> None:
    served = serve("kennismaking")
    names = ("Merel", "Vink", "Beuk")
    async with AsyncExitStack() as stack:
        browsers = [await _seated(stack, served, name) for name in names]
        windows = [Window(await stack.enter_async_context(browser.line(120, 40))) for browser in browsers]
        await _all(window.shows(name) for window, name in zip(windows, names, strict=True))
        served.workshop.refresh()
        served.workshop.start_round()
        await _all(window.begin() for window in windows)
        await _all(window.says(GOOD[0]) for window in windows)
        await _all(window.type("half een zin") for window in windows)
        served.kill()
        again = serve("--resume", served.code, port=served.port)
        assert again.code == served.code
        began = time.monotonic()
        windows = [Window(await stack.enter_async_context(browser.line(120, 40))) for browser in browsers]
        await _all(window.shows(GOOD[0].split()[-1]) for window in windows)
        assert time.monotonic() - began < 30
        await _all(window.says(GOOD[1]) for window in windows)
        again.workshop.refresh()
        talks = [again.workshop.practice(seat.id).talk for seat in again.workshop.seats]
        for talk in talks:
            assert [turn.text for turn in talk.turns if turn.text in GOOD] == [*GOOD[:2]]
            assert len(talk.turns) == 5
    code, told = again.stop()
    assert (code, "Traceback" in told) == (0, False)
    again.workshop.refresh()
    assert not any(seat.present for seat in again.workshop.seats)


async def test_a_port_that_is_in_use_is_one_calm_message(serve: Callable[..., Served], piped: Any) -> None:
    served = serve("kennismaking")
    done = piped("workshop", "run", "kennismaking", "--no-console", "--port", str(served.port))
    assert done.returncode == 2
    assert str(served.port) in done.stderr
    assert "Traceback" not in done.stderr
    assert len(served.workshop.hall.workshops()) == 1


def test_join_from_a_terminal(serve: Callable[..., Served], terminal: Callable[..., Any]) -> None:
    served = serve("kennismaking")
    program = terminal((100, 30), [*PROGRAM, "join", f"{served.url}/j/{served.code}"])
    program.shows(_("How do you want to be called?"))
    program.type("Koolmees", "enter")
    program.shows(_("May a sentence of yours be shown to all, without a name, to learn from?"))
    program.type(_("yes"), "enter")
    program.shows(_("Enter to go to your seat"))
    personal = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", program.text)[-1]
    program.type("enter")
    program.shows(served.workshop.plan.title)
    served.workshop.refresh()
    assert [(seat.name, seat.consent.sentences, seat.present) for seat in served.workshop.seats] == [
        ("Koolmees", True, True)
    ]
    served.kill()
    program.shows(_AWAY)
    again = serve("--resume", served.code, port=served.port)
    program.until(lambda: _AWAY not in program.flat)
    program.shows(served.workshop.plan.title)
    program.type("\x1c")
    program.shows(_("You left your seat. Come back with: coach join --back"))
    assert program.ended() == 0
    assert program.raw.rfind("\x1b[?1049l") > program.raw.rfind("\x1b[?1049h")
    back = terminal((100, 30), [*PROGRAM, "join", "--back", again.url])
    back.shows(_("Personal code"))
    back.type(personal.lower(), "enter")
    back.shows(served.workshop.plan.title)
    back.child.kill(signal.SIGTERM)
    assert back.ended() == 0
    again.workshop.refresh()
    assert len(again.workshop.seats) == 1


def test_the_console_stands_in_the_terminal_that_serves(terminal: Callable[..., Any], own_home: Path) -> None:
    port = _free_port()
    program = terminal((120, 40), [*PROGRAM, "workshop", "run", "kennismaking", "--port", str(port)])
    program.until(lambda: _CODE.search(program.flat), "the join code")
    assert f"127.0.0.1:{port}" in program.flat
    program.child.kill(signal.SIGTERM)
    assert program.ended() == 0
    assert program.raw.rfind("\x1b[?1049l") > program.raw.rfind("\x1b[?1049h")
    log = own_home / "data" / "workshop-host.log"
    assert log.stat().st_mode & 0o077 == 0


def test_join_says_what_is_wrong(serve: Callable[..., Served], terminal: Callable[..., Any], piped: Any) -> None:
    served = serve("kennismaking")
    assert piped("join", served.url).returncode == 2
    nowhere = terminal((100, 30), [*PROGRAM, "join", f"127.0.0.1:{_free_port()}"])
    nowhere.shows(_("There is no workshop at {url}. Look at the address once more.").split("{")[0])
    assert nowhere.ended() == 2
    wrong = terminal((100, 30), [*PROGRAM, "join", f"{served.url}#AAAA-AAAA"])
    wrong.shows(_("This code is not known here. Look at it once more."))
    wrong.shows(_("Join code, from the board"))
    assert _("How do you want to be called?") not in wrong.flat
    wrong.type(served.code, "enter")
    wrong.shows(_("How do you want to be called?"))
    wrong.type("enter")
    wrong.shows(f"[{_('yes')[0]}/")
    wrong.type("enter")
    wrong.shows(_("Enter to go to your seat"))


async def _seated(stack: AsyncExitStack, served: Served, name: str) -> Browser:
    session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
    browser = Browser(SimpleNamespace(url=served.url, workshop=served.workshop), session)  # type: ignore[arg-type]
    await browser.join(name)
    return browser


async def _all(doing: Iterator[Any]) -> None:
    await asyncio.gather(*doing)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
