"""Dates as people write and say them; no clock times and no time zones, so no summer time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coach.messages import gettext as _
from coach.preparation.errors import DateError

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years outside these are taken for a slip of the keyboard."""

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december",
    "january february march april may june july august september october november december",
)
_NAMES = {
    name[:length]: number
    for names in _MONTHS
    for number, name in enumerate(names.split(), 1)
    for length in (3, len(name))
} | {"mrt": 3, "sept": 9}
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d-])(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})(?!\d)")
_WORDS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
    r"(?:\s+(?P<year>\d{4})(?!\d))?",
    re.IGNORECASE,
)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, and the rest of the line it stands on."""

    day: date
    about: str


def parse(text: str) -> date:
    """The date that a text is: `2026-03-02`, `2-3-2026`, `2/3/2026` or `2 maart 2026`.

    Raises:
        DateError: it is no date, there is no such day, or the year is not between 2000 and 2100.
    """
    stripped = " ".join(text.split())
    for pattern in (_ISO, _NUMBERS, _WORDS):
        match = pattern.fullmatch(stripped)
        if match and match["year"]:
            return _checked(match, int(match["year"]), stripped)
    raise DateError(_("«{text}» is not a date. Write it as 2026-03-02 or 2-3-2026.").format(text=stripped[:40]))


def found_in(text: str, after: date) -> Iterator[Found]:
    """The first date on each line of a text; a day without a year is the first such day from `after` on.

    Days that do not exist are passed over.
    """
    for line in text.splitlines():
        match = _ISO.search(line) or _NUMBERS.search(line) or _WORDS.search(line)
        day = _resolved(match, after) if match else None
        if match and day:
            rest = line[: match.start()] + " " + line[match.end() :]
            yield Found(day, " ".join(rest.split()).strip(" :.,;-·"))


def spoken(day: date) -> str:
    """A date as it is said: *maandag 2 maart 2026*."""
    return f"{weekday(day)} {day.day} {month(day)} {day.year}"


def weekday(day: date) -> str:
    """The name of the day of the week."""
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return names[day.weekday()]


def month(day: date) -> str:
    """The name of the month."""
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return names[day.month - 1]


def workday_until(day: date, earliest: date) -> date:
    """The last day from Monday to Friday up to and including `day`, but not before `earliest`.

    Holidays are not known here.
    """
    back = max(0, day.weekday() - _SATURDAY + 1)
    return max(day - timedelta(days=back), min(earliest, day))


def _checked(match: re.Match[str], year: int, text: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        told = _("The year {year} cannot be right: between {first} and {last} is possible here.")
        raise DateError(told.format(year=year, first=FIRST_YEAR, last=LAST_YEAR))
    try:
        return _date(match, year)
    except ValueError:
        raise DateError(_("«{text}»: this day does not exist.").format(text=text)) from None


def _date(match: re.Match[str], year: int) -> date:
    groups = match.groupdict()
    number = int(groups["month"]) if "month" in groups else _NAMES[groups["name"].lower()]
    return date(year, number, int(groups["day"]))


def _resolved(match: re.Match[str], after: date) -> date | None:
    """The day that is meant; without a year the next one, looking far enough for a 29th of February."""
    years = [int(match["year"])] if match["year"] else list(range(after.year, after.year + 9))
    for year in years:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        try:
            day = _date(match, year)
        except ValueError:
            continue
        if match["year"] or day >= after:
            return day
    return None
