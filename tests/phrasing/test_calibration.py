"""How scores become probabilities, for one line and for many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.phrasing.calibration import Calibration, spread

LABELS = 3
SCORES = arrays(np.float64, (4, LABELS), elements=st.floats(-1e6, 1e6))


def made(seed: int = 0) -> Calibration:
    """A calibration with numbers drawn at random."""
    draw = np.random.default_rng(seed)
    return Calibration.of(draw.normal(size=(LABELS, 2 * LABELS)).tolist(), draw.normal(size=LABELS).tolist())


@given(SCORES)
def test_every_score_however_far_has_a_probability_and_one_line_reads_as_it_does_among_others(
    scores: np.ndarray,
) -> None:
    together = made().probabilities(scores)
    assert together.shape == (4, LABELS)
    assert ((together > 0) & (together < 1)).all()
    for line, expected in zip(scores, together, strict=True):
        assert made().probabilities(line) == pytest.approx(expected)


def test_labels_speak_for_and_against_each_other() -> None:
    own, other = np.eye(2), [[0.0, 0.0], [-1.0, 0.0]]
    calibration = Calibration.of(np.hstack([own, other]).tolist(), [0.0, 0.0])
    alone, beside = calibration.probabilities(np.array([[0.0, 5.0], [8.0, 5.0]]))[:, 1]
    assert alone > beside


def test_what_is_bent_grows_more_slowly_far_from_zero() -> None:
    near, far = (np.diff(spread(np.array([[low], [low + 1.0]]))[:, 1])[0] for low in (0.0, 40.0))
    assert 0 < far < near / 5


def test_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="calibration"):
        Calibration.of([[1.0, 0.0]], [0.0, 0.0])
    with pytest.raises(ValueError, match="calibration"):
        Calibration.of([[1.0, 0.0, 0.0]], [0.0])
