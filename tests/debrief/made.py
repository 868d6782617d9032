"""Talks made by hand: each turn with just the reading or the state that a test is about."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.conversation import (
    Band,
    Conversation,
    Danger,
    EmployeeState,
    Flag,
    FlagId,
    Level,
    Move,
    MoveId,
    Reading,
    SituationKind,
    Speaker,
    Turn,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOFT = {FlagId.JUDGEMENT, FlagId.ASSUMPTION, FlagId.PRESSURE, FlagId.READY_MADE_SOLUTION, FlagId.PRIVATE_LIFE_PROBE}
HARD = {FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVACY_BREACH, FlagId.THREAT}
CERTAINTY = {Band.CERTAIN: 0.95, Band.LIKELY: 0.8, Band.MAYBE: 0.4}


def flag(flag_id: FlagId, text: str, band: Band = Band.CERTAIN) -> Flag:
    level = Level.SOFT if flag_id in SOFT else Level.HARD
    return Flag(
        id=flag_id, level=level, certainty=CERTAINTY[band], band=band, start=0, end=len(text), quote=text,
        why=f"why {flag_id.value}", instead=f"instead {flag_id.value}",
    )  # fmt: skip


def said(text: str, *ids: FlagId | MoveId, band: Band = Band.CERTAIN) -> Turn:
    """A turn of the manager that does these things."""
    reading = Reading(
        flags=tuple(flag(i, text, band) for i in ids if isinstance(i, FlagId)),
        moves=tuple(Move(id=i, start=0, end=len(text), quote=text) for i in ids if isinstance(i, MoveId)),
    )
    return Turn(speaker=Speaker.MANAGER, text=text, reading=reading, at=NINE)


def heard(text: str, trust: int | None = None, *revealed: str, act: str = "answer") -> Turn:
    """A turn of the employee; without trust it is one of a transcript."""
    state = None
    if trust is not None:
        state = EmployeeState(trust=trust, tension=40, energy=50, commitment=20, revealed=revealed, act=act)
    return Turn(speaker=Speaker.EMPLOYEE, text=text, state=state, at=NINE)


def talk(*turns: Turn, persona: str = "samira", situation: str = "frequent", **fields: object) -> Conversation:
    """A talk of these turns; `fields` replaces anything else, such as its id or how much help it had."""
    made = Conversation(
        id="talk", situation=situation, kind=SituationKind.FREQUENT, persona=persona, started=NINE, turns=turns
    )
    return made.model_copy(update=fields)


def signed(text: str, danger: Danger, trust: int = 60) -> Turn:
    """A turn of the employee in which a sign of danger was given, passed over or taken seriously."""
    act = "disclose" if danger is Danger.SAID else "danger"
    state = EmployeeState(
        trust=trust, tension=40, energy=50, commitment=20, revealed=("geen_straks",), act=act, danger=danger
    )
    return Turn(speaker=Speaker.EMPLOYEE, text=text, state=state, at=NINE)
