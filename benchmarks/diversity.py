"""How much lines differ from one another, in letters only: repetition within a part, and leaks between parts.

Two lines are as alike as the part of their letter 4-grams that they share (Jaccard): 1 for the same text, near 0
for texts that have nothing in common. It is computed exactly, for every pair of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

GRAM = 4
NEAR = 0.8
"""From here up two lines are near-duplicates."""


def grams(text: str) -> set[str]:
    """The letter 4-grams of a text, without regard to capitals and width of spaces."""
    framed = f" {' '.join(text.casefold().split())} "
    return {framed[start : start + GRAM] for start in range(max(1, len(framed) - GRAM + 1))}


class Index:
    """Finds how alike a text is to each of many texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._sizes = np.array([len(grams(text)) for text in texts], dtype=np.int32)
        holding: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for gram in grams(text):
                holding[gram].append(place)
        self._holding = {gram: np.array(places, dtype=np.int32) for gram, places in holding.items()}

    def likeness(self, text: str) -> np.ndarray:
        """Jaccard likeness of a text to every text of the index."""
        own = grams(text)
        lists = [self._holding[gram] for gram in own if gram in self._holding]
        places = np.concatenate(lists) if lists else np.zeros(0, dtype=np.int32)
        shared = np.bincount(places, minlength=len(self._sizes))
        return shared / (self._sizes + len(own) - shared)


@dataclass(frozen=True, slots=True)
class Spread:
    """How alike lines are to their nearest neighbour."""

    median: float
    high: float
    """95th percentile."""
    largest: float
    near: int
    """Lines with a near-duplicate."""

    @classmethod
    def of(cls, likeness: np.ndarray) -> Spread:
        """The spread of nearest likenesses; zeros when there are no lines."""
        if not likeness.size:
            return cls(0.0, 0.0, 0.0, 0)
        median, high = np.quantile(likeness, [0.5, 0.95])
        return cls(float(median), float(high), float(likeness.max()), int((likeness > NEAR).sum()))


def nearest_within(texts: Sequence[str], groups: Sequence[str | None]) -> np.ndarray:
    """For each text the likeness to its nearest neighbour; texts of the same group do not count as neighbours.

    Groups are for lines that were meant to be alike (two versions of one line); None is in no group.
    """
    index = Index(texts)
    members: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if group:
            members[group].append(place)
    out = np.zeros(len(texts))
    for place, text in enumerate(texts):
        alike = index.likeness(text)
        alike[[place, *members.get(groups[place] or "", [])]] = 0
        out[place] = alike.max()
    return out


def nearest_to(texts: Sequence[str], others: Sequence[str]) -> np.ndarray:
    """For each text the likeness to the nearest of the others."""
    index = Index(others)
    return np.array([index.likeness(text).max() for text in texts])


def distinct_share(texts: Sequence[str], size: int = 4) -> float:
    """How many of the word 4-grams are different ones: 1 when no four words ever come back."""
    everything = [gram for text in texts for gram in _word_grams(text, size)]
    return len(set(everything)) / len(everything) if everything else float("nan")


def _word_grams(text: str, size: int) -> Iterator[tuple[str, ...]]:
    words = text.casefold().split()
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))
