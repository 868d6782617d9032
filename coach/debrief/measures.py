"""Counting a talk: who spoke how much, and what kind of turns the manager took.

Formulas: the employee's word share is her words over all words, gestures left out. The ratio of
reflections to questions counts each turn once per kind (a turn with three questions is one question
turn), as in the coding of motivational interviewing (MITI 4: 1 to 1 is fair, 2 to 1 is good).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coach.conversation import Conversation, Level, MoveId, Speaker

GUIDANCE_SHARE = 0.8
"""The share of the talk that one guidance text gives to the employee (002/houding)."""
FAIR_RATIO = 1.0
GOOD_RATIO = 2.0


class Measures(BaseModel):
    """The figures of a talk. Shares lie between 0 and 1; `ratio` is None as long as nothing was asked."""

    model_config = ConfigDict(frozen=True)

    manager_turns: int
    manager_words: int
    employee_words: int
    employee_share: float
    open_questions: int
    closed_questions: int
    questions: int = 0
    """Turns with a question in them, open or closed."""
    reflections: int
    ratio: float | None
    longest_turn: int
    hard_flags: int
    soft_flags: int
    silences: int


def measure(talk: Conversation) -> Measures:
    """The figures of a conversation so far."""
    mine = list(talk.by(Speaker.MANAGER))
    spoken = sum(turn.words for turn in mine)
    heard = sum(turn.words for turn in talk.by(Speaker.EMPLOYEE))
    counted = {move: sum(1 for t in mine if t.reading and t.reading.has(move)) for move in MoveId}
    asked = sum(
        1 for t in mine if t.reading and t.reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
    )  # fmt: skip
    flags = [flag for turn in mine if turn.reading for flag in turn.reading.shown()]
    return Measures(
        manager_turns=len(mine),
        manager_words=spoken,
        employee_words=heard,
        employee_share=heard / (heard + spoken) if heard + spoken else 0.0,
        open_questions=counted[MoveId.QUESTION_OPEN],
        closed_questions=counted[MoveId.QUESTION_CLOSED],
        questions=asked,
        reflections=counted[MoveId.REFLECTION],
        ratio=counted[MoveId.REFLECTION] / asked if asked else None,
        longest_turn=max((turn.words for turn in mine), default=0),
        hard_flags=sum(flag.level is Level.HARD for flag in flags),
        soft_flags=sum(flag.level is Level.SOFT for flag in flags),
        silences=sum(not turn.text.strip() for turn in mine),
    )
