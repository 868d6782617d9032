"""`coach check`: read lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from coach import locations, phrasing
from coach.cli import output, silences
from coach.cli import words as model_words
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
    words: bool = False,
) -> None:
    """Read one line (argument or standard input), or one for each JSON object.

    JSON holds every flag with its band; `everything` adds those of the band `maybe` to what people get. With `words`
    a language model is asked for a better sentence, and for a second opinion on what is only maybe right.
    """
    silenced = SilenceList() if no_silences else silences.current()
    if jsonl:
        output.each_json_line(partial(_answer, silenced))
        return
    line = text if text is not None else sys.stdin.buffer.read().decode("utf-8", "replace").rstrip("\n")
    kind = LineKind.NOTE if note else LineKind.SAY
    found = phrasing.read(line, before, kind, lang)
    reading = silenced.applied(found, line, kind, lang)
    if not as_json:
        _show(reading, lang, everything)
        _tell_left_out(found, reading)
    added: dict[str, Any] = {}
    with model_words.asker(words and lang == locations.LANGUAGE and not note) as model:
        if model:
            added = _worded(model, line, before, reading, everything or as_json)
            if not as_json:
                _show_words(model.name, added)
    if as_json:
        output.write_json({**output.reading_json(reading), **added})


def _worded(
    model: model_words.Asker, line: str, before: str | None, reading: Reading, doubts: bool
) -> dict[str, Any]:
    """A better sentence, and a second opinion where doubts are shown."""
    from coach.phrasing import reader
    from coach.words import better, opinion

    found: dict[str, Any] = {}
    if flags := reading.shown():
        asked = better.Line(line, flags[0], before)
        found["better"] = model.ask(lambda engine: better.find(engine, asked))
    if doubts and reading.doubtful():
        rules = reader.default().rules
        heard = model.ask(lambda engine: opinion.find(engine, line, reading, rules, before))
        found["opinion"] = heard and {
            "label": heard.label,
            "told": opinion.in_words(heard, rules),
            "quote": heard.quote,
            "probability": heard.probability,
            "left": [flag.id.value for flag in opinion.applied(reading, heard).doubtful()],
        }
    return found


def _show_words(name: str, found: dict[str, Any]) -> None:
    if "better" in found:
        model_words.show(name, [f"«{found['better']}»"] if found["better"] else [])
    if "opinion" in found:
        heard = found["opinion"]
        model_words.show(name, [heard["told"]] if heard else [])


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
