"""Telegram style written out: «mss ma 6u» is read as «misschien maandag 6 uur»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial

from coach import content, locations
from coach.content import Content

_WORD = re.compile(r"(?<![\w’'-])['’]?[^\W\d_]+(?:['’&/][^\W\d_]+)*(?![\w’'-])")
_COUNTED = re.compile(r"\b(\d{1,3})([a-z]{1,3})(\d{2})?\b", re.IGNORECASE)
_BEFORE_MONDAY = r"\b(?:op|elke|iedere|vanaf|tot|altijd|vorige|volgende|deze|en|of|t/m|alle) ma\b(?! en (?:pa|opa))"
_MONDAY = rf"{_BEFORE_MONDAY}|\bma (?=\d|ochtend|middag|avond|tm|t/m|wo\b|di\b)"
_SUNDAY = r"\b(?:op|elke|iedere|vorige|volgende) zo\b|\bzo (?=\d|ochtend|middag|avond|nacht)"
_DAYS = ((re.compile(_MONDAY, re.I), "maandag"), (re.compile(_SUNDAY, re.I), "zondag"))
_DAY = re.compile(r"\b(ma|zo)\b", re.I)
"""«ma» may be a mother and «zo» may be so: they are days only beside words that go with a day."""


class Shorthand(Content):
    """`words`: how something is read, with the ways in which people type it; `numbers`: letters behind a number."""

    words: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, str]


class Expander:
    """Writes lines out."""

    def __init__(self, known: Shorthand) -> None:
        self._full = {short: full for full, shorts in known.words.items() for short in shorts}
        self._numbers = known.numbers

    def expand(self, text: str) -> str:
        """The line with every short form written out; all else stays as it was typed."""
        text = _COUNTED.sub(self._counted, text)
        for pattern, day in _DAYS:
            text = pattern.sub(partial(_with_day, day), text)
        return _WORD.sub(lambda match: self._full.get(match[0].casefold().replace("’", "'"), match[0]), text)

    def _counted(self, match: re.Match[str]) -> str:
        name = self._numbers.get(match[2].casefold())
        if name is None:
            return match[0]
        return f"{match[1]} {name} {match[3]}" if match[3] else f"{match[1]} {name}"


def _with_day(day: str, match: re.Match[str]) -> str:
    return _DAY.sub(day, match[0])


@cache
def default() -> Expander:
    """What comes with the program."""
    return Expander(content.load(locations.knowledge() / "live" / "shorthand.yaml", Shorthand))
