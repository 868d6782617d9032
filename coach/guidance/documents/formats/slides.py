"""PowerPoint files (.pptx): the title of a slide is its heading, its number the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.guidance.documents import limits
from coach.guidance.documents.block import Block, BlockKind, block
from coach.guidance.documents.formats import table
from coach.guidance.documents.formats.step import Step, step
from coach.guidance.documents.problem import Problem, Unreadable

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = frozenset(("title", "ctrTitle"))
_LEFT_OUT = frozenset(("sldNum", "ftr", "dt", "hdr", "sldImg"))


def blocks(path: Path) -> Iterator[Step]:
    """The slides in order, each with its notes."""
    import pptx

    slides = pptx.Presentation(str(path)).slides
    total = len(slides)
    if total > limits.MAX_PAGES:
        raise Unreadable(Problem.PAGES)
    for number, slide in enumerate(slides, 1):
        found = list(_found(slide.element, number))
        if slide.has_notes_slide:
            found += _found(slide.notes_slide.element, number)
        yield step(found, number, total)


def _found(root: Any, number: int) -> Iterator[Block | None]:
    """The paragraphs of a slide, its title first wherever it is drawn."""
    paragraphs = [(_holder(paragraph), paragraph) for paragraph in root.iter(f"{_A}p")]
    for wanted in (True, False):
        for holder, paragraph in paragraphs:
            if holder not in _LEFT_OUT and (holder in _TITLES) is wanted:
                title = table.column_title(paragraph, f"{_A}tr", f"{_A}tc", _words)
                yield block(_kind(holder), table.titled(_words(paragraph), title), number)


def _kind(holder: str) -> BlockKind:
    if holder in _TITLES:
        return BlockKind.HEADING
    return BlockKind.ITEM if holder == "body" else BlockKind.TEXT


def _holder(paragraph: Any) -> str:
    """What kind of placeholder a paragraph stands in: `body` where the file names none, empty outside of any."""
    for around in paragraph.iterancestors():
        if around.tag == _FALLBACK:
            return "sldImg"
        if around.tag == f"{_P}sp":
            place = around.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            return (place.get("type") or "body") if place is not None else ""
    return ""


def _words(within: Any) -> str:
    parts = within.iter(f"{_A}t", f"{_A}br")
    return "".join((part.text or "") if part.tag == f"{_A}t" else " " for part in parts)
