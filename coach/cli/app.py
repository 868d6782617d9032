"""The command `coach`: each command is a few lines that hand over to its own module."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from coach import __version__
from coach.cli.commands import content, guidance, live, model, practice, preparation, reading, workshop
from coach.cli.commands.options import as_json, no_store
from coach.messages import gettext as _

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Piped(click.Group):
    """Stops without a word when whoever reads our output goes away (`coach … | head`)."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a closed pipe is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit()


@click.group(cls=_Piped, invoke_without_command=True, context_settings=_CONTEXT, help=_(
    "A coach for the talk about sickness absence. Without a command it opens the program; "
    "everything stays on this computer."
))  # fmt: skip
@click.version_option(
    __version__, prog_name="coach", message="%(prog)s %(version)s", help=_("Show the version and exit.")
)
@no_store
@click.pass_context
def coach(context: click.Context, no_store: bool) -> None:
    """Open the program when no command is given."""
    if context.invoked_subcommand is None:
        from coach.tui import run

        run(keep=not no_store)


@coach.command(help=_("What is installed, where things are kept, what is missing and how to get it."))
@as_json
def doctor(as_json: bool) -> None:
    """See `coach.cli.doctor`."""
    from coach.cli import doctor as command

    command.run(as_json=as_json)


for _command in (
    reading.check, reading.silences, reading.review,
    guidance.search, guidance.ask, guidance.cards,
    practice.roleplay, practice.progress, practice.talks,
    preparation.prepare, preparation.form, preparation.timeline,
    live.live, workshop.workshop, workshop.join,
    content.content, model.model,
):  # fmt: skip
    coach.add_command(_command)
