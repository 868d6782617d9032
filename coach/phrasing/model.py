"""The trained layer of the reader: weighs all that is known of a line, rules included, into probabilities.

Three learners give a score for each label, and the scores are added: over the features of `features` a linear
classifier, and a small network with one hidden layer, which sees what features mean together; over the words in their
order an `encoder`. The model is trained in development (`make train`) and shipped as a zip file of text and numbers:
nothing in it is ever executed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from coach import packed
from coach.phrasing.calibration import Calibration
from coach.phrasing.encoder import Encoder, EncoderCard, unpacked
from coach.phrasing.features import BEFORE, VERSION, Feature
from coach.phrasing.line import Line
from coach.rows import MarkedRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.phrasing.arrays import Numbers

_STRONG = 0.35
"""Tokens that carry at least this part of the heaviest token's weight belong to the quoted words."""
_LONGEST_QUOTE = 14
ANSWER = 0.7
"""The most that everything in the turn before weighs together, where the line itself weighs 1: a long answer of the
employee must not drown a short line of the manager. Chosen on 840 lines from the middle of talks that no model had
learned from."""
_NUMBERS = ("marks", "rarities", "weights", "grams", "dense")
_OF_ANSWER = methodcaller("startswith", BEFORE)


class ModelCard(BaseModel):
    """What a model file says of itself.

    `scale` turns the stored weights of each column into real ones: first a column for each label, then one for each
    hidden unit. `bias` belongs to the hidden units, `out` (units by labels) and `out_bias` to the way from those to
    the labels. `rarity` is the scale of the rarities. `calibration` and `offset` turn scores into probabilities
    that mean what they say (`Calibration`).
    """

    model_config = ConfigDict(frozen=True)

    version: int
    labels: tuple[str, ...]
    trained_on: int
    rarity: float
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    out: tuple[tuple[float, ...], ...]
    out_bias: tuple[float, ...]
    calibration: tuple[tuple[float, ...], ...]
    offset: tuple[float, ...]
    encoder: EncoderCard


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line as the model sees it: the features that it knows with their rows, how heavy each is, and which hidden
    units it wakes."""

    known: Sequence[str]
    rows: NDArray[Any]
    heaviness: Numbers
    awake: Numbers
    probabilities: Mapping[str, float]


class Model:
    """Classifiers for flags and moves.

    Of the numbers, `marks` says which features there are (four bytes each, see `MarkedRows`); `rarities` (a byte for
    each) how much a feature tells by being there at all; `weights` holds a row for each feature, of a byte for each
    column of the card; `grams` is the table of the encoder (a byte each) and `dense` its other arrays (floating
    point, two bytes each).

    Raises:
        ValueError: the numbers are not as many as the card says.
    """

    def __init__(self, card: ModelCard, numbers: Mapping[str, bytes]) -> None:
        import numpy as np

        self.card = card
        self._rows = MarkedRows(np.frombuffer(numbers["marks"], np.uint32))
        self._rarities = np.frombuffer(numbers["rarities"], np.uint8)
        if len(self._rarities) != len(self._rows):
            raise ValueError(f"rarities: {len(self._rarities)} ≠ {len(self._rows)}")
        self._rarity = np.float32(card.rarity)
        self._weights = np.frombuffer(numbers["weights"], np.int8).reshape(len(self._rows), len(card.scale))
        self._scale = np.array(card.scale, np.float32)
        self._bias = np.array(card.bias, np.float32)
        self._out = np.array(card.out, np.float32)
        self._out_bias = np.array(card.out_bias, np.float32)
        self._calibration = Calibration.of(card.calibration, card.offset)
        dense = np.frombuffer(numbers["dense"], np.float16).astype(np.float32)
        self._encoder = Encoder(card.encoder, numbers["grams"], unpacked(card.encoder, len(card.labels), dense))
        self._column = {label: column for column, label in enumerate(card.labels)}

    @property
    def size(self) -> int:
        """How many features it knows."""
        return len(self._rows)

    def weigh(self, features: Mapping[str, None], line: Line) -> Weighed:
        """How probable each label of a line is, between 0 and 1, with what it takes to say which words made it so."""
        import numpy as np

        there, rows = self._rows.among(features)
        rarity = self._rarities[rows].astype(np.float32) * self._rarity
        known = list(compress(features, there))
        answer = np.fromiter(map(_OF_ANSWER, known), bool, len(known))
        heaviness: Numbers = rarity * _shares(rarity, answer)
        sums = (heaviness @ self._weights[rows].astype(np.float32)) * self._scale
        labels = len(self.card.labels)
        hidden = np.maximum(sums[labels:] + self._bias, 0)
        scores = sums[:labels] + hidden @ self._out + self._out_bias + self._encoder.scores(line)
        probable = dict(zip(self.card.labels, self._calibration.probabilities(scores).tolist(), strict=True))
        return Weighed(known, rows, heaviness, hidden > 0, probable)

    def span(self, weighed: Weighed, features: Sequence[Feature], label: str) -> tuple[int, int] | None:
        """First and last token of the words that speak most for a label; None when no words do."""
        share = dict(zip(weighed.known, self._added(weighed, self._column[label]).tolist(), strict=True))
        heard: defaultdict[int, float] = defaultdict(float)
        for name, span in features:
            if span is None or name not in share:
                continue
            first, last = span
            part = share[name] / (last - first + 1)
            for token in range(first, last + 1):
                heard[token] += part
        return _window(heard)

    def _added(self, weighed: Weighed, column: int) -> Numbers:
        """What each feature adds to the score of a label, beside the encoder; exact, as awake units are linear."""
        import numpy as np

        labels = len(self.card.labels)
        weights = self._weights[weighed.rows].astype(np.float32) * self._scale
        through = weights[:, labels:] @ (self._out[:, column] * weighed.awake)
        added: Numbers = weighed.heaviness * (weights[:, column] + through)
        return added


def _shares(rarity: Numbers, answer: NDArray[np.bool_]) -> Numbers:
    """What each feature is multiplied by, so that those of the line together have length 1, and those of the turn
    before (`answer`) `ANSWER` at most."""
    import numpy as np

    own, said = (max(float(np.linalg.norm(rarity[part])), 1e-6) for part in (~answer, answer))
    shares: Numbers = np.where(answer, min(1 / own, ANSWER / said), 1 / own).astype(np.float32)
    return shares


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
        PackedError: it is damaged, or was trained for another version of the features.
    """
    found = packed.read(path, VERSION, {}, _NUMBERS)
    try:
        return Model(ModelCard.model_validate(found.card), found.numbers)
    except ValueError as error:
        raise packed.PackedError(f"{path}: {error}") from error


def save(path: Path, card: ModelCard, numbers: Mapping[str, bytes]) -> None:
    """Write a model file; the same model gives the same bytes."""
    packed.write(path, packed.Packed(card.model_dump(mode="json"), (), numbers))
