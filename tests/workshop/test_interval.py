"""Intervals against values that were worked out elsewhere."""

from __future__ import annotations

import pytest

from coach.workshop.interval import interval, t


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
