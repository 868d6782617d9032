"""Dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.preparation import dates
from coach.preparation.errors import DateError

DAYS = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
LATER = st.dates(date(dates.FIRST_YEAR, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    "text", ["2026-03-02", "2-3-2026", "02-03-2026", "2/3/2026", "2 maart 2026", "2 mrt. 2026", " 2  Maart 2026 "]
)
def test_a_date_can_be_written_in_several_ways(text: str) -> None:
    assert dates.parse(text) == date(2026, 3, 2)


@given(DAYS)
def test_every_day_can_be_written_and_read_back(day: date) -> None:
    assert dates.parse(day.isoformat()) == day
    assert dates.parse(f"{day.day}-{day.month}-{day.year}") == day
    assert day.strftime("%Y") in dates.spoken(day)


def test_what_is_spoken_can_be_read_back() -> None:
    day = date(2026, 3, 2)
    while day.year == 2026:
        _weekday, _space, rest = dates.spoken(day).partition(" ")
        assert dates.parse(rest) == day
        day += timedelta(days=29)


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert dates.parse("29-2-2028") == date(2028, 2, 29)
    assert dates.parse("29-2-2000") == date(2000, 2, 29)
    for year in (2026, 2027, 2100):
        with pytest.raises(DateError):
            dates.parse(f"29-2-{year}")


@pytest.mark.parametrize(
    "text", ["", "gisteren", "2 maart", "30-2-2026", "2026-13-01", "1999-12-31", "2101-01-01", "٢-٣-٢٠٢٦x", "2-3-26"]
)
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(DateError) as refused:
        dates.parse(text)
    assert str(refused.value).strip()


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = dates.parse(text)
    except DateError:
        return
    assert dates.FIRST_YEAR <= found.year <= dates.LAST_YEAR


@given(DAYS, st.integers(0, 400))
def test_the_workday_is_the_last_one_up_to_the_day(day: date, back: int) -> None:
    earliest = day - timedelta(days=back)
    found = dates.workday_until(day, earliest)
    assert earliest <= found <= day
    assert found.weekday() < 5 or found == earliest
    assert (day - found).days <= 2


def test_dates_are_found_in_the_lines_of_a_text() -> None:
    text = "27 maart: kijken of de maandag zo werkt.\nzonder datum\n24-4-2027 het rooster\n30 februari: kan niet"
    found = list(dates.found_in(text, date(2026, 3, 13)))
    assert [each.day for each in found] == [date(2026, 3, 27), date(2027, 4, 24)]
    assert found[0].about == "kijken of de maandag zo werkt"


def test_a_day_without_a_year_is_the_next_one() -> None:
    (found,) = dates.found_in("5 januari: evaluatie", date(2026, 11, 2))
    assert found.day == date(2027, 1, 5)
    (leap,) = dates.found_in("29 februari: evaluatie", date(2026, 11, 2))
    assert leap.day == date(2028, 2, 29)


@given(st.text(max_size=120), LATER)
def test_dates_found_without_a_year_lie_ahead(text: str, after: date) -> None:
    for found in dates.found_in(text, after):
        assert str(found.day.year) in text or found.day >= after


@given(LATER, st.integers(0, 364))
def test_day_and_month_lead_to_the_first_such_day(after: date, days: int) -> None:
    meant = after + timedelta(days=days)
    months = "januari februari maart april mei juni juli augustus september oktober november december".split()
    (found,) = dates.found_in(f"{meant.day} {months[meant.month - 1]}: verder praten", after)
    assert after <= found.day <= meant
    assert (found.day.day, found.day.month) == (meant.day, meant.month)
