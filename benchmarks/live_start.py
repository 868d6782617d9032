"""The stopwatch of a new user: from the start of the program to the first card that fits what was typed.

    python -m benchmarks.live_start [--times 3]

The real program in a pseudo-terminal, for someone who never started it before (an empty home, nothing read in), and
then once more. Keys go at the pace of a slow typist; what the user thinks about is not in it. Two ways are walked:
the second door of the first screen, and `coach live`. Beside the seconds: how many keys before anything is typed, how
long it takes from Enter to the card, and how much memory the program holds in the end.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.model_keys import Screen

LINE = "rooster avond te zwaar"
_CARD = "Het rooster trekt aan je"
_PACE = 0.25
"""Seconds between two keys: a slow typist, four keys a second."""
ABSENT = ("scipy", "sklearn", "numba", "jax")
"""What a developer has and a user has not; bm25s takes some of it when it is there."""
_PROGRAM = f"import sys; sys.modules.update(dict.fromkeys({ABSENT})); from coach.cli import main; main()"
_SCREENS = {"2": "Oefenen", "4": "Wat wil je bereiken", "\r": "Wat wil je bereiken"}
CALL = "F2 Medisch"
FIELD = re.compile(r"^(VmHWM|VmRSS):\s+(\d+) kB", re.M)


def environment(home: str) -> dict[str, str]:
    """What the program is started with, for someone who never started it before."""
    return {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ} | {
        "HOME": home,
        "COACH_DATA": str(Path(home) / "data"),
        "XDG_CACHE_HOME": str(Path(home) / "cache"),
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
        "LANGUAGE": "nl",
        "TEXTUAL_ANIMATIONS": "none",
    }


def walk(command: list[str], keys: str, card: str, home: str) -> dict[str, float]:
    """Start the program, press the keys, type the line, and wait for a card that fits it.

    A key is pressed once its screen stands there: the first screen, the form and its first line.
    """
    began = time.perf_counter()
    screen = Screen([sys.executable, "-c", _PROGRAM, *command], environment(home))
    try:
        screen.until(lambda: bool(flat(screen)), "the first screen")
        seen = time.perf_counter()
        for key in keys:
            awaited = _SCREENS[key]
            screen.until(lambda awaited=awaited: awaited in flat(screen), awaited)
            screen.settle(_PACE)
            screen.type(key)
        screen.until(lambda: CALL in flat(screen), "the call")
        opened = time.perf_counter()
        for key in LINE:
            screen.settle(_PACE)
            screen.type(key)
        screen.settle(_PACE)
        sent = time.perf_counter()
        screen.type("\r")
        screen.until(lambda: card in flat(screen), card)
        done = time.perf_counter()
        status = Path(f"/proc/{screen.pid}/status")
        memory = dict(FIELD.findall(status.read_text())) if status.exists() else {}
    finally:
        screen.close()
    return {
        "first screen s": round(seen - began, 2),
        "start to opening card s": round(opened - began, 2),
        "start to fitting card s": round(done - began, 2),
        "Enter to card ms": round((done - sent) * 1000),
        "keys before typing": len(keys),
        "memory MB": round(int(memory.get("VmRSS", 0)) / 1024),
        "peak MB": round(int(memory.get("VmHWM", 0)) / 1024),
    }


def flat(screen: Screen) -> str:
    """What stands on the screen, in one line."""
    return " ".join(" ".join(screen.shown.display).split())


def main() -> None:
    """Print each walk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    for name, (command, keys) in {"second door": ([], "24\r"), "coach live": (["live"], "4\r")}.items():
        for _number in range(times):
            with tempfile.TemporaryDirectory() as home:
                for start in ("first", "again"):
                    print(f"{name:12} {start:6} {walk(command, keys, _CARD, home)}", flush=True)


if __name__ == "__main__":
    main()
