"""What a model sees of a line: its words, its concepts, what was asked, what was said before, which rules hit.

Every feature is a short string. Those that stand at a place in the line say where, so that a model can show
the words that made it decide. The same code makes features for training and for reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat

from coach.conversation import Band, MoveId
from coach.phrasing.line import Line, LineKind
from coach.phrasing.pattern import Annotated

VERSION = 4
"""Changes when features change: a model of another version does not fit."""

_BASE_CONCEPTS = frozenset({"you", "your", "i", "they", "filler", "number", "small_adverb"})
_SHORT_LINE = 7
_STEM = 5


BEFORE = ("pw:", "pb:", "pc:", "pq:", "ps:")
"""How the features of what was said before begin."""


Feature = tuple[str, tuple[int, int] | None]
"""A feature, and the span of token numbers it stands on (None when it is about the whole line)."""


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that was found: its label, its id and how sure its author was."""

    label: str
    rule: str
    certainty: float


def extract(line: Line, asked: Sequence[MoveId | None], hits: Sequence[RuleHit]) -> list[Feature]:
    """Every feature of a line. `asked` holds the kind of question of each sentence."""
    found = _all(line, asked, hits)
    if line.kind is LineKind.NOTE:
        return [("N|" + name, span) for name, span in found]
    return found


def _all(line: Line, asked: Sequence[MoveId | None], hits: Sequence[RuleHit]) -> list[Feature]:
    words = [token.form for token in line.whole.tokens]
    general = list(map(_general, words, line.whole.concepts))
    about_line = ["bias", *_structure(line, asked), *_before(line, asked), *_rules(hits)]
    return [
        *_word_grams(words),
        *_general_grams(general),
        *_concepts(line.whole),
        *zip(about_line, repeat(None)),
    ]


def _general(form: str, names: frozenset[str]) -> str:
    """A word replaced by what it speaks of, if the lexicon knows; the most telling concept is the first by name."""
    return _spoken_of(names) or form


@lru_cache(maxsize=4096)
def _spoken_of(names: frozenset[str]) -> str:
    telling = names - _BASE_CONCEPTS or names & {"you"}
    return "{" + min(telling) + "}" if telling else ""


def _word_grams(words: Sequence[str]) -> Iterator[Feature]:
    padded = ["^", *words, "$"]
    places = [0, *range(len(words)), max(0, len(words) - 1)]
    for index, word in enumerate(words):
        yield "w:" + word, (index, index)
    for first, second, start, end in zip(padded, padded[1:], places, places[1:], strict=False):
        yield f"b:{first} {second}", (start, end)
    for first, second, third, start, end in zip(padded, padded[1:], padded[2:], places, places[2:], strict=False):
        yield f"t:{first} {second} {third}", (start, end)


def _general_grams(general: Sequence[str]) -> Iterator[Feature]:
    for index, (first, second) in enumerate(pairwise(general)):
        yield f"g:{first} {second}", (index, index + 1)
    for index, (first, second, third) in enumerate(zip(general, general[1:], general[2:], strict=False)):
        yield f"g:{first} {second} {third}", (index, index + 2)
        yield f"k:{first} _ {third}", (index, index + 2)
    for index, (first, fourth) in enumerate(zip(general, general[3:], strict=False)):
        yield f"k:{first} _ _ {fourth}", (index, index + 3)


def _concepts(line: Annotated) -> Iterator[Feature]:
    for index, names in enumerate(line.concepts):
        for name in names - _BASE_CONCEPTS:
            yield "c:" + name, (index, index)


def _structure(line: Line, asked: Sequence[MoveId | None]) -> Iterator[str]:
    size = sum(not token.is_mark for token in line.whole.tokens)
    yield f"n:{min(size, 48) // 6}"
    for kind in asked:
        yield f"q:{kind.value if kind else 'none'}"
    for sentence, kind in zip(line.sentences, asked, strict=True):
        how = kind.value if kind else "none"
        for name in {name for names in sentence.concepts for name in names} - _BASE_CONCEPTS:
            yield f"qc:{how} {name}"
        first = next((token.form for token in sentence.tokens if not token.is_mark), "")
        yield f"f:{how} {first}"


def _before(line: Line, asked: Sequence[MoveId | None]) -> Iterator[str]:
    """What the employee said, and how the line goes on about it."""
    if not line.before.tokens:
        yield "p:none"
        return
    names = {name for tags in line.before.concepts for name in tags} - _BASE_CONCEPTS
    size = sum(not token.is_mark for token in line.whole.tokens)
    asks = any(asked)
    for name in names:
        yield "pc:" + name
        yield f"pq:{'asks' if asks else 'tells'} {name}"
        if size <= _SHORT_LINE:
            yield f"ps:{'asks' if asks else 'tells'} {name}"
    yield from _words_before([token.form for token in line.before.tokens])
    shared = _shared(line)
    yield f"po:{min(shared, 4)} {'asks' if asks else 'tells'}"


def _words_before(words: Sequence[str]) -> Iterator[str]:
    """The words of the employee themselves."""
    for word in words:
        yield "pw:" + word
    for first, second in pairwise(words):
        yield f"pb:{first} {second}"


def _shared(line: Line) -> int:
    """How many longer words of the line stand, in some form, in the turn before."""
    theirs = {token.form[:_STEM] for token in line.before.tokens if len(token.form) >= _STEM}
    return sum(token.form[:_STEM] in theirs for token in line.whole.tokens if len(token.form) >= _STEM)


def _rules(hits: Sequence[RuleHit]) -> Iterator[str]:
    for hit in hits:
        yield f"r:{hit.rule}"
        yield f"R:{hit.label} {Band.of(hit.certainty).value}"


def counted(features: Sequence[Feature]) -> Mapping[str, None]:
    """The names of the features that occur, each once, in order."""
    return dict.fromkeys(name for name, _span in features)
