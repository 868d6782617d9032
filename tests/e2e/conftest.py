"""The real program in a real terminal, watched through a terminal emulator."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]

PROGRAM = [sys.executable, "-c", "from coach.cli import main; main()"]
_PATIENCE = 40.0
# Sequences that the emulator does not know: it would print their tails. They draw nothing.
_UNKNOWN = re.compile(r"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*[ $'][A-Za-z]|\x1bP[^\x1b]*\x1b\\")
_HALF = re.compile(r"\x1b(?:\[[0-9;<>=? $']*|P[^\x1b]*)?$")


class Terminal:
    """A terminal with the program in it: type keys, wait for words, look at the screen."""

    def __init__(self, command: list[str], size: tuple[int, int], environment: dict[str, str]) -> None:
        import pexpect
        import pyte

        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.raw = ""
        self._rest = ""
        self.child = pexpect.spawn(
            command[0], command[1:], dimensions=(rows, columns), env=environment, encoding="utf-8", timeout=_PATIENCE
        )
        self.child.delaybeforesend = None

    def type(self, *keys: str) -> None:
        """Send text or the code of a key."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def until(self, seen: Callable[[], bool], what: str = "") -> None:
        """Feed the emulator until something is seen."""
        limit = time.monotonic() + _PATIENCE
        while not seen():
            assert time.monotonic() < limit, f"never seen: {what}\n{self.text}"
            self._feed()

    def shows(self, words: str) -> None:
        """Wait until words stand on the screen, line ends counted as spaces."""
        self.until(lambda: " ".join(words.split()) in self.flat, words)

    def says(self, line: str) -> None:
        """Say a line, and wait until the talk has gone on: the draft is empty and the line stands above it."""
        self.type(line)
        self.shows(f"> {line[-20:]}" if len(line) < 20 else line[-20:])
        self.type("enter")
        self.until(lambda: self.prompt.strip() in (">", "> Wat zeg je?") and line[-15:] in self.flat, line)

    def ended(self) -> int:
        """Wait until the program has ended by itself; its exit code, or minus the signal."""
        self.until(lambda: not self._feed_or_end(), "the end")
        self.child.wait()
        return self.child.exitstatus if self.child.exitstatus is not None else -int(self.child.signalstatus or 0)

    @property
    def prompt(self) -> str:
        """The line in which is typed."""
        return next((row for row in self.screen.display if row.lstrip().startswith(">")), "")

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    @property
    def flat(self) -> str:
        """What the terminal shows, with single spaces."""
        return " ".join(self.text.split())

    def close(self) -> None:
        """Leave nothing running."""
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
        self.child.close(force=True)

    def _feed_or_end(self) -> bool:
        self._feed()
        return bool(self.child.isalive())

    def _feed(self) -> None:
        import pexpect

        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            return
        self.raw += data
        data = self._rest + data
        half = _HALF.search(data)
        self._rest = half.group() if half else ""
        self._stream.feed(_UNKNOWN.sub("", data[: len(data) - len(self._rest)]))


KEYS = {
    "enter": "\r", "escape": "\x1b", "down": "\x1b[B", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR",
    "f4": "\x1bOS", "f5": "\x1b[15~", "ctrl+c": "\x03", "ctrl+q": "\x11",
}  # fmt: skip


@pytest.fixture(scope="session")
def content_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was read from the content files, as after a first start; nothing of the user is in it."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(own_home: Path, content_cache: Path) -> dict[str, str]:
    """What the program gets from the terminal it runs in."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "PYTHONPATH", "SYSTEMROOT")}
    return {
        **kept, "HOME": str(own_home), "COACH_DATA": str(own_home / "data"), "TERM": "xterm-256color",
        "COLORTERM": "truecolor", "PYTHONUTF8": "1", "TEXTUAL_ANIMATIONS": "none",
        "XDG_CACHE_HOME": str(content_cache),
    }  # fmt: skip


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Open terminals of a size, with the program or another command in them."""
    opened: list[Terminal] = []

    def open_one(size: tuple[int, int] = (80, 24), command: list[str] | None = None) -> Terminal:
        opened.append(Terminal(command or PROGRAM, size, environment))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def piped(environment: dict[str, str], own_home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line with text on its standard input."""

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, *arguments], input=given, capture_output=True, text=True, encoding="utf-8",
            env=environment, cwd=own_home, timeout=60, check=False,
        )  # fmt: skip

    return run
