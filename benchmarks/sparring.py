"""Sparring with the reader: which of your labelled lines it misreads, and how sure it is.

    python -m benchmarks.sparring FILE [--first 1]

For whoever writes lines to learn from (JSON Lines, the format of the labelling contract). Write a batch; look at what
is shown; ask first whether your own label holds; then write more around what the reader did not understand, also the
look-alike that must not be flagged. Such lines belong in knowledge/nl/utterances/sparring: they are learned from, and
never measured on. `--first` is the number of the first line to read, so that a next batch can stand in the same file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.accuracy import FLAGS, lines
from benchmarks.readings import FLAG_COLUMNS, Readings, read

_TOLD_FROM = 0.2
"""How probable a flag must be for the reader to be quoted with it."""


def misread(readings: Readings) -> Iterator[str]:
    """Each line of which the flags differ from those that are shown: theirs, the reader's, and the line."""
    gold, shown = readings.gold[:, FLAG_COLUMNS], readings.found()[:, FLAG_COLUMNS]
    for place in np.flatnonzero((gold != shown).any(axis=1)):
        row = readings.rows[place]
        told = [f"{flag} {certainty:.2f}" for flag, certainty in _heard(readings.certainty[place])]
        yield (
            f"{row['id']}: labelled [{', '.join(row['flags'])}], read [{', '.join(told)}]\n"
            f"    {row.get('before') or '–'} → {row['text']}"
        )


def _heard(certainty: np.ndarray) -> list[tuple[str, float]]:
    """The flags that the reader thinks of, the surest first."""
    order = np.argsort(-certainty, kind="stable")
    return [(FLAGS[column], float(certainty[column])) for column in order if certainty[column] >= _TOLD_FROM]


def main() -> None:
    """Show what is misread of a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--first", type=int, default=1, help="number of the first line to read")
    options = parser.parse_args()
    rows = lines([options.file])[max(0, options.first - 1) :]
    found = list(misread(read(rows)))
    print("\n".join([*found, f"{len(rows)} lines read, {len(found)} of them misread"]))


if __name__ == "__main__":
    main()
