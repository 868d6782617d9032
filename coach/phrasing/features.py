"""What a model sees of a line: its words, its concepts, what was asked, what was said before, which rules hit.

Every feature is a short string. Those that stand at a place in the line say where, so that a model can show
the words that made it decide. The same code makes features for training and for reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from coach.conversation import Band, MoveId
from coach.phrasing.line import Line, LineKind
from coach.phrasing.pattern import Annotated

VERSION = 3
"""Changes when features change: a model of another version does not fit."""

_BASE_CONCEPTS = frozenset({"you", "your", "i", "they", "filler", "number", "small_adverb"})
_GRAM = 4
_SHORT_LINE = 7
_STEM = 5


BEFORE = ("pw:", "pb:", "pl:", "pc:", "pq:", "ps:")
"""How the features of what was said before begin."""


class Feature(NamedTuple):
    """A feature, and the span of token numbers it stands on (None when it is about the whole line)."""

    name: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that was found: its label, its id and how sure its author was."""

    label: str
    rule: str
    certainty: float


def extract(line: Line, asked: Sequence[MoveId | None], hits: Sequence[RuleHit]) -> Iterator[Feature]:
    """Every feature of a line. `asked` holds the kind of question of each sentence."""
    found = _all(line, asked, hits)
    if line.kind is LineKind.NOTE:
        found = (Feature("N|" + feature.name, feature.span) for feature in found)
    return found


def _all(line: Line, asked: Sequence[MoveId | None], hits: Sequence[RuleHit]) -> Iterator[Feature]:
    tokens = line.whole.tokens
    words = [token.form for token in tokens]
    general = [_general(form, names) for form, names in zip(words, line.whole.concepts, strict=True)]
    yield Feature("bias")
    yield from _word_grams(words)
    yield from _general_grams(words, general)
    yield from _concepts(line.whole)
    yield from _letters(words)
    yield from _structure(line, asked)
    yield from _before(line, asked)
    yield from _rules(hits)


def _general(form: str, names: set[str]) -> str:
    """A word replaced by what it speaks of, if the lexicon knows; the most telling concept is the first by name."""
    telling = sorted(names - _BASE_CONCEPTS)
    if telling:
        return "{" + telling[0] + "}"
    if "you" in names:
        return "{you}"
    return form


def _word_grams(words: Sequence[str]) -> Iterator[Feature]:
    padded = ["^", *words, "$"]
    for index, word in enumerate(words):
        yield Feature("w:" + word, (index, index))
    for index in range(len(padded) - 1):
        yield Feature(f"b:{padded[index]} {padded[index + 1]}", _inside(index - 1, index, len(words)))
    for index in range(len(padded) - 2):
        gram = " ".join(padded[index : index + 3])
        yield Feature("t:" + gram, _inside(index - 1, index + 1, len(words)))


def _general_grams(words: Sequence[str], general: Sequence[str]) -> Iterator[Feature]:
    for index in range(len(general) - 1):
        first, second = general[index], general[index + 1]
        yield Feature(f"g:{first} {second}", (index, index + 1))
        if index + 2 < len(general):
            third = general[index + 2]
            yield Feature(f"g:{first} {second} {third}", (index, index + 2))
            yield Feature(f"k:{first} _ {third}", (index, index + 2))
        if index + 3 < len(general):
            yield Feature(f"k:{first} _ _ {general[index + 3]}", (index, index + 3))


def _concepts(line: Annotated) -> Iterator[Feature]:
    for index, names in enumerate(line.concepts):
        for name in names - _BASE_CONCEPTS:
            yield Feature("c:" + name, (index, index))


def _letters(words: Sequence[str]) -> Iterator[Feature]:
    for index, word in enumerate(words):
        for piece in _pieces(word):
            yield Feature("l:" + piece, (index, index))


@lru_cache(maxsize=8192)
def _pieces(word: str) -> tuple[str, ...]:
    """The runs of a few letters in a word, so that a form or a compound never seen is not wholly unknown."""
    framed = f"#{word}#"
    return tuple(framed[start : start + _GRAM] for start in range(max(1, len(framed) - _GRAM + 1)))


def _structure(line: Line, asked: Sequence[MoveId | None]) -> Iterator[Feature]:
    size = sum(not token.is_mark for token in line.whole.tokens)
    yield Feature(f"n:{min(size, 48) // 6}")
    for kind in asked:
        yield Feature(f"q:{kind.value if kind else 'none'}")
    for sentence, kind in zip(line.sentences, asked, strict=True):
        how = kind.value if kind else "none"
        for name in {name for names in sentence.concepts for name in names} - _BASE_CONCEPTS:
            yield Feature(f"qc:{how} {name}")
        first = next((token.form for token in sentence.tokens if not token.is_mark), "")
        yield Feature(f"f:{how} {first}")


def _before(line: Line, asked: Sequence[MoveId | None]) -> Iterator[Feature]:
    """What the employee said, and how the line goes on about it."""
    if not line.before.tokens:
        yield Feature("p:none")
        return
    names = {name for tags in line.before.concepts for name in tags} - _BASE_CONCEPTS
    size = sum(not token.is_mark for token in line.whole.tokens)
    asks = any(asked)
    for name in names:
        yield Feature("pc:" + name)
        yield Feature(f"pq:{'asks' if asks else 'tells'} {name}")
        if size <= _SHORT_LINE:
            yield Feature(f"ps:{'asks' if asks else 'tells'} {name}")
    yield from _words_before([token.form for token in line.before.tokens], asks)
    shared = _shared(line)
    yield Feature(f"po:{min(shared, 4)} {'asks' if asks else 'tells'}")


def _words_before(words: Sequence[str], asks: bool) -> Iterator[Feature]:
    """The words of the employee themselves; pieces of them stand beside whether the manager then asks."""
    for word in words:
        yield Feature("pw:" + word)
        for piece in _pieces(word):
            yield Feature(f"pl:{'asks' if asks else 'tells'} {piece}")
    for first, second in pairwise(words):
        yield Feature(f"pb:{first} {second}")


def _shared(line: Line) -> int:
    """How many longer words of the line stand, in some form, in the turn before."""
    theirs = {token.form[:_STEM] for token in line.before.tokens if len(token.form) >= _STEM}
    return sum(token.form[:_STEM] in theirs for token in line.whole.tokens if len(token.form) >= _STEM)


def _rules(hits: Sequence[RuleHit]) -> Iterator[Feature]:
    for hit in hits:
        yield Feature(f"r:{hit.rule}")
        yield Feature(f"R:{hit.label} {Band.of(hit.certainty).value}")


def _inside(first: int, last: int, size: int) -> tuple[int, int]:
    """A span within the line, without the padding at its ends."""
    return max(0, first), max(0, min(last, size - 1))


def counted(features: Sequence[Feature]) -> Mapping[str, None]:
    """The names of the features that occur, each once, in order."""
    return dict.fromkeys(feature.name for feature in features)
