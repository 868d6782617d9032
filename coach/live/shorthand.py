"""Telegram style written out: «mss ma 6u, kmt nt» is read as «misschien maandag 6 uur, komt niet»."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from coach import content, locations
from coach.content import Content
from coach.live import slips
from coach.live.slips import Slips

_WORD = re.compile(r"(?<![\w’'-])['’]?[^\W\d_]+(?:['’&/][^\W\d_]+)*(?![\w’'-])")
_COUNTED = re.compile(r"\b(\d{1,3})([a-z]{1,3})(\d{2})?\b", re.IGNORECASE)
_BEFORE_MONDAY = r"\b(?:op|elke|iedere|vanaf|tot|altijd|vorige|volgende|deze|en|of|t/m|alle) ma\b(?! en (?:pa|opa))"
_MONDAY = rf"{_BEFORE_MONDAY}|\bma (?=\d|ochtend|middag|avond|tm|t/m|wo\b|di\b)"
_SUNDAY = r"\b(?:op|elke|iedere|vorige|volgende) zo\b|\bzo (?=\d|ochtend|middag|avond|nacht)"
_DAYS = ((re.compile(_MONDAY, re.I), "maandag"), (re.compile(_SUNDAY, re.I), "zondag"))
_CHAT = re.compile(r"(?:[\s,.]*(?:\blol\b|\bxd\b|[:;]['-]?[()DP]+))+\s*$", re.I)
"""What ends a line in a chat, and says nothing."""
_DAY = re.compile(r"\b(ma|zo)\b", re.I)
"""«ma» may be a mother and «zo» may be so: they are days only beside words that go with a day."""


class Shorthand(Content):
    """`words`: how something is read, with the ways in which people type it; `numbers`: letters behind a number."""

    words: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, str]


class Expander:
    """Writes lines out."""

    def __init__(self, known: Shorthand, slips: Slips) -> None:
        self._slips = slips
        self._full = {short: full for full, shorts in known.words.items() for short in shorts}
        self._numbers = known.numbers

    def expand(self, text: str) -> str:
        """The line with every short form and half word written out; all else stays as it was typed."""
        return self._written(text, self._slips.whole)

    def meant(self, text: str) -> str:
        """The same, with words that are written as they sound read as what was meant: to hear, not to show."""
        return self._written(text, self._slips.meant)

    def _written(self, text: str, mended: Callable[[str], str]) -> str:
        text = _COUNTED.sub(self._counted, _CHAT.sub("", text) or text)
        for pattern, day in _DAYS:
            text = pattern.sub(partial(_with_day, day), text)

        def full(match: re.Match[str]) -> str:
            word = match[0]
            short = self._full.get(word.casefold().replace("’", "'"))
            if short is not None:
                return short
            may_be_name = not word[1:].islower() or (match.start() and word[0].isupper())
            low = word.casefold()
            return word if may_be_name or (found := mended(low)) == low else found

        return _WORD.sub(full, text)

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
    known = content.load(locations.knowledge() / "live" / "shorthand.yaml", Shorthand)
    return Expander(known, slips.default())
