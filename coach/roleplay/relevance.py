"""Which of several texts has most to do with a line: the one that shares most of its content words.

Words are compared by their beginning, which is rough but holds for Dutch: an inflection or a compound
keeps the stem in front ("overdracht", "overdrachten"; "plannen", "planning"). Short names count whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from coach.roleplay.persona import MemoryItem, Persona

_STEM = 5
"""Letters that two words must have in common at their beginning."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_NAME = re.compile(r"(?<=[^\W\d_] |, )[A-Z][a-z]{1,3}\b(?!-)")
"""A short word with a capital that does not begin a sentence."""
_ACCENT = re.compile("[\u0300-\u036f]+")
_KEPT = 8192
_COMMON = 0.3
"""Share of the items from which a stem says nothing about any one of them."""
_STOPPED = frozenset(
    word[:_STEM]
    for word in (
        "alleen allemaal alles altijd andere anders bedoel beetje begrijp belangrijk bijna blijven daarbij "
        "daardoor daarin daarmee daarnaar daarom daarover daarvan dacht dingen eerste eigen eigenlijk erover ervan "
        "gaande geeft gewoon goede graag grote hebben hebt heeft hierover hoeft hoort houdt iemand jezelf jullie "
        "keren komen komende komt krijg krijgt kunnen kunt laatste loopt lopen maakt maken manier meestal mensen "
        "minder misschien moeten mogen moment natuurlijk niemand niets nodig omdat onder onze precies ruimte samen "
        "sinds snappen staat stond steeds straks tegen terug tijdens tussen vandaag vanuit veel verder vertel vinden "
        "vindt voelt volgens vooral vraag vraagt vragen waarbij waarin waarmee waarom waarover waarvan wanneer "
        "welke werken werkt weten willen worden wordt zaken zeggen zeker zelfs zitten zoals zonder zouden zullen"
    ).split()
    if len(word) >= _STEM
)
_STOPPED_WHOLE = frozenset({"maand", "maanden"})
"""Words that say nothing, with a beginning that others have that do ("maandag")."""
_PASSING = frozenset({"begin", "gebeu", "horen", "laten", "nieuw", "weken"})
"""Stems that may turn an answer, and yet say too little to point to anything that is kept to herself."""


def stems(text: str, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """Beginnings of the content words of a text, without accents.

    Words of fewer than five letters have none, but for these `names`, which count as they are.
    """
    return _stems(text) | (_short(text) & names if names else frozenset())


def overlap(asked: frozenset[str], *texts: str) -> int:
    """How many of the stems and names occur in the texts."""
    text = " ".join(texts)
    return len(asked & _stems(text)) + len(asked & _short(text)) if asked else 0


def pointing(asked: frozenset[str]) -> frozenset[str]:
    """The stems of what was asked that can point to something told or kept."""
    return asked - _PASSING


def closest(asked: frozenset[str], lines: Sequence[str]) -> Sequence[str]:
    """The lines that share a stem with what was asked; all of them when none does."""
    return [line for line in lines if overlap(asked, line)] or lines


@lru_cache(maxsize=64)
def _common(texts: tuple[str, ...]) -> frozenset[str]:
    counted = Counter(stem for text in texts for stem in _stems(text))
    return frozenset(stem for stem, count in counted.items() if count > _COMMON * len(texts))


def common(persona: Persona) -> frozenset[str]:
    """Stems that occur in so much of what an employee keeps that they point to nothing in it."""
    return _common(tuple(belonging(item) for item in persona.memory))


def belonging(item: MemoryItem) -> str:
    """Everything by which the words of a question can point to an item."""
    return " ".join((*item.lines, item.summary, item.opener))


def names(persona: Persona) -> frozenset[str]:
    """The short names of people and places that an employee talks about."""
    spoken = (line for item in persona.memory for line in (*item.lines, item.summary, item.opener))
    known = (*spoken, *persona.briefing.facts, persona.briefing.happened)
    return _names(known) - {persona.name.casefold()}


@lru_cache(maxsize=64)
def _names(texts: tuple[str, ...]) -> frozenset[str]:
    text = "\n".join(texts)
    ordinary = set(_WORD.findall(text))
    return frozenset(_plain(name) for name in _SHORT_NAME.findall(text) if name.casefold() not in ordinary)


@lru_cache(maxsize=_KEPT)
def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(_plain(text))
    telling = (word for word in words if len(word) >= _STEM and word not in _STOPPED_WHOLE)
    return frozenset(word[:_STEM] for word in telling) - _STOPPED


@lru_cache(maxsize=_KEPT)
def _short(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(_plain(text)) if len(word) < _STEM)


def _plain(text: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
