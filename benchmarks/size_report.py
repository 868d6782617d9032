"""The curve of training size as it was kept by `size_curve`, for the report."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import explained
from benchmarks.markdown import table
from benchmarks.readings import HELD_OUT
from coach.phrasing import reader

RECORD = Path("benchmarks/size_curve.json")


def lines() -> list[str]:
    """The table, with a word when the model has changed since it was measured."""
    if not RECORD.exists():
        return [explained.SIZES, "", "Not measured yet: run with `--curve`."]
    steps = json.loads(RECORD.read_text("utf-8"))
    head = ["share of authors", "authors", "lines"]
    for name in HELD_OUT:
        head += [f"{name} hard F1", f"{name} flags mean F1"]
    rows = []
    for step in steps:
        cells = [f"{step['fraction']:.1%}", f"{step['authors']:,}", f"{step['lines']:,}"]
        for name in HELD_OUT:
            cells += [f"{step['parts'][name][key]:.3f}" for key in ("hard_f1", "flags_f1")]
        rows.append(cells)
    return [explained.SIZES, "", *table(head, rows), *_stale(steps[-1]["lines"])]


def _stale(measured_on: int) -> list[str]:
    """A warning when the present model was trained on other lines than the last row."""
    model = reader.default().model
    now = model.card.trained_on if model else 0
    if now == measured_on:
        return []
    return ["", f"Measured with {measured_on:,} lines; the reader of this report was trained on {now:,}."]
