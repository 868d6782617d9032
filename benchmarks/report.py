"""Measure every promise of the program and write docs/benchmarks.md.

    python -m benchmarks.report [--soak 200] [--no-size]

Figures depend on the machine and on what else it is doing: the report names the machine and the load.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks import (
    accuracy,
    agreement,
    fuzz,
    ingest,
    latency,
    model_report,
    retrieval,
    size,
    soak_talk,
    startup,
    topics,
)

REPORT = Path("docs/benchmarks.md")
UTTERANCES = Path("knowledge/nl/utterances")
PEERS = "toad 0.62 s, elia 0.62 s, posting 0.82 s, harlequin 0.90 s, oterm 6.5 s"
BARE_ELSEWHERE = 0.28


def machine() -> str:
    """The machine in one line."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}, load {load}"


def sections(soak: int, with_size: bool) -> Iterator[str]:
    """The report, part by part."""
    yield f"# Measured\n\n{date.today()}, {machine()}. Made by `make bench`; the commands stand with each part.\n"
    yield _start()
    yield _speed()
    if with_size:
        yield _size()
    yield _accuracy()
    yield _agreement()
    yield _search()
    yield _topics()
    yield _documents()
    yield _live()
    yield _part("Lines that should break it", "benchmarks.fuzz", fuzz.kept())
    yield _part(model_report.TITLE, "benchmarks.model", model_report.lines())
    if soak:
        yield _soak(soak)


def _start() -> str:
    figures = startup.measure(runs=7)
    rows = [f"| {name} | {seconds:.2f} s |" for name, seconds in figures.items()]
    ratio = figures["first frame, coach"] / figures["first frame, bare Textual"]
    there = ratio * BARE_ELSEWHERE
    note = (
        f"First frame: {ratio:.2f} times that of a bare Textual app on the same machine (bar: at most 2). "
        f"Other Textual programs, on a machine where the bare app takes {BARE_ELSEWHERE} s: {PEERS}; "
        f"this one would take {there:.2f} s there."
    )
    return _part("Start", "benchmarks.startup", [*_table("", "median"), *rows, "", note])


def _speed() -> str:
    rows = [f"| {name} | {p50:.1f} ms | {p99:.1f} ms |" for name, (p50, p99) in latency.measure().items()]
    return _part("Answering", "benchmarks.latency", [*_table("", "median", "99 %"), *rows])


def _size() -> str:
    empty, full, parts = size.measure()
    largest = sorted(parts.items(), key=lambda part: -part[1])[:8]
    lines = [f"{full - empty:.0f} MB beyond an empty virtual environment (bar: 120 MB). The largest parts:", ""]
    return _part(
        "Size", "benchmarks.size", lines + _table("package", "MB") + [f"| {n} | {s:.1f} |" for n, s in largest]
    )


def _accuracy() -> str:
    lines = [
        "How well the reader agrees with labelled lines. `dev` was used to write the rules and to train; each "
        "`heldout` was written by another hand from the labelling contract alone and was never looked at. The "
        "held-out figures are the ones to believe.",
    ]
    for path in sorted(UTTERANCES.glob("*.jsonl")):
        if path.stem.startswith(("dev", "heldout")):
            rows = accuracy.lines([path])
            found = [accuracy.predicted(row) for row in rows]
            lines += ["", f"**{path.stem}**, {len(rows)} lines:", "", "```", *accuracy.table(rows, found), "```"]
    return _part("Reading a line", "benchmarks.accuracy knowledge/nl/utterances/heldout-1.jsonl", lines)


def _agreement() -> str:
    note = (
        "`heldout-2` was labelled a second time, independently, from the contract alone: what the two labellings "
        "agree on is the ceiling for any reader. Both labellers read the contract alike; a wider group would "
        "agree less."
    )
    return _part("Agreement of two labellings", "benchmarks.agreement", [note, "", "```", *agreement.table(), "```"])


def _search() -> str:
    return _part("Finding guidance", "benchmarks.retrieval", ["```", *_printed(retrieval.main), "```"])


def _topics() -> str:
    lines = []
    for name in ("topics_heldout.jsonl", "topics_heldout-2.jsonl"):
        lines += [f"**{name}**:", "", "```", *topics.table(topics.rows([Path("knowledge/nl") / name])), "```", ""]
    return _part("What a line is about", "benchmarks.topics knowledge/nl/topics_heldout.jsonl", lines)


def _documents() -> str:
    return _part("Documents of an organisation", "benchmarks.ingest", ["```", *_printed(ingest.main), "```"])


def _live() -> str:
    """Both in a process of their own: the first makes the library larger, the second is the program itself."""
    note = (
        "Who wrote the cards labelled the calls that are `seen` and `not seen`: those are an upper bound. The sets "
        "from outside count at first sight; `now` is after what was missed had been read and mended, with cards that "
        "were judged anew. Milliseconds are from key to card, with 2,000 passages (bar: 50 ms at 99 %)."
    )
    return _part(
        "Beside a call",
        "benchmarks.live; python -m benchmarks.live_load",
        [note, "", "```", *_run("benchmarks.live"), "", *_run("benchmarks.live_load"), "```"],
    )


def _run(module: str) -> list[str]:
    told = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def _soak(times: int) -> str:
    tally = soak_talk.soak(times, seed=1)
    line = (
        f"{tally.kills} times SIGKILL at a random moment of a talk through `coach roleplay --plain`: "
        f"{tally.sent} turns sent, {tally.lost} lost, {tally.corrupt} damaged databases."
    )
    return _part("Killed in the middle", f"benchmarks.soak_talk --times {times}", [line])


def _part(title: str, command: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", f"`python -m {command}`", "", *lines, ""])


def _table(*names: str) -> list[str]:
    return [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]


def _printed(action: Callable[[], None]) -> list[str]:
    told = io.StringIO()
    arguments, sys.argv = sys.argv, sys.argv[:1]
    with contextlib.redirect_stdout(told):
        action()
    sys.argv = arguments
    return told.getvalue().splitlines()


def main() -> None:
    """Measure, write the report, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--soak", type=int, default=0, help="how often to kill a talk (200 takes five minutes)")
    parser.add_argument("--no-size", action="store_true", help="do not measure the size of an installation")
    options = parser.parse_args()
    text = "\n".join(sections(options.soak, not options.no_size))
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
