"""Dates as a calendar file (.ics): whole days, private, and without a name of anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from coach import __version__
from coach.messages import gettext as _
from coach.preparation import dates
from coach.preparation.errors import MissingExtra
from coach.preparation.layout import talk_day
from coach.preparation.preparation import TalkPreparation
from coach.preparation.timeline import Occurrence, Timeline, role_name
from coach.preparation.worksheet import Worksheet

_WEEK_BEFORE = timedelta(days=-7, hours=9)
"""A reminder at nine in the morning, seven days before the day itself begins."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day in a calendar. The same `key` and `day` make the same event: reading a file twice adds nothing."""

    key: str
    day: date
    title: str
    text: str
    remind: bool = False


def ics(events: Iterable[Event], when: datetime | None = None) -> bytes:
    """The events as the bytes of a calendar file; `when` is the moment at which it was made.

    Raises:
        MissingExtra: the library for calendar files is not installed.
    """
    try:
        from icalendar import Alarm, Calendar
        from icalendar import Event as Entry
    except ImportError as error:
        raise MissingExtra from error
    calendar = Calendar()
    calendar.add("prodid", f"-//verzuimcoach//{__version__}//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    stamp = (when or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    for event in events:
        entry = Entry()
        entry.add("uid", f"{uuid5(NAMESPACE_URL, f'verzuimcoach:{event.key}:{event.day.isoformat()}')}@verzuimcoach")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", event.title)
        entry.add("description", event.text)
        entry.add("class", "PRIVATE")
        entry.add("transp", "TRANSPARENT")
        if event.remind:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.title)
            alarm.add("trigger", _WEEK_BEFORE)
            entry.add_component(alarm)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def of_timeline(timeline: Timeline, occurrences: Iterable[Occurrence], first_day: date) -> Iterator[Event]:
    """The moments of the timeline, each on its last workday, with a reminder a week before."""
    for each in occurrences:
        moment = each.moment
        text = [
            moment.todo,
            _("Who: {names}").format(names=", ".join(map(role_name, moment.who))),
            _("Last day: {date}, week {week} of the absence").format(date=dates.spoken(each.due), week=each.week),
            timeline.disclaimer,
        ]
        key = f"timeline/{first_day.isoformat()}/{moment.id}/{each.number}"
        remind = each.workday - first_day >= timedelta(days=14)
        yield Event(key, each.workday, moment.title, "\n\n".join(text), remind)


def of_follow_up(talk: TalkPreparation, sheet: Worksheet) -> tuple[Event, ...]:
    """What is to be done after a talk; nothing as long as the day of the talk is not known."""
    day = talk_day(sheet)
    if day is None:
        return ()
    return tuple(
        Event(f"{sheet.id}/follow/{number}/{place}", due, _after_colon(each.text), each.text)
        for number, each in enumerate(talk.follow_up, 1)
        for place, due in enumerate(each.due(day), 1)
    )


def of_form(sheet: Worksheet, box: str, date_box: str, today: date) -> tuple[Event, ...]:
    """The follow-up talks of a form: each line of the box that begins with, or holds, a date.

    A day without a year is the first such day after the talk, or after `today` when that day is not filled in.
    """
    kept = sheet.keepable()
    start = next((found.day for found in dates.found_in(kept.text(date_box), today)), today)
    return tuple(
        Event(f"{sheet.id}/talk/{number}", found.day, found.about or _("Follow-up talk"), found.about)
        for number, found in enumerate(dates.found_in(kept.text(box), start), 1)
    )


def _after_colon(text: str) -> str:
    """«Binnen een week: doe dit» without when, which the calendar says already."""
    _when, colon, what = text.partition(": ")
    return what[:1].upper() + what[1:] if colon else text
