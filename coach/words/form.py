"""What any words of a model for the coach must be: plain Dutch, in role, and nothing that nobody said or wrote."""

from __future__ import annotations

import re

from coach.phrasing import lexicon
from coach.roleplay import guide
from coach.roleplay.checker import is_written
from coach.roleplay.guide import Fault
from coach.words import dutch

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[^\W\d_,] )[A-ZÀ-Ý][^\W\d_]+")
_EDGES = ' *_-–"'
_PAIRS = (("«", "»"), ("“", "”"), ("„", "”"), ("‘", "’"), ("'", "'"), ('"', '"'))
_OUT_OF_ROLE = (Fault.ROLE, Fault.SPEAKER)
_MEDICAL = frozenset({"complaint", "illness", "medication", "treatment", "pregnancy"})
_SPACE = re.compile(r"\s+")
_RUN = 6


def one_line(text: str) -> str:
    """The first line with anything on it, without quotation marks around it."""
    line = next((line for line in text.splitlines() if line.strip(_EDGES)), "")
    plain = _SPACE.sub(" ", line).strip(_EDGES)
    for first, last in _PAIRS:
        if len(plain) > 1 and plain[0] == first and plain[-1] == last and first not in plain[1:-1]:
            return plain[1:-1].strip()
    return plain


def words(text: str) -> int:
    """Number of words."""
    return len(_WORD.findall(text))


def is_plain(text: str) -> bool:
    """Whether a text is Dutch that a person could have written: no markup, no role break, no other language."""
    if not text or is_written(text) or "\n" in text:
        return False
    return guide.default().fault(text) not in _OUT_OF_ROLE and dutch.default().speaks(text)


def recites(text: str, told: str, known: str) -> bool:
    """Whether six words in a row are those of what a model was told, and not of what is known from elsewhere."""
    return bool((_runs(text) & _runs(told)) - _runs(known))


def invents(text: str, known: str) -> bool:
    """Whether a text has a number, a name or a word for an illness that is not in what is known."""
    if not set(_NUMBER.findall(text)) <= set(_NUMBER.findall(known)):
        return True
    there = {word.casefold() for word in _WORD.findall(known)}
    if any(name.casefold() not in there for name in _NAME.findall(text)):
        return True
    return any(word not in there for word in medical(text))


def medical(text: str) -> list[str]:
    """The words of a text that are about someone's health."""
    known = lexicon.default()
    return [word for word in map(str.casefold, _WORD.findall(text)) if known.concepts_of(word) & _MEDICAL]


def _runs(text: str) -> set[str]:
    said = [word.casefold() for word in _WORD.findall(text)]
    return {" ".join(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1)}
