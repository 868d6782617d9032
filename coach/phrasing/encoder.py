"""The part of the model that reads words in their order: a small convolutional network over the employee's turn and
the line.

A word is the sum of its runs of letters, of itself and of its concepts; three layers look at a word with its
neighbours, each farther than the one before; what each layer heard at its loudest, in the line and in the turn before
it, gives the scores. Inference is a few products of matrices in numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from coach.phrasing.line import Line, LineKind
from coach.phrasing.pattern import Annotated, Keys

if TYPE_CHECKING:
    from coach.phrasing.arrays import Numbers

Word = tuple[str, Keys, int]
"""A word or mark as it is heard: its form, its concepts, and in which part of what was said it stands."""

BEFORE, SAID, NOTED = range(3)
"""The parts: the turn before, the line itself, and the border to a line that is a note."""
BORDER = ""
"""The form of the border between the turn before and the line."""
_MOST_BEFORE, _MOST_SAID = 36, 64
"""So many words are heard: the last of the turn before, the first of the line."""
_GRAMS = (3, 4, 5)
_MOST_GRAMS = 40
_REMEMBERED = 8192


class EncoderCard(BaseModel):
    """The sizes of an encoder. `buckets` is the number of rows for runs of letters, whose bytes `scale` (one number
    for each column) turns into real numbers."""

    model_config = ConfigDict(frozen=True)

    width: int
    channels: int
    hidden: int
    buckets: int
    dilations: tuple[int, ...]
    concepts: tuple[str, ...]
    scale: tuple[float, ...]

    def shapes(self, labels: int) -> dict[str, tuple[int, ...]]:
        """The arrays of an encoder for so many labels, in the order in which they are kept."""
        pooled = 3 * self.channels * len(self.dilations)
        sizes = [self.width, *[self.channels] * (len(self.dilations) - 1)]
        layers = {f"layer {number}": (size, 3 * self.channels) for number, size in enumerate(sizes)}
        return {
            "concepts": (len(self.concepts), self.width),
            "parts": (3, self.width),
            **layers,
            "biases": (len(self.dilations), self.channels),
            "hidden": (pooled, self.hidden),
            "hidden bias": (self.hidden,),
            "out": (self.hidden, labels),
            "out bias": (labels,),
        }


def heard(line: Line) -> list[Word]:
    """What an encoder hears: the end of the turn before, a border, the line."""
    border = NOTED if line.kind is LineKind.NOTE else SAID
    skipped = max(0, len(line.before.tokens) - _MOST_BEFORE)
    before = islice(_words(line.before, BEFORE), skipped, None)
    return [*before, (BORDER, frozenset(), border), *islice(_words(line.whole, SAID), _MOST_SAID)]


def _words(said: Annotated, part: int) -> Iterator[Word]:
    for token, names in zip(said.tokens, said.concepts, strict=True):
        yield token.form, names, part


def grams(form: str, buckets: int) -> list[int]:
    """The rows of a word: one for itself, and those of its runs of letters; words never met share those."""
    if form == BORDER:
        return []
    framed = f"#{form}#"
    runs = {framed[start : start + size] for size in _GRAMS for start in range(max(1, len(framed) - size + 1))}
    rows = sorted({crc32(run.encode()) % buckets for run in runs})
    return [crc32(f"={form}".encode()) % buckets, *rows[:_MOST_GRAMS]]


def unpacked(card: EncoderCard, labels: int, dense: Numbers) -> dict[str, Numbers]:
    """The arrays of an encoder by name, out of one long row of numbers.

    Raises:
        ValueError: there are more or fewer numbers than the card says.
    """
    import numpy as np

    shapes = card.shapes(labels)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])
    if ends[-1] != len(dense):
        raise ValueError(f"encoder: {len(dense)} ≠ {ends[-1]}")
    parts = np.split(dense, ends[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


class Encoder:
    """Scores of labels for a line. `table` holds a byte for each column of each bucket, `arrays` the rest.

    Raises:
        ValueError: the table has not the size that the card says.
    """

    def __init__(self, card: EncoderCard, table: bytes, arrays: Mapping[str, Numbers]) -> None:
        import numpy as np

        self._card = card
        self._table = np.frombuffer(table, np.int8).reshape(card.buckets, card.width)
        self._scale = np.array(card.scale, np.float32)
        self._concept = dict(zip(card.concepts, arrays["concepts"], strict=True))
        self._parts = arrays["parts"]
        layers = [arrays[f"layer {number}"] for number in range(len(card.dilations))]
        self._layers = list(zip(layers, arrays["biases"], card.dilations, strict=True))
        self._hidden, self._hidden_bias = arrays["hidden"], arrays["hidden bias"]
        self._out, self._out_bias = arrays["out"], arrays["out bias"]
        self._vector = lru_cache(_REMEMBERED)(self._vector_of)

    def scores(self, line: Line) -> Numbers:
        """A score for each label."""
        import numpy as np

        words = heard(line)
        border = next(place for place, (form, _names, _part) in enumerate(words) if form == BORDER)
        here = np.concatenate([self._vector(word) for word in words]).reshape(len(words), -1)
        said, before, even = [], [], []
        for weights, bias, dilation in self._layers:
            here = _convolved(here, weights, bias, dilation)
            line_part = here[border:]
            said.append(line_part.max(axis=0))
            before.append(here[:border].max(axis=0) if border else np.zeros_like(bias))
            even.append(line_part.mean(axis=0))
        awake = np.maximum(np.concatenate([*said, *before, *even]) @ self._hidden + self._hidden_bias, 0)
        found: Numbers = awake @ self._out + self._out_bias
        return found

    def _vector_of(self, word: Word) -> Numbers:
        import numpy as np

        form, names, part = word
        rows = grams(form, self._card.buckets)
        vector: Numbers = self._table[rows].sum(axis=0, dtype=np.float32) * self._scale + self._parts[part]
        for name in sorted(names):
            if name in self._concept:
                vector = vector + self._concept[name]
        return vector


def _convolved(here: Numbers, weights: Numbers, bias: Numbers, dilation: int) -> Numbers:
    """Each word with the words `dilation` before and after it; `weights` holds those three side by side."""
    import numpy as np

    size = len(bias)
    spread = here @ weights
    found = spread[:, size : 2 * size] + bias
    found[dilation:] += spread[:-dilation, :size]
    found[:-dilation] += spread[dilation:, 2 * size :]
    return np.maximum(found, 0, out=found)
