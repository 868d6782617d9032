"""`coach check`: read lines."""

from __future__ import annotations

import sys
from typing import Any

import click

from coach import locations, phrasing
from coach.cli import output
from coach.conversation import Reading
from coach.messages import gettext as _
from coach.phrasing import LineKind


def run(text: str | None, before: str | None, note: bool, as_json: bool, jsonl: bool) -> None:
    """Read one line (argument or standard input), or one for each JSON object."""
    if jsonl:
        output.each_json_line(_answer)
        return
    line = text if text is not None else sys.stdin.buffer.read().decode("utf-8", "replace").rstrip("\n")
    reading = phrasing.read(line, before, LineKind.NOTE if note else LineKind.SAY)
    if as_json:
        output.write_json(output.reading_json(reading))
    else:
        _show(reading)


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    text = row.get("text")
    if not isinstance(text, str):
        return {"id": None, "error": _("the field text is missing, or is not text")}
    before = row.get("before")
    kind = _one_of("kind", row.get("kind"), [kind.value for kind in LineKind])
    _one_of("lang", row.get("lang"), [locations.LANGUAGE])
    reading = phrasing.read(text, before if isinstance(before, str) else None, LineKind(kind))
    return {"id": row.get("id"), **output.reading_json(reading)}


def _one_of(field: str, value: object, allowed: list[str]) -> str:
    """A field that may be left out; the first of the allowed values is meant then.

    Raises:
        ValueError: it has another value.
    """
    if value is None:
        return allowed[0]
    if value not in allowed:
        problem = _("allowed here: {values}").format(values=", ".join(allowed))
        raise ValueError(f"{field}: {problem}")
    return str(value)


def _show(reading: Reading) -> None:
    from coach.phrasing import reader

    rules = reader.default().rules
    for flag in (*reading.shown(), *reading.style):
        click.echo("\n".join(output.flag_lines(flag, rules.flags[flag.id].name)))
    good = [rules.moves[move.id].name for move in reading.moves if move.id in rules.moves]
    if good:
        click.echo("● " + ", ".join(good))
    if not reading.shown():
        click.echo(_("Nothing here to hold back."))
