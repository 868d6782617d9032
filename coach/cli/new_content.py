"""`coach content new` and `coach content schema`: a start for who writes a situation or an employee."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from coach import files, locations
from coach.cli import schemas
from coach.content import ContentError, load
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.roleplay import library, spoken
from coach.roleplay.persona import Act, Mood, Persona, Topic

SCHEMAS = ".schema"
"""Folder beside the situations where editors find what is allowed."""
_ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LEFT_OUT = (Act.GREET, Act.DISCLOSE, Act.DANGER)


def situation(id: str, kind: str) -> None:
    """Write the skeleton of a situation in the user's own folder.

    Raises:
        click.UsageError: the id is none, or is in use.
    """
    if not _ID.fullmatch(id):
        example = "lastig_gesprek"
        raise click.UsageError(_("An ID holds small letters, digits and underscores: {name}.").format(name=example))
    if kind not in list(SituationKind):
        problem = _("There is no kind of talk «{name}». There are: {names}.")
        raise click.UsageError(problem.format(name=kind, names=", ".join(SituationKind)))
    known = library.default()
    path = locations.own_situations() / f"{id}.yaml"
    if id in known.situations or path.exists():
        raise click.UsageError(_("There is a situation «{name}» already.").format(name=id))
    phases = next(one.phases for one in known.situations.values() if one.kind is SituationKind(kind))
    _write(path, _filled("situation", id=id, kind=kind, phases=phases))
    click.echo(_("Saved: {file}").format(file=path))
    click.echo(_("Fill it in, and add someone: coach content new employee {name} NAME").format(name=id))


def employee(situation_id: str, name: str) -> None:
    """Write the skeleton of an employee beside the others of a situation, in the user's own folder.

    Raises:
        click.UsageError: somebody is called so already, or nothing of the name can name a file.
        UnknownContent: there is no such situation.
    """
    known = library.default()
    folder = locations.own_situations() / situation_id
    if not folder.with_suffix(".yaml").is_file():
        known.situation(situation_id)
    id, name = _id_of(name), " ".join(name.split())
    if not id:
        raise click.UsageError(_("A name holds letters."))
    path = folder / f"{id}.yaml"
    taken = next(iter(_named(known, id, name, situation_id)), None)
    if taken:
        raise click.UsageError(_("There is an employee of this name already: {file}").format(file=taken))
    acts = [_act(act) for act in Act if act not in _LEFT_OUT]
    given = {"id": id, "name": json.dumps(name, ensure_ascii=False), "moods": list(Mood), "topics": ", ".join(Topic)}
    _write(path, _filled("employee", **given, acts=acts))
    click.echo(_("Saved: {file}").format(file=path))
    click.echo(_("Fill it in; `coach content check --own` says what is missing."))


def schema(name: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of one kind of file, or write all of them, or that one, to a folder.

    Raises:
        click.UsageError: there is no such kind of file.
        OSError: it cannot be written.
    """
    if name and name not in schemas.NAMES:
        problem = _("There is no schema «{name}». There are: {names}.")
        raise click.UsageError(problem.format(name=name, names=", ".join(schemas.NAMES)))
    if folder:
        for path in write_schemas(folder, [name] if name else schemas.NAMES):
            click.echo(_("Saved: {file}").format(file=path))
    elif name:
        click.echo(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))
    else:
        for one in schemas.NAMES:
            click.echo(f"{one}  {schemas.place(one)}")


def write_schemas(folder: Path, names: Iterable[str]) -> list[Path]:
    """Write schemas to a folder, in the place of older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        path = folder / f"{name}.json"
        files.put(path, (json.dumps(schemas.schema(name), ensure_ascii=False, indent=2) + "\n").encode())
        written.append(path)
    return written


def _act(act: Act) -> dict[str, Any]:
    return {"id": act.value, "cases": spoken.keys(act)}


def _filled(skeleton: str, **given: Any) -> str:
    from jinja2 import Environment, StrictUndefined

    path = locations.prompts() / "skeletons" / f"{skeleton}.yaml.j2"
    template = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    return template.from_string(path.read_text(encoding="utf-8")).render(**given)


def _write(path: Path, text: str) -> None:
    """Write a skeleton, with the schemas for editors at the top of the situations.

    Raises:
        click.UsageError: there is such a file already.
    """
    locations.private_folder(locations.own_situations())
    path.parent.mkdir(exist_ok=True)
    try:
        files.put_new(path, text.encode())
    except FileExistsError:
        raise click.UsageError(_("{file} is there already. Choose another name.").format(file=path)) from None
    write_schemas(locations.own_situations() / SCHEMAS, ("situation", "employee"))


def _id_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "_".join(re.findall("[a-z0-9]+", plain))


def _named(known: library.Library, id: str, name: str, situation_id: str) -> Iterable[Path]:
    """The files of the employees who have this name, or would stand in the same file."""
    places = {*known.situations, situation_id}
    for path in (path for place in sorted(places) for path in known.persona_files(place)):
        if path.stem == id and path.parent.name == situation_id:
            yield path
            continue
        try:
            if load(path, Persona).name.casefold() == name.casefold():
                yield path
        except ContentError:
            continue
