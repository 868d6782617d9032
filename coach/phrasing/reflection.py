"""The structural reflection test: does a sentence give back what the employee just said?

Frames such as "je zegt dat …" are rules (`phrasing/reflection.yaml`). Many good reflections have no frame: a
statement about the other, or an echo of a few words. They show in what they share with the turn before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from pathlib import Path

from coach import content
from coach.phrasing.line import Line
from coach.phrasing.pattern import Annotated

_STEM = 4
"""Two words are the same word in another form when they begin alike over at least this many letters."""

_ENDING = 2
_OPENING = 8
_WORDS_OF_ECHO = 2


class ReflectionData(content.Content):
    """What the reflection test must know about the language; see the comments in the files."""

    you: tuple[str, ...]
    speaker: tuple[str, ...]
    saying: tuple[str, ...]
    strong: tuple[str, ...]
    states: tuple[str, ...]
    verbs: tuple[str, ...]
    verb_endings: tuple[str, ...]
    blocked: tuple[str, ...]
    openings: tuple[str, ...]
    light: tuple[str, ...]


class ReflectionTest:
    """Finds the sentence that gives back the turn before, if there is one."""

    def __init__(self, data: ReflectionData) -> None:
        self._you = frozenset(data.you)
        self._speaker = frozenset(data.speaker)
        self._saying = frozenset(data.saying)
        self._strong = frozenset(data.strong)
        self._verbs = frozenset(data.verbs)
        self._verb_endings = data.verb_endings
        self._states = frozenset(data.states)
        self._blocked = frozenset(data.blocked)
        self._openings = frozenset(data.openings)
        self._light = frozenset(data.light) | self._you | self._speaker

    def find(self, line: Line, asked: Sequence[Annotated]) -> Annotated | None:
        """The first sentence that reflects; sentences in `asked` are questions and never do."""
        before = _words(line.before)
        if not before or any(token.form == "?" for token in line.before.tokens):
            return None
        theirs = self._content(before)
        for sentence in line.sentences:
            words = _words(sentence)
            if sentence not in asked and (self._echoes(words, before) or self._reflects(words, theirs)):
                return sentence
        return None

    def _reflects(self, words: list[str], theirs: set[str]) -> bool:
        if self._blocked.intersection(words) or words[0] in self._openings or self._acts(words):
            return False
        ours = self._content(words)
        shared = sum(any(_same(word, other) for other in theirs) for word in ours)
        if self._is_about_you(words):
            return shared > 0 or self._names_state(words)
        return shared >= _WORDS_OF_ECHO or 0 < shared == len(ours)

    def _echoes(self, words: list[str], before: list[str]) -> bool:
        """A few words given back as they were said ("gewoon je werk doen"), nothing added."""
        own = [word for word in words if word not in self._you]
        same = sum(word in before for word in own)
        return _WORDS_OF_ECHO < same == len(own) <= _OPENING

    def _acts(self, words: list[str]) -> bool:
        """Whether the manager speaks of own doings, other than hearing and seeing."""
        return any(
            word in self._speaker and not self._saying.intersection(words[max(at - 1, 0) : at + 3])
            for at, word in enumerate(words)
        )

    def _is_about_you(self, words: list[str]) -> bool:
        """Whether "je" is who the sentence is about: it stands next to a verb, not before a noun."""
        return bool(self._strong.intersection(words[:_OPENING])) or any(
            self._is_verb(verb) for verb in self._beside_you(words)
        )

    def _names_state(self, words: list[str]) -> bool:
        """A verb of being or undergoing next to "je": "je wordt er telkens uitgehaald"."""
        return not self._states.isdisjoint(self._beside_you(words))

    def _beside_you(self, words: list[str]) -> set[str]:
        pairs = list(pairwise(words[: _OPENING + 1]))
        after = {second for first, second in pairs if first in self._you}
        return after | {first for first, second in pairs if second in self._you}

    def _is_verb(self, word: str) -> bool:
        known = word in self._states or word in self._verbs
        return known or (word.endswith(self._verb_endings) and word not in self._light)

    def _content(self, words: Sequence[str]) -> set[str]:
        return {word for word in words if word not in self._light and len(word) > 2}


def _words(line: Annotated) -> list[str]:
    return [token.form for token in line.tokens if not token.is_mark]


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    shared = sum(1 for _ in alike)
    return shared >= _STEM and shared >= min(len(one), len(other)) - _ENDING


def load(path: Path) -> ReflectionTest:
    """Read the reflection data of a language.

    Raises:
        ContentError: the file is not as it should be.
    """
    return ReflectionTest(content.load(path, ReflectionData))
