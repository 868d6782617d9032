"""PDF files: text page by page, headings by the size of their letters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.guidance.documents import limits
from coach.guidance.documents.block import Block, BlockKind, block, tidy
from coach.guidance.documents.formats import plain
from coach.guidance.documents.formats.step import Step
from coach.guidance.documents.problem import Problem, Unreadable

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LARGER = 1.12
"""A heading has letters so many times the size of running text."""
_MAX_HEADING_WORDS = 14
_REPEATED = 0.5
"""A line that stands at the top or bottom of more pages than this share is a running head, and left out."""
_EDGE = 2
"""How many lines at the top and at the bottom of a page are looked at; one where there are hardly any."""
_FULL_PAGE = 8
_FEW_PAGES = 3
_LEADERS = re.compile(r"(\s*[.…·_]){4,}\s*\d*\s*$")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page with the size of its largest letters; an empty line has no text."""

    text: str
    size: float


def blocks(path: Path) -> Iterator[Step]:
    """The pages of a PDF in order: first a step without blocks for each page, then the blocks."""
    from pypdf import PdfReader

    with path.open("rb") as file:
        reader = PdfReader(file, strict=False)
        _unlock(reader)
        total = len(reader.pages)
        if total > limits.MAX_PAGES:
            raise Unreadable(Problem.PAGES)
        pages = []
        for number, page in enumerate(reader.pages, 1):
            pages.append(_lines(page))
            yield Step((), number, total)
    body, heads = _body_size(pages), _running_heads(pages)
    written = (
        found
        for number, lines in enumerate(pages, 1)
        for found in _found(_without_edges(lines, heads), body, number)
        if found is not None
    )
    for found in plain.mended(written):
        yield Step((found,), total, total)


def _unlock(reader: PdfReader) -> None:
    """Open a file that anyone may read but not change; one that asks for a password stays shut."""
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable(Problem.LOCKED) from error
    if not opened:
        raise Unreadable(Problem.LOCKED)


def _lines(page: PageObject) -> list[_Line]:
    """The lines of a page as the library puts them in order, with the size of their letters."""
    runs: list[tuple[str, float]] = []

    def seen(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float | None) -> None:
        runs.append((text, _height(cm, tm, size)))

    page.extract_text(visitor_text=seen)
    lines: list[_Line] = []
    words, size = "", 0.0
    for text, height in runs:
        first, *rest = text.split("\n")
        words, size = words + first, max(size, height) if first.strip() else size
        for part in rest:
            lines.append(_Line(words.strip(), size))
            words, size = part, height if part.strip() else 0.0
    return [*lines, _Line(words.strip(), size)]


def _height(cm: Sequence[float], tm: Sequence[float], size: float | None) -> float:
    """The height of letters on the page: the size of the font, as text and page are scaled."""
    scale = math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
    height = abs(float(size or 0) * scale)
    return round(height, 1) if math.isfinite(height) else 0.0


def _body_size(pages: Sequence[Sequence[_Line]]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running_heads(pages: Sequence[Sequence[_Line]]) -> frozenset[str]:
    """Lines at the edges of most pages: title, date, number of the page."""
    if len(pages) <= _FEW_PAGES:
        return frozenset()
    seen = Counter(shape for lines in pages for shape in {_shape(line.text) for line in _edges(lines)})
    return frozenset(shape for shape, count in seen.items() if count > _REPEATED * len(pages))


def _edges(lines: Sequence[_Line]) -> list[_Line]:
    written = [line for line in lines if line.text]
    edge = _EDGE if len(written) > _FULL_PAGE else 1
    return [*written[:edge], *written[edge:][-edge:]]


def _shape(text: str) -> str:
    return _FIGURES.sub("#", tidy(text).casefold())


def _without_edges(lines: Sequence[_Line], heads: frozenset[str]) -> list[_Line]:
    """The lines of a page without running heads, rows of a table of contents and bare numbers of pages."""
    edges = {id(line) for line in _edges(lines)}
    return [
        line
        for line in lines
        if not (id(line) in edges and (_shape(line.text) in heads or line.text.isdecimal()))
        and not _LEADERS.search(line.text)
    ]


def _found(lines: Sequence[_Line], body: float, page: int) -> Iterator[Block | None]:
    running: list[str] = []
    heading: list[_Line] = []
    for line in lines:
        if heading and not (line.text and line.size == heading[-1].size):
            yield _heading(heading, page)
            heading = []
        if _is_heading(line, body):
            yield from plain.flowing(running, page)
            running = []
            heading.append(line)
            continue
        if line.text:
            running.append(line.text)
        else:
            yield from plain.flowing(running, page)
            running = []
    yield from plain.flowing(running, page)
    if heading:
        yield _heading(heading, page)


def _heading(lines: Sequence[_Line], page: int) -> Block | None:
    return block(BlockKind.HEADING, " ".join(line.text for line in lines), page)


def _is_heading(line: _Line, body: float) -> bool:
    return bool(line.text) and line.size > body * _LARGER and len(line.text.split()) <= _MAX_HEADING_WORDS
