"""The privacy guard: what is written down goes past it before it is kept anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from pydantic import BaseModel, ConfigDict

from coach.conversation import Flag, Level, Reading
from coach.legible import legible
from coach.phrasing import LineKind
from coach.phrasing.silence import SilenceList

MAX_CHARS = 4_000
"""Characters of one box that are kept: two printed pages, far more than a note needs."""


class Consent(IntEnum):
    """How often the user must say, or has said, that a text may be kept."""

    NONE = 0
    ONCE = 1
    TWICE = 2


class Written(BaseModel):
    """A text in a box. It may go to a disk only when the user agreed as often as it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    needed: Consent = Consent.TWICE
    given: Consent = Consent.NONE

    @property
    def may_be_kept(self) -> bool:
        """Whether it may be written to a file."""
        return self.given >= self.needed


@dataclass(frozen=True, slots=True)
class Examined:
    """A text with what the guard sees in it: once to agree to what harms, twice to what crosses the law."""

    text: str
    reading: Reading

    @property
    def needed(self) -> Consent:
        """How often the user must agree before this text is kept."""
        shown = self.reading.shown()
        if any(flag.level is Level.HARD for flag in shown):
            return Consent.TWICE
        return Consent.ONCE if shown else Consent.NONE

    def written(self, given: Consent = Consent.NONE) -> Written:
        """The text as it stands in a box, with the consent that was given for it."""
        return Written(text=self.text, needed=self.needed, given=given)


class Guard:
    """Reads what is written as a note; what the user called not right stays away here too."""

    def __init__(self, silences: SilenceList | None = None) -> None:
        self._silences = silences or SilenceList()

    def examine(self, text: str, *, brief: bool = False, spoken: bool = False) -> Examined:
        """What stands in a text.

        Args:
            text: what was typed; control characters and what goes over `MAX_CHARS` are left out.
            brief: a name, a date or a place. Only words that a rule knows count then: the trained model has
                nothing to go by in two words.
            spoken: words that will be said in the talk, so they are read as such as well.

        Raises:
            ContentError: the knowledge files cannot be read.
        """
        clean = legible(text)[:MAX_CHARS].strip()
        if not clean:
            return Examined("", Reading())
        reading = self._silences.read(clean, kind=LineKind.NOTE)
        if brief:
            return Examined(clean, Reading(flags=_by_rule(clean, reading.flags)))
        said = self._silences.read(clean).flags if spoken else ()
        known = {flag.id for flag in reading.flags}
        return Examined(clean, Reading(flags=(*reading.flags, *(flag for flag in said if flag.id not in known))))


def _by_rule(text: str, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    from coach.phrasing import reader

    found = reader.default().gather(text, None, LineKind.NOTE).findings
    known = {finding.label for finding in found if finding.rule is not None}
    return tuple(flag for flag in flags if flag.id in known)
