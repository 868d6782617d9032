"""Who spoke how long, at one moment of a call: what the listening meter shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.conversation import Speaker
from coach.debrief.measures import GUIDANCE_SHARE
from coach.messages import gettext as _
from coach.messages import ngettext

OVERHEARD_SHARE, OVERHEARD_AFTER = 0.85, 180.0
"""Who seems to speak nearly all the time, for minutes, probably has a microphone that hears the other as well."""
_KNOWN_HALF = 0.5


class Source(StrEnum):
    """What the meter goes by."""

    KEY = "key"
    """A key that tells who speaks."""
    MICROPHONE = "microphone"
    """The manager's own microphone: when he speaks, and nothing about the other."""
    TRANSCRIPT = "transcript"
    """The lines of a transcript, with their speakers."""


class Cause(StrEnum):
    """Why a part of the talk was not measured."""

    AWAY = "away"
    """The computer slept, or the program stood still."""
    MICROPHONE = "microphone"
    """The microphone was gone."""


class Hint(StrEnum):
    """What is worth a quiet word."""

    LONG = "long"
    """The manager has been speaking for a long stretch."""
    CUT = "cut"
    """The manager ended a silence that had only just begun."""

    @property
    def text(self) -> str:
        """The hint as a sentence for the user."""
        if self is Hint.LONG:
            return _("You have been speaking for a while. An open question gives the floor back.")
        return _("That silence was still at work. Count to five before you go on.")


@dataclass(frozen=True, slots=True)
class Missed:
    """A part that was not measured: `at` seconds after the meter began, for so many `seconds`."""

    at: float
    seconds: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class Balance:
    """The figures so far, in seconds.

    `other` is what the employee spoke; with the microphone it is all the time that the manager did not speak, since
    only he is heard. `silence` is what was marked as silence by key, and counts for nobody. `unknown` is what a
    transcript gives without a speaker. `longest` and `current` are the manager's stretches; a breath ends none.
    `given` are the pauses that were left to do their work, `cut` those that the manager ended before.
    """

    source: Source | None = None
    speaker: Speaker | None = None
    manager: float = 0.0
    other: float = 0.0
    silence: float = 0.0
    unknown: float = 0.0
    longest: float = 0.0
    current: float = 0.0
    given: int = 0
    cut: int = 0
    missed: tuple[Missed, ...] = ()
    hint: Hint | None = None

    @property
    def goal(self) -> float:
        """The share that the guidance leaves to the manager."""
        return 1 - GUIDANCE_SHARE

    @property
    def share(self) -> float | None:
        """The manager's share of the speaking time, 0 to 1; None when there is nothing to go by."""
        known = self.manager + self.other
        if not known or self.unknown > _KNOWN_HALF * (known + self.unknown):
            return None
        return self.manager / known

    @property
    def overheard(self) -> bool:
        """Whether the microphone seems to hear the other as well (no headset)."""
        return (
            self.source is Source.MICROPHONE
            and self.manager + self.other >= OVERHEARD_AFTER
            and (self.share or 0.0) >= OVERHEARD_SHARE
        )

    @property
    def missed_seconds(self) -> float:
        """How much was not measured, all together."""
        return sum(part.seconds for part in self.missed)

    def told_missed(self) -> str:
        """What was not measured, as a sentence for the user; empty when nothing was missed."""
        if not self.missed:
            return ""
        causes = {part.cause for part in self.missed}
        reason = {
            frozenset({Cause.AWAY}): _("the computer was asleep or the program stood still"),
            frozenset({Cause.MICROPHONE}): _("the microphone was gone"),
        }.get(frozenset(causes), _("the computer was asleep, or the microphone gone"))
        return _("Not measured: {length} ({reason}).").format(length=told_length(self.missed_seconds), reason=reason)


def told_length(seconds: float) -> str:
    """A length of time as people say it: seconds below a minute and a half, minutes from there on."""
    if seconds < 90:
        return ngettext("{count} second", "{count} seconds", round(seconds)).format(count=round(seconds))
    return ngettext("{count} minute", "{count} minutes", round(seconds / 60)).format(count=round(seconds / 60))
