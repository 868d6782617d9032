"""Probabilities that were fitted mean what they say."""

from __future__ import annotations

import numpy as np

from training.train_reader import calibrated

LINES = 4000


def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Scores of two labels that seldom stand together, and which lines carry them; a third label is never there."""
    draw = np.random.default_rng(1)
    gold = np.zeros((LINES, 3), dtype=np.int8)
    kind = draw.integers(0, 4, LINES)
    gold[kind == 1, 0] = 1
    gold[kind == 2, 1] = 1
    return draw.normal(size=(LINES, 3)) * 6 + gold * 12 - 6, gold


def test_of_lines_that_are_called_probable_as_many_carry_the_label() -> None:
    scores, gold = drawn()
    probable = calibrated(scores, gold).probabilities(scores)
    for low in (0.1, 0.4, 0.7):
        here = (probable[:, 0] >= low) & (probable[:, 0] < low + 0.3)
        assert abs(gold[here, 0].mean() - probable[here, 0].mean()) < 0.07


def test_another_label_that_is_there_makes_one_that_excludes_it_less_probable() -> None:
    calibration = calibrated(*drawn())
    unsure = np.array([[0.0, -6.0, 0.0], [0.0, 12.0, 0.0]])
    alone, beside = calibration.probabilities(unsure)[:, 0]
    assert beside < alone


def test_a_label_that_no_line_carries_is_hardly_ever_probable() -> None:
    scores, gold = drawn()
    assert calibrated(scores, gold).probabilities(scores)[:, 2].max() < 0.001
