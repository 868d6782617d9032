"""What a call takes of the computer beside a video meeting: memory, and the processor while nobody types.

    python -m benchmarks.live_load [--seconds 60]

The real program in a pseudo-terminal: a call is opened with keys, some lines are typed, and then nothing. The
processor is counted while nothing happens (bar: 1 % of a core) and once more with the microphone on (bar: 5 %), which
plays speech at the speed of life in place of a device; the process of the microphone is counted with it. Memory is of
the program alone, without a language model (bar: 150 MB).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from benchmarks import sounds
from benchmarks.live_start import ABSENT, CALL, FIELD, environment, flat
from benchmarks.model_keys import Screen

LINES = (
    "rooster avond te zwaar",
    "kmt nt aan pauze toe",
    "wil vaste dagen",
    "bel me liever na 4",
    "slaapt slecht ervan",
    "vindt t goed zo",
    "twijfelt of planner meedoet",
    "verder niks",
)
_PACE = 0.1
_FORM, _ON = "Wat wil je bereiken", "microfoon"
_TICK = os.sysconf("SC_CLK_TCK")
_PROGRAM = f"""
import sys
sys.modules.update(dict.fromkeys({ABSENT}))
from functools import partial
from coach.live.microphone import Microphone
import coach.tui.hearing as hearing
hearing.Microphone = partial(Microphone, command=(sys.executable, "-m", "benchmarks.sounds", sys.argv.pop()))
from coach.cli import main
main()
"""


def loads(seconds: int) -> dict[str, float]:
    """The figures of one call."""
    with tempfile.TemporaryDirectory() as home:
        speech = Path(home) / "speech.wav"
        parts = list(islice(cycle(sounds.sentences()), 400))
        sounds.write(speech, sounds.talk(parts, (0.3 for _ in parts))[0][: (seconds + 30) * sounds.RATE])
        screen = Screen([sys.executable, "-c", _PROGRAM, "live", str(speech)], environment(home))
        try:
            return _played(screen, seconds)
        finally:
            screen.close()


def _played(screen: Screen, seconds: int) -> dict[str, float]:
    screen.until(lambda: _FORM in flat(screen), "the form")
    for key in "4\r":
        screen.settle(_PACE)
        screen.type(key)
    screen.until(lambda: CALL in flat(screen), "the call")
    for line in LINES:
        for key in (*line, "\r"):
            screen.settle(_PACE)
            screen.type(key)
        screen.settle(0.5)
    memory = _memory(screen.pid)
    idle = _share(screen, seconds)
    screen.type("\x1b[19~")
    screen.until(lambda: _ON in flat(screen).casefold(), "the microphone")
    screen.settle(2.0)
    return {
        "MB after some lines": round(memory),
        "% of a core, nobody types": round(100 * idle, 2),
        "% of a core, microphone on": round(100 * _share(screen, seconds), 2),
        "MB in the end": round(_memory(screen.pid)),
    }


def _share(screen: Screen, seconds: int) -> float:
    before = _used(screen.pid)
    for _second in range(seconds):
        screen.draw(1.0)
    return (_used(screen.pid) - before) / seconds


def _used(pid: int) -> float:
    """Seconds of a core that a process and those it started have used, as far as they still run."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = [each.read_text().split() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    running = {*children, *(child for found in threads for child in found), str(pid)}
    return sum(_ticks(each) for each in running) / _TICK


def _ticks(pid: str) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _memory(pid: int) -> float:
    return int(dict(FIELD.findall(Path(f"/proc/{pid}/status").read_text()))["VmRSS"]) / 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long to look, twice")
    for name, figure in loads(parser.parse_args().seconds).items():
        print(f"{name:28} {figure}")


if __name__ == "__main__":
    main()
