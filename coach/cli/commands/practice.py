"""Commands for practising, and for the talks that came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coach.cli.commands.options import as_json, no_store, words, yes
from coach.messages import gettext as _


@click.command(help=_("Practise a talk: in the program, as plain text, or from a script."))
@click.option("--list", "listing", is_flag=True, help=_("Show the situations and employees."))
@click.option("--situation", metavar="ID", help=_("Which situation."))
@click.option("--persona", metavar="ID", help=_("Which employee."))
@click.option("--script", type=click.Path(path_type=Path, dir_okay=False), help=_("Play the lines of this file."))
@click.option("--seed", default=None, type=int, help=_("Same number, same answers."))
@click.option("--plain", is_flag=True, help=_("Lines of text, for screen readers and pipes."))
@click.option("--resume", is_flag=True, help=_("Go on with the last unfinished talk."))
@click.option("--exercise", "exercise_id", metavar="ID", help=_("A short exercise on one skill; see --list."))
@click.option(
    "--help-level",
    type=click.Choice(["with", "afterwards", "none"]),
    help=_("How much the coach says: all along, after each line, or nothing until the end."),
)
@no_store
@as_json
def roleplay(**options: Any) -> None:
    """See `coach.cli.roleplay`."""
    from coach.cli import roleplay as command

    command.run(**options)


@click.command(help=_("How it goes over weeks, from the talks that are kept on this computer."))
@as_json
def progress(as_json: bool) -> None:
    """See `coach.cli.progress`."""
    from coach.cli import progress as command

    command.run(as_json=as_json)


@click.group(help=_("The talks that are kept on this computer."))
def talks() -> None:
    """Commands on kept talks."""


@talks.command("list", help=_("Show them, newest first."))
@as_json
def talks_list(as_json: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.show(as_json=as_json)


@talks.command("debrief", help=_("Look back on one of them."))
@click.argument("talk_id", metavar="ID")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save it as Markdown here."))
@words
@as_json
def talks_debrief(**options: Any) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.look_back(**options)


@talks.command("branches", help=_("The ways one of them went: what was taken back, and what was said instead."))
@click.argument("talk_id", metavar="ID")
@as_json
def talks_branches(talk_id: str, as_json: bool) -> None:
    """See `coach.cli.branches`."""
    from coach.cli import branches as command

    command.show(talk_id, as_json=as_json)


@talks.command("compare", help=_("Two ways of one talk side by side, from where they part."))
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@as_json
def talks_compare(left: str, right: str, as_json: bool) -> None:
    """See `coach.cli.branches`."""
    from coach.cli import branches as command

    command.compare(left, right, as_json=as_json)


@talks.command("delete", help=_("Delete one."))
@click.argument("talk_id", metavar="ID")
@click.option("--branches", is_flag=True, help=_("Also every other way that it went."))
def talks_delete(talk_id: str, branches: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.delete(talk_id, branches=branches)


@talks.command("wipe", help=_("Delete all of them."))
@yes
def talks_wipe(yes: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.wipe(yes=yes)
