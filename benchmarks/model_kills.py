"""Kill the language model of a practice talk, again and again: is every turn kept, and how soon is there an answer?

    python -m benchmarks.model_kills MODEL.gguf [--times 100]

A manager's line is said in a talk that is kept in a database, the process of the model is killed (SIGKILL) at a
random moment after it, and the answer is waited for. Every fourth line is said while the model still loads. The
database is opened and compared after each kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.spread import spread
from coach import roleplay
from coach.conversation import Speaker
from coach.model.contract import Status
from coach.model.llama import LlamaEngine
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.practice import Practice
from coach.store import Store, open_store

_LATEST = 1.2
"""Seconds after the line at which the process is killed at the latest."""

_LINES = (
    "Hoe zie jij de toekomst hier?",
    "Hoe is het op je werk?",
    "Dus je hebt het druk.",
    "Heb je leuke collega's?",
)


@dataclass(slots=True)
class _Kill:
    """One line and one kill."""

    killed: float = 0.0
    answered: float = 0.0
    while_waiting: bool = False


@dataclass(slots=True)
class _Tally:
    """What came of all of them."""

    lost: int = 0
    unanswered: int = 0
    kills: list[_Kill] = field(default_factory=list)


def measure(model: Path, times: int) -> dict[str, Any]:
    """Turns lost, and milliseconds from the kill of a model that was answering to the answer."""
    engine, dice, tally = LlamaEngine(model), random.Random(7), _Tally()
    employee = roleplay.employee("frequent", "samira")
    employee.voice = voice = ModelVoice(engine)
    voice.warm_up()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "talks.sqlite3"
        with open_store(database) as store:
            practice = Practice(employee, store, seed=1)
            for number in range(times):
                if practice.over:
                    practice = Practice(employee, store, seed=number)
                voice.start()
                _wait(engine, loading=number % 4 == 3)
                tally.kills.append(_said(practice, engine, f"{_LINES[number % len(_LINES)]} ({number})", dice))
                _compare(database, practice, tally)
    engine.close()
    waited = [1000 * (kill.answered - kill.killed) for kill in tally.kills if kill.while_waiting]
    return {
        "times": times,
        "while_it_answered": len(waited),
        "turns_lost": tally.lost,
        "turns_without_answer": tally.unanswered,
        "answer_after_ms": spread(waited),
    }


def _wait(engine: LlamaEngine, *, loading: bool) -> None:
    """Until the model is ready, or only until its process is there."""
    while engine.pid is None or not (loading or engine.status()[0] is Status.READY):
        engine.start()
        time.sleep(0.005)


def _said(practice: Practice, engine: LlamaEngine, line: str, dice: random.Random) -> _Kill:
    """Say a line; the model is killed at a random moment, while it answers or after that."""
    kill, pid = _Kill(), engine.pid
    assert pid

    def blow() -> None:
        kill.killed = time.perf_counter()
        os.kill(pid, signal.SIGKILL)

    clock = threading.Timer(dice.uniform(0, _LATEST), blow)
    clock.start()
    practice.say(line)
    kill.answered = time.perf_counter()
    kill.while_waiting = 0 < kill.killed < kill.answered
    clock.join()
    while engine.pid == pid:
        time.sleep(0.002)
    return kill


def _compare(database: Path, practice: Practice, tally: _Tally) -> None:
    """Hold what another reader finds in the database against what was said and answered."""
    with open_store(database) as reader:
        kept = _turns(reader, practice.talk.id)
    said = [(turn.speaker, turn.text) for turn in practice.talk.turns]
    tally.lost += max(0, len(said) - len(kept)) + sum(a != b for a, b in zip(kept, said, strict=False))
    speaker, text = said[-1]
    tally.unanswered += speaker is not Speaker.EMPLOYEE or not text


def _turns(store: Store, talk: str) -> list[tuple[Speaker, str]]:
    found = store.load(talk)
    return [(turn.speaker, turn.text) for turn in found.turns] if found else []


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    print(json.dumps(measure(options.model.resolve(), options.times), indent=1))


if __name__ == "__main__":
    main()
