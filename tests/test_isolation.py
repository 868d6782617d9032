"""Nothing leaves this computer, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from coach import roleplay
from coach.roleplay.practice import Practice
from coach.tui.app import CoachApp
from coach.tui.widgets.draft import Draft

_LINES = ["Fijn dat je er bent.", "Hoe kijk jij er zelf naar?", "Heb je hoofdpijn?", ""]
_MODELS = ("llama_cpp", "sentence_transformers", "torch", "transformers", "sklearn")
_LATER = ("numpy", "bm25s", "Stemmer", "jinja2")

# Every way out of Python goes past one of these audit events; the pair of sockets with which asyncio wakes
# itself is made by `socket.socketpair` and connects to nothing. A guard that was tripped is remembered, even
# if the code that tripped it swallows the error.
_GUARD = """
import atexit, os, sys
def guard(event, args):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "urllib.Request") \\
            or event.startswith(("socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo")):
        os.write(2, f"NETWORK {event}\\n".encode())
        os._exit(99)
sys.addaudithook(guard)
from coach.cli import main
main()
"""

_FIRST_FRAME = """
import asyncio, json, sys
from coach.tui.app import CoachApp
async def frame():
    app = CoachApp(keep=%s)
    async with app.run_test(size=(80, 24)) as pilot:
        at_once = sorted(sys.modules)
        await pilot.pause()
        await app.workers.wait_for_complete()
        print(json.dumps([at_once, sorted(sys.modules)]))
asyncio.run(frame())
"""


class _NoSocket(socket.socket):
    """A socket that cannot be opened; wrapping the two ends of a pair that the system made is allowed."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        if fileno is None:
            raise AssertionError("the network was touched")
        super().__init__(family, type, proto, fileno)


def _refuse(*_given: object, **_options: object) -> NoReturn:
    raise AssertionError("a name was looked up on the network")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a socket or looking up a name is an error."""
    monkeypatch.setattr(socket, "socket", _NoSocket)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
        monkeypatch.setattr(socket, name, _refuse)


def test_the_guard_bites(no_network: None) -> None:
    with pytest.raises(AssertionError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with pytest.raises(AssertionError):
        socket.getaddrinfo("localhost", 80)
    one, other = socket.socketpair()
    one.close()
    other.close()


async def test_a_whole_session_touches_no_network(no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyperclip.copy", lambda _text: None)
    app = CoachApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("b", *"loon", "down", "escape")
        app.practise(Practice(roleplay.employee("frequent"), app.store, seed=7))
        await pilot.pause()
        for line in _LINES:
            app.screen.query_one(Draft).put(line)
            await pilot.press("enter")
        await pilot.press("f2", "f3", "escape", "f6", "f4", "f5", "c", "s", "f9", "f1", "escape", "escape", "q")
        await pilot.pause()
    assert app.return_code == 0


def test_the_guard_for_subprocesses_bites(own_home: Path) -> None:
    done = _python(_GUARD.replace("from coach.cli import main\nmain()", "import socket; socket.getaddrinfo('x', 1)"))
    assert (done.returncode, done.stderr.strip()) == (99, "NETWORK socket.getaddrinfo")


@pytest.mark.parametrize(
    "arguments",
    [
        ["roleplay", "--script", "script.txt", "--seed", "7", "--json"],
        ["search", "mag ik vragen wat iemand heeft"],
        ["doctor"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_command_line_touches_no_network(own_home: Path, arguments: list[str]) -> None:
    (own_home / "script.txt").write_text("\n".join(_LINES), encoding="utf-8")
    done = _python(_GUARD, *arguments, folder=own_home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_same_script_and_seed_give_the_same_output(own_home: Path) -> None:
    (own_home / "script.txt").write_text("\n".join(_LINES), encoding="utf-8")
    arguments = ("roleplay", "--script", "script.txt", "--seed", "7", "--json")
    first, second = (_python(_GUARD, *arguments, folder=own_home).stdout for _time in range(2))
    assert first == second
    assert len(json.loads(first)["turns"]) > len(_LINES)


@pytest.mark.parametrize("keep", [True, False])
def test_the_first_frame_waits_for_nothing_heavy(keep: bool) -> None:
    done = _python(_FIRST_FRAME % keep)
    assert done.returncode == 0, done.stderr
    first, warm = (set(names) for names in json.loads(done.stdout))
    unwanted = {*_MODELS, *_LATER, *(() if keep else ("sqlite3",))}
    assert first & unwanted == set()
    assert warm & {*_MODELS} == set()
    assert "coach.tui.screens.home" in first


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_are_instant(option: str) -> None:
    code = f"""
import sys
sys.argv = ["coach", "{option}"]
from coach.cli import main
try:
    main()
except SystemExit as leave:
    assert not leave.code
print("LOADED", *sorted(name for name in sys.modules if name.split(".")[0] in {{
    "textual", "rich", "pydantic", "yaml", "jinja2", "numpy", "bm25s", "sqlite3"}}))
"""
    done = _python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == "LOADED"
    assert len(done.stdout.splitlines()) > 1


def _python(code: str, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    options: dict[str, Any] = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 60}
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, check=False, **options)
