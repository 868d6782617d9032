"""What a model sees of a manager's line: its words, what they are made of, and what they speak of.

The same code makes the features that are learned from and those of a line that is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from coach import content
from coach.guidance import analysis
from coach.phrasing.lexicon import Concept, Lexicon
from coach.phrasing.pattern import Annotated

VERSION = 1
"""Changes when features change: a model of another version does not fit."""

_ASIDE = 0.5
"""What the words of a sentence count beside those of the one that asks."""
_LONGEST, _WORDS_A_STEP = 24, 3
_MOST_SENTENCES = 3


class TopicWords(content.Content):
    """Groups of words that speak of the same thing, and the `forms` that are read as one (see the file)."""

    forms: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Heard:
    """The sentences of a line and which of them ask. The last that asks, or else the last, is the one it is about."""

    sentences: Sequence[Annotated]
    asking: Sequence[bool]

    @property
    def focus(self) -> int:
        """The place of the sentence that counts most; -1 when there is none."""
        return max((place for place, asks in enumerate(self.asking) if asks), default=len(self.asking) - 1)


class FeatureMaker:
    """Makes features with the groups of words."""

    def __init__(self, words: TopicWords) -> None:
        self._groups = Lexicon(
            [Concept(concept=name, about=name, words=found) for name, found in words.groups.items()]
        )
        self._form = {other: form for form, others in words.forms.items() for other in others}

    def features(self, heard: Heard) -> dict[str, float]:
        """The features of a line, each once with its weight: 1 in the sentence that counts, less in another."""
        found: dict[str, float] = {}
        for place, sentence in enumerate(heard.sentences):
            share = 1.0 if place == heard.focus else _ASIDE
            for name in self._of_sentence(sentence):
                found[name] = max(share, found.get(name, 0.0))
        return found | dict.fromkeys(_build(heard), 1.0)

    def _of_sentence(self, sentence: Annotated) -> Iterator[str]:
        words = [token.form for token in sentence.tokens if not token.is_mark]
        for word in words:
            yield from _pieces(word)
        yield from _side_by_side([self._form.get(word, word) for word in words])
        yield from _named("c", sentence.concepts)
        yield from _named("T", self._groups.tag(sentence.tokens))


def _side_by_side(words: Sequence[str]) -> Iterator[str]:
    """Two words next to each other, and two with one between them; `^` and `$` are the ends."""
    framed = ["^", *words, "$"]
    for first, second in pairwise(framed):
        yield f"b:{first} {second}"
    for first, second in zip(framed, framed[2:], strict=False):
        yield f"k:{first} {second}"


def _named(kind: str, tags: Iterable[Iterable[str]]) -> Iterator[str]:
    for names in tags:
        for name in names:
            yield f"{kind}:{name}"


@lru_cache(maxsize=8192)
def _pieces(word: str) -> tuple[str, ...]:
    """A word, its stem, and its runs of four letters."""
    terms = analysis.terms([word])
    stem = next((term for term in terms if term.startswith("s:")), f"s:{word}")
    return (f"w:{word}", stem, *(term for term in terms if term.startswith("g:")))


def _build(heard: Heard) -> Iterator[str]:
    """How long a line is, how many sentences it has, and whether it asks."""
    size = sum(not token.is_mark for sentence in heard.sentences for token in sentence.tokens)
    yield f"n:{min(size, _LONGEST) // _WORDS_A_STEP}"
    yield f"z:{min(len(heard.sentences), _MOST_SENTENCES)}"
    yield f"q:{any(heard.asking)}"
