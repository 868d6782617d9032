"""Markdown files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coach.guidance.documents.block import Block, BlockKind, block
from coach.guidance.documents.formats import table
from coach.guidance.documents.formats.step import Step, step

if TYPE_CHECKING:
    from markdown_it.token import Token

_FIELDS = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def blocks(text: str) -> Iterator[Step]:
    """All of the file as one step; fields at its top, code and HTML are left out."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    body = _FIELDS.sub("", text.replace("\r\n", "\n").lstrip("\ufeff"))
    yield step(_found(parser.parse(body)))


def _found(tokens: Sequence[Token]) -> Iterator[Block | None]:
    heading, lists = False, 0
    titles: list[str] = []
    column, in_head = -1, False
    for token in tokens:
        if token.type == "heading_open":
            heading = True
        elif token.type in ("list_item_open", "list_item_close"):
            lists += token.nesting
        elif token.type in ("thead_open", "thead_close"):
            in_head, column = token.nesting > 0, -1
            titles = [] if in_head else titles
        elif token.type in ("tr_open", "table_close"):
            column = -1
        elif token.type in ("th_open", "td_open"):
            column += 1
        elif token.type == "inline":
            kind = BlockKind.HEADING if heading else BlockKind.ITEM if lists else BlockKind.TEXT
            words = _words(token)
            if in_head:
                titles.append(table.telling(words))
            elif 0 <= column < len(titles):
                words = table.titled(words, titles[column])
            yield block(kind, words)
            heading = False


def _words(token: Token) -> str:
    """The text of a paragraph without its markup; the targets of links and pictures stay behind."""
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
    return "".join(parts)
