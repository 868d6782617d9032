"""Advice that a document had better not give: which patterns find it, and what says the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from pydantic import Field

from coach import content, locations
from coach.content import Content, ContentError
from coach.guidance.documents.conflict import Conflict
from coach.guidance.passage import Standing
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern, PatternError
from coach.phrasing.text import tokenize

_NAME = re.compile(r"@([a-z]+)")
_REMEMBERED = 32
"""A sentence is looked at a few times in a row: by itself, under its heading, and after the one before."""
_TURN = re.compile(r";|\bmaar\b")


class Advice(Content):
    """One kind of advice against the law. The lists hold phrase patterns, of which one must be found in a sentence.

    `unless` cancels; so does what forbids, unless the advice is a `denial` itself (no bonus for who was ill), and who
    may do it (`AdviceFile.elsewhere`), unless `anyone` is set.
    """

    id: str
    standing: Standing
    why: str
    passages: tuple[str, ...] = Field(min_length=1)
    anyone: bool = False
    denial: bool = False
    when: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    matches: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = Field(min_length=1)


class AdviceFile(Content):
    """All of them, with what they share.

    `words` are lists of words for use in the patterns, as `@name`. `forbids` are patterns of a sentence that
    advises against something, `still` those of a denial that does not; `forbids_below` of a heading or introduction
    under which stands what not to do, `forbids_back` of a sentence that takes back the one before.
    """

    words: dict[str, str]
    forbids: tuple[str, ...]
    still: tuple[str, ...]
    elsewhere: tuple[str, ...]
    forbids_below: tuple[str, ...]
    forbids_back: tuple[str, ...]
    advice: tuple[Advice, ...] = Field(min_length=1)


class _Compiled:
    def __init__(self, advice: Advice, book: AdviceBook) -> None:
        self.advice = advice
        self.when = book.patterns(advice.when, advice.id)
        self.unless = book.patterns(advice.unless, advice.id)


class AdviceBook:
    """Finds such advice in sentences.

    Raises:
        ContentError: a pattern cannot be read.
    """

    def __init__(self, path: Path) -> None:
        file = content.load(path, AdviceFile)
        self._path, self._words = path, file.words
        self._reader = reader.default()
        self._annotated = lru_cache(maxsize=_REMEMBERED)(self._tagged)
        self._forbids = self.patterns(file.forbids, "forbids")
        self._still = self.patterns(file.still, "still")
        self._elsewhere = self.patterns(file.elsewhere, "elsewhere")
        self._below = self.patterns(file.forbids_below, "forbids_below")
        self._back = self.patterns(file.forbids_back, "forbids_back")
        self.advice = file.advice
        self._compiled = [_Compiled(advice, self) for advice in file.advice]

    def patterns(self, written: Sequence[str], field: str) -> list[Pattern]:
        """Patterns with the lists of words filled in."""
        try:
            return [Pattern(_filled(source, self._words), self._reader.tags) for source in written]
        except (PatternError, KeyError) as error:
            raise ContentError(self._path, _line_of(self._path, field), field, str(error)) from error

    def find(self, sentence: str) -> Iterator[Conflict]:
        """The advice in one sentence, each kind once."""
        line = self._annotated(sentence)
        for compiled in self._compiled:
            place = self._place(compiled, line)
            if place and not self._excused(compiled, sentence, place):
                advice = compiled.advice
                yield Conflict(
                    advice=advice.id,
                    standing=advice.standing,
                    quote=sentence[slice(*place)],
                    why=advice.why,
                    passages=advice.passages,
                )

    def forbids(self, sentence: str) -> bool:
        """Whether a sentence advises against something."""
        line = self._annotated(sentence)
        return _any(self._forbids, line) and not _any(self._still, line)

    def forbids_below(self, heading: str) -> bool:
        """Whether a heading or introduction says that under it stands what not to do."""
        line = self._annotated(heading)
        return _any(self._below, line) and not _any(self._still, line)

    def forbids_back(self, sentence: str) -> bool:
        """Whether a sentence takes back what the one before advised."""
        return _any(self._back, self._annotated(sentence))

    def _tagged(self, text: str) -> Annotated:
        tokens = tokenize(text)
        return self._reader.tags.annotate(tokens, self._reader.lexicon.tag(tokens))

    def _place(self, compiled: _Compiled, line: Annotated) -> tuple[int, int] | None:
        found = next((match for pattern in compiled.when if (match := pattern.search(line))), None)
        return line.place(found) if found and not _any(compiled.unless, line) else None

    def _excused(self, compiled: _Compiled, sentence: str, place: tuple[int, int]) -> bool:
        """Whether the part of the sentence around these words forbids it, or leaves it to who may do it."""
        around = _around(sentence, place)
        if not compiled.advice.denial and self.forbids(around):
            return True
        return not compiled.advice.anyone and _any(self._elsewhere, self._annotated(around))


def _line_of(path: Path, field: str) -> int:
    """The line of the file on which an advice or a list begins, or 0 when it is written in another way."""
    lines = enumerate(content.read_text(path).splitlines(), start=1)
    return next((number for number, line in lines if line.strip("- ") in (f"id: {field}", f"{field}:")), 0)


def _any(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return any(pattern.search(line) for pattern in patterns)


def _filled(source: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: words[found.group(1)], source)


def _around(sentence: str, place: tuple[int, int]) -> str:
    """The part of a sentence in which words stand: `maar` and a semicolon turn it to something else."""
    start = max((turn.end() for turn in _TURN.finditer(sentence) if turn.end() <= place[0]), default=0)
    end = min((turn.start() for turn in _TURN.finditer(sentence) if turn.start() >= place[1]), default=len(sentence))
    return sentence[start:end]


def problems(book: AdviceBook) -> Iterator[str]:
    """One sentence for each example that does not do what the file says."""
    for advice in book.advice:
        for text in advice.matches:
            if advice.id not in {conflict.advice for conflict in book.find(text)}:
                yield f"advice/{advice.id}: not found in its own example: {text}"
        for text in advice.passes:
            found = ", ".join(sorted(conflict.advice for conflict in book.find(text)))
            if found:
                yield f"advice/{advice.id}: found where it must pass ({found}): {text}"


@cache
def default() -> AdviceBook:
    """The advice that comes with the program."""
    return AdviceBook(locations.knowledge() / "advice.yaml")
