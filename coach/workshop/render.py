"""The pages of a workshop: two for each participant, one for the trainer, a table to count with, and the guide.

HTML pages need nothing else and fetch nothing. In CSV no cell can begin a formula.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from coach import messages
from coach.debrief import chart
from coach.debrief.render import plain
from coach.legible import without_steering
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.workshop import figures, results, take_home
from coach.workshop.plan import Plan, Step
from coach.workshop.results import Change, GroupResults
from coach.workshop.take_home import TakeHome

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_HEAD = ("round", "measure", "n", "value", "before", "after", "difference", "low", "high")


def take_home_html(report: TakeHome) -> str:
    """The two pages of a participant, to print."""
    return _page("take_home.html.j2", **_own(report))


def take_home_markdown(report: TakeHome) -> str:
    """The same as Markdown."""
    return _text("take_home.md.j2", **_own(report))


def group_html(found: GroupResults) -> str:
    """The report of a group, to print."""
    return _page("group.html.j2", **_group(found))


def group_markdown(found: GroupResults) -> str:
    """The same as Markdown."""
    return _text("group.md.j2", **_group(found))


def guide(plan: Plan) -> str:
    """The trainer's guide of a plan as Markdown, with the times counted from the start."""
    return _text("guide.md.j2", p=plan, steps=list(_timed(plan.guide.steps)))


def group_csv(found: GroupResults) -> str:
    """The figures of a group as comma-separated values, one measure a row; shares from 0 to 1, a dot as decimal sign.

    Columns: round, measure, n, value; and for the comparison before, after, difference, low, high (95 %).
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(_HEAD)
    for one in found.rounds:
        for measure, n, value in _cells(one):
            table.writerow((_cell(one.title), _cell(measure), n, value, "", "", "", "", ""))
    for change in found.changes:
        numbers = (change.before, change.after, change.difference, change.low, change.high)
        table.writerow(("", change.id, change.n, "", *(f"{number:.2f}" for number in numbers)))
    return written.getvalue()


def _cells(one: results.RoundResult) -> list[tuple[str, int, float | int]]:
    """The measures of a round: name, number of people or tables, value."""
    found = one.figures
    cells: list[tuple[str, int, float | int]] = []
    if found:
        named = (
            ("open", found.open_share),
            ("ratio", found.ratio),
            ("flags", found.flags),
            ("share", found.listening),
        )
        cells += [(name, found.n, value) for name, value in named if value is not None]
        cells += [(f"flags: {phase.title}", phase.n, phase.flags) for phase in found.phases]
        cells += [(f"trust {point.turn}", point.n, point.trust) for point in found.trust]
    cells += [(seen.text, seen.yes + seen.no, round(seen.yes / (seen.yes + seen.no), 2)) for seen in one.observed]
    return cells


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = plain(text)
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line


def verdict(change: Change) -> str:
    """What a difference says, in two or three words."""
    if not change.clear:
        return _("can be chance")
    return _("clearly better") if change.better else _("clearly worse")


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
    words = {"caution": caution, "difference": _("difference (95 %)"), "rounding": _rounding}
    return {"g": found, "people": people, **words, **_dates(found.on, found.keep_until)}


def _rounding(n: int) -> str:
    return _("Of {n} people. Shares are rounded to 5 %, rates to a half.").format(n=n)


def _dates(on: date, until: date) -> dict[str, str]:
    return {"on": f"{on:%d-%m-%Y}", "until": f"{until:%d-%m-%Y}"}


def _timed(steps: tuple[Step, ...]) -> list[tuple[str, Step]]:
    """Each step with the minute at which it begins."""
    found, passed = [], 0
    for step in steps:
        found.append((f"{passed // 60}:{passed % 60:02d}", step))
        passed += step.minutes
    return found


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", plain(text))


def _lines(text: str) -> str:
    return without_steering(text)


def _text(template: str, **context: object) -> str:
    text = _environment().get_template(template).render(**context)
    rows = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for place, line in enumerate(rows) if line or (place and rows[place - 1])]
    return "\n".join(kept) + "\n"


def _page(template: str, **context: object) -> str:
    return _environment().get_template(template).render(language=messages.language(), **context)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("coach.workshop"),
        autoescape=select_autoescape(["html.j2", "html"]),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(md=_escaped, plain=plain, lines=_lines)
    environment.globals.update(
        polyline=chart.polyline, sparkline=chart.sparkline, shown=results.shown, verdict=verdict, rows=figures.rows,
        role_name=take_home.role_name, form_name=take_home.form_name,
    )  # fmt: skip
    environment.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
