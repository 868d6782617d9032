"""The Poortwachter moments on the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.preparation import timeline
from coach.preparation.timeline import Ground, Occurrence, Role, State, role_name

FIRST_DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))
MONDAY = date(2026, 3, 2)


def on(first_day: date) -> tuple[Occurrence, ...]:
    return timeline.occurrences(timeline.default(), first_day)


def due(moment: str, first_day: date = MONDAY, number: int = 1) -> date:
    return next(each.due for each in on(first_day) if (each.moment.id, each.number) == (moment, number))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("vangnet", date(2026, 3, 5)),
        ("week1", date(2026, 3, 9)),
        ("week6", date(2026, 4, 13)),
        ("week8", date(2026, 4, 27)),
        ("week42", date(2026, 12, 21)),
        ("week52", date(2027, 3, 1)),
        ("week88", date(2027, 11, 8)),
        ("week91", date(2027, 11, 29)),
        ("week93", date(2027, 12, 13)),
        ("week104", date(2028, 2, 28)),
    ],
)
def test_the_moments_fall_where_the_weeks_say(moment: str, day: date) -> None:
    assert due(moment) == day


def test_a_leap_year_is_one_day_longer() -> None:
    assert due("week104", date(2027, 3, 1)) == date(2029, 2, 26)
    assert due("week52", date(2028, 2, 29)) == date(2029, 2, 27)
    assert due("week52", date(2027, 3, 1)) == date(2028, 2, 28)


@given(FIRST_DAYS)
def test_every_moment_keeps_its_distance_from_the_first_day(first_day: date) -> None:
    found = on(first_day)
    assert [each.due for each in found] == sorted(each.due for each in found)
    for each in found:
        assert each.due - first_day == timedelta(days=each.day)
        assert first_day <= each.starts <= each.workday <= each.due
        assert each.week == max(1, (each.day + 6) // 7)


@given(FIRST_DAYS)
def test_what_comes_back_comes_back_every_six_weeks_until_week_104(first_day: date) -> None:
    repeated = [each for each in on(first_day) if each.moment.repeats]
    assert [each.number for each in repeated] == list(range(1, len(repeated) + 1))
    assert {b.due - a.due for a, b in pairwise(repeated)} == {timedelta(days=42)}
    assert first_day + timedelta(days=728 - 42) < repeated[-1].due <= first_day + timedelta(days=728)


@given(FIRST_DAYS, st.integers(-10, 900))
def test_a_day_divides_the_moments_in_three(first_day: date, days: int) -> None:
    today = first_day + timedelta(days=days)
    for each in on(first_day):
        expected = State.BEHIND if each.due < today else State.NOW if each.starts <= today else State.AHEAD
        assert each.state(today) is expected


@given(FIRST_DAYS, st.integers(0, 800))
def test_until_leaves_out_what_is_due_later_and_nothing_else(first_day: date, days: int) -> None:
    until = first_day + timedelta(days=days)
    shown = timeline.occurrences(timeline.default(), first_day, until)
    assert shown == tuple(each for each in on(first_day) if each.due <= until)


def test_a_last_day_in_a_weekend_has_the_workday_before() -> None:
    saturday = date(2026, 2, 28)
    week6 = next(each for each in on(saturday) if each.moment.id == "week6")
    assert week6.due.weekday() == 5
    assert week6.workday == week6.due - timedelta(days=1)


def test_the_content_says_what_is_law_and_who_does_what() -> None:
    line = timeline.default()
    assert {moment.standing for moment in line.moments} == set(Ground)
    assert {role for moment in line.moments for role in moment.who} == set(Role)
    assert all(role_name(role) for role in Role)
    assert "juridisch advies" in line.disclaimer
