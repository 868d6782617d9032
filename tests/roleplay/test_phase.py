"""The phases of a talk: each ends with its own milestone, and none comes back."""

from __future__ import annotations

from typing import Any

import pytest
from bram import make_reading, make_state, persona_data, situation_data
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import Conversation, FlagId, MoveId, SituationKind, Speaker, Turn
from coach.roleplay.persona import Persona, Situation
from coach.roleplay.phase import phase_after

PURPOSE, HEARD, IDEA, HELP, AGREED = range(5)


def talk(*moves: MoveId | None) -> Conversation:
    """A talk in which the manager did these things, one a turn."""
    turns = tuple(
        Turn(speaker=Speaker.MANAGER, text="x", reading=make_reading(*([move] if move else []))) for move in moves
    )
    return Conversation(situation="test", kind=SituationKind.FREQUENT, persona="bram", turns=turns)


CASES: list[tuple[str, Conversation, dict[str, Any], int]] = [
    ("nothing yet", talk(None), {}, PURPOSE),
    ("the purpose was said", talk(MoveId.INFORMATION), {}, HEARD),
    ("the absence is on the table", talk(None), {"topic": "absence"}, HEARD),
    ("three turns are an opening", talk(None, None, None), {}, HEARD),
    ("one thing told is not heard yet", talk(MoveId.INFORMATION), {"revealed": ("werk",)}, HEARD),
    ("two things told is heard", talk(MoveId.INFORMATION), {"revealed": ("werk", "rooster")}, IDEA),
    ("two things told before the purpose", talk(None), {"revealed": ("werk", "rooster")}, PURPOSE),
    ("the idea is out", talk(None), {"revealed": ("werk", "rooster", "idee")}, HELP),
    ("help after the idea", talk(MoveId.OFFER_HELP), {"revealed": ("werk", "rooster", "idee")}, AGREED),
    ("help before the idea", talk(None, None, MoveId.OFFER_HELP), {}, HEARD),
    ("agreed is the last phase", talk(MoveId.AGREEMENT), {"revealed": ("idee",), "act": "agree"}, AGREED),
]


@pytest.mark.parametrize(("said", "state", "phase"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_phase_after_a_turn(
    said: Conversation, state: dict[str, Any], phase: int, situation: Situation, bram: Persona
) -> None:
    assert phase_after(situation, bram, said, make_state(**state)) == phase


@given(
    start=st.integers(0, 4),
    moves=st.lists(st.sampled_from([None, *MoveId]), max_size=4),
    revealed=st.lists(st.sampled_from(["werk", "rooster", "idee", "thuis", "ziekte"]), unique=True),
    act=st.sampled_from(["answer", "agree", "hesitate", "end"]),
)
def test_it_only_goes_forward_and_stays_within_the_situation(
    start: int, moves: list[MoveId | None], revealed: list[str], act: str
) -> None:
    situation, bram = _both()
    state = make_state(phase=start, revealed=tuple(revealed), act=act)
    assert start <= phase_after(situation, bram, talk(*moves), state) < len(situation.phases)


def test_a_flag_moves_no_phase(situation: Situation, bram: Persona) -> None:
    turn = Turn(speaker=Speaker.MANAGER, text="x", reading=make_reading(FlagId.JUDGEMENT))
    said = Conversation(situation="test", kind=SituationKind.FREQUENT, persona="bram", turns=(turn,))
    assert phase_after(situation, bram, said, make_state()) == PURPOSE


def _both() -> tuple[Situation, Persona]:
    return Situation.model_validate(situation_data()), Persona.model_validate(persona_data())
