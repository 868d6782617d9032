"""How fast the program is there: command line, and first frame in a real terminal beside a bare Textual app.

    python -m benchmarks.startup [--runs 7]

First frame: 20 visible characters after the alternate screen opens, in a 120×40 pty (as in the figures of
other Textual programs that docs/benchmarks.md puts beside it).
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
_ALTERNATE = b"\x1b[?1049h"
_VISIBLE = 20
_TIMEOUT = 30.0
_HELLO = """
from textual.app import App
from textual.widgets import Footer, Header, Markdown, TextArea
class Hello(App):
    def compose(self):
        yield Header(); yield Markdown("# hello"); yield TextArea("text"); yield Footer()
Hello().run()
"""


def command_time(command: list[str], home: Path) -> float:
    """Seconds that a whole command takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment(home))
    return time.perf_counter() - began


def first_frame(command: list[str], home: Path) -> float:
    """Seconds until the first frame of a program in a terminal; the program is ended after it."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment(home))
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        return _wait_for_frame(terminal, began)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def environment(home: Path) -> dict[str, str]:
    """The environment of a fresh user with a colour terminal."""
    return {
        **os.environ,
        "HOME": str(home),
        "COACH_DATA": str(home / "data"),
        "TERM": "xterm-256color",
        "COLUMNS": "120",
        "LINES": "40",
    }


def _wait_for_frame(terminal: int, began: float) -> float:
    seen = b""
    while time.perf_counter() - began < _TIMEOUT:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            seen += os.read(terminal, 65536)
            _opened, alternate, painted = seen.partition(_ALTERNATE)
            if alternate and len(_ESCAPES.sub(b"", painted).replace(b" ", b"").strip()) >= _VISIBLE:
                return time.perf_counter() - began
    raise TimeoutError(f"no frame within {_TIMEOUT} s")


def measure(runs: int) -> dict[str, float]:
    """Median seconds of each kind of start, after one run to warm up."""
    python = sys.executable
    coach = str(Path(python).with_name("coach"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        commands = {"coach --version": [coach, "--version"], "coach --help": [coach, "--help"],
                    "coach check (one line)": [coach, "check", "Heb je hoofdpijn?"]}  # fmt: skip
        frames = {"first frame, bare Textual": [python, "-c", _HELLO], "first frame, coach": [coach]}
        figures: dict[str, float] = {}
        for name, command in commands.items():
            command_time(command, home)
            figures[name] = statistics.median(command_time(command, home) for _ in range(runs))
        samples: dict[str, list[float]] = {name: [] for name in frames}
        for _ in range(runs + 1):
            for name, command in frames.items():
                samples[name].append(first_frame(command, home))
        figures.update({name: statistics.median(values[1:]) for name, values in samples.items()})
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    for name, seconds in measure(parser.parse_args().runs).items():
        print(f"{name:30} {seconds:6.3f} s")


if __name__ == "__main__":
    main()
