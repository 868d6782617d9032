"""What the employee says, in telegram style: which topics it is about and which moments it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from coach.live import book, likeness, shorthand
from coach.live.book import Book
from coach.live.likeness import Likeness
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern
from coach.phrasing.reader import Reader

DANGER = "danger"
MEDICAL = "medical"
IDEA = "idea"
AGREES = "agrees"

_SECOND = 0.5
"""What each further pattern of a topic adds to the first."""
_LATER = 1e-4
"""What a topic loses for each character that stands before its words: the first named goes first."""
_LIKE = 2.6
"""What it adds to be just like the examples of a topic."""
_GUESS = 0.23
"""A line that is less like anything than this is about nothing that is known."""
_MAX_CHARS = 500
"""So much of a line is listened to: far more than anyone types beside a call."""
_SURE = 0.45
"""A line that is so much like the examples of a topic or moment is about it, whether a pattern knows it or not."""
_SURER = {DANGER: 0.6, IDEA: 0.75, AGREES: 0.75}
"""For these that asks for more: they do more than to lay down a card."""
_LIKELY = 0.1
_MOST_LIKELY = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """Topics with the surest first, and moments with the one that goes first in front; both may be empty.

    `likely` are topics and moments that the line is like, the likest first, with how much: they are a guess.
    """

    topics: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    likely: tuple[tuple[str, float], ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the line was about nothing that is known here."""
        return not (self.topics or self.moments or (self.likely and self.likely[0][1] >= _GUESS))


class Listener:
    """Finds topics and moments with the phrase patterns of the book, and by what the line is like."""

    def __init__(self, known: Book, source: Reader, learned: Likeness | None) -> None:
        self._reader, self._learned = source, learned
        self._topics = {
            name: (_patterns(topic.says, source), _patterns(topic.unless, source))
            for name, topic in known.topics.items()
        }
        self._moments = [
            (name, _patterns(each.says, source), _patterns(each.unless, source), each.most_words)
            for name, each in known.moments.items()
        ]

    def hear(self, text: str) -> Heard:
        """What is heard in a line."""
        prepared = self._reader.prepare(shorthand.default().meant(text[:_MAX_CHARS]))
        line = prepared.whole
        words = sum(not token.is_mark for token in line.tokens)
        named, moments = self._about(line), tuple(self._happening(line, words))
        if self._learned is None or not words:
            return Heard(_first(named), moments)
        scores = self._learned.scores(prepared)
        sure = [name for name in _best(scores) if scores[name] >= _SURER.get(name, _SURE)]
        about = {name: named.get(name, 0.0) + _LIKE * scores.get(name, 0.0) for name in (*named, *sure)}
        topics = _first({name: worth for name, worth in about.items() if name in self._topics})
        moments = (*moments, *(name for name in sure if name not in self._topics and name not in moments))
        return Heard(topics, moments, tuple((name, scores[name]) for name in _best(scores)))

    def _about(self, line: Annotated) -> dict[str, float]:
        """The topics of which a pattern is in the line: more for each pattern, and a little for standing in front."""
        found: dict[str, float] = {}
        for name, (patterns, unless) in self._topics.items():
            places = [match.start() for pattern in patterns if (match := pattern.search(line))]
            if places and not _found(unless, line):
                found[name] = 1 + _SECOND * (len(places) - 1) - _LATER * min(places)
        return found

    def _happening(self, line: Annotated, words: int) -> list[str]:
        return [
            name
            for name, patterns, unless, most in self._moments
            if words <= most and _found(patterns, line) and not _found(unless, line)
        ]


def _first(worth: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(worth, key=lambda name: -worth[name]))


def _best(scores: Mapping[str, float]) -> list[str]:
    """What a line is like, the likest first, as far as it is worth a guess."""
    worth = [name for name, score in scores.items() if score >= _LIKELY]
    return sorted(worth, key=lambda name: -scores[name])[:_MOST_LIKELY]


def _found(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return any(pattern.search(line) for pattern in patterns)


def _patterns(sources: Sequence[str], source: Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


@cache
def default() -> Listener:
    """The listener with the content of the program."""
    return Listener(book.default(), reader.default(), likeness.default(likeness.HEARD))
