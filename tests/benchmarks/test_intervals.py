from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intervals import Interval, bootstrap, of_any, share

GOLD = np.array([[1, 0], [1, 0], [1, 0], [0, 0], [0, 1], [0, 1]], dtype=bool)
FOUND = np.array([[1, 0], [1, 0], [0, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)


def test_figures_are_those_of_the_lines_themselves() -> None:
    first, second = bootstrap(GOLD, FOUND, draws=50)
    assert first.n == 3
    assert (first.precision.value, first.recall.value, first.f1.value) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert second.f1 == Interval(1.0, 1.0, 1.0)


def test_the_same_lines_give_the_same_interval() -> None:
    assert bootstrap(GOLD, FOUND, draws=50) == bootstrap(GOLD, FOUND, draws=50)


def test_more_lines_leave_less_room() -> None:
    few = bootstrap(GOLD, FOUND)[0].f1
    many = bootstrap(np.tile(GOLD, (40, 1)), np.tile(FOUND, (40, 1)))[0].f1
    assert few.value == pytest.approx(many.value)
    assert many.high - many.low < (few.high - few.low) / 3


def test_the_interval_has_the_width_that_theory_gives_a_share() -> None:
    found = np.ones((400, 1), dtype=bool)
    gold = np.arange(400)[:, None] % 4 > 0
    precision = bootstrap(gold, found)[0].precision
    room = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert precision.value == 0.75
    assert precision.low == pytest.approx(0.75 - room, abs=0.01)
    assert precision.high == pytest.approx(0.75 + room, abs=0.01)


def test_a_label_that_never_occurs_has_no_figures_and_harms_no_other() -> None:
    nothing = np.zeros((6, 1), dtype=bool)
    scores = bootstrap(np.hstack([nothing, GOLD]), np.hstack([nothing, FOUND]), draws=50)
    assert math.isnan(scores[0].precision.value)
    assert str(scores[0].f1) == "–"
    assert scores[1:] == bootstrap(GOLD, FOUND, draws=50)


def test_labels_taken_together_count_a_line_once() -> None:
    gold, found = np.array([[1, 1], [0, 1], [0, 0]], dtype=bool), np.array([[0, 1], [1, 0], [1, 1]], dtype=bool)
    scores = of_any(gold, found, draws=20)
    assert (scores.n, scores.recall.value, scores.precision.value) == (2, 1.0, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_a_share_has_the_interval_of_wilson(hits: int, total: int, low: float, high: float) -> None:
    """The last row is the worked example of Newcombe 1998, method 3; the others follow from the formula."""
    found = share(hits, total)
    assert (found.value, found.low, found.high) == pytest.approx((hits / total, low, high), abs=5e-5)


def test_a_share_of_nothing_is_a_dash() -> None:
    assert str(share(0, 0)) == "–"


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_an_interval_lies_between_nought_and_one_in_order(pairs: list[tuple[bool, bool]]) -> None:
    table = np.array(pairs, dtype=bool)
    scores = bootstrap(table[:, :1], table[:, 1:], draws=40)[0]
    for figure in (scores.precision, scores.recall, scores.f1):
        assert math.isnan(figure.low) or 0 <= figure.low <= figure.high <= 1
