"""How scores become probabilities that mean what they say.

Labels speak for and against each other: a line that scores high as a reflection is less often a guess. So the
probability of a label follows from the scores of all of them (logistic), fitted on lines whose author no weight had
seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.phrasing.arrays import Numbers

_WIDE = 10.0
"""Scores run from about -50 to 50; divided by this they are near the size of what is next to them."""
_NEAR = 4.0
"""Up to about this far from zero a score tells most; what goes beyond it tells less and less."""
_FARTHEST = 30.0
"""Evidence beyond this makes no difference to a probability."""


def spread(scores: Numbers) -> Numbers:
    """What a probability follows from: the scores (lines by labels, or those of one line) as they are, and bent."""
    import numpy as np

    bent: Numbers = np.concatenate([scores / _WIDE, np.arcsinh(scores / _NEAR)], axis=-1)
    return bent


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights` holds, for each label, a number for each column of `spread`; `offset` is added to what they give."""

    weights: Numbers
    offset: Numbers

    @classmethod
    def of(cls, weights: Sequence[Sequence[float]], offset: Sequence[float]) -> Calibration:
        """A calibration from plain numbers.

        Raises:
            ValueError: the weights do not fit the offsets.
        """
        import numpy as np

        labels = len(offset)
        if any(len(row) != 2 * labels for row in weights) or len(weights) != labels:
            raise ValueError(f"calibration: {[len(row) for row in weights]} ≠ {labels} × {2 * labels}")
        return cls(np.array(weights, np.float64), np.array(offset, np.float64))

    def probabilities(self, scores: Numbers) -> Numbers:
        """How probable each label is, between 0 and 1; of one line or of many."""
        import numpy as np

        evidence = np.clip(spread(scores) @ self.weights.T + self.offset, -_FARTHEST, _FARTHEST)
        probable: Numbers = 1 / (1 + np.exp(-evidence))
        return probable
