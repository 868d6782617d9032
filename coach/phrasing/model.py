"""The trained layer of the reader: weighs all that is known of a line, rules included, into probabilities.

The model is a set of linear classifiers, one for each label, over the features of `features`. It is trained in
development (`make train`) and shipped as a zip file of text and numbers: nothing in it is ever executed.
"""

from __future__ import annotations

import json
import math
import zipfile
from array import array
from collections.abc import Mapping, Sequence
from operator import add
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coach.phrasing.features import VERSION, Feature

_STRONG = 0.35
"""Tokens that carry at least this part of the heaviest token's weight belong to the quoted words."""
_LONGEST_QUOTE = 14


class ModelCard(BaseModel):
    """What a model file says of itself. `scale` turns a stored weight into a real one, `slope` and `offset`
    turn a score into a probability that means what it says (fitted on lines the weights never saw).
    `trust` holds how often each rule was right on lines it was not written for, and `usual` how often the
    rules of a label were, for a rule that was never found there."""

    model_config = ConfigDict(frozen=True)

    version: int
    labels: tuple[str, ...]
    scale: tuple[float, ...]
    slope: tuple[float, ...]
    offset: tuple[float, ...]
    trust: dict[str, float]
    usual: dict[str, float]
    trained_on: int


class ModelError(Exception):
    """A model file that cannot be used with this program."""


class Model:
    """Linear classifiers for flags and moves."""

    def __init__(self, card: ModelCard, features: Sequence[str], weights: array[int]) -> None:
        self.card = card
        self._width = len(card.labels)
        self._rows = {name: row for row, name in enumerate(features)}
        self._weights = weights
        self._column = {label: column for column, label in enumerate(card.labels)}

    def probabilities(self, features: Mapping[str, None]) -> dict[str, float]:
        """How probable each label is, between 0 and 1."""
        totals = [0] * self._width
        width, weights = self._width, self._weights
        for name in features:
            row = self._rows.get(name)
            if row is not None:
                totals = list(map(add, totals, weights[row * width : (row + 1) * width]))
        return {label: self._probability(column, totals[column]) for label, column in self._column.items()}

    def with_rule(self, probability: float, label: str, rule: str) -> float:
        """A probability once a rule says the same: at least half way to how often that rule is right."""
        trust = self.card.trust.get(rule, self.card.usual.get(label, 0.0))
        return max(probability, (probability + trust) / 2)

    def span(self, features: Sequence[Feature], label: str) -> tuple[int, int] | None:
        """First and last token of the words that speak most for a label; None when no words do."""
        column = self._column[label]
        heard: dict[int, float] = {}
        for feature in features:
            row = self._rows.get(feature.name)
            if row is None or feature.span is None:
                continue
            first, last = feature.span
            for token in range(first, last + 1):
                share = self._weights[row * self._width + column] / (last - first + 1)
                heard[token] = heard.get(token, 0.0) + share
        return _window(heard)

    def _probability(self, column: int, total: int) -> float:
        card = self.card
        score = card.slope[column] * total * card.scale[column] + card.offset[column]
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _window(heard: Mapping[int, float]) -> tuple[int, int] | None:
    """The run of tokens around the heaviest one that reaches the other heavy ones nearby."""
    if not heard or max(heard.values()) <= 0:
        return None
    peak = max(heard, key=lambda token: (heard[token], -token))
    strong = [token for token, weight in heard.items() if weight >= _STRONG * heard[peak]]
    near = [token for token in strong if abs(token - peak) < _LONGEST_QUOTE]
    return min(near), max(near)


def load(path: Path) -> Model:
    """Read a model file.

    Raises:
        ModelError: it is damaged, or was trained for another version of the features.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            card = ModelCard.model_validate_json(archive.read("card.json"))
            names = archive.read("features.txt").decode("utf-8").split("\n")
            weights = array("b", archive.read("weights.bin"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: {error}") from error
    if card.version != VERSION or len(weights) != len(names) * len(card.labels):
        raise ModelError(f"{path}: {card.version} ≠ {VERSION}")
    return Model(card, names, weights)


def save(path: Path, card: ModelCard, features: Sequence[str], weights: array[int]) -> None:
    """Write a model file; the same model gives the same bytes."""
    parts = {
        "card.json": json.dumps(card.model_dump(mode="json"), indent=1).encode(),
        "features.txt": "\n".join(features).encode("utf-8"),
        "weights.bin": weights.tobytes(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            archive.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
