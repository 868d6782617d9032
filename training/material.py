"""Labelled lines and lessons as numbers: what the learners are fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from benchmarks.accuracy import FLAGS, MOVES
from coach.phrasing import features, model
from coach.phrasing.line import LineKind
from coach.phrasing.reader import Reader
from training.joined import Joined, joined
from training.lessons import Lesson, lessons
from training.moved_on import moved_on

LABELS = [*FLAGS, *MOVES]
SEEN_AT_LEAST = 5
"""A feature must occur in this many lines: what is rarer teaches little that holds elsewhere, and takes up room."""
COMMONEST = 0.3
"""The rarity of a feature that every line has."""
STEPS = 255
JOINED = 0.5
"""How many joined lines there are for each labelled line."""
MOVED_ON = 0.06
"""How many questions about the work, put after something medical or private, there are for each labelled line."""


@dataclass(frozen=True, slots=True)
class Studied:
    """Labelled lines, lines made of two of them, and the lessons of the content, as the reader sees them."""

    rows: Sequence[dict[str, Any]]
    found: Sequence[list[str]]
    lessons: Sequence[Lesson]
    joined: Sequence[Joined] = ()
    found_joined: Sequence[list[str]] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What weights are fitted on.

    `x` is lines by features, weighed as the reader weighs them; `y` lines by labels, -1 where nothing is known.
    The labelled lines come first, `groups` names the author of each; then the joined lines, with the places of the
    two lines that each is made of in `parents`; then the lessons. `rarities` are whole numbers up to 255, to be
    multiplied by `rarity`.
    """

    names: Sequence[str]
    rarities: np.ndarray
    rarity: float
    x: csr_matrix
    y: np.ndarray
    groups: np.ndarray
    parents: np.ndarray

    @property
    def lines(self) -> int:
        """The number of labelled lines, without joined lines and lessons."""
        return len(self.groups)


def studied(reader: Reader, rows: Sequence[dict[str, Any]]) -> Studied:
    """All that training knows of the lines, and of what the content teaches."""
    found = [examined(reader, row) for row in rows]
    made = [*joined(rows, JOINED), *moved_on(rows, found, MOVED_ON)]
    return Studied(rows, found, lessons(reader), made, [examined(reader, line.row) for line in made])


def examined(reader: Reader, row: dict[str, Any]) -> list[str]:
    """The features of a line, as the reader will see them."""
    evidence = reader.gather(row["text"], row.get("before"), LineKind(row.get("kind") or "say"))
    return list(features.counted(list(features.extract(evidence.line, evidence.asked, evidence.hits()))))


def material(known: Studied) -> Material:
    """The lines and lessons as numbers."""
    examples = [lesson.features for lesson in known.lessons]
    counts = Counter(name for names in (*known.found, *examples) for name in names)
    names = sorted(name for name, count in counts.items() if count >= SEEN_AT_LEAST and "\n" not in name)
    here = matrix([*known.found, *known.found_joined, *examples], names)
    rarities, rarity = _rarities(here)
    return Material(
        names,
        rarities,
        rarity,
        weighed(here @ diags(rarities * rarity), names),
        np.vstack([_labels([*known.rows, *(line.row for line in known.joined)]), _taught(known.lessons)]),
        np.array([row.get("author") or row["id"] for row in known.rows]),
        np.array([[line.first, line.second] for line in known.joined], dtype=np.int32).reshape(-1, 2),
    )


def matrix(found: Sequence[Sequence[str]], names: Sequence[str]) -> csr_matrix:
    """Lines by features, ones and zeros."""
    column = {name: index for index, name in enumerate(names)}
    rows = [[column[name] for name in here if name in column] for here in found]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([index for row in rows for index in row], dtype=np.int32)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(found), len(names)))


def weighed(here: csr_matrix, names: Sequence[str]) -> csr_matrix:
    """Every line at length 1, with what was said before it at `model.ANSWER` at most beside that."""
    answer = np.array([name.startswith(features.BEFORE) for name in names])
    own, said = (here @ diags(part.astype(np.float32)) for part in (~answer, answer))
    heavy, loud = (np.maximum(np.sqrt(part.multiply(part).sum(axis=1)).A1, 1e-6) for part in (own, said))
    share = np.minimum(1 / heavy, model.ANSWER / loud)
    return (diags(1 / heavy) @ own + diags(share) @ said).tocsr().astype(np.float32)


def _rarities(here: csr_matrix) -> tuple[np.ndarray, float]:
    """How much each feature tells by being there (inverse document frequency), in whole steps, and the step."""
    counts = np.asarray(here.sum(axis=0)).ravel()
    rarity = np.log((1 + here.shape[0]) / (1 + counts)) + COMMONEST
    step = round(float(rarity.max()) / STEPS, 9)
    return np.maximum(1, np.round(rarity / step)).astype(np.uint8), step


def _labels(rows: Sequence[dict[str, Any]]) -> np.ndarray:
    found = [[label in {*row["flags"], *row["moves"]} for label in LABELS] for row in rows]
    return np.array(found, dtype=np.int8).reshape(len(rows), len(LABELS))


def _taught(given: Sequence[Lesson]) -> np.ndarray:
    found = [[lesson.labels.get(label, -1) for label in LABELS] for lesson in given]
    return np.array(found, dtype=np.int8).reshape(len(given), len(LABELS))


def part(given: Material, lines: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
    """Some of the labelled lines, with the joined lines that are made of those alone, and all lessons."""
    both = np.isin(given.parents, lines).all(axis=1)
    rest = np.arange(given.lines + len(both), given.x.shape[0])
    rows = np.concatenate([lines, given.lines + np.flatnonzero(both), rest])
    return given.x[rows].tocsr(), given.y[rows]
