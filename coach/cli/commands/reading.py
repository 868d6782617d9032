"""Commands that read what was said: a line, a transcript, and the flags that were called not right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coach import locations
from coach.cli.commands.options import as_json, force, jsonl, manager, words
from coach.messages import gettext as _


@click.command(help=_("Read one line, or many: what it does, why, and what could be said."))
@click.argument("text", required=False)
@click.option("--before", metavar="TEXT", help=_("What the employee said before."))
@click.option("--note", is_flag=True, help=_("The line is a note to keep, not something said."))
@click.option(
    "--lang",
    type=click.Choice(locations.LANGUAGES),
    default=locations.LANGUAGE,
    show_default=True,
    help=_("The language of the line; only Dutch lines are held against Dutch law."),
)
@as_json
@jsonl
@click.option("--all", "everything", is_flag=True, help=_("Also show the flags that are only maybe right."))
@click.option("--no-silences", is_flag=True, help=_("Also show the flags that you called not right."))
@words
def check(**options: Any) -> None:
    """See `coach.cli.check`."""
    from coach.cli import check as command

    command.run(**options)


@click.command(help=_("Look back on a transcript of a real talk. Nothing of it is kept."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@manager
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save the page here."))
@words
@as_json
def review(**options: Any) -> None:
    """See `coach.cli.review`."""
    from coach.cli import review as command

    command.run(**options)


@click.group(
    invoke_without_command=True, help=_("The flags that you called not right; without a command, list them.")
)
@as_json
@click.pass_context
def silences(context: click.Context, as_json: bool) -> None:
    """See `coach.cli.silences`."""
    if context.invoked_subcommand is None:
        from coach.cli import silences as command

        command.show(as_json=as_json)


@silences.command("remove", help=_("Undo one: the flag is shown again."))
@click.argument("number", type=int)
def silences_remove(number: int) -> None:
    """See `coach.cli.silences`."""
    from coach.cli import silences as command

    command.remove(number)


@silences.command("export", help=_("Save the lines with the labels that you think right, as JSON Lines."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@force
def silences_export(file: Path, force: bool) -> None:
    """See `coach.cli.silences`."""
    from coach.cli import silences as command

    command.export(file, force)
