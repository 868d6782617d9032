"""Word files (.docx): headings by their styles. Pages exist only once it is printed, so there are none here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.guidance.documents.block import Block, BlockKind, block
from coach.guidance.documents.formats import plain, table
from coach.guidance.documents.formats.step import Step, step

_PART = 500
"""Paragraphs between two signs of progress."""
_MAX_BASES = 12
"""A style may be based on another, and that on another, up to here."""
_HEADING = re.compile(r"(heading|kop)\s*\d|title|titel|subtitle|ondertitel")
_CONTENTS = re.compile(r"(toc|inhopg)\s*(\d|heading)|kopvaninhoudsopgave|table of (contents|figures)")
_LIST = re.compile(r"list|lijst")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _SPACES, _HYPHEN = f"{_W}t", (f"{_W}tab", f"{_W}br", f"{_W}cr"), f"{_W}noBreakHyphen"


def blocks(path: Path) -> Iterator[Step]:
    """The paragraphs in order, those of tables, text boxes and form fields where they stand."""
    import docx

    document = docx.Document(str(path))
    names = {style.style_id: _style_name(style) for style in document.styles}
    paragraphs = list(document.element.body.iter(f"{_W}p"))
    for start in range(0, len(paragraphs), _PART):
        part = paragraphs[start : start + _PART]
        yield step((_block(paragraph, names) for paragraph in part), start + len(part), len(paragraphs))


def _style_name(style: Any) -> str:
    """The names of a style and of those it is based on, in small letters."""
    found = []
    for _base in range(_MAX_BASES):
        if style is None:
            break
        found.append((style.name or "").casefold())
        style = getattr(style, "base_style", None)
    return "; ".join(found)


def _block(paragraph: Any, names: dict[str, str]) -> Block | None:
    if next(paragraph.iterancestors(_FALLBACK), None) is not None:
        return None
    settings = paragraph.find(f"{_W}pPr")
    style = names.get(_value(settings, "pStyle"), "")
    if _CONTENTS.search(style):
        return None
    text = _words(paragraph)
    kind = _kind(paragraph, settings, style, text)
    return block(kind, table.titled(text, table.column_title(paragraph, f"{_W}tr", f"{_W}tc", _cell_words)))


def _kind(paragraph: Any, settings: Any, style: str, text: str) -> BlockKind:
    if _HEADING.match(style) or "; heading" in style or _value(settings, "outlineLvl") in tuple("012345678"):
        return BlockKind.HEADING
    if _LIST.match(style) or (settings is not None and settings.find(f"{_W}numPr") is not None):
        return BlockKind.ITEM
    if plain.looks_like_heading(text.strip()) and _is_bold(paragraph):
        return BlockKind.HEADING
    return BlockKind.TEXT


def _value(settings: Any, name: str) -> str:
    found = settings.find(f"{_W}{name}") if settings is not None else None
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _is_bold(paragraph: Any) -> bool:
    """Whether every word of it is set in bold: what many use in place of a style for headings."""
    runs = [run for run in paragraph.iter(f"{_W}r") if any(part.text for part in run.iter(_TEXT))]
    bold = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(bold) and all(mark is not None and mark.get(f"{_W}val") not in ("0", "false") for mark in bold)


def _cell_words(cell: Any) -> str:
    return " ".join(_words(paragraph) for paragraph in cell.iterchildren(f"{_W}p"))


def _words(paragraph: Any) -> str:
    """Its own text, inserted words and links included, deleted words and that of a text box in it left out."""
    parts: list[str] = []
    for part in paragraph.iter(_TEXT, *_SPACES, _HYPHEN):
        if next(part.iterancestors(f"{_W}p")) is paragraph:
            parts.append((part.text or "") if part.tag == _TEXT else "-" if part.tag == _HYPHEN else " ")
    return "".join(parts)
