"""Labelled lines and lessons as numbers: what the learners are fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from benchmarks.accuracy import FLAGS, MOVES
from coach.phrasing import features, model
from coach.phrasing.line import LineKind
from coach.phrasing.reader import Reader
from coach.rows import marked
from training import encoder
from training.joined import Joined, joined
from training.lessons import Lesson, Seen, lessons, seen
from training.moved_on import moved_on
from training.wording import Wording

LABELS = [*FLAGS, *MOVES]
SEEN_AT_LEAST = 9
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
    found: Sequence[Seen]
    lessons: Sequence[Lesson]
    joined: Sequence[Joined] = ()
    found_joined: Sequence[Seen] = ()

    @property
    def everything(self) -> Iterator[Seen]:
        """The lines, the joined lines, and the lessons."""
        yield from self.found
        yield from self.found_joined
        yield from (lesson.seen for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Material:
    """What weights are fitted on.

    `x` is lines by features, weighed as the reader weighs them; `y` lines by labels, -1 where nothing is known.
    The labelled lines come first, `groups` names the author of each; then the joined lines, with the places of the
    two lines that each is made of in `parents`; then the lessons. `rarities` are whole numbers up to 255, to be
    multiplied by `rarity`. `heard` holds the same lines for the encoder.
    """

    names: Sequence[str]
    rarities: np.ndarray
    rarity: float
    x: csr_matrix
    y: np.ndarray
    groups: np.ndarray
    parents: np.ndarray
    heard: encoder.Heard

    @property
    def lines(self) -> int:
        """The number of labelled lines, without joined lines and lessons."""
        return len(self.groups)


def studied(reader: Reader, rows: Sequence[dict[str, Any]]) -> Studied:
    """All that training knows of the lines, and of what the content teaches."""
    found = [examined(reader, row) for row in rows]
    made = [*joined(rows, JOINED), *moved_on(rows, [line.features for line in found], MOVED_ON)]
    return Studied(rows, found, lessons(reader), made, [examined(reader, line.row) for line in made])


def examined(reader: Reader, row: dict[str, Any]) -> Seen:
    """A line as the reader will see it."""
    return seen(reader.gather(row["text"], row.get("before"), LineKind(row.get("kind") or "say")))


def material(known: Studied) -> Material:
    """The lines and lessons as numbers."""
    counts = Counter(name for line in known.found for name in line.features)
    counts.update(name for lesson in known.lessons for name in lesson.seen.features)
    names = marked(name for name, count in counts.items() if count >= SEEN_AT_LEAST)
    here = matrix([line.features for line in known.everything], names)
    rarities, rarity = _rarities(here)
    wording = Wording()
    return Material(
        names,
        rarities,
        rarity,
        weighed(here @ diags(rarities * rarity), names),
        np.vstack([_labels([*known.rows, *(line.row for line in known.joined)]), _taught(known.lessons)]),
        np.array([row.get("author") or row["id"] for row in known.rows]),
        np.array([[line.first, line.second] for line in known.joined], dtype=np.int32).reshape(-1, 2),
        encoder.heard(wording, [wording.written(line.words) for line in known.everything]),
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


def part(given: Material, lines: np.ndarray) -> np.ndarray:
    """The places of some of the labelled lines, of the joined lines made of those alone, and of all lessons."""
    both = np.isin(given.parents, lines).all(axis=1)
    rest = np.arange(given.lines + len(both), given.x.shape[0])
    return np.concatenate([lines, given.lines + np.flatnonzero(both), rest])
