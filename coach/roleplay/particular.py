"""What particular thing a question asks for: a name, a day, a number, an opinion; or what was just said, once more.

An employee knows of such things what stands in his lines. Of anything else he says so, instead of telling some other
story: `plan` looks whether a line of his has to do with it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from coach import content, locations
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern


class Particular(StrEnum):
    """What is asked for; also the key of what an employee answers when he has no line about it."""

    FOLLOW = "follow"
    AMOUNT = "amount"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHICH = "which"
    OPINION = "opinion"
    WHETHER = "whether"
    """Yes or no, about something or someone else than the two who talk."""


class Asked(content.Content):
    """How a question for something particular shows: a phrase of `says`, without one of `unless`; with examples."""

    says: tuple[str, ...]
    unless: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class ParticularData(content.Content):
    """The phrases, in the order in which they are tried."""

    asks: dict[Particular, Asked]


class ParticularReader:
    """Says what the last question of a line asks for."""

    def __init__(self, data: ParticularData, source: reader.Reader) -> None:
        self._reader = source
        self._asks = [
            (kind, _patterns(asked.says, source), _patterns(asked.unless, source))
            for kind, asked in data.asks.items()
        ]

    def kind(self, text: str) -> Particular | None:
        """What is asked for; None when it is nothing particular, or nothing is asked."""
        questions = [one for one in self._reader.prepare(text).sentences if one.text.rstrip().endswith("?")]
        return next((kind for kind, says, unless in self._asks if _fits(questions[-1:], says, unless)), None)


def _fits(questions: list[Annotated], says: list[Pattern], unless: list[Pattern]) -> bool:
    return any(_found(says, one) and not _found(unless, one) for one in questions)


def _found(patterns: list[Pattern], sentence: Annotated) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _patterns(sources: tuple[str, ...], source: reader.Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


@cache
def data() -> ParticularData:
    """The phrases that come with the program."""
    return content.load(locations.knowledge() / "particular.yaml", ParticularData)


@cache
def default() -> ParticularReader:
    """The reader for the language of the program."""
    return ParticularReader(data(), reader.default())
