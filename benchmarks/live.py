"""The live room against its bars: how fast a card lies there, whether it fits, whether ticks are right, what is kept.

    python -m benchmarks.live

Played calls stand in `benchmarks/live_calls`: what a manager types about the employee, with the cards that would
help then, and what he says, with the checks that it really does; both written before anything was run. The first two
calls of each kind were looked at while the patterns for cards were made; for the ticks all of them were, so these
are measured on the lines of `live_lines.yaml` as well. Who wrote the labels wrote the cards too: these shares are an
upper bound. In `live_judged.jsonl` two readers who wrote neither judged what lay there, line by line.
`live_outside.yaml` holds calls that someone else wrote and judged; their figures at first sight are those to go by.
`live_dev.yaml` holds single lines in other voices.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks import live_notes
from coach.guidance.card import Card
from coach.live.call import LiveCall
from coach.live.hand import By

CALLS = Path(__file__).parent / "live_calls"
_SEEN = 2
"""So many calls of each kind were looked at."""
_PASSAGES = 2_000
_TOLD_TICKS = frozenset({"ticks", "may", "ticked"})
"""Without any of these nobody said what a line of the employee ticks, and its ticks are not counted."""


@dataclass(slots=True)
class Played:
    """What came out of the played calls; `missed` and `wrong` are for reading."""

    lines: int = 0
    first: int = 0
    among: int = 0
    ticks: int = 0
    right: int = 0
    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def calls() -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """Kind, number and turns of each played call."""
    for path in sorted(CALLS.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, turns in enumerate(data["calls"]):
            yield data["kind"], number, turns


def fits(card: Card, kind: str, labels: list[str]) -> bool:
    """Whether a card is one of those that were written down."""
    deck = f"{kind}-".replace("_", "-")
    return any(
        card.id == f"live-{name}" or card.id.startswith(f"live-{name}-") or card.id == deck + name for name in labels
    )


def play(seen: bool) -> Played:
    """Play the calls that were looked at while the patterns were made, or the others."""
    result = Played()
    for kind, number, turns in calls():
        if (number < _SEEN) is seen:
            call = LiveCall(kind)
            for turn in turns:
                _turn(call, kind, turn, result)
    return result


def outside() -> dict[str, dict[str, dict[str, float | int]]]:
    """Per set of `live_outside.yaml` the shares at first sight, as written down then, and those of now.

    Those of now are on calls that were read since, to mend what was missed: only the first say how it does on new
    ones.
    """
    sets = yaml.safe_load((Path(__file__).parent / "live_outside.yaml").read_text(encoding="utf-8"))["sets"]
    return {
        each["name"]: {
            "first sight": _shares(_judged(each["calls"], False)),
            "now": _shares(_judged(each["calls"], True)),
        }
        for each in sets
    }


def judged() -> dict[str, float | int]:
    """The played calls as others judged them: which of the three cards that lay there served each line, and why, by
    two readers who wrote neither cards nor calls (`live_judged.jsonl`)."""
    kept = (Path(__file__).parent / "live_judged.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in kept]
    first = sum(row["shown"][0] in row["fits"] for row in rows)
    among = sum(bool(row["fits"]) for row in rows)
    return {
        "calls": len({row["call"] for row in rows}),
        "lines": len(rows),
        "fitting first": round(first / len(rows), 3),
        "fitting among three": round(among / len(rows), 3),
    }


def other_voices() -> dict[str, dict[str, float | int]]:
    """The lines of `live_dev.yaml`: those that were read to mend what was missed, those that were only measured, and
    the ticks on what a manager says there."""
    data = yaml.safe_load((Path(__file__).parent / "live_dev.yaml").read_text(encoding="utf-8"))
    found = {part: _single(data[part]) for part in ("dev", "kept")}
    return found | {"said": _ticks(data["said"])}


def _single(rows: list[dict[str, Any]]) -> dict[str, float | int]:
    first = among = 0
    for row in rows:
        call = LiveCall(row["kind"])
        call.go([phase.value for phase in call.phases].index(row["phase"]))
        hand = call.heard(row["heard"])
        fitting = [fits(card, row["kind"], row["fits"]) for card in (hand.question, *hand.spare) if card]
        first += fitting[0]
        among += any(fitting)
    return {
        "lines": len(rows),
        "fitting first": round(first / len(rows), 3),
        "fitting among three": round(among / len(rows), 3),
    }


def _judged(played: list[dict[str, Any]], now: bool) -> Played:
    result = Played()
    for each in played:
        call = LiveCall(each["kind"])
        before: set[str] = set()
        for turn in each["turns"]:
            if "go" in turn:
                call.go([phase.value for phase in call.phases].index(turn["go"]) - call.phases.index(call.phase))
                continue
            hand = call.heard(turn["heard"]) if "heard" in turn else call.said(turn["said"])
            told = "said" in turn or not _TOLD_TICKS.isdisjoint(turn)
            new = (_ticked(call) - before if told else set()) if now else set(turn.get("ticked", ()))
            does = set(turn.get("ticks", ()))
            result.ticks += len(new)
            result.right += len(new & (does | set(turn.get("may", ()))))
            result.expected += len(does - before)
            result.found += len(does & new)
            before |= new
            if "heard" in turn:
                cards = [card.id for card in (hand.question, *hand.spare) if card] if now else turn["shown"]
                fitting = set(turn["fits"]) | set(turn.get("later", ()) if now else ())
                result.lines += 1
                result.first += cards[0] in fitting
                result.among += not fitting.isdisjoint(cards)
    return result


def fresh() -> dict[str, float | int]:
    """Precision and recall of the ticks on single lines; their first errors were seen once, and mended."""
    rows = yaml.safe_load((Path(__file__).parent / "live_lines.yaml").read_text(encoding="utf-8"))["lines"]
    return _ticks(rows)


def _ticks(rows: list[dict[str, Any]]) -> dict[str, float | int]:
    ticks = right = expected = found = 0
    for row in rows:
        call = LiveCall(row["kind"])
        call.said(row["said"])
        done, does = _ticked(call), set(row["ticks"])
        ticks, right = ticks + len(done), right + len(done & (does | set(row.get("may", ()))))
        expected, found = expected + len(does), found + len(done & does)
    return {
        "lines": len(rows),
        "ticks": ticks,
        "precision": round(right / ticks, 3) if ticks else 0.0,
        "recall": round(found / expected, 3),
    }


def _turn(call: LiveCall, kind: str, turn: dict[str, Any], result: Played) -> None:
    if "go" in turn:
        call.go([phase.value for phase in call.phases].index(turn["go"]) - call.phases.index(call.phase))
        return
    before = _ticked(call)
    text = turn.get("heard", turn.get("said", ""))
    hand = call.heard(text) if "heard" in turn else call.said(text)
    new, expected = _ticked(call) - before, set(turn.get("ticks", ()))
    result.ticks += len(new)
    result.right += len(new & expected)
    result.expected += len(expected - before)
    result.found += len(expected & new)
    result.wrong += [f"{text} -> {check}" for check in sorted(new - expected)]
    if "heard" in turn:
        cards = [card for card in (hand.question, *hand.spare) if card]
        fitting = [fits(card, kind, turn["fits"]) for card in cards]
        result.lines += 1
        result.first += bool(fitting[:1] and fitting[0])
        result.among += any(fitting)
        if not any(fitting):
            result.missed.append(f"{kind}/{call.phase}: {text} -> {', '.join(card.id for card in cards)}")


def _ticked(call: LiveCall) -> set[str]:
    return {check.id for phase in call.phases for check in call.checks(phase) if check.by is By.SELF}


def latency() -> dict[str, tuple[float, float, float]]:
    """Median, 99th percentile and longest time of each action, in milliseconds, with 2,000 passages.

    It is processor time of the one thread that does it, so that what else runs on the machine does not count.
    """
    _many_passages()
    samples: dict[str, list[float]] = {name: [] for name in ("heard", "said", "draft", "find", "note", "phase")}
    for kind, _number, turns in calls():
        call = LiveCall(kind)
        call.warm()
        for turn in turns:
            text = turn.get("heard") or turn.get("said") or ""
            if "heard" in turn:
                _time(samples["heard"], call.heard, text)
                _time(samples["note"], call.notes.add, text)
                for end in range(3, len(text) + 1, 4):
                    _time(samples["find"], call.find, text[:end])
            elif "said" in turn:
                _time(samples["draft"], call.draft, text)
                _time(samples["said"], call.said, text)
            else:
                _time(samples["phase"], call.go, 1)
    return {name: _centiles(each[10:]) for name, each in samples.items()}


def _many_passages() -> None:
    """Put copies of the passages in the library until there are 2,000, each with words of its own."""
    from coach.guidance.library import default

    base = default()
    extra = (
        passage.model_copy(update={"id": f"{passage.id}-{round}", "title": f"{passage.title} {round}"})
        for round, passage in zip(itertools.count(), itertools.cycle(base.passages), strict=False)
    )
    passages = [*base.passages, *itertools.islice(extra, _PASSAGES - len(base.passages))]
    base.__init__(passages, base.sources, base._learned, base._meaning)  # type: ignore[misc]


def _time(samples: list[float], act: Any, *args: Any) -> None:
    began = time.thread_time()
    act(*args)
    samples.append((time.thread_time() - began) * 1000)


def _centiles(samples: list[float]) -> tuple[float, float, float]:
    ordered = sorted(samples)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], ordered[-1]


def main() -> None:
    """Print every figure; with `--json`, as one object."""
    began = time.perf_counter()
    LiveCall("frequent").hand()
    start = time.perf_counter() - began
    played = {"seen": play(True), "not seen": play(False)}
    with tempfile.TemporaryDirectory() as folder:
        kept = live_notes.prove(Path(folder))
    times = latency()
    if "--json" in sys.argv:
        print(
            json.dumps(
                {
                    "start": start,
                    "played": {k: _shares(v) for k, v in played.items()},
                    "outside": outside(),
                    "lines": fresh(),
                    "judged": judged(),
                    "other voices": other_voices(),
                    "notes": kept,
                    "ms": times,
                }
            )
        )
        return
    print(f"start to first hand            {start * 1000:7.0f} ms")
    for name, each in played.items():
        print(f"calls {name:9} {_shares(each)}")
        if "--why" in sys.argv:
            print("  missed:", *each.missed, sep="\n    ")
            print("  wrong ticks:", *each.wrong, sep="\n    ")
    print(f"all calls, judged by others {judged()}")
    for name, sights in outside().items():
        for sight, shares in sights.items():
            print(f"outside {name}, {sight:11} {shares}")
    print(f"single lines    {fresh()}")
    for name, voices in other_voices().items():
        print(f"other voices, {name:5} {voices}")
    print(f"notes {kept}")
    for name, (median, high, most) in times.items():
        print(f"{name:8} p50 {median:7.2f} ms   p99 {high:7.2f} ms   most {most:7.2f} ms")
    print(f"peak memory of measuring this {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _shares(played: Played) -> dict[str, float | int]:
    return {
        "lines": played.lines,
        "fitting first": round(played.first / played.lines, 3),
        "fitting among three": round(played.among / played.lines, 3),
        "ticks": played.ticks,
        "precision": round(played.right / played.ticks, 3) if played.ticks else 0.0,
        "recall": round(played.found / played.expected, 3) if played.expected else 0.0,
    }


if __name__ == "__main__":
    main()
