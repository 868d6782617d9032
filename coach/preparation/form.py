"""The form for the talk at the return after a long absence, as it stands in `form.yaml`: work only."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from coach import content, locations
from coach.messages import gettext as _

LONGEST_BOX = 20
"""Lines that a box can have at most: half a printed page."""


class Writer(StrEnum):
    """Who fills in a box."""

    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    TOGETHER = "together"


class FormField(content.Content):
    """One box of the form; `lines` is its height when it is printed empty."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label: str = Field(min_length=1)
    by: Writer
    lines: int = Field(ge=1, le=LONGEST_BOX)
    required: bool
    help: str
    placeholder: str
    sources: tuple[str, ...]


class Form(content.Content):
    """The whole form, its fields in the order in which they are filled in."""

    title: str
    intro: str
    fields: tuple[FormField, ...] = Field(min_length=1)
    signatures: tuple[str, ...]
    closing: str

    @field_validator("fields")
    @classmethod
    def _distinct(cls, fields: tuple[FormField, ...]) -> tuple[FormField, ...]:
        seen: set[str] = set()
        for field in fields:
            if field.id in seen:
                raise ValueError(_("«{name}» occurs twice").format(name=field.id))
            seen.add(field.id)
        return fields


def writer_name(writer: Writer) -> str:
    """Who fills in a box, in the user's language."""
    return {
        Writer.EMPLOYER: _("the manager fills this in"),
        Writer.EMPLOYEE: _("the employee fills this in"),
        Writer.TOGETHER: _("you fill this in together"),
    }[writer]


def load(path: Path) -> Form:
    """Read the form.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(path, Form)


@cache
def default() -> Form:
    """The form that comes with the program."""
    return load(locations.knowledge() / "form.yaml")
