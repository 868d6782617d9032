"""Tables of what to do and what not: the heading of a column goes with its cells, or their sense would turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from coach.guidance.documents.block import tidy

_TELLING = re.compile(
    r"\b(wel|niet|nooit|do|do'?s|don'?t|don'?t'?s|mag|mogen|verboden|fout|goed|toegestaan|liever)\b", re.IGNORECASE
)
_MAX_WORDS = 6


def telling(title: str) -> str:
    """The heading of a column when it says whether to do what stands below, else nothing."""
    title = tidy(title).replace("’", "'")
    return title if len(title.split()) <= _MAX_WORDS and _TELLING.search(title) else ""


def titled(text: str, title: str) -> str:
    """The text of a cell with that heading before it."""
    return f"{title}: {text}" if title and text.strip() else text


def column_title(paragraph: Any, row: str, cell: str, words: Callable[[Any], str]) -> str:
    """The telling heading above a paragraph in a table of Word or PowerPoint; `row` and `cell` are tags of XML."""
    own = next(paragraph.iterancestors(cell), None)
    if own is None or own.getparent().tag != row:
        return ""
    first = own.getparent().getparent().find(row)
    if first is None or first is own.getparent():
        return ""
    titles, at = first.findall(cell), own.getparent().findall(cell).index(own)
    return telling(words(titles[at])) if at < len(titles) > 1 else ""
