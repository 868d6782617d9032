"""One passage of guidance: a single idea in plain Dutch, with what to say and what to leave unsaid.

A passage is a Markdown file with its fields on top. The file is named after the passage's id.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator

from coach import content
from coach.content import ContentError
from coach.conversation import FlagId, SituationKind
from coach.messages import gettext as _

_HEAD_STARTS = 2
"""The fields begin on the line below the first three dashes."""

_BODY = "body"
"""How error messages name what stands below the fields."""

_WORDS = (40, 120)
_ITEMS = {"kinds": (1, 8), "sources": (1, 20), "say": (1, 3), "avoid": (1, 3), "questions": (5, 60)}


class Phase(StrEnum):
    """The part of a talk that a passage helps with, from the preparation to what comes after."""

    VOORBEREIDING = "voorbereiding"
    OPENING = "opening"
    FEITEN = "feiten"
    LUISTEREN = "luisteren"
    EIGEN_IDEE = "eigen_idee"
    STEUN = "steun"
    AFSPRAKEN = "afspraken"
    OPVOLGING = "opvolging"


class Standing(StrEnum):
    """How firm the ground under a passage is, firmest first."""

    LAW = "law"
    GUIDANCE = "guidance"
    CONTESTED = "contested"
    OPINION = "opinion"

    @property
    def rank(self) -> int:
        """0 for law, and higher the weaker the ground."""
        return list(Standing).index(self)


class Passage(content.Content):
    """One idea of guidance.

    `kinds` and `phases` say where it fits, `flags` which flags it explains. `say` are sentences a manager
    can use as they stand, `avoid` bad examples, `questions` what someone might ask to end up here. `text`
    is the body of the file: 40 to 120 words. `sources` are ids that `sources.Sources` can name.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    kinds: tuple[SituationKind, ...]
    phases: tuple[Phase, ...]
    flags: tuple[FlagId, ...] = ()
    sources: tuple[str, ...]
    standing: Standing
    checked: date
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    questions: tuple[str, ...]
    text: str = Field(validation_alias=_BODY)

    @field_validator(*_ITEMS)
    @classmethod
    def _counted(cls, items: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        least, most = _ITEMS[info.field_name or ""]
        if not least <= len(items) <= most:
            problem = _("{least} to {most} items expected here, {found} found")
            raise ValueError(problem.format(least=least, most=most, found=len(items)))
        return items

    @field_validator("text")
    @classmethod
    def _measured(cls, text: str) -> str:
        least, most = _WORDS
        found = len(text.split())
        if not least <= found <= most:
            problem = _("{least} to {most} words expected here, {found} found")
            raise ValueError(problem.format(least=least, most=most, found=found))
        return text


def load(path: Path, known_sources: Container[str] | None = None) -> Passage:
    """Read one passage; with `known_sources`, every source of the passage must be among them.

    Raises:
        ContentError: the file is not as it should be, with the line and the field that are meant.
    """
    head, body = content.front_matter(path)
    try:
        passage = content.parse(head, Passage, path, _HEAD_STARTS, **{_BODY: body})
    except ContentError as error:
        if error.field != _BODY:
            raise
        raise ContentError(path, len(head.splitlines()) + _HEAD_STARTS + 1, _BODY, error.problem) from error
    if passage.id != path.stem:
        problem = _("the id must be the name of the file: {name}").format(name=path.stem)
        raise ContentError(path, _line_of(head, "id"), "id", problem)
    for place, source in enumerate(passage.sources, start=1):
        if known_sources is not None and source not in known_sources:
            problem = _("source {source} is not in the list of sources").format(source=source)
            raise ContentError(path, _line_of(head, "sources"), f"sources.{place}", problem)
    return passage


def _line_of(head: str, field: str) -> int:
    """The line of the file on which a field at the top level stands."""
    lines = enumerate(head.splitlines(), start=_HEAD_STARTS)
    return next((number for number, line in lines if line.startswith(f"{field}:")), _HEAD_STARTS)
