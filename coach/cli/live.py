"""`coach live`: cards beside a real call."""

from __future__ import annotations

import sys

import click

from coach.cli.kinds import kind as kind_of
from coach.live.follow import STDIN, piped_input
from coach.messages import gettext as _


def run(kind: str | None, compact: bool, feed: str | None, manager: str | None, no_store: bool) -> None:
    """Open the program at the beginning of a call.

    Raises:
        click.UsageError: there is no such kind of talk, or nothing is piped in for `--feed -`.
        OSError: there is no terminal to take keys from.
    """
    from coach.tui import run as open_program
    from coach.tui.live_way import LiveWay, Transcript

    wanted = kind_of(kind) if kind else None
    if not sys.stdout.isatty():
        raise click.UsageError(_("This command needs a terminal to draw on."))
    piped = piped_input() if feed == STDIN else None
    if feed == STDIN and piped is None:
        raise click.UsageError(_("Nothing is piped in. Use it as: tool | coach live --feed -"))
    transcript = Transcript(feed, manager, piped) if feed else None
    open_program(keep=not no_store, live=LiveWay(wanted, compact, transcript))
