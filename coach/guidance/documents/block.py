"""What a parser finds in a document: headings, items of lists and paragraphs, in the order of reading."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from coach.content import Content
from coach.legible import legible


class BlockKind(StrEnum):
    """What a piece of text is in its document."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"


class Block(Content):
    """One paragraph, item or heading; `page` counts from 1 and is None where a format has no pages."""

    kind: BlockKind
    text: str
    page: int | None = None

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())


def tidy(text: str) -> str:
    """Text on one line, with single spaces, letters in one form, and nothing in it that could steer a screen."""
    whole = unicodedata.normalize("NFKC", legible(text)).replace("\u00ad", "")
    return " ".join(whole.split())


def block(kind: BlockKind, text: str, page: int | None = None) -> Block | None:
    """A block of this text, or None when there is no letter or figure in it. A mark of a list becomes the kind."""
    line = tidy(text)
    if not any(map(str.isalnum, line)):
        return None
    mark = ITEM_MARK.match(line)
    if mark and kind is not BlockKind.HEADING:
        kind, line = BlockKind.ITEM, line[mark.end() :]
    return Block(kind=kind, text=line, page=page)


ITEM_MARK = re.compile(r"\s*(?:[•◦▪▫●○■□‣⁃∙·\uf0b7\uf0a7\uf0d8]\s*|[-–—*\uf02d]\s+)+")
"""Marks with which an item of a list begins. Crosses and ticks are not among them: they say what an item means."""
