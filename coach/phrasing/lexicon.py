"""The lexicon: which words speak of what. Concepts are features for rules, and topics for the role-play.

A word of the lexicon is never a fault by itself (labelling contract, rule of thumb 1): it says what a line
is about; the rules say what the line does with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from sys import intern

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
        self._words: dict[str, frozenset[str]] = {}
        self._prefixes: dict[str, frozenset[str]] = defaultdict(frozenset)
        self._suffixes: dict[str, frozenset[str]] = defaultdict(frozenset)
        self._phrases: dict[tuple[str, ...], frozenset[str]] = {}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._met: dict[str, frozenset[str]] = {}
        for concept in concepts:
            alone = frozenset([concept.concept])
            for word in concept.words:
                self._add(word.casefold(), alone)

    def _add(self, word: str, concept: frozenset[str]) -> None:
        if word.isalnum():
            self._add_forms((word,), concept)
        elif word.endswith("*"):
            self._prefixes[word.strip("*")] |= concept
        elif word.startswith("*"):
            self._suffixes[word.strip("*")] |= concept
        else:
            self._add_forms(_forms(word), concept)

    def _add_forms(self, forms: tuple[str, ...], concept: frozenset[str]) -> None:
        if len(forms) == 1:
            self._words[forms[0]] = _both(self._words.get(forms[0]), concept)
        elif forms:
            self._phrases[forms] = _both(self._phrases.get(forms), concept)
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
        found = set(self._words.get(word, _NONE))
        for length in range(_SHORTEST_AFFIX, len(word) + 1):
            found |= self._prefixes.get(word[:length], _NONE)
            found |= self._suffixes.get(word[-length:], _NONE)
        return frozenset(found)

    def tag(self, tokens: Sequence[Token]) -> list[frozenset[str]]:
        """The concepts of each token, phrases of several words included."""
        tags = [_NONE if token.is_mark else self.concepts_of(token.form) for token in tokens]
        forms = tuple(token.form for token in tokens)
        for index, form in enumerate(forms):
            for length in self._lengths.get(form, ()):
                phrase = forms[index : index + length]
                found = self._phrases.get(phrase)
                if found:
                    for place in range(index, index + len(phrase)):
                        tags[place] |= found
        return tags


def _both(known: frozenset[str] | None, concept: frozenset[str]) -> frozenset[str]:
    """The concepts of a word with one more; nearly all words have one, and share it."""
    return known | concept if known else concept


def _forms(phrase: str) -> tuple[str, ...]:
    """The token forms of an entry; only those with marks in them take the way of a whole line."""
    parts = phrase.split()
    if all(map(str.isalnum, parts)):
        return tuple(map(intern, parts))
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
