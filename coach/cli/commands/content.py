"""Commands on the content of the program, for whoever writes it, and on documents of the organisation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coach.cli.commands.options import as_json
from coach.messages import gettext as _


@click.group(help=_("The content of the program, for whoever writes it."))
def content() -> None:
    """Commands on content."""


@content.command("add", help=_("Add documents of your organisation: PDF, Word, PowerPoint, HTML, Markdown or text."))
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
def content_add(files: tuple[Path, ...], as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.add(files, as_json)


@content.command("own", help=_("List the documents of your organisation; with ID, what goes against the rules."))
@click.argument("document_id", metavar="[ID]", required=False, type=int)
@as_json
def content_own(document_id: int | None, as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.show(document_id, as_json)


@content.command("remove", help=_("Remove a document of your organisation from the library; its file stays."))
@click.argument("document_id", metavar="ID", type=int)
def content_remove(document_id: int) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.remove(document_id)


@content.command("refresh", help=_("Read the documents of your organisation again where they changed."))
@as_json
def content_refresh(as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.renew(as_json)


@content.command("check", help=_("Read all content and run its examples; say what is wrong, and where."))
@click.option("--own", is_flag=True, help=_("Only the talks and employees in your own folder: much quicker."))
def content_check(own: bool) -> None:
    """See `coach.cli.content`."""
    from coach.cli import content as command

    command.run(own)


@content.group("new", help=_("A start for a talk or an employee of your own, to be filled in."))
def content_new() -> None:
    """Commands on new content."""


@content_new.command("situation", help=_("A talk to practise."))
@click.argument("id", metavar="ID")
@click.option("--kind", required=True, metavar="KIND", help=_("The kind of talk."))
def content_new_situation(id: str, kind: str) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.situation(id, kind)


@content_new.command("employee", help=_("Somebody to practise a talk with."))
@click.argument("situation", metavar="SITUATION")
@click.argument("name", metavar="NAME")
def content_new_employee(situation: str, name: str) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.employee(situation, name)


@content.command("schema", help=_("What may stand in a file, as JSON Schema for editors; without NAME, list them."))
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--save", "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), help=_("Save them there.")
)
def content_schema(name: str | None, folder: Path | None) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.schema(name, folder)


@content.command("evaluate", help=_("How well passages are found: figures on questions by other writers."))
@click.option("--model", metavar="MODEL", help=_("Also with this sentence-transformers model, by name or folder."))
@as_json
def content_evaluate(**options: Any) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.evaluate(**options)


@content.group("semantic", help=_("Search by meaning, with a sentence-transformers model of your choice."))
def content_semantic() -> None:
    """Commands on search by meaning."""


@content_semantic.command("use", help=_("Choose a model, by name or folder; it is used when it finds more."))
@click.argument("model", metavar="MODEL")
@click.option("--download", is_flag=True, help=_("Fetch it from huggingface.co first; nothing else goes online."))
@click.option("--force", is_flag=True, help=_("Use it even when it does not find more."))
def content_semantic_use(**options: Any) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.use(**options)


@content_semantic.command("off", help=_("Search by words alone again."))
def content_semantic_off() -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.off()


@content_semantic.command("status", help=_("Which model is chosen, and whether it is used."))
@as_json
def content_semantic_status(as_json: bool) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.show(as_json=as_json)
