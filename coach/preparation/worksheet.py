"""What someone fills in while preparing, or on the form: boxes, ticks, and nothing that they did not write."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, field_validator

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation.guard import Written

FORM = "werkgesprek"
"""What a worksheet is about when it is the form."""


class Worksheet(BaseModel):
    """One preparation or one form, filled in as far as it is.

    `about` is a kind of talk, or `FORM`. `entries` are texts by the id of their box, `ticks` the ids of what
    was ticked off. `worries` are the questions of the self-check that were answered with yes: for oneself
    only, so they are never written anywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(default_factory=lambda: uuid4().hex, pattern=r"^[0-9a-f]{32}$")
    about: str
    started: datetime = Field(default_factory=lambda: datetime.now(UTC))
    changed: datetime = Field(default_factory=lambda: datetime.now(UTC))
    entries: dict[str, Written] = {}
    ticks: tuple[str, ...] = ()
    handed_over: bool = False
    worries: tuple[str, ...] = Field(default=(), exclude=True)

    @field_validator("about")
    @classmethod
    def _known(cls, about: str) -> str:
        known = [FORM, *SituationKind]
        if about not in known:
            raise ValueError(_("allowed here: {values}").format(values=", ".join(known)))
        return about

    @property
    def kind(self) -> SituationKind | None:
        """The kind of talk that is prepared, or None for the form."""
        return None if self.about == FORM else SituationKind(self.about)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that is worth keeping."""
        return not (self.entries or self.ticks or self.handed_over)

    def text(self, box: str) -> str:
        """What stands in a box, or an empty text."""
        return self.entries[box].text if box in self.entries else ""

    def with_entry(self, box: str, written: Written) -> Worksheet:
        """This worksheet with a text in a box; an empty text empties the box."""
        entries = {name: kept for name, kept in self.entries.items() if name != box}
        if written.text:
            entries[box] = written
        return self._changed(entries=entries)

    def with_tick(self, tick: str, on: bool) -> Worksheet:
        """This worksheet with something ticked off, or not any more."""
        others = tuple(known for known in self.ticks if known != tick)
        return self._changed(ticks=(*others, tick) if on else others)

    def with_worry(self, question: str, on: bool) -> Worksheet:
        """This worksheet with a question of the self-check answered."""
        others = tuple(known for known in self.worries if known != question)
        return self._changed(worries=(*others, question) if on else others)

    def handed(self, over: bool) -> Worksheet:
        """This worksheet with the talk handed over to someone else, or taken back."""
        return self._changed(handed_over=over)

    def keepable(self) -> Worksheet:
        """This worksheet without the texts that may not be written to a file."""
        entries = {box: written for box, written in self.entries.items() if written.may_be_kept}
        return self.model_copy(update={"entries": entries, "worries": ()})

    @property
    def withheld(self) -> int:
        """The number of texts that may not be written to a file."""
        return sum(not written.may_be_kept for written in self.entries.values())

    def _changed(self, **update: object) -> Worksheet:
        return self.model_copy(update={**update, "changed": datetime.now(UTC)})
