"""How well two independent labellings of the same lines agree: the ceiling for any reader of them.

    python -m benchmarks.agreement

Both labellers knew the labelling contract and nothing else. Per label: Cohen's kappa, and F1 of the second
labelling against the first, beside F1 of the reader against the first.
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.accuracy import FLAGS, MOVES, lines, predicted, scores

FIRST = Path("knowledge/nl/utterances/heldout-2.jsonl")
SECOND = Path("knowledge/nl/utterances/second/heldout-2.jsonl")


def second_labels(path: Path) -> dict[str, set[str]]:
    """The labels of the second labeller, by line; one who labelled flags only gives no moves."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return {row["id"]: {*row["flags"], *row.get("moves", ())} for row in rows}


def kappa(true: int, only_second: int, only_first: int, total: int) -> float:
    """Cohen's kappa of a label from the counts of both, second only, first only, and all lines."""
    neither = total - true - only_second - only_first
    observed = (true + neither) / total
    first, second = (true + only_first) / total, (true + only_second) / total
    chance = first * second + (1 - first) * (1 - second)
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def f1(true: int, alarms: int, misses: int) -> float:
    """F1 from counts."""
    return 2 * true / (2 * true + alarms + misses) if true + alarms + misses else float("nan")


def table() -> list[str]:
    """A line for each label: kappa and F1 of the two labellings, F1 of the reader."""
    rows = lines([FIRST])
    second = second_labels(SECOND)
    other = [second[row["id"]] for row in rows]
    found = [predicted(row) for row in rows]
    out = [f"{'label':22}{'n':>5}{'kappa':>8}{'F1 second':>11}{'F1 reader':>11}"]
    for label in FLAGS + MOVES:
        both, alarms, misses = scores(rows, label, other)
        agreed = kappa(both, alarms, misses, len(rows))
        reader = f1(*scores(rows, label, found))
        out.append(f"{label:22}{both + misses:5}{agreed:8.2f}{f1(both, alarms, misses):11.2f}{reader:11.2f}")
    return out


def main() -> None:
    """Print the table."""
    print("\n".join(table()))


if __name__ == "__main__":
    main()
