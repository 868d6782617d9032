"""The Poortwachter timeline: what must happen when, counted from the first day of absence (domain facts, D)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from coach import content, locations
from coach.messages import gettext as _
from coach.preparation import dates

_WEEK = 7


class Role(StrEnum):
    """Who has a part in a moment."""

    LEIDINGGEVENDE = "leidinggevende"
    MEDEWERKER = "medewerker"
    HR = "hr"
    ARBODIENST = "arbodienst"
    BEDRIJFSARTS = "bedrijfsarts"
    CASEMANAGER = "casemanager"
    ARBEIDSDESKUNDIGE = "arbeidsdeskundige"
    UWV = "uwv"


class Ground(StrEnum):
    """Why a moment is there: the law, or what is usual."""

    LAW = "law"
    GUIDANCE = "guidance"


class Moment(content.Content):
    """One moment: from which day it matters and by which day it must be done, day 0 being the first of absence.

    What comes back does so every `repeats` days, the last time no later than `until_day`.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    from_day: int = Field(ge=0)
    due_day: int = Field(ge=0)
    who: tuple[Role, ...] = Field(min_length=1)
    todo: str
    says: str
    repeats: int | None = Field(default=None, ge=1)
    until_day: int | None = None
    standing: Ground
    passages: tuple[str, ...]
    sources: tuple[str, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.due_day < self.from_day:
            raise ValueError(_("{one} cannot come before {other}").format(one="due_day", other="from_day"))
        if (self.repeats is None) != (self.until_day is None):
            raise ValueError(_("{one} and {other} belong together").format(one="repeats", other="until_day"))
        return self


class Timeline(content.Content):
    """All moments, what shifts their dates, and how far to trust them."""

    moments: tuple[Moment, ...] = Field(min_length=1)
    disclaimer: str
    notes: tuple[str, ...]


class State(StrEnum):
    """Where a moment stands on a day."""

    BEHIND = "behind"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A moment on the calendar. `number` counts from 1 what comes back; `day` is `due` as days of absence."""

    moment: Moment
    number: int
    starts: date
    due: date
    day: int

    @property
    def week(self) -> int:
        """The week of absence in which it is due; week 6 ends with day 42."""
        return week_of(self.day)

    @property
    def workday(self) -> date:
        """The day to hold on to: the workday before when the last day falls in a weekend."""
        return dates.workday_until(self.due, self.starts)

    def state(self, today: date) -> State:
        """Whether it lies behind us, is going on, or is still to come."""
        if self.due < today:
            return State.BEHIND
        return State.NOW if self.starts <= today else State.AHEAD


def occurrences(timeline: Timeline, first_day: date, until: date | None = None) -> tuple[Occurrence, ...]:
    """Every moment with its dates, the first due first; with `until`, only what is due by that day."""
    found = [each for moment in timeline.moments for each in _dated(moment, first_day)]
    kept = [each for each in found if until is None or each.due <= until]
    return tuple(sorted(kept, key=lambda each: (each.due, each.starts)))


def week_of(day: int) -> int:
    """The week of absence of a day: days 0 to 7 are week 1, days 36 to 42 week 6."""
    return max(1, -(-day // _WEEK))


def role_name(role: Role) -> str:
    """A role in the user's language."""
    return {
        Role.LEIDINGGEVENDE: _("line manager"),
        Role.MEDEWERKER: _("employee"),
        Role.HR: "HR",
        Role.ARBODIENST: _("occupational health service"),
        Role.BEDRIJFSARTS: _("company doctor"),
        Role.CASEMANAGER: _("case manager"),
        Role.ARBEIDSDESKUNDIGE: _("labour expert"),
        Role.UWV: "UWV",
    }[role]


def load(path: Path) -> Timeline:
    """Read the timeline.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(path, Timeline)


@cache
def default() -> Timeline:
    """The timeline that comes with the program."""
    return load(locations.knowledge() / "timeline.yaml")


def _dated(moment: Moment, first_day: date) -> Iterator[Occurrence]:
    last = moment.due_day if moment.until_day is None else moment.until_day
    begins = moment.from_day
    for number, due in enumerate(range(moment.due_day, last + 1, moment.repeats or last + 1), 1):
        start, end = (first_day + timedelta(days=day) for day in (begins, due))
        yield Occurrence(moment, number, start, end, due)
        begins = due
