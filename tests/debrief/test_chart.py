"""The curve of trust, drawn with characters or as points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.debrief import chart
from coach.debrief.trust import TrustPoint

LEVELS = st.lists(st.integers(0, 100), max_size=80)


def points(*levels: int) -> list[TrustPoint]:
    return [TrustPoint(turn=2 * index + 1, trust=level) for index, level in enumerate(levels)]


def test_a_sparkline_runs_from_low_to_high() -> None:
    assert chart.sparkline(points(0, 50, 100)) == "▁▄█"
    assert chart.sparkline([]) == ""


def test_a_column_is_as_high_as_the_trust() -> None:
    assert chart.columns(points(0, 50, 100), rows=2, width=20) == ["    █ ", "  █ █ "]


def test_the_numbers_stand_under_their_columns() -> None:
    drawn = points(10, 20, 30, 40)
    assert chart.marks(drawn, [3, 7], width=20) == "  1   2 "
    assert chart.marks(drawn, [4], width=20) == "        "
    assert chart.marks([], [1], width=20) == ""


def test_the_line_of_a_page_begins_left_and_ends_right() -> None:
    assert chart.polyline(points(0, 50, 100), 600, 140) == "0.0,140.0 300.0,70.0 600.0,0.0"
    assert chart.polyline(points(50), 600, 140) == "0.0,70.0"
    assert chart.polyline([], 600, 140) == ""


@given(LEVELS)
def test_a_sparkline_has_one_character_a_point_and_never_inverts(levels: list[int]) -> None:
    drawn = chart.sparkline(points(*levels))
    assert len(drawn) == len(levels)
    order = [x for _level, x in sorted(zip(levels, drawn, strict=True), key=lambda pair: pair[0])]
    assert order == sorted(order, key="▁▂▃▄▅▆▇█".index)


@given(LEVELS, st.integers(1, 12), st.integers(1, 120))
def test_a_drawing_stays_in_its_box(levels: list[int], rows: int, width: int) -> None:
    drawn = chart.columns(points(*levels), rows, width)
    assert len(drawn) == rows
    assert len({len(row) for row in drawn}) == 1
    assert len(drawn[0]) <= max(2, width)
    assert len(chart.marks(points(*levels), [1, 5], width)) == len(drawn[0])


def test_a_line_shows_a_value_that_is_not_there_as_a_dot() -> None:
    assert chart.line([0, 1, None, 2, 9], 2) == "▁▅·██"
    assert chart.line([], 2) == ""


def test_a_bar_is_filled_as_far_as_the_value_and_shows_the_marks() -> None:
    assert chart.bar(0.5, 1, (0.8,), 10) == "▓▓▓▓▓░░░│░"
    assert chart.bar(9, 1, (), 4) == "▓▓▓▓"
    assert chart.bar(0, 2, (2,), 4) == "░░░│"
