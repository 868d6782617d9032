"""How well passages are found: figures on questions by writers who did not write the passages' own questions.

Only figures leave this module, never a question: whoever mends the search by reading these questions takes away what
makes them worth asking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from pathlib import Path
from statistics import mean, stdev

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach import content, locations
from coach.content import ContentError
from coach.guidance import ranker
from coach.guidance.library import Library
from coach.guidance.semantic import SemanticSearch

DEPTH = 10
"""So many places of an answer count."""

_QUESTIONS = "questions_heldout*.jsonl"
_Z = 1.959964
"""Standard normal deviate of a two-sided 95 % interval."""

Search = Callable[[str], Sequence[str]]
"""Ids of the passages found for a query, the best first."""


class Question(BaseModel):
    """A question, and every passage that answers it."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(min_length=1)
    passages: tuple[str, ...] = Field(min_length=1)
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Of `n` questions: nDCG@10, and the shares with a right passage among the first three and the first five."""

    n: int
    ndcg: float
    first_3: float
    first_5: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What fusion adds to the nDCG@10 of words, with its 95 % interval over questions (normal approximation)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each way to search, for all questions (`all`) and for each kind of question.

    `ways` holds `bm25` (the words alone), `words` (with what was learned: the search without a model) and, with a
    model, `semantic` and `fused`; `gain` is None without one.
    """

    ways: dict[str, dict[str, Figures]]
    gain: Gain | None = None

    @property
    def fusion_wins(self) -> bool:
        """Whether fusion finds more, beyond what chance explains, and no less often among the first three."""
        if self.gain is None:
            return False
        words, fused = self.ways["words"]["all"], self.ways["fused"]["all"]
        return self.gain.low > 0 and fused.first_3 >= words.first_3


def questions(folder: Path | None = None) -> list[Question]:
    """The questions by other writers; none where only the program is, without its source.

    Raises:
        ContentError: a line is not a question.
    """
    paths = content.files(folder or locations.knowledge(), _QUESTIONS)
    return [question for path in paths for question in _read(path)]


def evaluate(library: Library, asked: Sequence[Question], semantic: SemanticSearch | None = None) -> Evaluation:
    """Ask every question in every way; `semantic` must be ready and hold the passages of the library."""
    shelf, sources = library.passages, library.sources
    ways = {
        "bm25": _searching(Library(shelf, sources)),
        "words": _searching(Library(shelf, sources, ranker.default)),
    }
    if semantic is not None:
        ways["semantic"] = lambda query: [shelf[place].id for place, _likeness in semantic.ranked(query) or ()]
        ways["fused"] = _searching(Library(shelf, sources, ranker.default, lambda _passages: semantic))
    answers = {way: [search(question.question)[:DEPTH] for question in asked] for way, search in ways.items()}
    figures = {way: _by_kind(asked, found) for way, found in answers.items()}
    gain = _gain(asked, answers["words"], answers["fused"]) if semantic is not None else None
    return Evaluation(figures, gain)


def ndcg(found: Sequence[str], wanted: Iterable[str]) -> float:
    """Normalised discounted cumulative gain at 10, each wanted passage counting alike."""
    right = frozenset(wanted)
    gain = sum(1 / log2(place + 2) for place, id in enumerate(found[:DEPTH]) if id in right)
    return gain / sum(1 / log2(place + 2) for place in range(min(len(right), DEPTH)))


def _searching(library: Library) -> Search:
    return lambda query: [hit.passage.id for hit in library.search(query, DEPTH)]


def _read(path: Path) -> list[Question]:
    rows = []
    for number, line in enumerate(content.read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(Question.model_validate(json.loads(line)))
        except (ValueError, ValidationError) as error:
            raise ContentError(path, number, "", str(error)) from error
    return rows


def _by_kind(asked: Sequence[Question], answers: Sequence[Sequence[str]]) -> dict[str, Figures]:
    pairs = list(zip(asked, answers, strict=True))
    kinds = sorted({question.kind for question in asked})
    parts = {"all": pairs, **{kind: [pair for pair in pairs if pair[0].kind == kind] for kind in kinds}}
    return {name: _figures(part) for name, part in parts.items() if part}


def _figures(answered: Sequence[tuple[Question, Sequence[str]]]) -> Figures:
    def share(count: int) -> float:
        return mean(not set(question.passages).isdisjoint(found[:count]) for question, found in answered)

    score = mean(ndcg(found, question.passages) for question, found in answered)
    return Figures(len(answered), score, share(3), share(5))


def _gain(asked: Sequence[Question], words: Sequence[Sequence[str]], fused: Sequence[Sequence[str]]) -> Gain:
    """The mean difference over questions; each question is its own comparison, so that easy ones do not blur it."""
    differences = [
        ndcg(with_model, question.passages) - ndcg(without, question.passages)
        for question, without, with_model in zip(asked, words, fused, strict=True)
    ]
    middle = mean(differences)
    room = _Z * stdev(differences) / sqrt(len(differences)) if len(differences) > 1 else float("inf")
    return Gain(middle, middle - room, middle + room)
