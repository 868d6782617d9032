"""Lines that say what should stay hidden: they share more distinctive words with an item than chance would have it.

Words are compared by their stems. A stem is distinctive of an item when only that item has it, when the manager does
not know it from the briefing, and when the employee does not use it all the time. Measured on the employees that come
with the program: two stems that the item itself repeats, or three of any kind, hardly ever meet by chance. A leak in
wholly other words is not found: that takes a reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Set

from coach.roleplay import relevance, spoken
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Persona

_REPEATED, _ANY = 2, 3
"""So many stems that an item has in several of its texts, or so many of any kind, give it away."""
_USUAL = 3
"""A stem in more of the other lines than this is a word of the employee's own, and points to nothing."""
_OUTSIDE = (Act.META, Act.DANGER)
_AFTERWARDS = "ideas_told"
"""Answers under this key follow on an idea that was told."""


_PERSONAL = (MemoryKind.PRIVATE, MemoryKind.MEDICAL, MemoryKind.DANGER)
_NAMED = 1
"""One word that such an item has in several of its texts names it."""
_RUN = 4
"""So many words in a row as they stand in an item are said from it."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


class Secrets:
    """What an employee keeps to herself, to hold against lines that nobody wrote beforehand.

    What has been told, or is told now, is no secret any more, and neither are words that someone used already.
    Beside the stems, four words in a row count, and for what is private or medical short words too ("rug", "man").
    """

    def __init__(self, persona: Persona) -> None:
        lines = [line for place, line in spoken.untold(persona) if place[1] not in _OUTSIDE]
        usual = Counter(stem for line in lines for stem in relevance.stems(line))
        self._said = {stem for stem, count in usual.items() if count > _USUAL} | _known(persona)
        self._free = _words(" ".join((*lines, persona.about, persona.briefing.happened, *persona.briefing.facts)))
        self._runs = {run for line in lines for run in _runs(line)}
        self._secrets = {item.id: _Secret(item) for item in persona.memory}

    def given_away(self, text: str, told: Collection[str], used: str = "") -> Iterator[MemoryItem]:
        """The items that a text gives away.

        Args:
            text: what is about to be said.
            told: ids of the items that have been told, and of the one that is told in this text.
            used: what was said in the talk before; words of it need not point to anything.
        """
        free = [self._secrets[name] for name in told if name in self._secrets]
        stems = relevance.stems(text) - self._said - relevance.stems(used)
        stems -= {stem for secret in free for stem in secret.stems}
        words = _words(text) - self._free - _words(used) - {word for secret in free for word in secret.words}
        runs = set(_runs(text)) - self._runs - set(_runs(used)) - {run for secret in free for run in secret.runs}
        for name, secret in self._secrets.items():
            if name not in told and secret.is_in(stems, words, runs):
                yield secret.item


class _Secret:
    """By what one item is known."""

    def __init__(self, item: MemoryItem) -> None:
        texts = (*item.lines, item.summary)
        self.item = item
        self.stems = Counter(stem for text in _texts(item) for stem in text)
        self.words = Counter(word for text in texts for word in _words(text))
        self.runs = {run for text in texts for run in _runs(text)}

    def is_in(self, stems: Set[str], words: Set[str], runs: Set[str]) -> bool:
        """Whether distinctive stems, words and runs of words give it away."""
        found = stems & self.stems.keys()
        repeated = sum(self.stems[stem] > 1 for stem in found)
        if len(found) >= _ANY or repeated >= _REPEATED or runs & self.runs:
            return True
        return self.item.kind in _PERSONAL and sum(self.words[word] > 1 for word in words) >= _NAMED


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST}


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    return (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def find(persona: Persona) -> Iterator[tuple[spoken.Place, MemoryItem, tuple[str, ...]]]:
    """The place of each line that leaks, the item that it leaks, and the beginnings of the words that do."""
    lines = [(place, relevance.stems(line)) for place, line in spoken.untold(persona) if place[1] != Act.META]
    usual = Counter(stem for _place, stems in lines for stem in stems)
    said = {stem for stem, count in usual.items() if count > _USUAL} | _known(persona)
    for item in persona.memory:
        others = {stem for other in persona.memory if other is not item for text in _texts(other) for stem in text}
        own = Counter(stem for text in _texts(item) for stem in text - others - said)
        repeated = {stem for stem, count in own.items() if count > 1}
        for place, stems in lines:
            found = stems & own.keys()
            leaks = len(found) >= _ANY or len(found & repeated) >= _REPEATED
            if leaks and not _follows(place, item):
                yield place, item, tuple(sorted(found))


def _known(persona: Persona) -> frozenset[str]:
    """Stems of what the manager knows before the talk."""
    told = (persona.name, persona.role, persona.about, persona.briefing.happened, *persona.briefing.facts)
    return relevance.stems(" ".join(told))


def _texts(item: MemoryItem) -> list[frozenset[str]]:
    return [relevance.stems(text) for text in (*item.lines, item.summary)]


def _follows(place: spoken.Place, item: MemoryItem) -> bool:
    """Whether a line is only said after the item."""
    if item.kind is MemoryKind.DANGER:
        return place[1] == Act.DANGER
    return item.kind is MemoryKind.OWN_IDEA and str(place[2]).startswith(_AFTERWARDS)
