"""How well the recogniser tells what a manager's line is about: per topic precision, recall and F1.

    python -m benchmarks.topics knowledge/nl/topics_dev.jsonl [--errors]

A line of a file: `{"text": …, "last": topic of the turn before or null, "topic": the right one, or "none"}`.
Macro-F1 is the plain mean of F1 over the topics that occur in the file, `none` being one of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.roleplay import topic
from coach.roleplay.persona import Topic

NONE = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled line and the topic that was found for it."""

    text: str
    last: Topic | None
    right: str
    found: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts for one topic."""

    true: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the finds that are right; 0 when there are none."""
        return _ratio(self.true, self.true + self.false)

    @property
    def recall(self) -> float:
        """Share of the topic's lines that were found."""
        return _ratio(self.true, self.true + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.true, 2 * self.true + self.false + self.missed)


def rows(paths: Iterable[Path]) -> list[Row]:
    """Every line of the files with what the recogniser makes of it."""
    return [_row(json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def score(found: Sequence[Row], label: str) -> Score:
    """Counts for one topic, or for `none`."""
    return Score(
        sum(row.right == label == row.found for row in found),
        sum(row.found == label != row.right for row in found),
        sum(row.right == label != row.found for row in found),
    )


def macro_f1(found: Sequence[Row]) -> float:
    """Mean F1 over the topics that occur."""
    labels = {row.right for row in found}
    return _ratio(sum(score(found, label).f1 for label in labels), len(labels))


def table(found: Sequence[Row]) -> list[str]:
    """The figures as text, a topic a line."""
    out = [f"{'topic':14}{'n':>5}{'prec':>7}{'rec':>7}{'F1':>7}"]
    for label in (*(t.value for t in Topic), NONE):
        s = score(found, label)
        out.append(f"{label:14}{s.true + s.missed:5}{s.precision:7.2f}{s.recall:7.2f}{s.f1:7.2f}")
    right = sum(row.right == row.found for row in found)
    out.append(f"lines {len(found)}  right {_ratio(right, len(found)):.3f}  macro-F1 {macro_f1(found):.3f}")
    return out


def errors(found: Iterable[Row]) -> Iterable[str]:
    """Each line that was taken for another topic, sorted by the right one."""
    for row in sorted((r for r in found if r.right != r.found), key=lambda r: (r.right, r.found)):
        yield f"{row.right:>11} -> {row.found:11} [{row.last or ''}] {row.text}"


def _row(data: dict[str, str | None]) -> Row:
    last = Topic(data["last"]) if data["last"] in set(Topic) else None
    found = topic.default().recognise(data["text"] or "", last).topic
    return Row(data["text"] or "", last, data["topic"] or NONE, found.value if found else NONE)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def main() -> None:
    """Print the table, and the errors when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the lines that were taken for another topic")
    options = parser.parse_args()
    found = rows(options.files)
    print("\n".join(table(found)))
    if options.errors:
        print("\n".join(errors(found)))


if __name__ == "__main__":
    main()
