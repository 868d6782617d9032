"""`coach workshop pair`: two people play a talk at one keyboard. No server, and nothing to install for a browser."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import suppress
from datetime import date

import click

from coach.cli.extra import how_to_get
from coach.messages import gettext as _
from coach.workshop import WorkshopError, hall, shelf
from coach.workshop.duo import Duo, round_of
from coach.workshop.workshop import Workshop

PLAN = "kennismaking"


def run(plan: str | None, *, number: int | None, resume: str | None, keep: bool) -> None:
    """Play until the two stop; everything said is kept by then.

    Raises:
        click.UsageError: this is no terminal, what was asked does not go together, or a part is not installed.
    """
    if resume and (plan or number or not keep):
        raise click.UsageError(_("With --resume the plan and the round are those of then."))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("This command needs a terminal to draw on."))
    chosen = shelf.plan(plan or PLAN)
    index = round_of(chosen, None if number is None else number - 1)
    if keep:
        _see_store()
    from coach.tui.workshop.keyboard import KeyboardApp

    with hall.Held(hall.address() if keep else None) as opened:
        hall.sweep(opened, date.today())
        duo = Duo(Workshop.by_code(opened, resume)) if resume else None
        app = KeyboardApp(opened, chosen, index, duo=duo, keep=keep)
        try:
            app.run()
        finally:
            if app.duo:
                with suppress(WorkshopError):
                    app.duo.leave()
    if app.duo and keep:
        code = app.duo.workshop.join_code
        click.echo(_("Everything is kept. To go on: coach workshop pair --resume {code}").format(code=code))


def _see_store() -> None:
    if importlib.util.find_spec("sqlalchemy") is None:
        told = _("To keep the talk, one more part is needed. {how}\nWithout it: coach workshop pair --no-store")
        raise click.UsageError(told.format(how=how_to_get("workshop")))
