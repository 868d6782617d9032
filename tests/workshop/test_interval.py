"""Intervals against values that were worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.workshop.interval import interval, share, t


def test_a_known_sample_gives_its_known_interval() -> None:
    found = interval([2, 4, 4, 4, 5, 5, 7, 9])
    assert found is not None
    assert (found.n, found.mean) == (8, 5)
    assert found.low == pytest.approx(3.2124, abs=0.001)
    assert found.high == pytest.approx(6.7876, abs=0.001)
    assert found.excludes_zero


def test_one_value_has_no_interval() -> None:
    assert interval([3]) is None


def test_a_wide_spread_does_not_exclude_zero() -> None:
    found = interval([-4, 5])
    assert found is not None
    assert not found.excludes_zero


@pytest.mark.parametrize(("freedom", "value"), [(1, 12.706), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980)])
def test_students_t_is_that_of_the_tables(freedom: int, value: float) -> None:
    assert t(freedom) == pytest.approx(value, abs=0.0015)


@given(st.integers(1, 60), st.data())
def test_a_share_lies_in_its_interval_and_more_questions_make_it_narrower(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = share(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    four_low, four_high = share(4 * part, 4 * whole)
    assert four_high - four_low < high - low


def test_three_of_four_says_very_little() -> None:
    low, high = share(3, 4)
    assert (round(low, 2), round(high, 2)) == (0.30, 0.95)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (2, 1), (-1, 4)])
def test_a_share_of_nothing_is_none(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="nothing"):
        share(part, whole)
