"""The catalogue: language models that write Dutch, what each needs, and how sure we are of every fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from coach import content, locations, messages
from coach.content import Content
from coach.messages import gettext as _

ENOUGH = 5
"""So many models are there to choose from, at least."""

_FACTS = ("file", "size", "licence", "context", "languages", "template", "memory")
_SYSTEM = 2_500_000_000
"""Bytes of working memory that the computer needs for everything else."""
_SQUEEZED = 1_000_000_000
"""The same when everything else is closed."""


class Level(StrEnum):
    """How sure we are of a fact, from most to least."""

    MEASURED = "measured"
    REPORTED = "reported"
    ONCE = "once"
    ESTIMATED = "estimated"


class Use(StrEnum):
    """What a licence allows at work."""

    FREE = "free"
    CONDITIONS = "conditions"
    NON_COMMERCIAL = "non-commercial"


class Fit(StrEnum):
    """Whether a model fits the working memory of a computer."""

    WELL = "well"
    TIGHT = "tight"
    NOT = "not"


class System(StrEnum):
    """Where a chat template puts the text of the system."""

    OWN = "own"
    FIRST_TURN = "first-turn"


class Sure(Content):
    """How sure we are of a fact, and by what."""

    level: Level
    by: str = Field(min_length=1)


class Licence(Content):
    """An SPDX id, or the name that the hub gives; `url` of the terms where they set conditions."""

    id: str = Field(min_length=1)
    use: Use
    url: str | None = None


class Template(Content):
    """What is particular about a chat template.

    Attributes:
        family: whose shape it has.
        system: where the text of the system goes.
        thinks: whether the model thinks aloud unless told not to.
        quiet: what tells it not to, at the end of the user's turn.
    """

    family: str
    system: System
    thinks: bool = False
    quiet: str | None = None


class Entry(Content):
    """One model in one file.

    Attributes:
        name: what a user types.
        parameters: in billions.
        revision: branch, tag or commit of the repository.
        size: of the file, in bytes.
        sha256: of the file, where it was verified; otherwise the hub's own is used.
        memory: working memory that it takes with 4,096 tokens of context, in bytes.
        recommended_from: working memory of a computer, in bytes, from which it is recommended; None for never.
        context: tokens that it was made for.
        about: what it is good for, by language.
        note: a particularity, for whoever reads the catalogue.
        sure: how sure we are of each fact.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: str
    maker: str
    parameters: float = Field(gt=0, lt=20)
    repository: str = Field(pattern=r"^\w[\w.-]*/\w[\w.-]*$")
    file: str = Field(pattern=r"^\w[\w.-]*(/\w[\w.-]*)*\.gguf$")
    revision: str = "main"
    licence: Licence
    size: int = Field(gt=1_000_000)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    memory: int
    recommended_from: int | None = Field(default=None, alias="from")
    context: int = Field(ge=1024)
    languages: tuple[str, ...] = Field(min_length=1)
    template: Template
    about: Mapping[str, str]
    note: str = ""
    sure: Mapping[str, Sure]

    @model_validator(mode="after")
    def _sound(self) -> Entry:
        if self.memory <= self.size:
            raise ValueError(_("a model takes more memory than its file is large"))
        if missing := [fact for fact in _FACTS if fact not in self.sure]:
            raise ValueError(_("say how sure this is: {facts}").format(facts=", ".join(missing)))
        if missing := [language for language in (locations.LANGUAGE, "en") if language not in self.about]:
            raise ValueError(_("`about` is missing in: {languages}").format(languages=", ".join(missing)))
        if self.licence.use is not Use.FREE and not self.licence.url:
            raise ValueError(_("a licence with conditions needs the address of its terms"))
        return self

    @property
    def summary(self) -> str:
        """What it is good for, in the user's language."""
        return self.about.get(messages.language()) or self.about["en"]

    @property
    def least_sure(self) -> Level:
        """How sure we are of the fact that we are least sure of."""
        order = list(Level)
        return max((sure.level for sure in self.sure.values()), key=order.index)

    def fit(self, memory: int) -> Fit:
        """Whether it fits a computer with so many bytes of working memory."""
        if self.memory <= memory - _SYSTEM:
            return Fit.WELL
        return Fit.TIGHT if self.memory <= memory - _SQUEEZED else Fit.NOT


class Catalogue(Content):
    """All models, the best first; `checked` is the day on which the facts were looked up."""

    checked: date
    models: tuple[Entry, ...]

    def entry(self, name: str) -> Entry | None:
        """The model of this name."""
        return next((entry for entry in self.models if entry.name == name), None)

    def of_file(self, repository: str, file: str) -> Entry | None:
        """The model in this file of a repository."""
        return next((entry for entry in self.models if (entry.repository, entry.file) == (repository, file)), None)

    def recommended(self, memory: int) -> Entry | None:
        """The best model for a computer with so many bytes of working memory; None when none would run well."""
        found = (entry for entry in self.models if entry.recommended_from and entry.recommended_from <= memory)
        return max(found, key=lambda entry: entry.recommended_from or 0, default=None)


def read(path: Path) -> Catalogue:
    """A catalogue from a file.

    Raises:
        ContentError: it is not as it should be.
    """
    return content.load(path, Catalogue)


@cache
def default() -> Catalogue:
    """The catalogue of the program.

    Raises:
        ContentError: it is not as it should be.
    """
    return read(locations.model_catalogue())


def problems(catalogue: Catalogue) -> Iterator[str]:
    """What a reader of the file cannot see: names that return, and recommendations that do not fit."""
    if len(catalogue.models) < ENOUGH:
        yield _("fewer than {count} models").format(count=ENOUGH)
    for kind in ("name", "title"):
        seen: set[str] = set()
        for entry in catalogue.models:
            value = getattr(entry, kind)
            if value in seen:
                yield _("{name} is there twice").format(name=value)
            seen.add(value)
    for entry in catalogue.models:
        start = entry.recommended_from
        if start and entry.fit(start) is Fit.NOT:
            yield f"{entry.name}: " + _("is recommended for a computer on which it does not fit")
        if start and entry.licence.use is Use.NON_COMMERCIAL:
            yield f"{entry.name}: " + _("is recommended, but may not be used at work")
        if not re.search(r"\bnl\b|^nl", " ".join(entry.languages)) and start:
            yield f"{entry.name}: " + _("is recommended, but Dutch is not among its languages")
