"""A document as Markdown, or as HTML that prints well. Nothing is fetched from anywhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from coach import messages, templates
from coach.legible import without_steering
from coach.preparation.document import Document

if TYPE_CHECKING:
    from jinja2 import Environment

_BLOCK = re.compile(r"^(\s*)(?:([-+])(?=\s)|(\d+)([.)])(?=\s))")


def markdown(document: Document) -> str:
    """The document as Markdown; what was written stands in it as text, whatever signs are in it."""
    return _environment().get_template("document.md.j2").render(d=document).strip() + "\n"


def html(document: Document) -> str:
    """The document as one HTML page that needs nothing else."""
    return _environment().get_template("document.html.j2").render(d=document, language=messages.language())


def _line(text: str) -> str:
    """One line of a box: a dash or a number in front of it makes no list."""
    return _BLOCK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", templates.escaped(text))


def _quoted(text: str) -> str:
    lines = [_line(line) for line in text.splitlines()]
    return "\n".join(f"> {line}  " if line else ">" for line in lines)


@cache
def _environment() -> Environment:
    return templates.environment("coach.preparation", quoted=_quoted, plain=without_steering)
