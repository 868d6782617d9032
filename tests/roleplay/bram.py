"""Bram, a small employee made for tests, and quick ways to make readings and states."""

from __future__ import annotations

import random
from typing import Any

from coach.conversation import Band, EmployeeState, Flag, FlagId, Level, Move, MoveId, Reading
from coach.roleplay.persona import Act, Mood, Topic

STYLE = {
    FlagId.CLOSED_QUESTION,
    FlagId.LEADING_QUESTION,
    FlagId.STACKED_QUESTIONS,
    FlagId.WHY_QUESTION,
    FlagId.PROTOCOL_TALK,
    FlagId.LONG_TURN,
}
NEVER, ALWAYS = 0.999, 0.0
"""Throws of `Dice` at which a chance never, or always, comes out."""
CERTAINTY = {Band.CERTAIN: 0.95, Band.LIKELY: 0.8, Band.MAYBE: 0.4}


def _spoken(*place: str) -> dict[str, list[str]]:
    return {mood.value: [f"{' '.join(place)} {mood.value} {n}" for n in (1, 2)] for mood in Mood}


def persona_data() -> dict[str, Any]:
    """Everything Bram is, as it would stand in a file."""
    lines: dict[str, Any] = {
        act.value: {"any": _spoken(act.value)} for act in Act if act not in (Act.GREET, Act.DISCLOSE, Act.ANSWER)
    }
    lines["clarify"]["strange"] = _spoken("clarify", "strange")
    lines["object"]["abuse"] = _spoken("object", "abuse")
    lines["answer"] = {topic.value: _spoken("answer", topic.value) for topic in Topic}
    told = [
        {"id": "werk", "kind": "work_fact", "topics": ["workload", "tasks"], "trust": 30},
        {"id": "rooster", "kind": "work_fact", "topics": ["roster"], "trust": 50, "after": ["werk"]},
        {"id": "idee", "kind": "own_idea", "topics": ["ideas"], "trust": 60, "after": ["rooster"]},
        {"id": "thuis", "kind": "private", "topics": ["home"], "trust": 70, "hurts": True},
        {
            "id": "ziekte", "kind": "medical", "topics": ["health"], "trust": 80, "hurts": True,
            "volunteer": {"trust": 55, "after_turn": 3},
        },
    ]  # fmt: skip
    for item in told:
        item |= {
            "summary": f"summary {item['id']}",
            "opener": f"opener {item['id']}",
            "lines": [f"{item['id']} one", f"{item['id']} two"],
        }
    return {
        "id": "bram", "name": "Bram", "role": "monteur", "about": "about", "temperament": "temperament",
        "briefing": {"happened": "happened", "facts": ["fact"], "prepare": ["prepare"]},
        "start": {"trust": 45, "tension": 40, "energy": 60, "commitment": 10},
        "greeting": ["hello one", "hello two"], "memory": told, "lines": lines,
        "rating": {mood.value: [f"rating {mood.value}"] for mood in Mood},
    }  # fmt: skip


def situation_data() -> dict[str, Any]:
    """A situation of five phases, one for each milestone, as it would stand in a file."""
    phases = [
        {"id": until, "title": until, "aim": until, "until": until, "questions": [f"{until} one?", f"{until} two?"]}
        for until in ("purpose", "heard", "idea", "help", "agreed")
    ]
    return {"id": "test", "kind": "frequent", "title": "Test", "summary": "s", "aim": "a", "phases": phases}


def make_flag(flag_id: FlagId, band: Band = Band.CERTAIN) -> Flag:
    """A flag as the reader would give it."""
    level = Level.STYLE if flag_id in STYLE else Level.HARD
    return Flag(
        id=flag_id, level=level, certainty=CERTAINTY[band], band=band, start=0, end=1, quote="x", why="w", instead="i"
    )


def make_reading(*ids: FlagId | MoveId, band: Band = Band.CERTAIN) -> Reading:
    """A reading with these flags, style notes and moves."""
    flags = [make_flag(i, band) for i in ids if isinstance(i, FlagId)]
    return Reading(
        flags=tuple(flag for flag in flags if flag.id not in STYLE),
        style=tuple(flag for flag in flags if flag.id in STYLE),
        moves=tuple(Move(id=i, start=0, end=1, quote="x") for i in ids if isinstance(i, MoveId)),
    )


def make_state(**changes: Any) -> EmployeeState:
    """A state halfway every scale, after an ordinary answer."""
    fields: dict[str, Any] = {
        "trust": 50, "tension": 40, "energy": 60, "commitment": 10, "act": "answer", "topic": "small_talk",
    }  # fmt: skip
    return EmployeeState(**{**fields, **changes})


class Dice(random.Random):
    """Chance that always throws the same."""

    def __init__(self, throw: float) -> None:
        super().__init__(0)
        self.throw = throw

    def random(self) -> float:
        """The throw."""
        return self.throw
