"""Which of several texts has most to do with a line: the one that shares most of its content words.

Words are compared by their beginning, which is rough but holds for Dutch: an inflection or a compound
keeps the stem in front ("overdracht", "overdrachten"; "plannen", "planning").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_STEM = 5
"""Letters that two words must have in common at their beginning."""
_WORD = re.compile(r"[^\W\d_]+")
_ACCENT = re.compile("[\u0300-\u036f]+")
_STOPPED = frozenset(
    word[:_STEM]
    for word in (
        "alleen alles allemaal altijd andere anders beetje bedoel begrijp belangrijk bijna blijven daarbij daardoor "
        "daarin daarmee daarnaar daarom daarover daarvan dingen eerste eigen eigenlijk erover ervan gaande gewoon "
        "graag hebben hebt hierover iemand jezelf jullie keren komen maand komende komt kunnen kunt laatste maken "
        "manier meestal mensen minder misschien moeten mogen moment natuurlijk niemand nodig omdat onder onze "
        "precies ruimte samen sinds snappen steeds straks tegen terug tijdens tussen vandaag vanuit veel verder "
        "vertel vinden volgens vooral vragen waarbij waarin waarmee waarom waarover waarvan wanneer weten "
        "welke werken werkt willen worden wordt zaken zeggen zelfs zitten zoals zouden zeker zonder zullen"
    ).split()
    if len(word) >= _STEM
)


def stems(text: str) -> frozenset[str]:
    """Beginnings of the content words of a text, without accents; words of fewer than five letters have none."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return frozenset(word[:_STEM] for word in _WORD.findall(plain) if len(word) >= _STEM) - _STOPPED


def overlap(asked: frozenset[str], *texts: str) -> int:
    """How many of the stems occur in the texts."""
    return len(asked & stems(" ".join(texts)))


def closest(asked: frozenset[str], lines: Sequence[str]) -> Sequence[str]:
    """The lines that share a stem with what was asked; all of them when none does."""
    return [line for line in lines if overlap(asked, line)] or lines
