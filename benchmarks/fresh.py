"""Sets of lines by writers from whom the reader has learned nothing, each with an aim of its own.

They are more, and harder, than the held-out parts: where those say whether the bars are met, these say what an
outside set may bring. Who trains a reader on them must have new ones written.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks import agreement
from benchmarks.accuracy import lines
from benchmarks.markdown import figure, table
from benchmarks.readings import FLAG_COLUMNS, HARD_COLUMNS, LABELS, UTTERANCES, Readings, gold_of, read, together

FRESH = UTTERANCES / "fresh"
SECOND = UTTERANCES / "second" / "fresh.jsonl"
AIMS = {
    "y01": "an exam",
    "y02": "an exam",
    "y06": "an exam",
    "y07": "an exam",
    "y08": "plain words, the nearest slip beside each good line",
    "y04": "answers to someone who has just told something",
    "y03": "health guessed at without a question",
    "y05": "everyday judgement and pressure",
    "y09": "talk about machines, files, clients, patients, pupils, animals",
    "y10": "gruff, jesting, worried: tone that judges or presses, and tone that does not",
}
"""What each writer was asked for. An exam: everything that the labelling contract names, plain and sly."""
EXAM, ALL = "the four exams", "all"


def parts() -> dict[str, Readings]:
    """Every set as it was read, then the exams together, then all."""
    found = {name: read(lines([FRESH / f"{name}.jsonl"])) for name in AIMS}
    exams = [found[name] for name, aim in AIMS.items() if aim == "an exam"]
    return {**found, EXAM: together(exams), ALL: together(list(found.values()))}


def readers(exams: Readings) -> list[str]:
    """Against the writers of the exams: F1 of a second reader of the contract, and of this one, on the same lines."""
    second = agreement.second_labels(SECOND)
    part = exams.only([row["id"] in second for row in exams.rows])
    other = gold_of([{"flags": second[row["id"]], "moves": ()} for row in part.rows])
    rows = [["hard flags", *_beside(part, other, HARD_COLUMNS)]]
    rows += [[f"`{LABELS[column]}`", *_beside(part, other, [column])] for column in FLAG_COLUMNS]
    return table(["", "n", "second reader of the contract", "this reader"], rows)


def _beside(part: Readings, other: np.ndarray, columns: Sequence[int]) -> list[str]:
    gold, second, found = (labels[:, columns].any(axis=1) for labels in (part.gold, other, part.found()))
    f1 = [agreement.f1(*(int(x.sum()) for x in (gold & by, by & ~gold, gold & ~by))) for by in (second, found)]
    return [str(int(gold.sum())), *map(figure, f1)]
