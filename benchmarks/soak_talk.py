"""Kill the real program in the middle of a talk, again and again: is every turn that was sent still there?

    python -m benchmarks.soak_talk [--times 200] [--seed 1]

`coach roleplay --plain` is fed numbered lines through a pipe and killed (SIGKILL) at a random moment: between
lines, while it reads one, while it writes. A line counts as sent when its answer came out. After each kill the
database is opened and checked, and the next run resumes the same talk. Exits with 1 when a turn was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from coach.conversation import Speaker
from coach.store import open_store

_NAME = "Samira: "
_LONGEST_LIFE = 0.6
_TURNS_PER_TALK = 40


@dataclass(slots=True)
class Tally:
    """What came of it."""

    kills: int = 0
    sent: int = 0
    lost: int = 0
    corrupt: int = 0
    problems: list[str] = field(default_factory=list)


def environment(folder: Path) -> dict[str, str]:
    """A program that keeps its talks in this folder."""
    return {**os.environ, "COACH_DATA": str(folder), "PYTHONUNBUFFERED": "1"}


def run_once(folder: Path, sent: list[str], chance: random.Random) -> None:
    """Start or resume the talk, say lines, and kill the program; answered lines are added to `sent`."""
    coach = str(Path(sys.executable).with_name("coach"))
    command = [coach, "roleplay", "--plain", "--seed", "1", *(["--resume"] if sent else [])]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(folder)
    )
    assert process.stdin
    assert process.stdout
    _skip_to_talk(process, shown=1 + 2 * len(sent))
    end = threading.Timer(chance.uniform(0.0, _LONGEST_LIFE), process.kill)
    end.start()
    try:
        while len(sent) < _TURNS_PER_TALK:
            line = f"Regel {len(sent)}, hoe kijk jij naar het rooster van week {chance.randrange(52)}?"
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            if not _answered(process):
                break
            sent.append(line)
    except BrokenPipeError:
        pass
    finally:
        process.kill()
        end.cancel()
        process.wait()


def _skip_to_talk(process: subprocess.Popen[bytes], shown: int) -> None:
    """Read past the briefing and the turns so far."""
    assert process.stdout
    turns = 0
    for raw in process.stdout:
        turns += raw.decode("utf-8", "replace").startswith((_NAME, "Jij: ", "You: "))
        if turns >= shown:
            return


def _answered(process: subprocess.Popen[bytes]) -> bool:
    assert process.stdout
    return any(raw.decode("utf-8", "replace").startswith(_NAME) and raw.endswith(b"\n") for raw in process.stdout)


def check(folder: Path, sent: list[str], tally: Tally) -> int:
    """Compare the database with what was sent; returns how many turns of the manager it holds."""
    database = folder / "conversations.sqlite3"
    with sqlite3.connect(database) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            tally.corrupt += 1
    with open_store(database) as store:
        summary = store.latest_unfinished()
        talk = store.load(summary.id) if summary else None
    kept = [turn.text for turn in talk.by(Speaker.MANAGER)] if talk else []
    if kept[: len(sent)] != sent:
        tally.lost += 1
        tally.problems.append(f"sent {len(sent)}, kept {len(kept)}")
    return len(kept)


def soak(times: int, seed: int) -> Tally:
    """Kill the program this many times; a new talk begins when one is long enough."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory() as root:
        sent: list[str] = []
        folder = Path(root) / "talk-0"
        for number in range(times):
            before = len(sent)
            run_once(folder, sent, chance)
            tally.kills += 1
            tally.sent += len(sent) - before
            kept = check(folder, sent, tally) if sent else 0
            if not sent or kept != len(sent) or len(sent) >= _TURNS_PER_TALK:
                sent, folder = [], Path(root) / f"talk-{number + 1}"
    return tally


def main() -> None:
    """Print the tally; exit with 1 when anything was lost or damaged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    tally = soak(options.times, options.seed)
    seconds = time.perf_counter() - began
    print(f"kills {tally.kills}  sent {tally.sent}  lost {tally.lost}  corrupt {tally.corrupt}  ({seconds:.0f} s)")
    for problem in tally.problems:
        print(problem)
    sys.exit(1 if tally.lost or tally.corrupt else 0)


if __name__ == "__main__":
    main()
