"""Pages from templates: HTML that needs nothing else and fetches nothing, and Markdown."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coach import messages, templates
from coach.debrief import chart
from coach.legible import without_steering
from coach.workshop import figures, results, take_home

if TYPE_CHECKING:
    from jinja2 import Environment

_FEW_LINES = 8


def page(template: str, **context: object) -> str:
    """An HTML page, or a piece of one; everything that is put in is escaped."""
    return _environment().get_template(template).render(language=messages.language(), **context)


def text(template: str, **context: object) -> str:
    """Markdown, without blank lines that a template leaves behind."""
    written = _environment().get_template(template).render(**context)
    rows = [line.rstrip() for line in written.strip().splitlines()]
    kept = [line for place, line in enumerate(rows) if line or (place and rows[place - 1])]
    return "\n".join(kept) + "\n"


def _lines(text: str) -> str:
    """User text with its own lines, as long as they are few: a page holds so much."""
    lines = [templates.plain(line) for line in without_steering(text).splitlines() if line.strip()]
    return "\n".join(lines) if len(lines) <= _FEW_LINES else " ".join(lines)


@cache
def _environment() -> Environment:
    environment = templates.environment("coach.workshop", lines=_lines)
    environment.globals.update(
        polyline=chart.polyline, sparkline=chart.sparkline, shown=results.shown, verdict=results.verdict,
        rows=figures.rows, role_name=take_home.role_name, form_name=take_home.form_name,
    )  # fmt: skip
    return environment
