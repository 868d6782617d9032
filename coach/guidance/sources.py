"""Where guidance comes from: the id of a source turned into a reference that a reader understands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, field_validator

from coach import content
from coach.messages import gettext as _


class SourceGroup(content.Content):
    """One document or one chapter of facts: its title, and the title of each of its sections by id.

    `short` names it where there is little room; without it the title does.
    """

    title: str = Field(min_length=1)
    short: str | None = Field(default=None, min_length=1)
    sections: dict[str, str] = Field(min_length=1)


class SourceFile(content.Content):
    """The file of sources; every id occurs in one group only."""

    sources: tuple[SourceGroup, ...]

    @field_validator("sources")
    @classmethod
    def _distinct(cls, groups: tuple[SourceGroup, ...]) -> tuple[SourceGroup, ...]:
        seen: set[str] = set()
        for source in (source for group in groups for source in group.sections):
            if source in seen:
                raise ValueError(_("source {source} occurs twice").format(source=source))
            seen.add(source)
        return groups


class Sources:
    """Names sources by their id."""

    def __init__(self, file: SourceFile) -> None:
        self.documents = tuple(group.title for group in file.sources)
        self._sections = {
            source: (group.title, section) for group in file.sources for source, section in group.sections.items()
        }
        self._short = {source: group.short or group.title for group in file.sources for source in group.sections}

    def __contains__(self, source: object) -> bool:
        return source in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def document(self, source: str) -> str:
        """The title of the document, or of the chapter of facts, in which a source id stands.

        Raises:
            KeyError: there is no source with this id.
        """
        return self._sections[source][0]

    def short(self, source: str) -> str:
        """The document of a source id in a few words.

        Raises:
            KeyError: there is no source with this id.
        """
        return self._short[source]

    def section(self, source: str) -> str:
        """What a source id is about.

        Raises:
            KeyError: there is no source with this id.
        """
        return self._sections[source][1]

    def reference(self, source: str) -> str:
        """The readable reference of a source id such as `C7` or `002/houding`.

        Raises:
            KeyError: there is no source with this id.
        """
        return f"{self.document(source)}: {self.section(source)}"


def load(path: Path) -> Sources:
    """Read the file of sources.

    Raises:
        ContentError: the file is not as it should be.
    """
    return Sources(content.load(path, SourceFile))
