"""Weighing the excerpts of a document against the guidance: which of them advise what the law forbids.

Two ways lead to a conflict. Advice is found by the patterns of `advice`, in each sentence together with what it
stands under; words that a document gives to say or to note are read as the program reads any manager's line. Plain
prose is not read so: the reader knows lines of a talk, and finds threats and diagnoses in a foreword.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coach import phrasing
from coach.conversation import Level
from coach.guidance.documents.advice import AdviceBook
from coach.guidance.documents.block import Block, BlockKind
from coach.guidance.documents.conflict import Conflict
from coach.guidance.documents.excerpt import Excerpt, sentences
from coach.guidance.passage import Standing
from coach.phrasing import LineKind

SURE = 0.8
"""Words that a document gives to say count as a conflict when the reader is at least so sure of a flag."""

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{6,240})[”»\"]|(?<!\w)‘([^‘’]{6,240})’(?!\w)")
_MIN_SAID = 3
_CROSSES = ("✗", "✘", "×", "❌", "🚫", "⛔", "☒")
_NOTE = re.compile(r"\b(noteer|notitie|opschrij|vastlegg|leg\b.*\bvast|dossier|verslag)", re.IGNORECASE)
_OFFERED = re.compile(r"\b(zeg|vraag|stel|noteer|schrijf|bijvoorbeeld|voorbeeld|openings)", re.IGNORECASE)
_MOSTLY = 0.7
"""An item that is quoted for so large a part is something to say, whatever stands above it."""
_ADDRESSED = re.compile(r"\b(je|jij|jou|jouw|u|uw)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Scope:
    """What a sentence stands under: a heading, and the introduction of the list that it is in."""

    heading: str = ""
    introduction: str = ""
    heading_forbids: bool = False


def judged(
    excerpts: Sequence[Excerpt], book: AdviceBook, progress: Callable[[int, int], None] | None = None
) -> list[Excerpt]:
    """The excerpts of one document, in order, each with its conflicts."""
    scope = _Scope()
    found = []
    for number, excerpt in enumerate(excerpts, 1):
        _enter(scope, excerpt.heading, book)
        conflicts = [conflict for block in excerpt.blocks for conflict in _of_block(block, scope, book)]
        found.append(excerpt.model_copy(update={"conflicts": _distinct(conflicts)}))
        if progress:
            progress(number, len(excerpts))
    return found


def _distinct(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Each kind of conflict once, what the law forbids first."""
    first = {conflict.advice: conflict for conflict in reversed(conflicts)}
    inside = [conflict for conflict in conflicts if first[conflict.advice] is conflict]
    return tuple(sorted(inside, key=lambda conflict: conflict.standing.rank))


def _enter(scope: _Scope, heading: str, book: AdviceBook) -> None:
    if heading != scope.heading:
        scope.heading, scope.introduction = heading, ""
        scope.heading_forbids = book.forbids_below(heading)


def _of_block(block: Block, scope: _Scope, book: AdviceBook) -> Iterator[Conflict]:
    if block.kind is BlockKind.HEADING:
        _enter(scope, block.text, book)
        return
    if block.kind is not BlockKind.ITEM:
        scope.introduction = ""
    if not scope.heading_forbids and not block.text.startswith(_CROSSES):
        yield from _of_sentences(block, scope, book)
    if block.text.rstrip().endswith(":"):
        scope.introduction = sentences(block.text)[-1]


def _of_sentences(block: Block, scope: _Scope, book: AdviceBook) -> Iterator[Conflict]:
    above = scope.introduction or (scope.heading if block.kind is BlockKind.ITEM else "")
    if scope.introduction and book.forbids_below(scope.introduction):
        return
    found = sentences(block.text)
    for sentence, following in zip(found, [*found[1:], ""], strict=True):
        if following and book.forbids_back(following):
            continue
        conflicts = list(book.find(sentence)) or list(_below(sentence, above, book))
        yield from conflicts
        if not conflicts:
            yield from _said(sentence, block, above, book)


def _below(sentence: str, above: str, book: AdviceBook) -> Iterator[Conflict]:
    """Advice that begins in the heading or introduction and ends here: `Vraag naar:`, `de klachten`."""
    if not above:
        return
    lead = above.rstrip(" :?.!")
    for conflict in book.find(f"{lead} {sentence}"):
        if conflict.advice not in {own.advice for own in book.find(lead)}:
            yield conflict.model_copy(update={"quote": sentence})


def _said(sentence: str, block: Block, above: str, book: AdviceBook) -> Iterator[Conflict]:
    """Words to say or to note that would be flagged if someone did."""
    if any(book.forbids(text) for text in (_QUOTED.sub(" ", sentence), above) if text.strip()):
        return
    for words, kind in _lines(sentence, block, above):
        flags = [f for f in phrasing.read(words, None, kind).flags if f.level is Level.HARD and f.certainty >= SURE]
        for flag in flags:
            if flag.passages:
                yield Conflict(
                    advice=flag.id.value,
                    standing=Standing.LAW,
                    quote=words,
                    why=flag.why,
                    passages=flag.passages,
                )


def _lines(sentence: str, block: Block, above: str) -> Iterator[tuple[str, LineKind]]:
    """The words in a sentence that are offered to be said or noted: in quotes, or as a question to someone."""
    around = _QUOTED.sub(" ", f"{above} {sentence}")
    quoted = [found.group(1) or found.group(2) for found in _QUOTED.finditer(sentence)]
    mostly = block.kind is BlockKind.ITEM and sum(map(len, quoted)) > _MOSTLY * len(sentence)
    if mostly or _OFFERED.search(around):
        kind = LineKind.NOTE if _NOTE.search(around) else LineKind.SAY
        yield from ((words, kind) for words in quoted if len(words.split()) >= _MIN_SAID)
    question = sentence.rstrip("\"'”’»)").endswith("?")
    if question and not quoted and (_ADDRESSED.search(sentence) or block.kind is BlockKind.ITEM):
        yield sentence, LineKind.SAY
