"""The learning curve: what the reader makes of lines by a new pen, before it has learned from them.

    python -m benchmarks.rounds NAME FILE [--skip 0] [--first 150]   measure a round and add it to the record
    python -m benchmarks.rounds                             show the record

Each round a new pen, who knows the labelling contract and nothing of the reader, writes lines; the reader reads
them at first sight; only then are they read, learned from, and added to the training lines. The record stays as
it was measured: it is never made again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.accuracy import FLAGS, HARD, MOVES, lines, predicted, scores
from coach.phrasing import reader

RECORD = Path("benchmarks/rounds.jsonl")
COLUMNS = ("lines", "trained_on", "hard_precision", "hard_recall", "hard_f1", "flags_f1", "moves_f1", "alarms")


def measure(name: str, rows: list[dict]) -> dict[str, object]:
    """The figures of one round; F1 of flags and moves is the mean over the labels that occur."""
    found = [predicted(row) for row in rows]
    gold = [bool(HARD & {*row["flags"]}) for row in rows]
    here = [bool(HARD & labels) for labels in found]
    both = sum(g and h for g, h in zip(gold, here, strict=True))
    clean = [labels for row, labels in zip(rows, found, strict=True) if not row["flags"]]
    model = reader.default().model
    return {
        "round": name,
        "lines": len(rows),
        "trained_on": model.card.trained_on if model else 0,
        "hard_precision": _share(both, sum(here)),
        "hard_recall": _share(both, sum(gold)),
        "hard_f1": _share(2 * both, sum(here) + sum(gold)),
        "flags_f1": _mean(rows, found, FLAGS),
        "moves_f1": _mean(rows, found, MOVES),
        "alarms": _share(sum(not labels.isdisjoint(FLAGS) for labels in clean), len(clean)),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _mean(rows: list[dict], found: list[set[str]], labels: list[str]) -> float:
    counts = [scores(rows, label, found) for label in labels]
    figures = [2 * tp / (2 * tp + fp + fn) for tp, fp, fn in counts if tp + fn]
    return round(sum(figures) / len(figures), 3) if figures else 0.0


def record() -> list[dict]:
    """The rounds so far, oldest first."""
    return lines([RECORD]) if RECORD.exists() else []


def table(rounds: list[dict]) -> list[str]:
    """The rounds as rows of a Markdown table."""
    head = ["round", *COLUMNS]
    rows = [[str(row[name]) for name in head] for row in rounds]
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def main() -> None:
    """Measure a round, or show all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="lines that were learned from before they were read")
    parser.add_argument("--first", type=int, default=150)
    options = parser.parse_args()
    if options.name and options.file:
        rows = lines([options.file])[options.skip :][: options.first]
        with RECORD.open("a", encoding="utf-8") as out:
            out.write(json.dumps(measure(options.name, rows)) + "\n")
    print("\n".join(table(record())))


if __name__ == "__main__":
    main()
