"""Phrases that a trainer writes down, found in a line whatever stands between or around them.

A phrase is one word or several. `*` at an end of a word stands for any letters, `…` for at most four words in
between (`…2` for at most two), `(a|b)` for one of these. Capitals, accents and marks do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from coach.guidance import analysis
from coach.messages import gettext as _

_PARTS = re.compile(r"\([^)]*\)|\S+")
_GAP = re.compile(r"…(\d*)")
_WIDEST = 4
_SHORTEST_AFFIX = 2
_ANY = ""


def _legible(phrase: str) -> str:
    if not analysis.words(phrase):
        raise ValueError(_("«{phrase}» holds no letters or figures to look for").format(phrase=phrase))
    return phrase


PhraseText = Annotated[str, AfterValidator(_legible)]
"""A phrase in a content file."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the places of its first word and of the first word after it."""

    phrase: str
    start: int
    end: int

    def covers(self, other: Match) -> bool:
        """Whether this is the longer of the two and holds the other."""
        return self.start <= other.start and other.end <= self.end and len(self) > len(other)

    def __len__(self) -> int:
        return self.end - self.start


class Phrases:
    """A set of phrases to look for; one without letters or figures is never found."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._plain: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._prefixes: dict[str, list[str]] = defaultdict(list)
        self._suffixes: dict[str, list[str]] = defaultdict(list)
        self._patterns: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            self._add(phrase)
        self._lengths = sorted({len(words) for words in self._plain})

    def _add(self, phrase: str) -> None:
        words = tuple(analysis.words(phrase))
        if not words:
            return
        if not re.search(r"[*…(|)]", phrase):
            self._plain[words].append(phrase)
        elif re.fullmatch(r"\w{2,}\*", phrase):
            self._prefixes[words[0]].append(phrase)
        elif re.fullmatch(r"\*\w{2,}", phrase):
            self._suffixes[words[0]].append(phrase)
        else:
            pattern = re.compile(_pattern(phrase))
            for opening in _openings(phrase):
                self._patterns[opening].append((phrase, pattern))

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Every phrase that occurs in a line, where it occurs first; `words` come from `analysis.words`."""
        found: dict[str, Match] = {}
        for match in self._all(words):
            kept = found.get(match.phrase)
            if kept is None or match.start < kept.start:
                found[match.phrase] = match
        return list(found.values())

    def any(self, words: Sequence[str]) -> bool:
        """Whether one of the phrases occurs in a line."""
        return next(self._all(words), None) is not None

    def _all(self, words: Sequence[str]) -> Iterator[Match]:
        for start, word in enumerate(words):
            for length in self._lengths:
                for phrase in self._plain.get(tuple(words[start : start + length]), ()):
                    yield Match(phrase, start, start + length)
            for length in range(_SHORTEST_AFFIX, len(word) + 1):
                for phrase in (*self._prefixes.get(word[:length], ()), *self._suffixes.get(word[-length:], ())):
                    yield Match(phrase, start, start + 1)
        line = f" {' '.join(words)} "
        for phrase, pattern in (one for opening in (_ANY, *words) for one in self._patterns.get(opening, ())):
            found = pattern.search(line)
            if found:
                yield Match(phrase, line.count(" ", 0, found.start()) - 1, line.count(" ", 0, found.end()))


def _openings(phrase: str) -> set[str]:
    """The words with which a line may begin to fit a phrase; `_ANY` where that is open."""
    first = _PARTS.findall(phrase)[0]
    choices = first[1:-1].split("|") if first.startswith("(") else [first]
    return {_ANY if "*" in choice.split()[0] else analysis.words(choice)[0] for choice in choices}


def _pattern(phrase: str) -> str:
    """The phrase as a regular expression on a line of words with a space before and after each."""
    between, parts = "", []
    for part in _PARTS.findall(phrase):
        gap = _GAP.fullmatch(part)
        if gap:
            between = rf"(?:[^ ]+ ){{0,{gap[1] or _WIDEST}}}"
            continue
        choices = part[1:-1].split("|") if part.startswith("(") else [part]
        parts.append(f"{between}(?:{'|'.join(map(_one, choices))})")
        between = ""
    return f"(?<= ){' '.join(parts)}(?= )"


def _one(choice: str) -> str:
    before, after = (r"[^ ]*" if star else "" for star in (choice.startswith("*"), choice.endswith("*")))
    return before + re.escape(" ".join(analysis.words(choice))).replace(r"\ ", " ") + after
