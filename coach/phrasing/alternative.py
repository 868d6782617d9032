"""Better sentences: what to say in place of a flagged line, keeping the interest behind it.

A line that crosses a boundary nearly always serves something legitimate: the roster, safety, contact, support.
An `Intent` recognises that interest in the line, or in what the employee just said, and holds sentences that
serve it without the fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from pydantic import Field, model_validator

from coach import content
from coach.phrasing.line import Example, Line
from coach.phrasing.pattern import Annotated, Pattern, Tags

_FORMAL = frozenset({"u", "uw", "uzelf"})


class Alternative(content.Content):
    """A better sentence, to someone addressed as *je* and (where it differs) as *u*.

    In a language that makes no such difference it is written as text alone.
    """

    je: str
    u: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _said_to_anyone(cls, written: Any) -> Any:
        return {"je": written} if isinstance(written, str) else written

    def said_to(self, formal: bool) -> str:
        """The sentence in the form of address of the line it replaces."""
        return self.u if formal and self.u else self.je

    def forms(self) -> Iterator[str]:
        """Every form in which someone may read this sentence."""
        yield self.je
        if self.u:
            yield self.u


class Intent(content.Content):
    """What a manager is after with a flagged line, and how to say that well.

    `when` holds phrase patterns for the line and `after` for the employee's turn before; of each that is given,
    one must be found. `matches` are lines (with what was said before) in which this intent is the first found.
    """

    id: str
    when: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    instead: tuple[Alternative, ...] = Field(min_length=1)
    matches: tuple[Example | str, ...] = Field(min_length=1)

    def patterns(self) -> Iterator[str]:
        """Every phrase pattern of the intent."""
        return chain(self.when, self.after)


class CompiledIntent:
    """An intent with its patterns, which are read when it is first tried."""

    def __init__(self, intent: Intent, tags: Tags) -> None:
        self.intent = intent
        self._tags = tags

    @cached_property
    def _patterns(self) -> tuple[list[Pattern], list[Pattern]]:
        when, after = (
            [Pattern(source, self._tags) for source in part] for part in (self.intent.when, self.intent.after)
        )
        return when, after

    def fits(self, line: Line) -> bool:
        """Whether the line, and what was said before it, speak of this intent."""
        when, after = self._patterns
        return _found(when, line.whole) and _found(after, line.before)


def _found(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return not patterns or any(pattern.search(line) for pattern in patterns)


def intent_of(intents: Sequence[CompiledIntent], line: Line) -> Intent | None:
    """The first intent that fits the line; a file names the most telling ones first."""
    return next((compiled.intent for compiled in intents if compiled.fits(line)), None)


def chosen(alternatives: Sequence[Alternative], text: str, line: Line) -> str:
    """One of the better sentences: always the same one for the same line, in its form of address."""
    if not alternatives:
        return ""
    formal = any(token.form in _FORMAL for token in line.whole.tokens)
    digest = hashlib.blake2s(text.encode("utf-8", "surrogatepass")).digest()
    return alternatives[digest[0] % len(alternatives)].said_to(formal)
