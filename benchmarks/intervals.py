"""Precision, recall and F1 with the room that chance leaves them.

Bootstrap: lines are drawn with replacement, as many as there are, and the figure is made again for each draw; the
interval holds the middle 95 % of the draws (percentile method). The seed is fixed, so the same lines give the same
interval. For a plain share (so many of so many) Wilson's interval is used, which stays honest at none and at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

DRAWS = 1000
SEED = 20
MIDDLE = 0.95
_Z = 1.959964
"""Standard normal deviate of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between 0 and 1 and where it may lie; nan when there is nothing to divide by."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.2f} [{self.low:.2f}–{self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one label; `n` is how many lines carry it."""

    n: int
    precision: Interval
    recall: Interval
    f1: Interval


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part by whole, nan where the whole is zero."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def figures(true: np.ndarray, found: np.ndarray, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 from how often both, the reader, and the label say so."""
    return ratio(true, found), ratio(true, gold), ratio(2 * true, found + gold)


def bootstrap(gold: np.ndarray, found: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> list[Scores]:
    """Scores of every label. `gold` and `found` are lines by labels (bool)."""
    size = len(gold)
    counts = np.hstack([gold & found, found, gold]).astype(float)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=draws)
    points = figures(*np.hsplit(counts.sum(axis=0), 3))
    spread = [_middle(drawn) for drawn in figures(*np.hsplit(weights @ counts, 3))]
    carried = gold.sum(axis=0)
    return [
        Scores(int(carried[label]), *(_interval(points[kind], spread[kind], label) for kind in range(3)))
        for label in range(gold.shape[1])
    ]


def _middle(drawn: np.ndarray) -> np.ndarray:
    """Low and high of each column, over the draws in which the figure exists."""
    edges = [(1 - MIDDLE) / 2, (1 + MIDDLE) / 2]
    out = np.full((2, drawn.shape[1]), np.nan)
    for label, column in enumerate(drawn.T):
        there = column[~np.isnan(column)]
        if there.size:
            out[:, label] = np.quantile(there, edges)
    return out


def _interval(points: np.ndarray, spread: np.ndarray, label: int) -> Interval:
    return Interval(float(points[label]), float(spread[0, label]), float(spread[1, label]))


def of_any(gold: np.ndarray, found: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> Scores:
    """Scores of several labels taken together: whether a line carries any of them."""
    return bootstrap(gold.any(axis=1, keepdims=True), found.any(axis=1, keepdims=True), draws, seed)[0]


def share(hits: int, total: int) -> Interval:
    """So many of so many, with Wilson's 95 % interval."""
    if not total:
        return Interval(math.nan, math.nan, math.nan)
    part, square = hits / total, _Z**2
    centre = (part + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(part * (1 - part) / total + square / (4 * total**2)) / (1 + square / total)
    return Interval(part, max(0.0, centre - half), min(1.0, centre + half))
