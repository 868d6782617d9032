"""The history as rows of text, the same in every front: a drawing over weeks, the first and the latest talks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.debrief import chart
from coach.debrief.progress import Figures, Progress
from coach.debrief.skill import SKILLS
from coach.messages import gettext as _
from coach.messages import ngettext

_BY_ID = {skill.id: skill for skill in SKILLS}
_ALONE = "○"


@dataclass(frozen=True, slots=True)
class Row:
    """A skill in words. `before` and `after` are empty when there are too few talks to compare."""

    name: str
    drawing: str
    total: str
    before: str
    after: str
    without_help: str
    norm: str


def rows(history: Progress, weeks: int) -> Iterator[Row]:
    """A row for each skill, with a drawing of at most the last `weeks` weeks."""
    for figures in history.skills:
        yield _row(figures, compared=history.side > 0, weeks=weeks)


def situation_rows(figures: tuple[Figures, ...], *, compared: bool) -> Iterator[Row]:
    """The same for one situation, without a drawing."""
    for one in figures:
        yield _row(one, compared=compared, weeks=0)


def marks(history: Progress, weeks: int) -> str:
    """A sign under each of the last weeks in which a round without help fell."""
    return "".join(_ALONE if alone else " " for alone in history.weeks_without_help[-weeks:]).rstrip()


def marks_meaning() -> str:
    """What the sign of `marks` stands for."""
    return f"{_ALONE} " + _("a round without help")


def span(history: Progress, weeks: int) -> str:
    """The first and the last week of the drawing, by their numbers."""
    shown = [week.isocalendar().week for week in history.weeks[-weeks:]]
    if not shown:
        return ""
    ends = f"{shown[0]}" if len(shown) == 1 else f"{shown[0]}–{shown[-1]}"
    return _("week {weeks}").format(weeks=ends)


def extent(history: Progress) -> str:
    """How much there is: talks, weeks, rounds without help, and what does not count."""
    told = [ngettext("{count} talk", "{count} talks", history.talks).format(count=history.talks)]
    if history.weeks:
        told[0] += " " + ngettext("in {count} week", "in {count} weeks", len(history.weeks)).format(
            count=len(history.weeks)
        )
    if history.without_help:
        told.append(_("{count} without help").format(count=history.without_help))
    if history.uncounted:
        told.append(
            ngettext(
                "{count} exercise or further try beside it", "{count} exercises and further tries beside it",
                history.uncounted,
            ).format(count=history.uncounted)
        )  # fmt: skip
    return " · ".join(told)


def unread(history: Progress) -> str:
    """What could not be read, or nothing."""
    if not history.unreadable:
        return ""
    return ngettext(
        "{count} talk cannot be read any more and is left out.",
        "{count} talks cannot be read any more and are left out.",
        history.unreadable,
    ).format(count=history.unreadable)


def _row(figures: Figures, *, compared: bool, weeks: int) -> Row:
    skill = _BY_ID[figures.skill]
    return Row(
        name=skill.name,
        drawing=chart.line(figures.weeks[-weeks:], skill.top) if weeks else "",
        total=skill.shown(figures.total),
        before=skill.shown(figures.before) if compared else "",
        after=skill.shown(figures.after) if compared else "",
        without_help=skill.shown(figures.without_help),
        norm=skill.norm,
    )
