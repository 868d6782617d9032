"""The lexicon: which words speak of what. Concepts are features for rules, and topics for the role-play.

A word of the lexicon is never a fault by itself (labelling contract, rule of thumb 1): it says what a line
is about; the rules say what the line does with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import Field

from coach import content, locations
from coach.phrasing.text import Token, tokenize

_SHORTEST_AFFIX = 3
_REMEMBERED, _LONGEST_REMEMBERED = 8192, 40
"""How many words, and of how many letters at most, are remembered with their concepts."""
_NONE: frozenset[str] = frozenset()


class Concept(content.Content):
    """One file of the lexicon: words that speak of the same thing.

    A word may begin or end with `*` (any word with that ending or beginning), and may be several words.
    `topic` names the topic of conversation it points to, if any.
    """

    concept: str
    about: str
    topic: str | None = None
    words: tuple[str, ...] = Field(min_length=1)


class Lexicon:
    """Looks up the concepts of each token of a line."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.concepts = {concept.concept: concept for concept in concepts}
        self._words: dict[str, set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        self._suffixes: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._met: dict[str, frozenset[str]] = {}
        for concept in concepts:
            for word in concept.words:
                self._add(word.casefold(), concept.concept)

    def _add(self, word: str, concept: str) -> None:
        if word.endswith("*"):
            self._prefixes[word.strip("*")].add(concept)
        elif word.startswith("*"):
            self._suffixes[word.strip("*")].add(concept)
        else:
            forms = _forms(word)
            if len(forms) == 1:
                self._words[forms[0]].add(concept)
            elif forms:
                self._phrases[forms].add(concept)
                self._lengths[forms[0]].add(len(forms))

    def concepts_of(self, word: str) -> frozenset[str]:
        """The concepts of one word form by itself; words that were met before are remembered."""
        known = self._met.get(word)
        if known is None:
            known = self._looked_up(word)
            if len(self._met) < _REMEMBERED and len(word) <= _LONGEST_REMEMBERED:
                self._met[word] = known
        return known

    def _looked_up(self, word: str) -> frozenset[str]:
        found = set(self._words.get(word, ()))
        for length in range(_SHORTEST_AFFIX, len(word) + 1):
            found |= self._prefixes.get(word[:length], _NONE)
            found |= self._suffixes.get(word[-length:], _NONE)
        return frozenset(found)

    def tag(self, tokens: Sequence[Token]) -> list[set[str]]:
        """The concepts of each token, phrases of several words included."""
        tags = [set() if token.is_mark else set(self.concepts_of(token.form)) for token in tokens]
        forms = tuple(token.form for token in tokens)
        for index, form in enumerate(forms):
            for length in self._lengths.get(form, ()):
                phrase = forms[index : index + length]
                for place in range(index, index + len(phrase)):
                    tags[place] |= self._phrases.get(phrase, _NONE)
        return tags


def _forms(phrase: str) -> tuple[str, ...]:
    """The token forms of an entry; only those with marks in them take the way of a whole line."""
    parts = phrase.split()
    if all(map(str.isalnum, parts)):
        return tuple(parts)
    return tuple(token.form for token in tokenize(phrase))


def load(folder: Path) -> Lexicon:
    """Read every concept file of a folder.

    Raises:
        ContentError: a file is not as it should be.
    """
    return Lexicon([content.load(path, Concept) for path in content.files(folder, "*.yaml")])


@cache
def default() -> Lexicon:
    """The lexicon that comes with the program."""
    return load(locations.knowledge() / "lexicon")
