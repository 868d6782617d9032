"""Templates of pages: HTML in which everything is escaped, and Markdown, both in the language of the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from coach import messages
from coach.legible import without_steering

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def environment(package: str, **filters: Callable[[str], str]) -> Environment:
    """The templates of one package.

    With `plain` and `md` they show text of a user; `filters` adds to these two or replaces them. A name that a
    template uses and nobody gives is an error.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(["html.j2", "html"]),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update({"plain": plain, "md": escaped, **filters})
    made.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


def plain(text: str) -> str:
    """User text on one line, without control characters or marks that turn the direction of writing."""
    return without_steering(" ".join(text.split()))


def escaped(text: str) -> str:
    """User text on one line of Markdown, as text whatever signs are in it."""
    return _MARKDOWN.sub(r"\\\1", plain(text))
