"""A document cut into excerpts of a readable size, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from coach.content import Content
from coach.guidance.documents.block import Block, BlockKind
from coach.guidance.documents.conflict import Conflict

MIN_WORDS, MAX_WORDS = 40, 120
_ENOUGH = 80
"""From so many words on, the end of a paragraph is a good place to cut; that of a page always is."""
_MAX_UNIT = MAX_WORDS - MIN_WORDS
"""A longer sentence is cut: then whatever comes next fits beside what is still too short by itself."""
_MAX_HEADINGS = 3
"""More headings in a row than this are no headings but a list."""
_MAX_HEADING_WORDS = 25
_ITEM = "• "
_END = re.compile(r"[.!?…][\"'”’)»]*(\s+)(?=[\"'“„‘(«]?[A-ZÀ-Þ0-9])")
_SHORT = re.compile(
    r"\b(bijv|bv|art|nr|ca|dr|mr|drs|mw|dhr|evt|incl|excl|blz|par|zgn|[a-z]\.[a-z](\.[a-z])?)\.$", re.I
)


class Excerpt(Content):
    """A few paragraphs of a document, of 40 to 120 words where the document has as many.

    `heading` is what it stands under and may be empty; the pages count from 1 and are None without pages.
    `conflicts` is what it advises against the guidance (see `judge`).
    """

    number: int
    heading: str
    first_page: int | None
    last_page: int | None
    blocks: tuple[Block, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, each on a line of its own; items of a list with their mark."""
        return "\n".join(f"{_ITEM if b.kind is BlockKind.ITEM else ''}{b.text}" for b in self.blocks)

    @property
    def words(self) -> int:
        """Number of words, marks of lists left out."""
        return sum(block.words for block in self.blocks)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    found, start = [], 0
    for end in _END.finditer(text):
        if not _SHORT.search(text, max(0, end.start() - 10), end.start() + 1):
            found.append(text[start : end.start(1)].strip())
            start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def cut(blocks: Iterable[Block]) -> list[Excerpt]:
    """Cut a document along its headings, paragraphs and sentences, in this order of preference.

    Sections that are too short are put together; a sentence is cut only when it is longer than 80 words. Only a
    document of less than 40 words gives a shorter excerpt.
    """
    parts = list(_parts(_with_sound_headings(list(blocks))))
    return [_excerpt(number, heading, part) for number, (heading, part) in enumerate(parts, 1)]


class _Unit:
    """A sentence or item that is kept whole, with the block it comes from."""

    __slots__ = ("block", "origin", "words")

    def __init__(self, block: Block, origin: int) -> None:
        self.block, self.origin, self.words = block, origin, block.words


_Part = tuple[str, list[_Unit]]


def _with_sound_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with headings that have nothing under them, are too many in a row or too long made into text."""
    groups = [(kind is BlockKind.HEADING, list(group)) for kind, group in groupby(blocks, key=lambda b: b.kind)]
    for index, (headings, group) in enumerate(groups):
        bare = headings and (index == len(groups) - 1 or len(group) > _MAX_HEADINGS)
        for block in group:
            too_long = block.kind is BlockKind.HEADING and block.words > _MAX_HEADING_WORDS
            yield block.model_copy(update={"kind": BlockKind.TEXT}) if bare or too_long else block


def _units(blocks: Iterable[Block]) -> Iterator[_Unit]:
    for origin, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            yield _Unit(block, origin)
            continue
        whole = block.words <= _MAX_UNIT and block.kind is BlockKind.ITEM
        for sentence in [block.text] if whole else sentences(block.text):
            words = sentence.split()
            for start in range(0, len(words), _MAX_UNIT):
                piece = " ".join(words[start : start + _MAX_UNIT])
                yield _Unit(block.model_copy(update={"text": piece}), origin)


def _parts(blocks: Iterable[Block]) -> Iterator[_Part]:
    """Units put together, each part with the heading under which it begins."""
    parts: list[_Part] = []
    heading, current, begun = "", list[_Unit](), ""
    for unit in _units(blocks):
        if current and _ends(current, unit):
            parts.append((begun, current))
            current = []
        if unit.block.kind is BlockKind.HEADING:
            follows = bool(current) and current[-1].block.kind is BlockKind.HEADING
            heading = f"{heading} › {unit.block.text}" if follows else unit.block.text
        if not current or all(u.block.kind is BlockKind.HEADING for u in current):
            begun = heading
        current.append(unit)
    if current:
        parts.append((begun, current))
    yield from _with_full_end(parts)


def _ends(current: Sequence[_Unit], following: _Unit) -> bool:
    """Whether an excerpt is full before this unit."""
    words = _counted(current)
    if words < MIN_WORDS:
        return False
    if following.block.kind is BlockKind.HEADING or words + following.words > MAX_WORDS:
        return True
    before = current[-1]
    new_page = before.block.page != following.block.page
    return following.origin != before.origin and (new_page or words >= _ENOUGH)


def _counted(units: Sequence[_Unit]) -> int:
    """The words of a part; the headings with which it begins stand above it and do not count."""
    return sum(unit.words for unit in _without_title(units))


def _without_title(units: Sequence[_Unit]) -> Sequence[_Unit]:
    first = next((i for i, unit in enumerate(units) if unit.block.kind is not BlockKind.HEADING), len(units))
    return units[first:]


def _with_full_end(parts: list[_Part]) -> list[_Part]:
    """The parts, the last one with words of the one before when it is too short by itself."""
    if len(parts) < 2 or _counted(parts[-1][1]) >= MIN_WORDS:
        return parts
    (heading, before), (last_heading, last) = parts[-2:]
    both = [*before, *last]
    if _counted(both) <= MAX_WORDS:
        return [*parts[:-2], (heading, both)]
    first, second = _halved(both)
    return [*parts[:-2], (heading, first), (heading if second[0] not in last else last_heading, second)]


def _halved(units: Sequence[_Unit]) -> tuple[list[_Unit], list[_Unit]]:
    """Two parts of a sensible size, cut between units where that can be, within a unit where it cannot."""
    total = _counted(units)
    for at in range(len(units) - 1, 0, -1):
        first, second = _counted(units[:at]), sum(unit.words for unit in units[at:])
        if MIN_WORDS <= first <= MAX_WORDS and _counted(units[at:]) >= MIN_WORDS and second <= MAX_WORDS:
            return list(units[:at]), list(units[at:])
    return _split_within(units, total // 2)


def _split_within(units: Sequence[_Unit], middle: int) -> tuple[list[_Unit], list[_Unit]]:
    title = len(units) - len(_without_title(units))
    seen = 0
    for at in range(title, len(units)):
        if seen + units[at].words > middle:
            words = units[at].block.text.split()
            left, right = " ".join(words[: middle - seen]), " ".join(words[middle - seen :])
            halves = [
                _Unit(units[at].block.model_copy(update={"text": text}), units[at].origin)
                for text in (left, right)
                if text
            ]
            return [*units[:at], *halves[:-1]], [halves[-1], *units[at + 1 :]]
        seen += units[at].words
    return list(units), []


def _excerpt(number: int, heading: str, units: Sequence[_Unit]) -> Excerpt:
    """The excerpt of a part: sentences of one paragraph are put together again."""
    pages = [unit.block.page for unit in units if unit.block.page is not None]
    blocks = []
    for _origin, group in groupby(_without_title(units), key=lambda unit: unit.origin):
        found = list(group)
        blocks.append(found[0].block.model_copy(update={"text": " ".join(unit.block.text for unit in found)}))
    return Excerpt(
        number=number,
        heading=heading,
        first_page=pages[0] if pages else None,
        last_page=pages[-1] if pages else None,
        blocks=tuple(blocks),
    )
