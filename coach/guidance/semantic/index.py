"""Passages as vectors, and which of them are near a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from coach.guidance.passage import Passage
from coach.guidance.semantic import vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from coach.guidance.semantic.encoder import Encoder, Vectors

_CHUNK = 128
"""So many texts are encoded between two looks at whether to go on."""

_LEFT_BELOW = 0.10
"""So many questions about this field may stay below the floor, and most on anything else do. What a likeness means
differs from model to model, so each is measured: by how near an example question is to the nearest passage that it
was not written for. A model that was trained on these very questions is thus not mistaken for a strict one."""

_SAMPLE = 500
"""About so many example questions are enough to measure with."""


class SemanticIndex:
    """A row for each title-with-text and each example question; a passage is as near as its nearest row."""

    def __init__(self, encoder: Encoder, rows: Sequence[Vectors]) -> None:
        """`rows` are the vectors of each passage (one or more, by size of a vector), in the order of the passages."""
        import numpy as np

        self._encoder = encoder
        self._rows = np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)
        self._starts = np.cumsum([0, *map(len, rows)])[:-1]
        self.floor = _floor(rows, self._rows, self._starts)

    def ranked(self, query: str) -> list[tuple[int, float]]:
        """Places of the passages near a question with their cosine likeness, the nearest first.

        Raises:
            SemanticError: the model fails.
        """
        import numpy as np

        if not len(self._rows):
            return []
        likeness = np.maximum.reduceat(self._rows @ self._encoder.query(query), self._starts)
        order = (-likeness).argsort(kind="stable")
        near = order[: int((likeness >= self.floor).sum())]
        return [(int(place), float(likeness[place])) for place in near if likeness[place] > 0]


def build(
    passages: Sequence[Passage],
    encoder: Encoder,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> SemanticIndex | None:
    """The index of passages; only texts without a kept vector are encoded. None when it was stopped.

    `progress` is told how many of how many new texts are done. What is done before a stop is kept for the next time.

    Raises:
        SemanticError: the model fails.
    """
    texts = [_texts(passage) for passage in passages]
    wanted = dict.fromkeys(text for own in texts for text in own)
    kept = vectors.read(encoder.identity)
    known = {text: kept[key] for text in wanted if (key := vectors.key(text)) in kept}
    missing = [text for text in wanted if text not in known]
    try:
        for start in range(0, len(missing), _CHUNK):
            if stopped():
                return None
            chunk = missing[start : start + _CHUNK]
            known.update(zip(chunk, encoder.documents(chunk), strict=True))
            progress(start + len(chunk), len(missing))
    finally:
        if missing or len(kept) > len(known):
            vectors.write(encoder.identity, {vectors.key(text): vector for text, vector in known.items()})
    return SemanticIndex(encoder, [_stacked(known[text] for text in own) for own in texts])


def _texts(passage: Passage) -> tuple[str, ...]:
    """What of a passage is compared with a question."""
    return tuple(dict.fromkeys((f"{passage.title}. {passage.text}", *passage.questions)))


def _stacked(rows: Iterable[Vectors]) -> Vectors:
    import numpy as np

    return np.stack(list(rows))


def _floor(rows: Sequence[Vectors], everything: Vectors, starts: npt.NDArray[np.intp]) -> float:
    """The likeness from which a passage counts as near."""
    import numpy as np

    asked = [(place, row) for place, own in enumerate(rows) for row in own[1:]]
    asked = asked[:: len(asked) // _SAMPLE + 1]
    if not asked or len(rows) < 2:
        return 0.0
    likeness = np.maximum.reduceat(np.stack([row for _place, row in asked]) @ everything.T, starts, axis=1)
    likeness[range(len(asked)), [place for place, _row in asked]] = -1.0
    return float(np.quantile(likeness.max(axis=1), _LEFT_BELOW))
