"""`coach silences`: the flags that the user called not right, and undoing or passing on what was called so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click

from coach.cli import output
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.phrasing.silence import Scope, Silence, SilenceList


def current() -> SilenceList:
    """The silences of this user; what is wrong with their file is told on standard error."""
    silences = SilenceList.load()
    for warning in silences.warnings:
        click.echo(output.safe(warning), err=True)
    return silences


def show(*, as_json: bool) -> None:
    """Every silence with its number, in the order in which they were made."""
    silences = current().silences
    if as_json:
        rows = [{"number": n, **silence.model_dump(mode="json")} for n, silence in enumerate(silences, 1)]
        output.write_json(rows)
        return
    if not silences:
        click.echo(_("You have called no flag not right."))
    for number, silence in enumerate(silences, 1):
        scope = _scope_name(silence.scope)
        click.echo(f"{number:>3}  {_flag_name(silence)}  {scope}  «{_on_one_line(silence.quote)}»")


def remove(number: int) -> None:
    """Take one away: its flag is shown again."""
    try:
        gone = current().remove(number)
    except LookupError:
        raise click.UsageError(_("There is no number {number}. See: coach silences").format(number=number)) from None
    told = _("From now on you see this flag again: {flag} «{quote}»")
    click.echo(told.format(flag=_flag_name(gone), quote=_on_one_line(gone.quote)))


def export(file: Path, force: bool) -> None:
    """Write the lines with the labels that the user thinks right, one JSON object each."""
    rows = list(labelled(current()))
    if not rows:
        click.echo(_("You have called no flag not right."))
        return
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        with open(file, "w" if force else "x", encoding="utf-8", errors="replace", opener=_private) as target:
            target.write(text)
    except FileExistsError:
        raise click.UsageError(_("{file} is there already. With --force it is replaced.").format(file=file)) from None
    told = ngettext("{count} line saved: {file}", "{count} lines saved: {file}", len(rows))
    click.echo(told.format(count=len(rows), file=file))


def labelled(silences: SilenceList) -> Iterator[dict[str, Any]]:
    """Each line at which a flag was silenced, as labelled data: the flags that are shown of it, and its moves.

    The same line makes the same id, so that several exports can be laid together.
    """
    lines = dict.fromkeys((s.lang, s.kind, s.before, s.text) for s in silences.silences)
    for lang, kind, before, text in lines:
        reading = silences.read(text, before, kind, lang)
        line = {"lang": lang, "kind": kind.value, "before": before, "text": text}
        flags = [flag.id.value for flag in reading.shown()]
        yield {"id": _id(line), **line, "flags": flags, "moves": [move.id.value for move in reading.moves]}


def _id(line: dict[str, Any]) -> str:
    return "silence-" + blake2b(json.dumps(line).encode("ascii"), digest_size=6).hexdigest()


def _scope_name(scope: Scope) -> str:
    return {Scope.HERE: _("here"), Scope.EVERYWHERE: _("everywhere")}[scope]


def _flag_name(silence: Silence) -> str:
    from coach.phrasing import reader

    file = reader.default().rules.flags.get(silence.flag)
    return file.name if file else silence.flag.value


def _on_one_line(text: str) -> str:
    return " ".join(output.safe(text).split())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
