"""A document as Markdown, or as HTML that prints well. Nothing is fetched from anywhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from coach import messages
from coach.legible import without_steering
from coach.preparation.document import Document

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_BLOCK = re.compile(r"^(\s*)(?:([-+])(?=\s)|(\d+)([.)])(?=\s))")


def markdown(document: Document) -> str:
    """The document as Markdown; what was written stands in it as text, whatever signs are in it."""
    return _environment().get_template("document.md.j2").render(d=document).strip() + "\n"


def html(document: Document) -> str:
    """The document as one HTML page that needs nothing else."""
    return _environment().get_template("document.html.j2").render(d=document, language=messages.language())


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(without_steering(text).split()))


def _line(text: str) -> str:
    """One line of a box: a dash or a number in front of it makes no list."""
    return _BLOCK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", _escaped(text))


def _quoted(text: str) -> str:
    lines = [_line(line) for line in text.splitlines()]
    return "\n".join(f"> {line}  " if line else ">" for line in lines)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("coach.preparation"),
        autoescape=select_autoescape(["html.j2", "html"]),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["md"] = _escaped
    environment.filters["quoted"] = _quoted
    environment.filters["plain"] = without_steering
    environment.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
