"""Options that several commands have."""

from __future__ import annotations

import click

from coach.messages import gettext as _

as_json = click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
jsonl = click.option(
    "--jsonl", is_flag=True, help=_("Read objects line by line on standard input, answer line by line.")
)
words = click.option(
    "--words", is_flag=True, help=_("Also ask the language model that you chose; what it adds is marked.")
)
force = click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
yes = click.option("--yes", is_flag=True, help=_("Do not ask."))
no_store = click.option("--no-store", is_flag=True, help=_("Keep nothing of this session."))
manager = click.option("--manager", metavar="NAME", help=_("Which speaker is the manager."))
