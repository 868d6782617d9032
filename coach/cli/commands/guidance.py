"""Commands that answer from the guidance."""

from __future__ import annotations

from typing import Any

import click

from coach.cli.commands.options import as_json, jsonl, words
from coach.messages import gettext as _


@click.command(help=_("Search the guidance."))
@click.argument("query", required=False)
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 100), help=_("How many passages."))
@as_json
@jsonl
def search(**options: Any) -> None:
    """See `coach.cli.search`."""
    from coach.cli import search as command

    command.run(**options)


@click.command(help=_("Ask whether something may be asked, recorded or shared; the answer names its sources."))
@click.argument("question", required=False)
@click.option("-k", "count", default=3, show_default=True, type=click.IntRange(1, 20), help=_("How many passages."))
@as_json
@jsonl
@words
def ask(**options: Any) -> None:
    """See `coach.cli.ask`."""
    from coach.cli import ask as command

    command.run(**options)


@click.command(help=_("The phase guide of a kind of talk: what to say, what to stay away from, what to have ready."))
@click.argument("kind", required=False)
@click.option("--phase", metavar="PHASE", help=_("Only this part of the talk."))
@as_json
def cards(**options: Any) -> None:
    """See `coach.cli.cards`."""
    from coach.cli import cards as command

    command.run(**options)
