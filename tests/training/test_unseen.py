"""Probabilities are fitted on lines whose author the weights had not seen, and never on those of sparring pens."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from joblib import parallel_config

from benchmarks.readings import at_first_sight, labelled, sparring
from training import train_reader

FIRST, OTHERS = 40, 10
AUTHORS = np.array([f"author {place // 5}" for place in range(FIRST)] + ["sparring"] * OTHERS)


@pytest.fixture
def learned_from(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What was learned from each time; a score is the place of its line."""
    seen: list[set[int]] = []

    def scores_of(given: Any, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        seen.append(set(train.tolist()))
        assert {*given.groups[train]}.isdisjoint(given.groups[test])
        return test[:, None].astype(float)

    monkeypatch.setattr(train_reader, "_scores_of", scores_of)
    return seen


def test_lines_are_read_by_weights_that_saw_neither_them_nor_their_author(learned_from: list[set[int]]) -> None:
    given: Any = SimpleNamespace(groups=AUTHORS, lines=len(AUTHORS))
    with parallel_config(backend="threading"):
        found = train_reader.unseen(given, FIRST)
    assert len(learned_from) == train_reader.LEFT_OUT
    assert len(found.lines) == FIRST * train_reader.LEFT_OUT / train_reader.FOLDS
    assert found.scores[:, 0].tolist() == found.lines.tolist()
    assert found.lines.max() < FIRST
    assert all(set(range(FIRST, len(AUTHORS))) <= lines for lines in learned_from)


def test_lines_of_sparring_pens_stand_behind_the_others() -> None:
    first, others, everything = at_first_sight(), sparring(), labelled()
    assert others
    assert [row["id"] for row in everything[len(first) :]] == [row["id"] for row in others]
