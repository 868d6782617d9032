"""Short talks with Bram, to go back in."""

from __future__ import annotations

from bram import persona_data, situation_data

from coach.roleplay.employee import Employee
from coach.roleplay.persona import Persona, Situation
from coach.roleplay.practice import Practice
from coach.store import Store, open_store

LINES = ("Hoe ziet je werk eruit?", "Heb je hoofdpijn?", "Dank je wel dat je dat zegt.", "")


def employee() -> Employee:
    """Bram in his situation."""
    return Employee(Situation.model_validate(situation_data()), Persona.model_validate(persona_data()))


def begin(*lines: str, store: Store | None = None) -> Practice:
    """A talk in which these lines have been said."""
    practice = Practice(employee(), store or open_store(None), seed=3)
    for line in lines:
        practice.say(line)
    return practice
