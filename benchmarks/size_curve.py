"""What more training lines bring: the reader trained on part of the authors, measured on the held-out lines.

Needs the extra `train`. The rules and the lexicon are the same at every size; only the trained layer changes. Authors
are drawn once in a fixed order and each size holds the smaller ones, so the steps can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.accuracy import FLAGS
from benchmarks.bars import any_of, mean_f1
from benchmarks.readings import HARD_COLUMNS, HELD_OUT, held_out, labelled, read
from benchmarks.size_report import RECORD
from coach import locations
from coach.phrasing import model
from coach.phrasing.calibration import Calibration
from coach.phrasing.reader import Reader
from training import train_reader
from training.joined import Joined
from training.material import Material, Studied, material, studied

FRACTIONS = (0.125, 0.25, 0.5)
"""Beside all of the lines."""
SEED = 12


def chosen(rows: Sequence[dict[str, Any]], fraction: float, seed: int = SEED) -> list[int]:
    """The lines of part of the authors, in their own order; larger parts hold the smaller ones."""
    writers = sorted({row.get("author") or row["id"] for row in rows})
    order = np.random.default_rng(seed).permutation(len(writers))
    kept = {writers[index] for index in order[: max(1, round(fraction * len(writers)))]}
    return [index for index, row in enumerate(rows) if (row.get("author") or row["id"]) in kept]


def part_of(known: Studied, lines: Sequence[int]) -> Studied:
    """What is known of some of the lines, with all lessons of the content."""
    place = {line: index for index, line in enumerate(lines)}
    longer = [
        (Joined(line.row, place[line.first], place[line.second]), found)
        for line, found in zip(known.joined, known.found_joined, strict=True)
        if line.first in place and line.second in place
    ]
    return Studied(
        [known.rows[index] for index in lines],
        [known.found[index] for index in lines],
        known.lessons,
        [line for line, _found in longer],
        [found for _line, found in longer],
    )


def measured(by: Reader) -> dict[str, dict[str, float]]:
    """F1 of the hard flags together and macro-F1 of the flags, on each held-out part."""
    out = {}
    for name in HELD_OUT:
        part = read(held_out(name), by)
        out[name] = {
            "hard_f1": round(any_of(part, HARD_COLUMNS)[2], 3),
            "flags_f1": round(mean_f1(part, FLAGS), 3),
        }
    return out


def step(by: Reader, given: Material, calibration: Calibration) -> dict[str, Any]:
    """Train on what is known and measure; leaves the reader with this model."""
    by.model = model.Model(*train_reader.trained(given, calibration))
    return told(by, len(set(given.groups.tolist())), given.lines, len(given.names))


def told(by: Reader, authors: int, lines: int, features: int) -> dict[str, Any]:
    """One point of the curve: how much the model of this reader was trained on, and what it makes of other lines."""
    return {"authors": authors, "lines": lines, "features": features, "parts": measured(by)}


def measure(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The curve; its last point is the model as shipped.

    How scores become probabilities is taken from that model for every size: it changes little, and fitting it
    anew would take five times as long.

    Raises:
        ValueError: there is no model that fits.
    """
    by = Reader(locations.knowledge())
    if by.model is None:
        raise ValueError(by.model_trouble)
    whole = by.model
    calibration = Calibration.of(whole.card.calibration, whole.card.offset)
    everything = studied(by, rows)
    steps = []
    for fraction in FRACTIONS:
        given = material(part_of(everything, chosen(rows, fraction)))
        steps.append({"fraction": fraction, **step(by, given, calibration)})
        print(steps[-1], flush=True)
    by.model = whole
    authors = len({row.get("author") or row["id"] for row in rows})
    return [*steps, {"fraction": 1.0, **told(by, authors, whole.card.trained_on, whole.size)}]


def main() -> None:
    """Measure and keep the curve."""
    RECORD.write_text(json.dumps(measure(labelled()), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
