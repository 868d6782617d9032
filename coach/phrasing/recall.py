"""What a line is an answer to, when that is more than the turn just before it.

The labelling contract reads a line after the employee's turn (rule 3). In a talk that turn may be "Ja." while the
fact that was volunteered stands two turns back, or the manager returns to it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from pydantic import Field

from coach import content
from coach.phrasing.lexicon import Lexicon
from coach.phrasing.pattern import Annotated, Pattern, PatternError, Tags
from coach.phrasing.text import tokenize


class RecallExample(content.Content):
    """A line, and whether it goes back to something told earlier."""

    text: str
    recalls: bool


class RecallFile(content.Content):
    """How lines go back to what was said earlier.

    A turn of at most `small` words without a subject leaves what was said before it standing, for `reach` turns.
    `recalls` are phrase patterns that bring back the last turn that spoke of one of `topics`.
    """

    small: int = Field(ge=0)
    reach: int = Field(ge=1)
    topics: frozenset[str]
    recalls: tuple[str, ...]
    examples: tuple[RecallExample, ...] = ()


class Recall:
    """Finds what a line answers to in the earlier turns of the employee."""

    def __init__(self, file: RecallFile, lexicon: Lexicon, tags: Tags) -> None:
        self._file, self._lexicon, self._tags = file, lexicon, tags
        self._patterns = [Pattern(source, tags) for source in file.recalls]

    def before(self, text: str, before: str | None, earlier: Sequence[str]) -> str | None:
        """The turn of the employee that a line answers to.

        Args:
            text: the manager's line.
            before: the employee's previous turn.
            earlier: the employee's turns before that one, oldest first.
        """
        return (self._told(earlier) if self.recalls(text) else self._standing(before, earlier)) or before

    def recalls(self, text: str) -> bool:
        """Whether a line goes back to something told earlier."""
        line = self._annotated(text)
        return any(pattern.search(line) for pattern in self._patterns)

    def _told(self, earlier: Sequence[str]) -> str | None:
        """The last earlier turn that spoke of a subject which goes on counting."""
        return next((turn for turn in reversed(earlier) if self._topics(turn) & self._file.topics), None)

    def _standing(self, before: str | None, earlier: Sequence[str]) -> str | None:
        """What was said before a turn that adds nothing, if it still stands."""
        if not self._adds_nothing(before or ""):
            return None
        near = islice(reversed(earlier), self._file.reach)
        return next((turn for turn in near if not self._adds_nothing(turn)), None)

    def _adds_nothing(self, turn: str) -> bool:
        words = sum(not token.is_mark for token in tokenize(turn))
        return words <= self._file.small and not self._topics(turn)

    def _topics(self, turn: str) -> set[str | None]:
        concepts = self._lexicon.concepts
        return {concepts[name].topic for names in self._annotated(turn).concepts for name in names} - {None}

    def _annotated(self, text: str) -> Annotated:
        tokens = tokenize(text)
        return self._tags.annotate(tokens, self._lexicon.tag(tokens))


def load(path: Path, lexicon: Lexicon, tags: Tags) -> Recall:
    """Read the file on recalling.

    Raises:
        ContentError: it is not as it should be.
    """
    try:
        return Recall(content.load(path, RecallFile), lexicon, tags)
    except PatternError as error:
        raise content.ContentError(path, 0, "recalls", str(error)) from error
