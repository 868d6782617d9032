"""A debrief as a page to keep: Markdown, or HTML that prints well. Nothing is fetched from anywhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coach import messages, templates
from coach.debrief import chart, rounds
from coach.debrief.report import Debrief
from coach.roleplay import level

if TYPE_CHECKING:
    from jinja2 import Environment


def markdown(report: Debrief) -> str:
    """The debrief as Markdown."""
    return _environment().get_template("debrief.md.j2").render(_context(report)).strip() + "\n"


def html(report: Debrief) -> str:
    """The debrief as one HTML page that needs nothing else."""
    return _environment().get_template("debrief.html.j2").render(_context(report))


def _context(report: Debrief) -> dict[str, object]:
    known = {phase.index for phase in report.phases}
    return {
        "d": report,
        "help": level.name(report.help),
        "language": messages.language(),
        "sparkline": chart.sparkline(report.trust),
        "polyline": chart.polyline(report.trust, 600, 140),
        "marks": _marks(report),
        "bar": chart.bar,
        "unplaced": [seen for seen in report.flags if seen.phase not in known],
        "own": [item for item in report.untold or () if item.is_own],
        "heads": rounds.heads(report.rounds) if report.rounds else [],
        "rows": list(rounds.rows(report.rounds)) if report.rounds else [],
        "answers": list(rounds.answers(report.rounds)) if report.rounds else [],
    }


def _marks(report: Debrief) -> list[tuple[float, float, int]]:
    """Where the moments lie on the trust line: x, y and their number."""
    step = 600 / max(1, len(report.trust) - 1)
    return [
        (index * step, 140 - point.trust * 1.4, number)
        for number, moment in enumerate(report.moments, 1)
        for index, point in enumerate(report.trust)
        if point.turn == moment.turn + 1
    ]


@cache
def _environment() -> Environment:
    return templates.environment("coach.debrief")
