"""What lies on the table during a call: one main question, two spare ones, one trap, and the checks of the phase."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.conversation import Reading
from coach.guidance.card import Card
from coach.guidance.documents.hit import OwnHit
from coach.guidance.passage import Passage, Phase


class By(StrEnum):
    """Who ticked a check: the program, on what it heard, or the user."""

    SELF = "self"
    USER = "user"


class Why(StrEnum):
    """Why this hand lies here."""

    PHASE = "phase"
    """The first cards of the phase: nothing was said yet."""
    HEARD = "heard"
    """What the employee said."""
    SAID = "said"
    """What the manager said."""
    CHOSEN = "chosen"
    """The user picked it, or found it by words."""
    MEDICAL = "medical"
    """The key «I heard something medical»."""
    DANGER = "danger"
    """The key for danger to life, or words that sound like it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to do in this phase. `by` is None as long as it is open; `quote` holds the words that ticked it."""

    id: str
    text: str
    ticked: bool = False
    by: By | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A card, a passage or an excerpt of the organisation's own documents that answers typed words.

    Exactly one of the three is there. `title` and `text` are for the list: one line each.
    """

    title: str
    text: str
    card: Card | None = None
    passage: Passage | None = None
    own: OwnHit | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """All that is shown at one moment of a call; a new one takes its place, nothing in it changes.

    `question` is the main card: the first of its `say` is what stands large. `spare` are at most two more, picked
    with 1 and 2. `shown` is what was found by words and lies on top of them. `hint` is one line of the coach, in the
    user's language: the better sentence after a slip, or what to do with what was heard. `reading` is of the last
    thing the manager said, with its flags.
    """

    phase: Phase
    aim: str
    why: Why
    question: Card | None
    spare: tuple[Card, ...] = ()
    trap: Card | None = None
    checks: tuple[Check, ...] = ()
    hint: str | None = None
    shown: Found | None = None
    reading: Reading | None = None

    @property
    def urgent(self) -> bool:
        """Whether a key or a word called for something that goes first: medical, or danger."""
        return self.why in (Why.MEDICAL, Why.DANGER)

    @property
    def open_checks(self) -> int:
        """How many checks of this phase are not ticked yet."""
        return sum(not check.ticked for check in self.checks)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the manager is about to say, read; nothing of it is kept.

    `instead` is the better sentence for the heaviest flag, empty when the line can be said as it stands.
    """

    text: str
    reading: Reading
    why: str = ""
    instead: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing worth a remark was found."""
        return not self.reading.shown()
