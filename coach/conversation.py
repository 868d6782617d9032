"""The words everyone shares: a conversation about absence, its turns, and how each turn reads.

Every room of the program takes a `Conversation` in and gives it back. All models are frozen: a turn is
added with `Conversation.with_turn`, which returns a new conversation and leaves the old one as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

_GESTURE = re.compile(r"\([^()]*\)")


class SituationKind(StrEnum):
    """The eight kinds of talk a manager holds about absence (domain facts, section E)."""

    ZIEKMELDING = "ziekmelding"
    EERSTE_CONTACT = "eerste_contact"
    TUSSENTIJDS = "tussentijds"
    FREQUENT = "frequent"
    TERUGKEER = "terugkeer"
    PREVENTIEF = "preventief"
    NAZORG = "nazorg"
    CONFLICT = "conflict"


class Help(StrEnum):
    """How much the coach says during a practice talk; looking back shows everything in all three."""

    WITH = "with"
    """Readings, hints and the draft read along."""
    AFTERWARDS = "afterwards"
    """Each line is read and shown back after the answer to it; no hints, no draft."""
    NONE = "none"
    """Nothing until the talk is over: the round that shows what was learned."""


class Speaker(StrEnum):
    """Who says a turn."""

    MANAGER = "manager"
    EMPLOYEE = "employee"


class Level(StrEnum):
    """How heavily a flag weighs: against the law, against the talk, or a matter of style."""

    HARD = "hard"
    SOFT = "soft"
    STYLE = "style"


class FlagId(StrEnum):
    """What a manager had better hold back, with the style notes last (labelling contract)."""

    MEDICAL_PROBE = "medical_probe"
    CAPACITY_PROBE = "capacity_probe"
    PRIVACY_BREACH = "privacy_breach"
    THREAT = "threat"
    PRIVATE_LIFE_PROBE = "private_life_probe"
    JUDGEMENT = "judgement"
    ASSUMPTION = "assumption"
    READY_MADE_SOLUTION = "ready_made_solution"
    PRESSURE = "pressure"
    CLOSED_QUESTION = "closed_question"
    LEADING_QUESTION = "leading_question"
    STACKED_QUESTIONS = "stacked_questions"
    WHY_QUESTION = "why_question"
    PROTOCOL_TALK = "protocol_talk"
    LONG_TURN = "long_turn"


class MoveId(StrEnum):
    """What a manager does well (labelling contract)."""

    QUESTION_OPEN = "question_open"
    QUESTION_CLOSED = "question_closed"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    EMPATHY = "empathy"
    AUTONOMY = "autonomy"
    OFFER_HELP = "offer_help"
    INFORMATION = "information"
    AGREEMENT = "agreement"
    PRIVACY_RESPECT = "privacy_respect"
    BACKCHANNEL = "backchannel"


class Band(StrEnum):
    """How sure the reader is, in three words a person can act on."""

    CERTAIN = "certain"
    LIKELY = "likely"
    MAYBE = "maybe"

    @classmethod
    def of(cls, certainty: float) -> Band:
        """The band of a certainty between 0 and 1."""
        if certainty >= 0.9:
            return cls.CERTAIN
        return cls.LIKELY if certainty >= 0.5 else cls.MAYBE


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Branch(_Frozen):
    """Where a talk left another: it shares that talk's first `turns` turns, and goes on differently."""

    talk: str
    turns: int = Field(ge=1)


class Flag(_Frozen):
    """A hint about one line: the words it is about, why, and what could be said in their place.

    `start` and `end` are character offsets into the turn's text; `quote` is the text between them.
    `instead` keeps the interest behind the line (planning, safety, contact) without its fault.
    """

    id: FlagId
    level: Level
    certainty: float = Field(ge=0, le=1)
    band: Band
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    why: str
    instead: str
    passages: tuple[str, ...] = ()


class Move(_Frozen):
    """Something the manager does well, with the words that do it."""

    id: MoveId
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class Reading(_Frozen):
    """What one line of the manager does: flags (hard and soft), style notes and moves."""

    flags: tuple[Flag, ...] = ()
    style: tuple[Flag, ...] = ()
    moves: tuple[Move, ...] = ()

    def has(self, *ids: FlagId | MoveId) -> bool:
        """Whether any of these flags, style notes or moves is in the reading."""
        found: set[FlagId | MoveId] = {flag.id for flag in (*self.flags, *self.style)}
        found.update(move.id for move in self.moves)
        return not found.isdisjoint(ids)

    @property
    def hard(self) -> tuple[Flag, ...]:
        """The flags that cross a line of privacy or labour law."""
        return tuple(flag for flag in self.flags if flag.level is Level.HARD)

    def shown(self) -> tuple[Flag, ...]:
        """The flags worth interrupting someone for: everything but the band `maybe`."""
        return tuple(flag for flag in self.flags if flag.band is not Band.MAYBE)

    def doubtful(self) -> tuple[Flag, ...]:
        """The flags of the band `maybe`, for who asks to see them."""
        return tuple(flag for flag in self.flags if flag.band is Band.MAYBE)


class Danger(StrEnum):
    """What became of a sign that someone may not want to live on."""

    SAID = "said"
    """The employee has just given it."""
    MISSED = "missed"
    """The manager went past it."""
    SAFE = "safe"
    """The manager took it seriously."""


class EmployeeState(_Frozen):
    """How the simulated employee is doing after a turn; levels run from 0 to 100.

    `revealed` holds the ids of memory items in the order in which they came out; `phase` is the index of
    the situation's phase; `room` counts how much space the manager has given lately for own ideas. `danger` is None
    as long as there was no sign of danger to life.
    """

    trust: int = Field(ge=0, le=100)
    tension: int = Field(ge=0, le=100)
    energy: int = Field(ge=0, le=100)
    commitment: int = Field(ge=0, le=100)
    room: int = Field(default=0, ge=0)
    phase: int = Field(default=0, ge=0)
    revealed: tuple[str, ...] = ()
    act: str = "greet"
    topic: str = "small_talk"
    danger: Danger | None = None
    ended: bool = False


class Turn(_Frozen):
    """One contribution to the talk. A manager's turn has a reading, an employee's turn a state."""

    speaker: Speaker
    text: str
    reading: Reading | None = None
    state: EmployeeState | None = None
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def words(self) -> int:
        """Number of words, gestures in brackets left out."""
        return len(_GESTURE.sub(" ", self.text).split())


class Conversation(_Frozen):
    """One talk: where it takes place in the process, with whom, and everything said so far.

    `focus` is the id of the exercise that the talk is, or None for a whole talk; `branch` says where it left another.
    """

    id: str = Field(default_factory=lambda: uuid4().hex)
    situation: str
    kind: SituationKind
    persona: str
    seed: int = 0
    help: Help = Help.WITH
    focus: str | None = None
    branch: Branch | None = None
    started: datetime = Field(default_factory=lambda: datetime.now(UTC))
    finished: bool = False
    turns: tuple[Turn, ...] = ()

    def with_turn(self, turn: Turn) -> Conversation:
        """This conversation with one more turn at the end."""
        return self.model_copy(update={"turns": (*self.turns, turn)})

    def without_last(self, count: int) -> Conversation:
        """This conversation without its last `count` turns."""
        return self.model_copy(update={"turns": self.turns[: max(0, len(self.turns) - count)]})

    def by(self, speaker: Speaker) -> Iterator[Turn]:
        """The turns of one speaker, in order."""
        return (turn for turn in self.turns if turn.speaker is speaker)

    @property
    def last_employee_text(self) -> str | None:
        """What the employee said last, or None when the talk has not started."""
        return next((t.text for t in reversed(self.turns) if t.speaker is Speaker.EMPLOYEE), None)

    @property
    def earlier_employee_texts(self) -> tuple[str, ...]:
        """What the employee said before the last time, oldest first."""
        return tuple(turn.text for turn in self.by(Speaker.EMPLOYEE))[:-1]

    @property
    def state(self) -> EmployeeState | None:
        """The employee's latest state, or None before the first employee turn."""
        return next((t.state for t in reversed(self.turns) if t.state is not None), None)
