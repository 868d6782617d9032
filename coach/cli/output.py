"""How the command line writes: JSON for programs, short lines for people, and safe against odd input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import click

from coach.conversation import Band, Flag, Level, Reading
from coach.legible import without_steering
from coach.messages import gettext as _

SIGNS = {Level.HARD: "■", Level.SOFT: "▲", Level.STYLE: "·"}


def safe(text: str) -> str:
    """Text that cannot steer a terminal."""
    return without_steering(text)


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading as other programs get it: flags, style notes in the same shape, and the ids of moves."""
    return {
        "flags": [flag.model_dump(mode="json") for flag in reading.flags],
        "style": [note.model_dump(mode="json") for note in reading.style],
        "moves": [move.id.value for move in reading.moves],
    }


def band_name(band: Band) -> str:
    """The band in the user's language."""
    return {Band.CERTAIN: _("certain"), Band.LIKELY: _("likely"), Band.MAYBE: _("maybe")}[band]


def flag_lines(flag: Flag, name: str) -> Iterator[str]:
    """A flag for people: what, which words, why, and a better sentence."""
    yield f"{SIGNS[flag.level]} {name} ({band_name(flag.band)}): «{safe(flag.quote)}»"
    yield f"  {flag.why}"
    if flag.instead:
        yield "  " + _("Better so") + f": «{flag.instead}»"


def each_json_line(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer every JSON object on standard input with one line; a broken line does not stop the run."""
    from coach.cli import side_by_side

    lines = filter(bytes.strip, sys.stdin.buffer)
    for answered in side_by_side.each(partial(_in_bytes, answer), lines):
        sys.stdout.buffer.write(answered)
    sys.stdout.buffer.flush()


def _in_bytes(answer: Callable[[dict[str, Any]], dict[str, Any]], raw: bytes) -> bytes:
    return _answered(answer, raw).encode("utf-8", "replace") + b"\n"


def _answered(answer: Callable[[dict[str, Any]], dict[str, Any]], raw: bytes) -> str:
    """The answer to one line, as JSON that any program can read (so without NaN or Infinity)."""
    try:
        row = json.loads(raw.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return _refused(_("not a JSON object: {problem}").format(problem=error))
    if not isinstance(row, dict):
        return _refused(_("not a JSON object: {problem}").format(problem=type(row).__name__))
    try:
        return json.dumps(answer(row), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, KeyError, RecursionError) as error:
        return _refused(str(error))


def _refused(problem: str) -> str:
    return json.dumps({"id": None, "error": problem}, ensure_ascii=False)
