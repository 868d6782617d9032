"""What a line is about, learned from labelled lines: a linear model, trained in development (`make train`).

Beside the topics it knows two other classes: no topic at all, and a line that only goes on about what was talked of
before ("Sinds wanneer?"), which has no words of its own for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coach import packed
from coach.roleplay.persona import Topic
from coach.roleplay.topic_features import VERSION

NONE = "none"
ON = "on"
"""The class of lines that go on about the turn before."""
CLASSES = (*(topic.value for topic in Topic), NONE, ON)


class TopicCard(BaseModel):
    """What the file says of itself: `scale` turns the stored weights of each class into real ones, `rarity` is the
    scale of the rarities."""

    model_config = ConfigDict(frozen=True)

    version: int
    classes: tuple[str, ...]
    trained_on: int
    rarity: float
    scale: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much a line is about each topic, or (None) about none, and how much it goes on about the one before."""

    topics: Mapping[Topic | None, float]
    on: float


class TopicModel:
    """Scores the topics of a line.

    `rarities` (one byte for each feature) say how much a feature tells by being there; `weights` holds a row of one
    byte for each class, for each feature.
    """

    def __init__(self, card: TopicCard, features: Sequence[str], rarities: bytes, weights: bytes) -> None:
        import numpy as np

        self.card = card
        self._rows = {name: row for row, name in enumerate(features)}
        self._rarities = np.frombuffer(rarities, np.uint8).astype(np.float32) * np.float32(card.rarity)
        self._weights = np.frombuffer(weights, np.int8).reshape(len(features), -1)
        self._scale = np.array(card.scale, np.float32)

    def weigh(self, features: Mapping[str, float]) -> Weighed:
        """Scores between about 0 and 1; all 0 when no feature was ever met."""
        import numpy as np

        known = {row: weight for name, weight in features.items() if (row := self._rows.get(name)) is not None}
        rows = list(known)
        heaviness = self._rarities[rows] * np.array(list(known.values()), np.float32)
        length = max(float(np.sqrt(heaviness @ heaviness)), 1e-6)
        sums = ((heaviness / length) @ self._weights[rows].astype(np.float32)) * self._scale
        scores = dict(zip(self.card.classes, sums.tolist(), strict=True))
        return Weighed({None: scores[NONE], **{topic: scores[topic] for topic in Topic}}, scores[ON])


def load(path: Path) -> TopicModel:
    """Read a model.

    Raises:
        PackedError: it is damaged, or was trained for another version of the features or other topics.
    """
    found = packed.read(path, VERSION, {"rarities": 1, "weights": 0})
    try:
        card = TopicCard.model_validate(found.card)
    except ValueError as error:
        raise packed.PackedError(f"{path}: {error}") from error
    if card.classes != CLASSES or len(card.scale) != len(CLASSES):
        raise packed.PackedError(f"{path}: {card.classes} ≠ {CLASSES}")
    return TopicModel(card, found.names, found.numbers["rarities"], found.numbers["weights"])
