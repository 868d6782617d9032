"""`coach check`: read lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from coach import locations, phrasing
from coach.cli import output, silences
from coach.conversation import Reading
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.phrasing import LineKind
from coach.phrasing.silence import SilenceList


def run(
    text: str | None,
    before: str | None,
    note: bool,
    lang: str,
    as_json: bool,
    jsonl: bool,
    everything: bool,
    no_silences: bool,
) -> None:
    """Read one line (argument or standard input), or one for each JSON object.

    JSON holds every flag with its band; `everything` adds those of the band `maybe` to what people get.
    """
    silenced = SilenceList() if no_silences else silences.current()
    if jsonl:
        output.each_json_line(partial(_answer, silenced))
        return
    line = text if text is not None else sys.stdin.buffer.read().decode("utf-8", "replace").rstrip("\n")
    kind = LineKind.NOTE if note else LineKind.SAY
    found = phrasing.read(line, before, kind, lang)
    reading = silenced.applied(found, line, kind, lang)
    if as_json:
        output.write_json(output.reading_json(reading))
    else:
        _show(reading, lang, everything)
        _tell_left_out(found, reading)


def _answer(silenced: SilenceList, row: dict[str, Any]) -> dict[str, Any]:
    text = row.get("text")
    if not isinstance(text, str):
        return {"id": None, "error": _("the field text is missing, or is not text")}
    before = row.get("before")
    kind = LineKind(_one_of("kind", row.get("kind"), [kind.value for kind in LineKind]))
    lang = _one_of("lang", row.get("lang"), locations.LANGUAGES)
    earlier = row.get("earlier")
    if not isinstance(earlier, list | None) or not all(isinstance(turn, str) for turn in earlier or ()):
        raise ValueError("earlier: " + _("a list of texts is expected here"))
    reading = silenced.read(text, before if isinstance(before, str) else None, kind, lang, earlier or ())
    return {"id": row.get("id"), **output.reading_json(reading)}


def _one_of(field: str, value: object, allowed: Sequence[str]) -> str:
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


def _show(reading: Reading, lang: str, everything: bool) -> None:
    from coach.phrasing import reader

    rules = reader.speaking(lang).rules
    flags = reading.flags if everything else reading.shown()
    for flag in (*flags, *reading.style):
        click.echo("\n".join(output.flag_lines(flag, rules.flags[flag.id].name)))
    good = [rules.moves[move.id].name for move in reading.moves if move.id in rules.moves]
    if good:
        click.echo("● " + ", ".join(good))
    if not flags:
        click.echo(_("Nothing here to hold back."))


def _tell_left_out(found: Reading, reading: Reading) -> None:
    """Whoever silenced a flag long ago must be able to see why it does not come."""
    count = len(found.shown()) + len(found.style) - len(reading.shown()) - len(reading.style)
    if count:
        told = ngettext(
            "({count} flag left out that you called not right; --no-silences shows it.)",
            "({count} flags left out that you called not right; --no-silences shows them.)",
            count,
        )
        click.echo(told.format(count=count))
