"""Whether words are Dutch that the people of this program speak, and no nonsense and no other language.

The words of all that employees can say are known, and words that begin like one of those. Measured with the
employees left out that are judged: of the lines of six words and more 0.2 % have fewer than three known in four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from coach.content import ContentError
from coach.roleplay import cue, library, spoken
from coach.roleplay.persona import Persona

LEAST = 0.75
"""So many of the words are known."""
_FEW = 3
"""Fewer words say nothing about the language."""
_STEM = 5
_LONGEST = 28
"""Hardly a Dutch word has more letters."""
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž]")


class Dutch:
    """Knows words."""

    def __init__(self, texts: Iterable[str], foreign: Iterable[Iterable[str]]) -> None:
        self._words = {word for text in texts for word in _WORD.findall(text.casefold())}
        self._stems = {word[:_STEM] for word in self._words if len(word) >= _STEM}
        self._foreign = [frozenset(words) - self._words for words in foreign]

    def speaks(self, text: str) -> bool:
        """Whether a text is Dutch, as far as its words tell."""
        letters = [char for char in text if char.isalpha()]
        if any(not _LATIN.match(char) for char in letters):
            return False
        words = _WORD.findall(text.casefold())
        if any(len(word) > _LONGEST for word in words):
            return False
        if len(words) < _FEW:
            return bool(words) and any(map(self._knows, words))
        known = sum(map(self._knows, words))
        foreign = max((sum(word in language for word in words) for language in self._foreign), default=0)
        return known >= LEAST * len(words) and foreign <= len(words) // 4

    def _knows(self, word: str) -> bool:
        return word in self._words or (len(word) >= _STEM and word[:_STEM] in self._stems)


@cache
def default() -> Dutch:
    """The Dutch of the employees that come with the program."""
    return Dutch(texts(), cue.data().languages.values())


def texts() -> list[str]:
    """All that the employees that come with the program can say, and what is said of them."""
    known = library.default()
    found: list[str] = []
    for situation in known.situations:
        for name in known.persona_ids(situation):
            try:
                found += _texts(known.persona(situation, name))
            except ContentError:  # what cannot be read teaches nothing
                continue
    return found


def _texts(persona: Persona) -> list[str]:
    said = [line for _place, line in spoken.everything(persona)]
    facts = [persona.about, persona.temperament, persona.briefing.happened, *persona.briefing.facts]
    return said + facts + [item.summary for item in persona.memory]
