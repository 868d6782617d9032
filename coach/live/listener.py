"""What the employee says, in telegram style: which topics it is about and which moments it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coach.live import book
from coach.live.book import Book
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern
from coach.phrasing.reader import Reader

DANGER = "danger"
MEDICAL = "medical"
IDEA = "idea"
AGREES = "agrees"

_SECOND = 0.5
"""What each further pattern of a topic adds to the first."""
_MAX_CHARS = 500
"""So much of a line is listened to: far more than anyone types beside a call."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Topics with the surest first, and moments with the one that goes first in front; both may be empty."""

    topics: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the line was about nothing that is known here."""
        return not (self.topics or self.moments)


class Listener:
    """Finds topics and moments with the phrase patterns of the book."""

    def __init__(self, known: Book, source: Reader) -> None:
        self._reader = source
        self._topics = {name: _patterns(topic.says, source) for name, topic in known.topics.items()}
        self._moments = [
            (name, _patterns(each.says, source), _patterns(each.unless, source), each.most_words)
            for name, each in known.moments.items()
        ]

    def hear(self, text: str) -> Heard:
        """What is heard in a line."""
        line = self._reader.prepare(text[:_MAX_CHARS]).whole
        words = sum(not token.is_mark for token in line.tokens)
        return Heard(self._about(line), tuple(self._happening(line, words)))

    def _about(self, line: Annotated) -> tuple[str, ...]:
        scores: dict[str, tuple[float, int]] = {}
        for name, patterns in self._topics.items():
            places = [match.start() for pattern in patterns if (match := pattern.search(line))]
            if places:
                scores[name] = (-1 - _SECOND * (len(places) - 1), min(places))
        return tuple(sorted(scores, key=lambda name: scores[name]))

    def _happening(self, line: Annotated, words: int) -> list[str]:
        return [
            name
            for name, patterns, unless, most in self._moments
            if words <= most and _found(patterns, line) and not _found(unless, line)
        ]


def _found(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return any(pattern.search(line) for pattern in patterns)


def _patterns(sources: Sequence[str], source: Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


@cache
def default() -> Listener:
    """The listener with the content of the program."""
    return Listener(book.default(), reader.default())
