"""What the reader makes of labelled lines, as tables of numbers: read once, counted in many ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy import FLAGS, HARD, MOVES, lines
from coach.conversation import Band
from coach.phrasing import reader
from coach.phrasing.line import LineKind
from coach.phrasing.reader import Reader

UTTERANCES = Path("knowledge/nl/utterances")
HELD_OUT = ("heldout-1", "heldout-2")
LABELS = [*FLAGS, *MOVES]
HARD_COLUMNS = [column for column, label in enumerate(LABELS) if label in HARD]
FLAG_COLUMNS = list(range(len(FLAGS)))
_ORDER = {Band.MAYBE: 1, Band.LIKELY: 2, Band.CERTAIN: 3}


@dataclass(frozen=True, slots=True)
class Readings:
    """Labelled lines beside what was read in them.

    `gold` is lines by `LABELS` (bool); `certainty` and `band` are lines by `FLAGS`, 0 where nothing was found
    (bands: 1 maybe, 2 likely, 3 certain); `moves` is lines by `MOVES` (bool).
    """

    rows: Sequence[dict[str, Any]]
    gold: np.ndarray
    certainty: np.ndarray
    band: np.ndarray
    moves: np.ndarray

    def found(self, lowest: Band = Band.LIKELY) -> np.ndarray:
        """Lines by `LABELS`: what is shown when flags count from a band up. Moves have no band."""
        return np.hstack([self.band >= _ORDER[lowest], self.moves])

    def clean(self) -> np.ndarray:
        """Which lines carry no flag at all."""
        return ~self.gold[:, FLAG_COLUMNS].any(axis=1)

    def only(self, keep: Sequence[bool] | np.ndarray) -> Readings:
        """The lines for which `keep` is true."""
        chosen = np.flatnonzero(np.asarray(keep, dtype=bool))
        rows = [self.rows[index] for index in chosen]
        return Readings(rows, self.gold[chosen], self.certainty[chosen], self.band[chosen], self.moves[chosen])


def labelled() -> list[dict[str, Any]]:
    """Every labelled line that may be trained on: no file named `heldout*` is ever among them.

    The lines of sparring pens come last.
    """
    return [*at_first_sight(), *sparring()]


def at_first_sight() -> list[dict[str, Any]]:
    """The lines to train on whose writers knew nothing of what the reader makes of them."""
    return lines(path for path in sorted(UTTERANCES.glob("*.jsonl")) if not path.name.startswith("heldout"))


def sparring() -> list[dict[str, Any]]:
    """The lines to train on whose writers saw which of them the reader misread, and wrote more around those.

    They teach most, and are harder than what a manager says: no measure of how often the reader is right.
    """
    return lines(sorted((UTTERANCES / "sparring").glob("*.jsonl")))


def held_out(name: str) -> list[dict[str, Any]]:
    """The lines of one held-out part."""
    return lines([UTTERANCES / f"{name}.jsonl"])


def gold_of(rows: Sequence[dict[str, Any]], labels: Sequence[str] = LABELS) -> np.ndarray:
    """Which labels each line carries, lines by labels."""
    given = [{*row["flags"], *row["moves"]} for row in rows]
    return np.array([[label in here for label in labels] for here in given], dtype=bool).reshape(-1, len(labels))


def read(rows: Sequence[dict[str, Any]], by: Reader | None = None) -> Readings:
    """Read the lines, with the reader of the program unless another is given."""
    by = by or reader.default()
    shape = (len(rows), len(FLAGS))
    certainty, band = np.zeros(shape), np.zeros(shape, dtype=int)
    moves = np.zeros((len(rows), len(MOVES)), dtype=bool)
    for line, row in enumerate(rows):
        reading = by.read(row["text"], row.get("before"), LineKind(row.get("kind") or "say"))
        for flag in reading.flags:
            column = FLAGS.index(flag.id)
            certainty[line, column], band[line, column] = flag.certainty, _ORDER[flag.band]
        for move in reading.moves:
            moves[line, MOVES.index(move.id)] = True
    return Readings(rows, gold_of(rows), certainty, band, moves)


def together(parts: Sequence[Readings]) -> Readings:
    """Several parts as one."""
    return Readings(
        [row for part in parts for row in part.rows],
        np.vstack([part.gold for part in parts]),
        np.vstack([part.certainty for part in parts]),
        np.vstack([part.band for part in parts]),
        np.vstack([part.moves for part in parts]),
    )
