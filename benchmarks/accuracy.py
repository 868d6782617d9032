"""How well the reader agrees with labelled lines: per label precision, recall and F1.

    python -m benchmarks.accuracy knowledge/nl/utterances/dev-1.jsonl [--label LABEL] [--all]

A flag counts from the band `likely` up; `--all` also counts `maybe`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from coach import locations
from coach.conversation import Band, FlagId, MoveId
from coach.phrasing import reader
from coach.phrasing.line import LineKind

HARD = {FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVACY_BREACH, FlagId.THREAT}
FLAGS = [flag.value for flag in FlagId][:9]
MOVES = [move.value for move in MoveId]


def lines(paths: Iterable[Path]) -> list[dict]:
    """All labelled lines of the files."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def predicted(row: dict, every_band: bool = False) -> set[str]:
    """The labels that the reader gives a line."""
    by = reader.speaking(row.get("lang") or locations.LANGUAGE)
    reading = by.read(row["text"], row.get("before"), LineKind(row.get("kind") or "say"))
    flags = {f.id.value for f in reading.flags if every_band or f.band is not Band.MAYBE}
    return flags | {move.id.value for move in reading.moves}


def scores(rows: list[dict], label: str, found: list[set[str]]) -> tuple[int, int, int]:
    """True positives, false positives, false negatives of one label."""
    gold = [label in {*row["flags"], *row["moves"]} for row in rows]
    here = [label in labels for labels in found]
    pairs = list(zip(gold, here, strict=True))
    return (
        sum(g and h for g, h in pairs),
        sum(h and not g for g, h in pairs),
        sum(g and not h for g, h in pairs),
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def table(rows: list[dict], found: list[set[str]]) -> list[str]:
    """The figures as text, a label a line, with false alarms on clean lines below."""
    out = [f"{'label':22}{'n':>5}{'prec':>7}{'rec':>7}{'F1':>7}"]
    for label in FLAGS + MOVES:
        tp, fp, fn = scores(rows, label, found)
        f1 = _ratio(2 * tp, 2 * tp + fp + fn)
        out.append(f"{label:22}{tp + fn:5}{_ratio(tp, tp + fp):7.2f}{_ratio(tp, tp + fn):7.2f}{f1:7.2f}")
    hard = {flag.value for flag in HARD}
    gold_hard = [bool(hard & set(row["flags"])) for row in rows]
    found_hard = [bool(hard & labels) for labels in found]
    tp = sum(g and f for g, f in zip(gold_hard, found_hard, strict=True))
    out.append(f"any hard flag: precision {_ratio(tp, sum(found_hard)):.2f} recall {_ratio(tp, sum(gold_hard)):.2f}")
    clean = [labels for row, labels in zip(rows, found, strict=True) if not row["flags"]]
    out.append(
        f"clean lines {len(clean)}: any flag on {_ratio(sum(bool(set(FLAGS) & c) for c in clean), len(clean)):.1%}, "
        f"hard flag on {_ratio(sum(bool(hard & c) for c in clean), len(clean)):.1%}"
    )
    return out


def errors(rows: list[dict], found: list[set[str]], label: str) -> Iterable[str]:
    """Each line on which the reader and the label differ, misses first."""
    for row, labels in sorted(zip(rows, found, strict=True), key=lambda pair: label in pair[1]):
        gold = label in {*row["flags"], *row["moves"]}
        if gold != (label in labels):
            kind = "miss " if gold else "alarm"
            yield f"{kind} {row['id']} [{row.get('before') or ''}] {row['text']}"


def main() -> None:
    """Print the table, or the errors of one label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--label", choices=FLAGS + MOVES)
    parser.add_argument("--all", action="store_true", help="count the band maybe as well")
    options = parser.parse_args()
    rows = lines(options.files)
    found = [predicted(row, options.all) for row in rows]
    if options.label:
        print("\n".join(errors(rows, found, options.label)))
    else:
        print("\n".join(table(rows, found)))


if __name__ == "__main__":
    main()
