"""What a language model in this computer costs: beside bare llama-cpp-python, when stopped or killed, over a talk.

    python -m benchmarks.model [--kills 100] [--runs 21] [--keys 400] [--layers 8] [--width 1024]

Needs the extra `llm`. The models have random weights, so that nothing is fetched: only their size matters here.
Figures are written to benchmarks/model.json and printed. Where other programs are busy, give it a higher priority
(`nice -n -10 …`); the figures say which it had.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import model_keys, model_kills
from benchmarks.spread import spread
from coach.model import machine
from coach.model.contract import EngineError, Message, Request, Role, Status
from coach.model.llama import LlamaEngine

REPORT = Path("benchmarks/model.json")
_TOKENS = 48
_WORDS = "Hoe kijk jij naar je werk van de afgelopen tijd en wat zou daarin helpen om er te zijn".split()

_BARE = """
import json, os, sys, time
os.nice(5)
from llama_cpp import Llama
path, context, threads, batch, tokens = sys.argv[1], *map(int, sys.argv[2:6])
model = Llama(path, n_ctx=context, n_batch=512, n_ubatch=512, n_threads=threads, n_threads_batch=batch, verbose=False)
for line in sys.stdin:
    messages = json.loads(line)
    times = [time.perf_counter()]
    options = dict(max_tokens=tokens, temperature=0.7, seed=7, stream=True, top_k=40, top_p=0.95, min_p=0.05)
    for part in model.create_chat_completion(messages, **options):
        if part["choices"][0]["delta"].get("content") is not None:
            times.append(time.perf_counter())
    print(json.dumps([times[1] - times[0], (len(times) - 2) / (times[-1] - times[1]), len(times) - 1]), flush=True)
"""


def prompt(words: int, seed: int) -> tuple[Message, ...]:
    """Messages that share no beginning with those of another seed."""
    dice = random.Random(seed)
    text = " ".join(dice.choice(_WORDS) for _word in range(words))
    return Message(Role.SYSTEM, f"{seed} {text}"), Message(Role.USER, "Vertel.")


def beside_bare(path: Path, runs: int, words: int, threads: int | None = None) -> dict[str, Any]:
    """First token and speed, taking turns with bare llama-cpp-python on the same prompts; medians.

    `threads` for both; None is what the program would take.
    """
    batch = threads or max(machine.threads(), machine.physical_cores())
    wished, threads = threads, threads or machine.threads()
    command = [sys.executable, "-c", _BARE, str(path), "8192", str(threads), str(batch), str(_TOKENS)]
    engine = LlamaEngine(path, threads=wished)
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "coach": []}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as bare:
        assert bare.stdin
        assert bare.stdout
        for run in range(runs + 1):
            messages = prompt(words, run)
            sides: list[Callable[[], tuple[float, float]]] = [
                lambda m=messages: _bare(bare, m),  # type: ignore[misc]
                lambda m=messages: _ours(engine, m),  # type: ignore[misc]
            ]
            for side in sides if run % 2 else reversed(sides):
                name = "bare" if side is sides[0] else "coach"
                figures = side()
                # The first run warms both up.
                if run:
                    found[name].append(figures)
        bare.stdin.close()
    engine.close()
    return {name: _medians(pairs) for name, pairs in found.items()} | {
        "first_token_ratio": _ratio(found, 0),
        "speed_ratio": _ratio(found, 1),
        "threads": threads,
        "runs": runs,
    }


def _ours(engine: LlamaEngine, messages: tuple[Message, ...]) -> tuple[float, float]:
    times = [time.perf_counter()]
    for _token in engine.stream(Request(messages, max_tokens=_TOKENS, seed=7)):
        times.append(time.perf_counter())
    return times[1] - times[0], (len(times) - 2) / (times[-1] - times[1])


def _bare(bare: subprocess.Popen[str], messages: tuple[Message, ...]) -> tuple[float, float]:
    assert bare.stdin
    assert bare.stdout
    bare.stdin.write(json.dumps([{"role": m.role.value, "content": m.text} for m in messages]) + "\n")
    bare.stdin.flush()
    first, speed, _number = json.loads(bare.stdout.readline())
    return first, speed


def _medians(pairs: list[tuple[float, float]]) -> dict[str, float]:
    first, speed = zip(*pairs, strict=True)
    return {"first_token_s": round(statistics.median(first), 4), "tokens_per_s": round(statistics.median(speed), 2)}


def _ratio(found: dict[str, list[tuple[float, float]]], column: int) -> float:
    """The median of coach divided by bare, run by run: what else the machine does weighs on both."""
    pairs = zip(found["coach"], found["bare"], strict=True)
    return round(statistics.median(ours[column] / bare[column] for ours, bare in pairs), 3)


class _Asking(threading.Thread):
    """A request in a thread of its own."""

    def __init__(self, engine: LlamaEngine, request: Request) -> None:
        super().__init__(daemon=True)
        self.engine, self.request = engine, request
        self.tokens = 0
        self.failed = False
        self.ended = 0.0
        self.start()

    def run(self) -> None:
        """Ask."""
        try:
            for _token in self.engine.stream(self.request):
                self.tokens += 1
        except EngineError:
            self.failed = True
        self.ended = time.perf_counter()


def _long(seed: int) -> Request:
    return Request(prompt(2000, seed), max_tokens=4)


def _endless(seed: int) -> Request:
    return Request(prompt(20, seed), max_tokens=5000)


def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        time.sleep(0.001)


def _reading(engine: LlamaEngine) -> bool:
    status, words = engine.status()
    return status is Status.BUSY and "%" in words


def cancelling(path: Path, times: int) -> dict[str, Any]:
    """From cancel to the end of the stream, and to the moment that the model is free again, in milliseconds."""
    engine = LlamaEngine(path)
    list(engine.stream(Request(prompt(5, 0), max_tokens=1)))
    found: dict[str, Any] = {}
    for name, request in (("reading", _long), ("generating", _endless)):
        ends, frees = [], []
        for number in range(times):
            asked = _Asking(engine, request(number + 1))
            _until(lambda a=asked, n=name: _reading(engine) if n == "reading" else a.tokens > 3)  # type: ignore[misc]
            time.sleep(random.Random(number).random() * 0.1)
            began = time.perf_counter()
            engine.cancel()
            asked.join()
            _until(lambda: engine.status()[0] is Status.READY)
            ends.append(1000 * (asked.ended - began))
            frees.append(1000 * (time.perf_counter() - began))
        found[name] = {"stream_ends_ms": spread(ends), "model_is_free_ms": spread(frees)}
    engine.close()
    return found


def closing(path: Path, times: int) -> dict[str, Any]:
    """How long close takes in each state, in milliseconds."""
    found: dict[str, list[float]] = {}
    for number in range(times):
        for state, engine in _states(path, number):
            began = time.perf_counter()
            engine.close()
            found.setdefault(state, []).append(1000 * (time.perf_counter() - began))
    return {state: spread(samples) for state, samples in found.items()}


def _states(path: Path, seed: int) -> Iterator[tuple[str, LlamaEngine]]:
    for state in ("starting", "loading", "ready", "reading", "generating", "hanging"):
        engine = LlamaEngine(path)
        engine.start()
        if state != "starting":
            _until(lambda e=engine: e.status()[0] is not Status.STARTING)  # type: ignore[misc]
        if state not in ("starting", "loading"):
            _until(lambda e=engine: e.status()[0] is Status.READY)  # type: ignore[misc]
        if state in ("reading", "generating"):
            asked = _Asking(engine, _long(seed) if state == "reading" else _endless(seed))
            _until(lambda e=engine, a=asked: _reading(e) or a.tokens > 0)  # type: ignore[misc]
        if state == "hanging" and engine.pid:
            os.kill(engine.pid, signal.SIGSTOP)
        yield state, engine


def killing(path: Path, times: int) -> dict[str, Any]:
    """Kill the process at random moments; each request ends, and the next one after it is answered."""
    engine, dice = LlamaEngine(path), random.Random(7)
    told, lost, answered = [], 0, 0
    for number in range(times):
        asked = _Asking(engine, _endless(number) if number % 2 else _long(number))
        _until(lambda: engine.pid is not None)
        time.sleep(dice.random() * 0.6)
        pid, began = engine.pid, time.perf_counter()
        if pid:
            os.kill(pid, signal.SIGKILL)
        asked.join()
        # An answer that was complete before the kill says nothing of it.
        _until(lambda p=pid: engine.pid != p)  # type: ignore[misc]
        told.append(1000 * max(0.0, asked.ended - began))
        lost += asked.failed
        answered += bool(list(engine.stream(Request(prompt(5, number), max_tokens=2))))
    engine.close()
    return {"times": times, "answers_lost": lost, "answered_next": answered, "told_after_ms": spread(told)}


def talking(path: Path, turns: int = 30) -> dict[str, Any]:
    """A talk of many turns in which code chose the answers: prompt tokens evaluated beyond those that are new."""
    engine, dice = LlamaEngine(path), random.Random(7)
    messages = list(prompt(300, 1))
    before, beyond, evaluated, total = 0, [], 0, 0
    for _turn in range(turns):
        list(engine.stream(Request(tuple(messages), max_tokens=24, seed=7)))
        usage = engine.usage()
        assert usage
        beyond.append(usage.evaluated_tokens - (usage.prompt_tokens - before))
        before, evaluated, total = (
            usage.prompt_tokens,
            evaluated + usage.evaluated_tokens,
            total + usage.prompt_tokens,
        )
        for role in (Role.ASSISTANT, Role.USER):
            messages.append(Message(role, " ".join(dice.choice(_WORDS) for _word in range(14))))
    engine.close()
    return {"turns": turns, "most_beyond_new": max(beyond), "evaluated": evaluated, "without_cache": total}


def _models(folder: Path, layers: int, width: int) -> dict[str, Path]:
    """The models of the tests, and one as large as asked for."""
    sys.path.insert(0, "tests")
    import tiny_model

    large = tiny_model.Shape(32_768, width, layers, width // 64, max(1, width // 256), 3 * width)
    return {
        f"{shape.weights / 1e6:.0f} million weights": tiny_model.random_weights(folder, shape)
        for shape in (tiny_model.SMALL, large)
    }


def main() -> None:
    """Measure, write, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--width", type=int, default=1024)
    parser.add_argument("--words", type=int, default=150, help="of the prompt that is compared")
    parser.add_argument("--threads", type=int, help="for what is compared; on a busy machine two wait for each other")
    options = parser.parse_args()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    found: dict[str, Any] = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}",
        "priority": os.nice(0),
    }
    with tempfile.TemporaryDirectory() as folder:
        models = _models(Path(folder), options.layers, options.width)
        small, large = models.items()
        for name, path in (small, large):
            found[name] = part = {}
            _add(part, "beside bare llama-cpp-python", lambda p=path: _beside(p, options))
            _add(part, "cancel", lambda p=path: cancelling(p, 10))
            _add(part, "close_ms", lambda p=path: closing(p, 3))
        _add(found, "talk", lambda: talking(small[1]))
        _add(found, "killed", lambda: killing(small[1], options.kills))
        _add(found, "killed in a talk", lambda: model_kills.measure(large[1], options.kills))
        _add(found, "keys_ms", lambda: model_keys.measure(large[1], options.keys))
    REPORT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _beside(path: Path, options: argparse.Namespace) -> dict[str, Any]:
    return beside_bare(path, options.runs, options.words, options.threads)


def _add(found: dict[str, Any], name: str, measure: Callable[[], dict[str, Any]]) -> None:
    """Measure and print one part."""
    found[name] = measure()
    print(json.dumps({name: found[name]}, indent=1), flush=True)


if __name__ == "__main__":
    main()
