"""Which of several classes a text belongs to, learned from examples by least squares (ridge regression).

Learning takes the fraction of a second and leaves nothing behind: it is done again when the program starts, so that
whoever changes an example needs no training.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_RIDGE = 1.0
"""How strongly weights are held back. Half or twice as much makes no difference on examples left out."""

Features = Mapping[str, float]


class Classifier:
    """Scores texts, given as features with a weight each."""

    def __init__(self, examples: Sequence[Features], classes: Sequence[int], count: int) -> None:
        """Learn from examples, of which `classes` says the class: a number below `count`."""
        import numpy as np

        found_in = Counter(feature for example in examples for feature in example)
        self._places = {feature: place for place, feature in enumerate(found_in)}
        self._rarity = np.array([log((1 + len(examples)) / (1 + n)) + 1 for n in found_in.values()], dtype=np.float32)
        rows = self._rows(examples)
        wanted = np.zeros((len(examples), count), dtype=np.float32)
        wanted[np.arange(len(examples)), list(classes)] = 1
        alike = rows @ rows.T + _RIDGE * np.eye(len(examples), dtype=np.float32)
        self._weights = rows.T @ np.linalg.solve(alike, wanted)

    def scores(self, text: Features) -> list[float]:
        """How much a text belongs to each class: about 1 for a plain case, about 0 for none at all."""
        return [float(score) for score in (self._rows([text]) @ self._weights)[0]]

    def _rows(self, texts: Sequence[Features]) -> np.ndarray:
        """Texts as vectors of length one; features that no example has count for nothing."""
        import numpy as np

        rows = np.zeros((len(texts), len(self._places)), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature, weight in text.items():
                place = self._places.get(feature)
                if place is not None:
                    rows[row, place] = weight
        rows *= self._rarity
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(lengths, lengths, 1)
