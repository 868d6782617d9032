"""Where sources contradict each other: who says what, what wins, and why."""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field

from coach import content, locations
from coach.content import ContentError
from coach.guidance.library import default as default_library
from coach.guidance.passage import Passage
from coach.guidance.place import line_of
from coach.messages import gettext as _


class Wins(StrEnum):
    """What decides: the law, the better advice, each side in its own place, or nothing yet (then: be careful)."""

    LAW = "law"
    GUIDANCE = "guidance"
    BOTH = "both"
    OPEN = "open"

    @property
    def told(self) -> str:
        """One short sentence in the user's language."""
        return {
            Wins.LAW: _("The law comes first."),
            Wins.GUIDANCE: _("No law says so, but this is the best advice."),
            Wins.BOTH: _("Both, each in its place."),
            Wins.OPEN: _("Contested, so be careful."),
        }[self]


class Side(content.Content):
    """What one or more sources say; `sources` are ids that `sources.Sources` can name."""

    says: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)


class Contradiction(content.Content):
    """Sides that do not go together, what wins, and what the manager does. The id is a source id such as `B1`.

    `passages` are the ids of the passages that are about it.
    """

    id: str = Field(pattern=r"^B[1-9][0-9]*$")
    title: str = Field(min_length=1)
    sides: tuple[Side, ...] = Field(min_length=2)
    wins: Wins
    resolution: str = Field(min_length=1)
    passages: tuple[str, ...] = Field(min_length=1)

    def concerns(self, passage: Passage) -> bool:
        """Whether a passage is about this contradiction: it cites its id, or is named here."""
        return self.id in passage.sources or passage.id in self.passages

    def touches(self, passage: Passage) -> bool:
        """Whether a passage cites a section of one of the sides."""
        return any(source in passage.sources for side in self.sides for source in side.sources)


class ContradictionFile(content.Content):
    """The file of contradictions."""

    contradictions: tuple[Contradiction, ...]


def load(path: Path, known_passages: Container[str], known_sources: Container[str]) -> tuple[Contradiction, ...]:
    """Read the contradictions; each id, each source of a side and each passage must be known.

    Raises:
        ContentError: the file is not as it should be, with the line and the field that are meant.
    """
    found = content.load(path, ContradictionFile).contradictions
    for number, each in enumerate(found, start=1):
        earlier = {other.id for other in found[: number - 1]}
        for field, problem in _problems(each, earlier, known_passages, known_sources):
            line = line_of(path, field.partition(".")[0], each.id)
            raise ContentError(path, line, f"contradictions.{number}.{field}", problem)
    return found


def _problems(
    each: Contradiction, earlier: Container[str], known_passages: Container[str], known_sources: Container[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a contradiction: the field, and the problem."""
    if each.id in earlier:
        yield "id", _("{id} occurs twice").format(id=each.id)
    named = [("id", each.id)]
    for number, side in enumerate(each.sides, start=1):
        named += [(f"sides.{number}.sources.{place}", source) for place, source in enumerate(side.sources, start=1)]
    for field, source in named:
        if source not in known_sources:
            yield field, _("source {source} is not in the list of sources").format(source=source)
    for place, passage in enumerate(each.passages, start=1):
        if passage not in known_passages:
            yield f"passages.{place}", _("there is no passage «{name}»").format(name=passage)


@cache
def default() -> tuple[Contradiction, ...]:
    """The contradictions that the program knows.

    Raises:
        ContentError: the file is not as it should be.
    """
    library = default_library()
    passages = {passage.id for passage in library.passages}
    return load(locations.knowledge() / "contradictions.yaml", passages, library.sources)


def contradictions_of(passage: Passage) -> list[Contradiction]:
    """The contradictions that a passage is about, then those of which it cites a section of a side.

    `Contradiction.concerns` tells the two apart.

    Raises:
        ContentError: the file of contradictions is not as it should be.
    """
    about = [each for each in default() if each.concerns(passage)]
    return about + [each for each in default() if each.touches(passage) and each not in about]
