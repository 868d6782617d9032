"""A small lexicon to try patterns and rules on, so that no test here hangs on a line that someone authored."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from coach.phrasing.lexicon import Concept, Lexicon
from coach.phrasing.line import Line, LineKind
from coach.phrasing.pattern import Annotated, Pattern, Tags
from coach.phrasing.text import Token, sentences, tokenize


@dataclass(frozen=True)
class Language:
    """A lexicon with its tags, and short ways to look for a pattern in a text."""

    lexicon: Lexicon
    tags: Tags

    def annotate(self, tokens: list[Token]) -> Annotated:
        return self.tags.annotate(tokens, self.lexicon.tag(tokens))

    def line(self, text: str, before: str = "", kind: LineKind = LineKind.SAY) -> Line:
        tokens = tokenize(text)
        return Line(
            sentences=tuple(self.annotate(tokens[part]) for part in sentences(tokens)),
            whole=self.annotate(tokens),
            before=self.annotate(tokenize(before)),
            kind=kind,
        )

    def find(self, pattern: str, text: str) -> str | None:
        """The words of the text that the pattern finds, or None."""
        line = self.annotate(tokenize(text))
        match = Pattern(pattern, self.tags).search(line)
        if match is None:
            return None
        start, end = line.place(match)
        return text[start:end]


def _concept(name: str, *words: str) -> Concept:
    return Concept(concept=name, about=name, words=words)


@pytest.fixture(scope="session")
def language() -> Language:
    lexicon = Lexicon(
        [
            _concept("filler", "en", "maar", "nou", "ja", "dus"),
            _concept("you", "je", "jij", "u"),
            _concept("complaint", "*pijn", "duizel*", "moe", "last van"),
            _concept("body", "rug", "knie"),
            _concept("roster", "rooster", "dienst", "op tijd naar huis"),
        ]
    )
    return Language(lexicon, Tags(lexicon.concepts))
