"""The pages of a workshop: two for each participant, one for the trainer, a table to count with, and the guide.

HTML pages need nothing else and fetch nothing. In CSV no cell can begin a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from coach import messages
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.templates import plain
from coach.workshop import figures, pages, results, shelf, take_home, viewing
from coach.workshop.plan import Plan, Step
from coach.workshop.results import GroupResults
from coach.workshop.take_home import TakeHome


def take_home_html(report: TakeHome) -> str:
    """The two pages of a participant, to print."""
    return pages.page("take_home.html.j2", **_own(report))


def take_home_markdown(report: TakeHome) -> str:
    """The same as Markdown."""
    return pages.text("take_home.md.j2", **_own(report))


def group_html(found: GroupResults) -> str:
    """The report of a group, to print."""
    return pages.page("group.html.j2", **_group(found))


def group_markdown(found: GroupResults) -> str:
    """The same as Markdown."""
    return pages.text("group.md.j2", **_group(found))


def guide(plan: Plan) -> str:
    """The trainer's guide of a plan as Markdown, with the times counted from the start."""
    return pages.text("guide.md.j2", **_guide(plan))


def guide_html(plan: Plan) -> str:
    """The same as a page to print, with the role cards of the plan behind it."""
    return pages.page("guide.html.j2", **_guide(plan))


def group_csv(found: GroupResults) -> str:
    """The figures of a group as a table, one measure a row; shares from 0 to 1. Nothing in it begins a formula.

    Columns: round, measure, people, value; and for the comparison first, last, difference and its 95 % interval. When
    there is not a single figure, one row says why. In
    Dutch with semicolons and decimal commas, for that is what a Dutch spreadsheet opens; else commas and dots.
    """
    comma = messages.language() == "nl"
    written = io.StringIO()
    table = csv.writer(written, delimiter=";" if comma else ",", lineterminator="\r\n")
    compared = (_("first"), _("last"), _("difference"), _("from"), _("to"))
    head = (_("round"), _("measure"), _("people"), _("value"), *compared)
    why = ((found.title, found.no_figures, found.people, *(None,) * 6),) if found.no_figures else ()
    for row in (head, *why, *_rounds(found), *_compared(found)):
        table.writerow([_cell(cell, comma) for cell in row])
    return written.getvalue()


def group_csv_file(found: GroupResults) -> bytes:
    """The same as a file: with the mark at the start without which a spreadsheet does not read UTF-8."""
    return ("\ufeff" + group_csv(found)).encode()


_Row = tuple[str | float | None, ...]


def _rounds(found: GroupResults) -> Iterator[_Row]:
    for one in found.rounds:
        for measure, n, value in _measures(one):
            yield (one.title, measure, n, value, None, None, None, None, None)


def _compared(found: GroupResults) -> Iterator[_Row]:
    title = _("First and last round without help")
    for change in found.changes:
        numbers = (change.before, change.after, change.difference, change.low, change.high)
        yield (title, change.name, change.n, None, *(round(number, 2) for number in numbers))


def _measures(one: results.RoundResult) -> Iterator[tuple[str, int, float | int | None]]:
    """The measures of a round: name, number of people or tables, value."""
    found = one.figures
    if found:
        values = (found.open_share, found.ratio, found.flags, found.listening)
        yield from ((name, found.n, value) for name, value in zip(figures.names(), values, strict=True))
        for phase in found.phases:
            yield f"{_('flags per ten turns')}: {phase.title}", phase.n, phase.flags
        for point in found.trust:
            yield _("trust after turn {number}").format(number=point.turn), point.n, point.trust
    for seen in one.observed:
        answers = seen.yes + seen.no
        yield seen.text, answers, round(seen.yes / answers, 2)


def _cell(value: str | float | None, comma: bool) -> str:
    """A cell: a number as the spreadsheet reads it, or text that none takes for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:g}".replace(".", ",") if comma else f"{value:g}"
    line = plain(value)
    return f"'{line}" if line[:1] in ("=", "+", "-", "@", "|", "%") else line


def _guide(plan: Plan) -> dict[str, object]:
    names = dict.fromkeys(one.role for one in plan.rounds if one.role)
    return {
        "p": plan,
        "steps": list(_timed(plan.guide.steps)),
        "cards": [shelf.role_card(name) for name in names],
        "sees": viewing.of_round,
    }


def _own(report: TakeHome) -> dict[str, object]:
    names = take_home.figure_names()
    dates = _dates(report.on, report.keep_until)
    return {"r": report, "figure_names": names, "blank": ("–",) * len(names), **dates}


def _group(found: GroupResults) -> dict[str, object]:
    people = ngettext("{count} participant", "{count} participants", found.people).format(count=found.people)
    caution = _(
        "The same people, twice, with two employees that were swapped between them. The interval only counts chance "
        "between people: nobody practised without a workshop to compare with, and a second try is a second try."
    )
    # Said here, for in a template a percent sign begins a placeholder.
    rounding = _(
        "Figures of a round appear from {count} people on. Shares are rounded to 5 %, counts per ten turns to a half."
    ).format(count=found.least)
    words = {"caution": caution, "difference": _("difference (95 %)"), "rounding": rounding}
    return {
        "g": found, "people": people, "names": figures.names(), **words, **_dates(found.on, found.keep_until)
    }  # fmt: skip


def _dates(on: date, until: date) -> dict[str, str]:
    return {"on": f"{on:%d-%m-%Y}", "until": f"{until:%d-%m-%Y}"}


def _timed(steps: tuple[Step, ...]) -> list[tuple[str, Step]]:
    """Each step with the minute at which it begins."""
    found, passed = [], 0
    for step in steps:
        found.append((f"{passed // 60}:{passed % 60:02d}", step))
        passed += step.minutes
    return found
