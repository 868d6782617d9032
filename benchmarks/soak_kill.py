"""Kill a program that is writing, many times, and count what was lost.

    python -m benchmarks.soak_kill [--times 200] [--seed N] [--command COMMAND] [--input FILE]

A child process adds turns to one database as fast as it can and reports each turn after `append` has
returned. It is killed (SIGKILL) at a random moment, at times while it is still opening the database. Then
the database is opened again: its integrity is checked, and every turn ever reported must be there, in its
place and unchanged. The next child goes on with the same database. The last line gives the result; the
exit status is 0 only when nothing was lost, nothing was damaged and something was in fact written.

Another program can take the child's place: `--command` is started with COACH_DATA set to the folder of
the database and `--input` as its standard input. For each turn that it has saved it must print one line,

    saved <conversation id> <position, from 0> <digest of the turn, as in `digest`>

and flush it; other lines are ignored. A killed process does not show what a power cut does: the system
still writes what the process handed to it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import IO

from coach import locations
from coach.conversation import (
    Band,
    Conversation,
    EmployeeState,
    Flag,
    FlagId,
    Level,
    Reading,
    SituationKind,
    Speaker,
    Turn,
)  # fmt: skip
from coach.store import StoreError, open_store

CHILD = [sys.executable, "-m", "benchmarks.soak_kill", "--child"]
TURNS = 30  # a conversation of this many turns is finished and a new one begun
OPENING_SHARE = 0.2  # of the kills, the part that comes before the first turn is reported
OPENING_SECONDS = 0.6
WRITING_SECONDS = 0.06
PATIENCE_SECONDS = 60.0  # for the first line of a child
SAVED = "saved"


@dataclass(slots=True)
class Tally:
    """What the parent knows: the turns that were reported, and what went wrong."""

    times: int = 0
    lost: int = 0
    corrupt: int = 0
    failed: int = 0
    reported: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether all went well, and there was something to lose."""
        return bool(self.reported) and not (self.lost or self.corrupt or self.failed)

    def line(self) -> str:
        """The result in one line."""
        return (
            f"times={self.times} acknowledged={len(self.reported)} lost={self.lost} "
            f"corrupt={self.corrupt} failed={self.failed}"
        )


def digest(turn: Turn) -> str:
    """A fingerprint of everything in a turn."""
    return hashlib.sha256(turn.model_dump_json().encode()).hexdigest()[:32]


def scripted(position: int) -> Turn:
    """The turn at a position of the scripted session: the employee begins, and they take turns."""
    at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(seconds=position)
    if position % 2:
        text = f"Wanneer ben je er weer? ({position}) " + "We zoeken samen uit wat kan. " * (position % 9)
        flag = Flag(
            id=FlagId.PRESSURE, level=Level.SOFT, certainty=0.8, band=Band.LIKELY, start=0, end=23,
            quote=text[:23], why="Dit klinkt als haast.", instead="Wat heb je nu nodig?",
        )  # fmt: skip
        return Turn(speaker=Speaker.MANAGER, text=text, reading=Reading(flags=(flag,)), at=at)
    state = EmployeeState(trust=position % 101, tension=50, energy=40, commitment=60)
    return Turn(speaker=Speaker.EMPLOYEE, text=f"Dat weet ik nog niet ({position}).", state=state, at=at)


def child() -> None:
    """Write turns until killed, and report each once it is saved."""
    with open_store(locations.database()) as store:
        while True:
            waiting = store.latest_unfinished()
            conversation = store.load(waiting.id) if waiting else None
            if conversation is None:
                conversation = Conversation(situation="soak", kind=SituationKind.TUSSENTIJDS, persona="soak")
                store.begin(conversation)
            for position in range(len(conversation.turns), TURNS):
                turn = scripted(position)
                store.append(conversation.id, turn)
                print(SAVED, conversation.id, position, digest(turn), flush=True)
            store.finish(conversation.id)


def reports(lines: Iterable[str]) -> Iterator[tuple[tuple[str, int], str]]:
    """The turns that a child says it saved; a last line that was cut off does not count."""
    for line in lines:
        words = line.split()
        if line.endswith("\n") and len(words) == 4 and words[0] == SAVED:
            yield (words[1], int(words[2])), words[3]


def run_and_kill(command: list[str], folder: Path, given: Path | None, chance: random.Random, tally: Tally) -> None:
    """Start a child, kill it at a random moment, and note what it reported until then."""
    environment = {**os.environ, "COACH_DATA": str(folder)}
    with open(given or os.devnull, "rb") as stdin, subprocess.Popen(
        command, env=environment, stdin=stdin, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        watchdog = Timer(PATIENCE_SECONDS, _kill, [process])
        watchdog.start()
        first = _wait(process.stdout, chance)
        _kill(process)
        watchdog.cancel()
        tally.reported.update(reports([*(first or ()), *process.stdout]))
        if first is None or process.wait() != -signal.SIGKILL:
            tally.failed += 1  # it stopped by itself, or never came to writing


def _wait(stdout: IO[str], chance: random.Random) -> list[str] | None:
    """Let the child go on for a while; returns what was read meanwhile, None when it wrote nothing."""
    if chance.random() < OPENING_SHARE:
        time.sleep(chance.uniform(0, OPENING_SECONDS))
        return []
    first: list[str] = []
    for line in iter(stdout.readline, ""):
        first.append(line)
        if any(reports([line])):
            time.sleep(chance.uniform(0, WRITING_SECONDS))
            return first
    return None


def _kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def inspect(folder: Path, tally: Tally) -> None:
    """Open the database again and compare it with everything that was reported."""
    database = folder / locations.database().name
    try:
        stored = _stored(database, {conversation_id for conversation_id, _ in tally.reported})
        with closing(sqlite3.connect(database)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except (StoreError, sqlite3.Error) as error:
        print(error, file=sys.stderr)
        sound, stored = False, {}
    tally.corrupt += not sound
    tally.lost = sum(stored.get(place) != mark for place, mark in tally.reported.items())


def _stored(database: Path, conversations: set[str]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    with open_store(database) as store:
        for conversation_id in conversations:
            conversation = store.load(conversation_id)
            turns = conversation.turns if conversation else ()
            found |= {(conversation_id, place): digest(turn) for place, turn in enumerate(turns)}
    return found


def soak(command: list[str], given: Path | None, times: int, seed: int) -> Tally:
    """Kill and inspect as many times as asked, or until something is wrong."""
    tally, chance = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        for _ in range(times):
            run_and_kill(command, Path(name), given, chance, tally)
            inspect(Path(name), tally)
            tally.times += 1
            if tally.lost or tally.corrupt or tally.failed:
                break
    return tally


def main() -> int:
    """Run from the command line; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak_kill")
    parser.add_argument("--times", type=int, default=200, help="how often to kill")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="for the random moments")
    parser.add_argument("--command", type=shlex.split, default=CHILD, help="the program to kill")
    parser.add_argument("--input", type=Path, help="file given to the program as standard input")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child()
        return 0
    tally = soak(options.command, options.input, options.times, options.seed)
    print(f"{tally.line()} seed={options.seed}")
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
