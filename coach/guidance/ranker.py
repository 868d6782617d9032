"""What a question is after, learned from questions that people ask: the other half of search.

BM25 finds a passage by the words that it holds. Who says "Krijg ik straks nog wel geld?" uses none of them. The
ranker has learned from the example questions, the cards and the verdicts which words lead to which passage, whether
they stand in it or not. It is trained in development (`make train`) and shipped as numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coach import locations, packed
from coach.guidance import analysis
from coach.rows import Rows

VERSION = 1
"""Changes when features change: a file of another version does not fit."""


class RankerCard(BaseModel):
    """What the file says of itself: `scale` turns the stored weights of each passage into real ones, `rarity` is the
    scale of the rarities."""

    model_config = ConfigDict(frozen=True)

    version: int
    passages: tuple[str, ...]
    trained_on: int
    rarity: float
    scale: tuple[float, ...]


def features_of(text: str) -> dict[str, None]:
    """The features of a question, each once: search terms, whole words, and stems that stand side by side."""
    words = analysis.words(text)
    stems = [_stem(word) for word in words]
    terms = analysis.terms(words)
    pairs = (f"b:{one} {other}" for one, other in pairwise(stems))
    return dict.fromkeys([*terms, *(f"w:{word}" for word in words), *pairs])


def _stem(word: str) -> str:
    return next((term for term in analysis.terms([word]) if term.startswith("s:")), word)


class Ranker:
    """Scores every passage that it knows for a question."""

    def __init__(self, card: RankerCard, names: Sequence[str], rarities: bytes, weights: bytes) -> None:
        import numpy as np

        self.card = card
        self._rows = Rows(names)
        self._rarities = np.frombuffer(rarities, np.uint8)
        self._rarity = np.float32(card.rarity)
        self._weights = np.frombuffer(weights, np.int8).reshape(len(names), -1)
        self._scale = np.array(card.scale, np.float32)

    def scores(self, question: str) -> Mapping[str, float]:
        """How much a question asks for each passage: towards 1 for one of its own examples, about 0 when it does not.

        The fewer of its words were ever met, the less a question says.
        """
        import numpy as np

        found = features_of(question)
        known = self._rows.find(found)
        stems = [name for name in found if name.startswith("s:")]
        met = sum(name in known for name in stems) / max(1, len(stems))
        rows = list(known.values())
        rarity = self._rarities[rows].astype(np.float32) * self._rarity
        length = float(np.sqrt(rarity @ rarity))
        sums = met * ((rarity / max(length, 1e-6)) @ self._weights[rows].astype(np.float32)) * self._scale
        return dict(zip(self.card.passages, sums.tolist(), strict=True))


def load(path: Path) -> Ranker:
    """Read a ranker.

    Raises:
        PackedError: it is damaged, or was trained for another version of the features.
    """
    found = packed.read(path, VERSION, {"rarities": 1, "weights": 0})
    try:
        card = RankerCard.model_validate(found.card)
    except ValueError as error:
        raise packed.PackedError(f"{path}: {error}") from error
    return Ranker(card, found.names, found.numbers["rarities"], found.numbers["weights"])


@cache
def default() -> Ranker | None:
    """The ranker that comes with the program; None when there is none that fits."""
    path = locations.knowledge() / "model" / "ranker.zip"
    try:
        return load(path) if path.exists() else None
    except packed.PackedError:
        return None
