"""Commands on the language model."""

from __future__ import annotations

from typing import Any

import click

from coach.cli.commands.options import as_json, yes
from coach.messages import gettext as _


@click.group("model", help=_("A language model of your choice: everything works without one."))
def model() -> None:
    """Commands on the language model."""


@model.command("list", help=_("Models that write Dutch, and which fits this computer; with NAME, all facts of one."))
@click.argument("name", metavar="[NAME]", required=False)
@as_json
def model_list(name: str | None, as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.show_list(name, as_json)


@model.command("download", help=_("Fetch a model from huggingface.co or HF_ENDPOINT; goes on where it broke off."))
@click.argument("name", metavar="NAME")
@click.option("--use", is_flag=True, help=_("Use it at once."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON, a line for each step."))
def model_download(name: str, use: bool, as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.fetch(name, use, as_json)


@model.command("use", help=_("Choose a model by name, a .gguf file by its path, or a server by its URL."))
@click.argument("name", metavar="NAME|FILE|URL")
@click.option("--model", "model_name", metavar="MODEL", default="", help=_("Which model the server should use."))
@yes
def model_use(name: str, model_name: str, yes: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.use(name, model_name, yes)


@model.command("key", help=_("Keep the key of the chosen server in the keyring of this computer."))
@click.option("--forget", is_flag=True, help=_("Take the key out again."))
def model_key(forget: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.keep_key(forget)


@model.command("off", help=_("Do without a language model again; what was fetched stays."))
def model_off() -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.off()


@model.command("check", help=_("Is a model good enough? It plays fixed turns and attacks."))
@click.argument("name", metavar="[MODEL]", required=False)
@click.option("--quick", is_flag=True, help=_("Only a quarter of it, for a first impression."))
@yes
@as_json
def model_check(**options: Any) -> None:
    """See `coach.cli.model_check`."""
    from coach.cli import model_check as command

    command.run(**options)


@model.command("remove", help=_("Delete a model that was fetched."))
@click.argument("name", metavar="NAME")
def model_remove(name: str) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.remove(name)


@model.command("status", help=_("Which model is chosen, where texts go, and whether it answers."))
@as_json
def model_status(as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.show_status(as_json)
