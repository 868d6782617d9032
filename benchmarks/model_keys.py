"""How long a key takes to the screen while a language model generates, in the real program in a real terminal.

    python -m benchmarks.model_keys MODEL.gguf [--keys 400] [--threads N]

The program runs in a pseudo-terminal of 80×24 in the middle of a practice talk, watched through a terminal emulator
in another process. The model is loaded by the program itself, in its own process, and answers without a pause, so
that its tokens pass through the program as well. Keys are typed into the draft in turns of 25: while nothing is
generated, and while it is; so whatever else the machine does weighs on both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.spread import spread

_COLUMNS, _ROWS = 80, 24
_TURN = 25
_PATIENCE = 60.0
_PAUSE = (0.06, 0.18)
"""Seconds between two keys: of someone who types well."""
_LETTERS = "aeiouetn"
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\")

_PROGRAM = """
import itertools, os, sys, threading, time
from pathlib import Path
from coach.model.contract import Message, Request, Role
from coach.model.llama import LlamaEngine
from coach.tui.app import CoachApp

path, go, told, threads = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]) or None
engine = LlamaEngine(Path(path), threads=threads)

def generate():
    for number in itertools.count():
        while not go.exists():
            time.sleep(0.01)
        messages = (Message(Role.USER, f"Vertel verder, {number}."),)
        began, tokens = time.perf_counter(), 0
        for _token in engine.stream(Request(messages, max_tokens=4000), lambda: not go.exists()):
            tokens += 1
        with told.open("a") as out:
            print(tokens, time.perf_counter() - began, file=out)

engine.start()
threading.Thread(target=generate, daemon=True).start()
try:
    CoachApp(keep=False, situation="frequent").run()
finally:
    engine.close()
"""


class Screen:
    """The program in a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        import fcntl
        import pty
        import termios

        import pyte

        self.shown = pyte.Screen(_COLUMNS, _ROWS)
        self._stream = pyte.ByteStream(self.shown)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    @property
    def pid(self) -> int:
        """The number of the process of the program."""
        return self._process.pid

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self._master, text.encode())

    def until(self, seen: Any, what: str) -> None:
        """Draw what comes until something is seen."""
        limit = time.monotonic() + _PATIENCE
        while not seen():
            if time.monotonic() > limit:
                raise TimeoutError(f"{what}\n" + "\n".join(self.shown.display))
            self.draw(0.05)

    def draw(self, seconds: float) -> bool:
        """Draw what comes within this time; returns whether anything came."""
        ready, _w, _x = select.select([self._master], [], [], seconds)
        if ready:
            self._stream.feed(_UNKNOWN.sub(b"", os.read(self._master, 65536)))
        return bool(ready)

    def settle(self, seconds: float) -> None:
        """Let time pass, drawing what comes."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.draw(left)

    @property
    def draft(self) -> str:
        """What stands in the line in which is typed; trailing spaces left out."""
        return next((row.strip() for row in self.shown.display if row.lstrip().startswith(">")), "")

    def close(self) -> None:
        """End the program."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._master)


def measure(model: Path, keys: int, threads: int | None = None) -> dict[str, Any]:
    """Milliseconds from a key to the screen that shows it: without and with a model at full speed."""
    found: dict[str, list[float]] = {"quiet": [], "generating": []}
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        go, told = Path(folder) / "go", Path(folder) / "told"
        command = [sys.executable, "-c", _PROGRAM, str(model), str(go), str(told), str(threads or 0)]
        screen = Screen(command, _environment(Path(folder)))
        try:
            _begin(screen)
            for turn in range(2 * -(-keys // _TURN)):
                generating = turn % 2 == 1
                (go.touch if generating else _gone(go))()
                screen.settle(0.6)
                samples = found["generating" if generating else "quiet"]
                samples += [_key(screen, dice) for _time in range(_TURN)]
                _empty(screen)
            _gone(go)()
            screen.settle(1.0)
        finally:
            screen.close()
        rows = [line.split() for line in told.read_text().splitlines()]
    tokens, seconds = sum(int(row[0]) for row in rows), sum(float(row[1]) for row in rows)
    speed = round(tokens / max(seconds, 1e-9), 1)
    return {name: spread(times) for name, times in found.items()} | {
        "tokens_per_s": speed,
        "keys": len(found["quiet"]),
    }


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "XDG_CACHE_HOME")}
    own = {"HOME": str(folder), "COACH_DATA": str(folder / "data"), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    return kept | own | {"PYTHONUTF8": "1", "COLORTERM": "truecolor", "COACH_LANG": "nl"}


def _begin(screen: Screen) -> None:
    """From the briefing to a talk in which a line was said."""
    screen.until(lambda: "Enter" in "\n".join(screen.shown.display), "the briefing")
    screen.settle(1.0)
    screen.type("\r")
    screen.until(lambda: screen.draft.startswith(">"), "the talk")
    screen.settle(3.0)
    screen.type("Fijn dat je er bent.")
    screen.settle(1.0)
    screen.type("\r")
    screen.settle(2.0)


def _key(screen: Screen, dice: random.Random) -> float:
    """Type one key and wait until it stands in the draft."""
    screen.settle(dice.uniform(*_PAUSE))
    before = screen.draft
    letter = dice.choice(_LETTERS)
    began = time.perf_counter()
    screen.type(letter)
    screen.until(lambda: screen.draft != before and screen.draft.endswith(letter), "the key")
    return 1000 * (time.perf_counter() - began)


def _empty(screen: Screen) -> None:
    """Take the draft away again."""
    screen.type("\x7f" * _TURN)
    screen.settle(0.5)


def _gone(path: Path) -> Any:
    return lambda: path.unlink(missing_ok=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    print(json.dumps(measure(options.model.resolve(), options.keys, options.threads), indent=1))


if __name__ == "__main__":
    main()
