"""What the reader must reach, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import calibration
from benchmarks.intervals import figures
from benchmarks.readings import FLAG_COLUMNS, HARD_COLUMNS, LABELS, Readings

PRIVACY_BREACH = LABELS.index("privacy_breach")


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with the value it must reach, or must not exceed when `at_most`."""

    name: str
    limit: float
    of: Callable[[Readings], float]
    at_most: bool = False

    def met(self, value: float) -> bool:
        """Whether a value is good enough; nan (nothing to measure) is not."""
        return value <= self.limit if self.at_most else value >= self.limit


def any_of(part: Readings, columns: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 of whether a line carries any of the labels."""
    gold, found = part.gold[:, columns].any(axis=1), part.found()[:, columns].any(axis=1)
    counts = (np.array([(gold & found).sum()]), np.array([found.sum()]), np.array([gold.sum()]))
    precision, recall, f1 = figures(*counts)
    return float(precision[0]), float(recall[0]), float(f1[0])


def f1_of(part: Readings, label: str) -> float:
    """F1 of one label."""
    return any_of(part, [LABELS.index(label)])[2]


def mean_f1(part: Readings, labels: Sequence[str]) -> float:
    """F1 averaged over the labels that occur in the lines (macro-F1)."""
    there = [label for label in labels if part.gold[:, LABELS.index(label)].any()]
    return float(np.mean([f1_of(part, label) for label in there])) if there else float("nan")


def alarms(part: Readings, columns: Sequence[int]) -> float:
    """The share of clean lines on which one of the flags is shown."""
    clean = part.clean()
    return float(part.found()[clean][:, columns].any(axis=1).mean()) if clean.any() else float("nan")


def notes(part: Readings) -> Readings:
    """The notes among the lines."""
    return part.only([row.get("kind") == "note" for row in part.rows])


def error_of_all(part: Readings) -> float:
    """Expected calibration error over every line and flag; what was not found counts as said with 0."""
    right = part.gold[:, FLAG_COLUMNS].ravel()
    return calibration.expected_error(calibration.bins(part.certainty.ravel(), right))


def said(part: Readings) -> tuple[np.ndarray, np.ndarray]:
    """Certainty of every flag that was found, `maybe` included, and whether it was right."""
    there = part.band > 0
    return part.certainty[there], part.gold[:, FLAG_COLUMNS][there]


def error_of_said(part: Readings) -> float:
    """Expected calibration error over the flags that were found."""
    return calibration.expected_error(calibration.bins(*said(part)))


def _medical(which: int) -> Callable[[Readings], float]:
    return lambda part: any_of(part, [LABELS.index("medical_probe")])[which]


def _f1(label: str) -> Callable[[Readings], float]:
    return lambda part: f1_of(part, label)


BARS = (
    Bar("hard flags together: recall", 0.93, lambda part: any_of(part, HARD_COLUMNS)[1]),
    Bar("hard flags together: precision", 0.95, lambda part: any_of(part, HARD_COLUMNS)[0]),
    Bar("hard flag on a clean line", 0.015, lambda part: alarms(part, HARD_COLUMNS), at_most=True),
    Bar("any flag on a clean line", 0.05, lambda part: alarms(part, FLAG_COLUMNS), at_most=True),
    Bar("medical_probe: recall", 0.93, _medical(1)),
    Bar("medical_probe: precision", 0.95, _medical(0)),
    *(Bar(f"{label}: F1", 0.80, _f1(label)) for label in ("judgement", "ready_made_solution", "pressure")),
    Bar("assumption: F1", 0.80, _f1("assumption")),
    Bar("open and closed questions: mean F1", 0.93, lambda p: mean_f1(p, ["question_open", "question_closed"])),
    Bar("reflection: F1", 0.80, _f1("reflection")),
    Bar("notes, privacy_breach: F1", 0.93, lambda part: any_of(notes(part), [PRIVACY_BREACH])[2]),
    Bar("calibration error, every line and flag", 0.05, error_of_all, at_most=True),
    Bar("calibration error, flags found only", 0.05, error_of_said, at_most=True),
)
