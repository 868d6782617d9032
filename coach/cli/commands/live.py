"""The command beside a real call."""

from __future__ import annotations

from typing import Any

import click

from coach.cli.commands.options import manager, no_store
from coach.messages import gettext as _


@click.command(help=_("Cards beside a real call. Everything stays in memory until you say what may be kept."))
@click.argument("kind", required=False)
@click.option("--compact", is_flag=True, help=_("Small, to fit beside the window of the call."))
@click.option(
    "--feed",
    metavar="FILE",
    help=_("Follow a transcript: a file or a named pipe that grows, or - for standard input."),
)
@manager
@no_store
def live(**options: Any) -> None:
    """See `coach.cli.live`."""
    from coach.cli import live as command

    command.run(**options)
