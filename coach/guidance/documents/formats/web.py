"""HTML files. Nothing that a page asks for is fetched, and its scripts are text that is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coach.guidance.documents.block import Block, BlockKind, block
from coach.guidance.documents.formats import table
from coach.guidance.documents.formats.step import Step, step

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"))
_ITEMS = frozenset(("li", "dd"))
_BLOCKS = (
    _HEADINGS
    | _ITEMS
    | frozenset(
        "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption "
        "figure form hr html main ol p pre section table tbody td tfoot th thead title tr ul".split()
    )
)
_LEFT_OUT = frozenset(
    "script style head nav noscript template svg math iframe object embed select button textarea footer "
    "canvas audio video map".split()
)


def blocks(text: str) -> Iterator[Step]:
    """All of the page as one step."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    yield step(_found(root) if root is not None else ())


def _found(root: Any) -> Iterator[Block | None]:
    """Text is gathered until an element begins or ends that stands on lines of its own."""
    from lxml import etree

    words: list[str] = []
    within: list[BlockKind] = [BlockKind.TEXT]
    columns = _Columns()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else "script"
        begins, left_out = event == "start", name in _LEFT_OUT
        if begins and left_out:
            walk.skip_subtree()
        if name in _BLOCKS or left_out:
            yield block(within[-1], columns.titled("".join(words)))
            words = []
        if name in _BLOCKS:
            columns.pass_(name, begins)
            if begins:
                within.append(_kind(name, within[-1]))
            else:
                within.pop()
        text = (None if left_out else element.text) if begins else element.tail
        if text:
            words.append(text)
    yield block(within[-1], "".join(words))


class _Columns:
    """Keeps which cell of which table the walk is in; tables within a table are one with it."""

    def __init__(self) -> None:
        self._titles: list[str] = []
        self._depth, self._row, self._column = 0, -1, -1

    def pass_(self, name: str, begins: bool) -> None:
        """An element begins or ends."""
        if name == "table":
            self._depth += 1 if begins else -1
            if begins and self._depth == 1:
                self._titles, self._row = [], -1
        elif begins and name == "tr":
            self._row, self._column = self._row + 1, -1
        elif begins and name in ("td", "th"):
            self._column += 1

    def titled(self, text: str) -> str:
        """The text of a cell with the heading of its column, where that matters."""
        if self._depth != 1 or not text.strip() or self._column < 0:
            return text
        if self._row == 0:
            self._titles += [""] * (self._column + 1 - len(self._titles))
            self._titles[self._column] = table.telling(text)
            return text
        title = self._titles[self._column] if self._column < len(self._titles) else ""
        return table.titled(text, title)


def _kind(name: str, around: BlockKind) -> BlockKind:
    if name in _HEADINGS:
        return BlockKind.HEADING
    return BlockKind.ITEM if name in _ITEMS else around
