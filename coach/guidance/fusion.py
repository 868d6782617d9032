"""Several rankings made into one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

_K = 60
"""Keeps one first place from deciding everything; the value of the paper."""

_Item = TypeVar("_Item", bound=Hashable)


def reciprocal_rank(*rankings: Iterable[_Item]) -> list[tuple[_Item, float]]:
    """Every item of the rankings with its score, the best first: the sum over rankings of 1 / (60 + rank).

    Only places count, so that scores of different makings need not be comparable. Equals stay in the order in which
    they were met. Reciprocal rank fusion: Cormack, Clarke and Büttcher (SIGIR 2009).
    """
    scores: dict[_Item, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(dict.fromkeys(ranking), start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (_K + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
