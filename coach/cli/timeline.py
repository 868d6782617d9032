"""`coach timeline`: the Poortwachter moments for a first day of absence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from coach.cli import output
from coach.cli.saving import save
from coach.messages import gettext as _
from coach.preparation import calendar, dates, timeline
from coach.preparation.errors import DateError
from coach.preparation.timeline import Ground, Occurrence, State, role_name

_WIDTH = 96
_INDENT = " " * 4
SIGNS = {State.BEHIND: "●", State.NOW: "►", State.AHEAD: "·"}


def run(first_day: str, until: str | None, as_json: bool, ics: Path | None, force: bool) -> None:
    """Show the moments with their dates, and save them as a calendar file where asked."""
    start = dates.parse(first_day)
    last = dates.parse(until) if until else None
    if last is not None and last < start:
        raise DateError(_("{until} comes before the first day of absence, {first}.").format(until=last, first=start))
    line, now = timeline.default(), today()
    found = timeline.occurrences(line, start, last)
    if as_json:
        output.write_json(_as_json(start, last, now, found))
    else:
        click.echo("\n".join(_lines(start, now, found)))
    if ics:
        save(ics, calendar.ics(calendar.of_timeline(line, found, start)), force)


def today() -> date:
    """The day it is here."""
    return date.today()


def _lines(start: date, now: date, found: tuple[Occurrence, ...]) -> Iterator[str]:
    line = timeline.default()
    yield _("First day of absence: {date}").format(date=dates.spoken(start))
    yield _("{behind} behind us   {now} going on   {ahead} still to come").format(
        behind=SIGNS[State.BEHIND], now=SIGNS[State.NOW], ahead=SIGNS[State.AHEAD]
    )
    yield ""
    told = False
    for each in found:
        if not told and each.due >= now:
            yield from _today(start, now)
            told = True
        yield from _moment(each, now)
    if not found:
        yield _("Nothing is due by that day.") + "\n"
    if not told:
        yield from _today(start, now)
    yield _("What shifts the dates")
    for note in line.notes:
        yield click.wrap_text(note, _WIDTH, "- ", "  ")
    yield "\n" + click.wrap_text(line.disclaimer, _WIDTH)


def _today(start: date, now: date) -> Iterator[str]:
    day = (now - start).days
    where = (
        _("week {week} of the absence").format(week=timeline.week_of(day)) if day >= 0 else _("before the first day")
    )
    yield "── " + _("today: {date}, {where}").format(date=dates.spoken(now), where=where) + " ──\n"


def _moment(each: Occurrence, now: date) -> Iterator[str]:
    moment, state = each.moment, each.state(now)
    week = _("Week {week}").format(week=each.week)
    number = "" if moment.repeats is None else " (" + _("time {number}").format(number=each.number) + ")"
    usual = " · " + _("usual, no law") if moment.standing is Ground.GUIDANCE else ""
    yield f"{SIGNS[state]} {week:<9} {_column(each.due)}  {moment.title}{number}{usual}"
    if each.workday != each.due:
        yield _INDENT + _("in a weekend: hold on to {date}").format(date=dates.spoken(each.workday))
    if each.number == 1:
        yield click.wrap_text(", ".join(map(role_name, moment.who)), _WIDTH, _INDENT, _INDENT)
        yield click.wrap_text(moment.todo, _WIDTH, _INDENT, _INDENT)
        yield click.wrap_text(_("You can say") + f": «{moment.says}»", _WIDTH, _INDENT, _INDENT)
        if moment.repeats:
            yield _INDENT + _("comes back every {count} weeks").format(count=moment.repeats // 7)
    yield ""


def _column(day: date) -> str:
    return f"{dates.weekday(day)[:2]} {day.day:>2} {dates.month(day)[:3]} {day.year}"


def _as_json(start: date, until: date | None, now: date, found: tuple[Occurrence, ...]) -> dict[str, Any]:
    line = timeline.default()
    return {
        "first_day": start.isoformat(),
        "until": until.isoformat() if until else None,
        "today": now.isoformat(),
        "week": timeline.week_of((now - start).days) if now >= start else None,
        "moments": [_moment_json(each, now) for each in found],
        "notes": list(line.notes),
        "disclaimer": line.disclaimer,
    }


def _moment_json(each: Occurrence, now: date) -> dict[str, Any]:
    moment = each.moment
    return {
        "id": moment.id,
        "number": each.number,
        "title": moment.title,
        "week": each.week,
        "day": each.day,
        "starts": each.starts.isoformat(),
        "due": each.due.isoformat(),
        "workday": each.workday.isoformat(),
        "state": each.state(now).value,
        "who": [role.value for role in moment.who],
        "todo": moment.todo,
        "says": moment.says,
        "repeats": moment.repeats,
        "standing": moment.standing.value,
        "passages": list(moment.passages),
        "sources": list(moment.sources),
    }
