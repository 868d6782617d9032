"""The way to Bram (`from bram import …`), his situation, and moments in a talk with him."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.conversation import Band, FlagId, MoveId
from coach.roleplay import dynamics
from coach.roleplay.cue import Sign
from coach.roleplay.moment import Moment
from coach.roleplay.persona import Persona, Situation, Topic
from coach.roleplay.topic import Cue, Subject

sys.path.insert(0, str(Path(__file__).parent))

from bram import NEVER, Dice, make_reading, make_state, persona_data, situation_data


@pytest.fixture
def data() -> dict[str, Any]:
    """Bram as data, to plant a fault in."""
    return persona_data()


@pytest.fixture
def bram() -> Persona:
    """An employee with one item of each kind; nothing of the shipped content is in him."""
    return Persona.model_validate(persona_data())


@pytest.fixture
def situation() -> Situation:
    """Five phases, one for each milestone."""
    return Situation.model_validate(situation_data())


@pytest.fixture
def at(bram: Persona) -> Callable[..., Moment]:
    """Make a moment: `says` lists flags and moves, `before` what the talk was like, other names are of the state."""

    def make(
        *says: FlagId | MoveId,
        topic: Topic | None = None,
        cues: tuple[Cue, ...] = (),
        signs: tuple[Sign, ...] = (),
        heard: str = "",
        before: dict[str, Any] | None = None,
        turn: int = 6,
        chance: float = NEVER,
        band: Band = Band.CERTAIN,
        persona: Persona = bram,
        doubtful: bool = False,
        **state: Any,
    ) -> Moment:
        return Moment(
            persona, make_state(**state), make_reading(*says, band=band),
            Subject(topic, frozenset(cues), doubtful=doubtful), turn, dynamics.default(), Dice(chance), heard,
            frozenset(signs), **(before or {}),
        )  # fmt: skip

    return make
