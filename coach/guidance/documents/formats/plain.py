"""Text files: paragraphs apart by empty lines, headings by how they look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coach.guidance.documents.block import ITEM_MARK, Block, BlockKind, block
from coach.guidance.documents.formats.step import Step, step

_MAX_HEADING_WORDS = 10
_NUMBERED = re.compile(r"\d+(\.\d+)*\.?\s+\S")
_STEP = re.compile(r"\s*(\d{1,2}|[a-z])[.)]\s+(?=\S)")
_RULE = re.compile(r"\s*[=\-~_*#]{3,}\s*")
_INSIDE = re.compile(r"[a-zà-ÿ)][.?!]\s")
_ENDS = tuple(".,;:?!…)\"'”’")


def blocks(text: str) -> Iterator[Step]:
    """All of the text as one step."""
    yield step(mended(found for found in _found(text) if found))


def mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with those put together over which one sentence was spread by an empty line or a new page."""
    before: Block | None = None
    for found in blocks:
        if before is not None and _goes_on(before, found):
            kind = BlockKind.TEXT if before.kind is BlockKind.HEADING else before.kind
            before = before.model_copy(update={"kind": kind, "text": joined(before.text, found.text)})
            continue
        if before is not None:
            yield before
        before = found
    if before is not None:
        yield before


def _goes_on(before: Block, found: Block) -> bool:
    return found.kind is BlockKind.TEXT and found.text[0].islower() and not before.text.endswith(_ENDS)


def _found(text: str) -> Iterator[Block | None]:
    for paragraph in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")):
        lines = [line for line in paragraph.split("\n") if line.strip() and not _RULE.fullmatch(line)]
        if len(lines) == 1 and looks_like_heading(lines[0].strip()):
            yield block(BlockKind.HEADING, lines[0])
        else:
            yield from flowing(lines)


def flowing(lines: list[str], page: int | None = None) -> Iterator[Block | None]:
    """Lines of running text as paragraphs and items: a line that begins with a mark of a list begins an item."""
    text, kind = "", BlockKind.TEXT
    for line in lines:
        begins = begins_item(line)
        if begins:
            yield block(kind, text, page)
            text, kind = "", BlockKind.ITEM
        text = joined(text, _STEP.sub("", line, count=1) if begins else line)
    yield block(kind, text, page)


def begins_item(line: str) -> bool:
    """Whether an item of a list begins with this line."""
    return bool(ITEM_MARK.match(line) or _STEP.match(line))


def joined(text: str, line: str) -> str:
    """Running text with one more line; a word that was broken off at the end of the line is made whole."""
    line = line.strip()
    if not text:
        return line
    if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[:1].islower() and not _hangs(line):
        return text[:-1] + line
    return f"{text} {line}"


def _hangs(line: str) -> bool:
    """Whether what comes first belongs to no broken word: `ziekte- en verzuimprotocol`."""
    return line.split(maxsplit=1)[0] in ("en", "of", "en/of", "als")


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands by itself reads like a heading: short, no end of a sentence, begins as one."""
    if (
        len(line.split()) > _MAX_HEADING_WORDS
        or line.endswith(_ENDS)
        or _INSIDE.search(line)
        or ITEM_MARK.match(line)
    ):
        return False
    return bool(_NUMBERED.match(line)) or (line[:1].isupper() and not _STEP.match(line))
