"""Commands that prepare a talk, its form and its dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coach.cli.commands.options import as_json, force, yes
from coach.messages import gettext as _


@click.command(help=_("Prepare a talk. Without KIND: the kinds of talk, and what is kept of your preparations."))
@click.argument("kind", required=False)
@click.option("--invitation", metavar="NAME", help=_("Only the invitation, filled in for this employee."))
@click.option("--date", metavar="DATE", help=_("The day of the talk: 2026-03-02 or 2-3-2026."))
@click.option("--time", metavar="TIME", help=_("When it begins."))
@click.option("--place", metavar="PLACE", help=_("Where it is."))
@click.option("--manager", metavar="NAME", help=_("Who signs the invitation."))
@click.option(
    "--save",
    "save_as",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Also save it: .docx, .html, .md, or .ics with what is to be done afterwards."),
)
@force
@click.option("--delete", "delete_id", metavar="ID", help=_("Delete a preparation or form that is kept."))
@click.option("--wipe", is_flag=True, help=_("Delete every preparation and form that is kept."))
@yes
@as_json
def prepare(delete_id: str | None, wipe: bool, yes: bool, **options: Any) -> None:
    """See `coach.cli.prepare`."""
    from coach.cli import prepare as command

    if delete_id is not None:
        command.delete(delete_id)
    elif wipe:
        command.wipe(yes=yes)
    else:
        command.run(**options)


@click.command(help=_("The form for the talk at the return after a long absence, empty."))
@click.option(
    "--blank",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Save it to print: .docx, .html or .md."),
)
@force
@as_json
def form(**options: Any) -> None:
    """See `coach.cli.form`."""
    from coach.cli import form as command

    command.run(**options)


@click.command(help=_("What must happen when (Wet verbetering poortwachter), from the first day of absence."))
@click.argument("first_day", metavar="DATE")
@click.option("--until", metavar="DATE", help=_("Only what is due by this day."))
@click.option(
    "--ics", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save a calendar file.")
)
@force
@as_json
def timeline(**options: Any) -> None:
    """See `coach.cli.timeline`."""
    from coach.cli import timeline as command

    command.run(**options)
