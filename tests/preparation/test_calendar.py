"""Calendar files, read back by the library that others use."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from filled import form, prepared, written
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation import SituationKind
from coach.preparation import calendar, preparation, timeline
from coach.preparation.calendar import Event
from coach.preparation.errors import MissingExtra
from coach.preparation.guard import Consent

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
TALK = preparation.default().of(SituationKind.FREQUENT)


def read(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def of_timeline(first_day: date) -> bytes:
    line = timeline.default()
    return calendar.ics(calendar.of_timeline(line, timeline.occurrences(line, first_day), first_day), NOW)


def test_every_moment_is_a_whole_private_day() -> None:
    occurrences = timeline.occurrences(timeline.default(), MONDAY)
    events = read(of_timeline(MONDAY))
    assert [event.decoded("dtstart") for event in events] == [each.workday for each in occurrences]
    for event, each in zip(events, occurrences, strict=True):
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert str(event["summary"]) == each.moment.title
        assert each.moment.todo in str(event["description"])
        assert str(event["class"]) == "PRIVATE"
        assert str(event["transp"]) == "TRANSPARENT"


def test_no_moment_falls_in_a_weekend() -> None:
    for days in range(7):
        first_day = MONDAY + timedelta(days=days)
        assert all(event.decoded("dtstart").weekday() < 5 for event in read(of_timeline(first_day)))


def test_moments_that_are_far_enough_have_a_reminder_a_week_before() -> None:
    events = read(of_timeline(MONDAY))
    reminded = [event for event in events if event.walk("VALARM")]
    assert 0 < len(reminded) < len(events)
    assert reminded[0].walk("VALARM")[0].decoded("trigger") == timedelta(days=-7, hours=9)


def test_the_same_dates_make_the_same_file() -> None:
    assert of_timeline(MONDAY) == of_timeline(MONDAY)
    ids = [str(event["uid"]) for event in read(of_timeline(MONDAY))]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {str(event["uid"]) for event in read(of_timeline(MONDAY + timedelta(days=1)))}


def test_what_is_to_be_done_afterwards_stands_on_its_days() -> None:
    events = calendar.of_follow_up(TALK, prepared(date="2-3-2026", name="Samira"))
    assert [event.day for event in events] == [MONDAY, date(2026, 3, 9), date(2026, 4, 13)]
    assert "Samira" not in calendar.ics(events).decode()


@pytest.mark.parametrize("day", ["", "volgende week"])
def test_without_the_day_of_the_talk_there_is_nothing_to_put_in_a_calendar(day: str) -> None:
    assert calendar.of_follow_up(TALK, prepared(date=day)) == ()


def test_the_follow_up_talks_of_a_form_are_found_in_its_box() -> None:
    sheet = form(datum="13 maart 2026", talks="27 maart: past de maandag?\n24 april\nlater nog een keer")
    events = calendar.of_form(sheet, "talks", "datum", date(2030, 1, 1))
    assert [(event.day, event.text) for event in events] == [
        (date(2026, 3, 27), "past de maandag?"),
        (date(2026, 4, 24), ""),
    ]
    assert events[1].title


def test_what_may_not_be_kept_is_in_no_calendar() -> None:
    sheet = form(datum="13 maart 2026").with_entry("talks", written("27 maart: ms", Consent.TWICE, Consent.ONCE))
    assert calendar.of_form(sheet, "talks", "datum", MONDAY) == ()


_WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=80)


@settings(max_examples=60)
@given(_WORDS, _WORDS, st.dates(date(2000, 1, 1), date(2100, 12, 30)))
def test_any_words_come_back_from_the_file(title: str, text: str, day: date) -> None:
    (event,) = read(calendar.ics([Event("key", day, title, text)], NOW))
    assert event.decoded("dtstart") == day
    assert str(event["summary"]) == title
    assert str(event["description"]) == text
    assert event.decoded("dtstamp") == NOW


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra) as missing:
        calendar.ics([])
    assert "verzuimcoach[documents]" in str(missing.value)
