"""How a manager talks decides what is heard: a skilled, a clumsy and a harsh talk with the shipped employee.

The lines stand in `scripts/`, twelve in each.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from coach import roleplay
from coach.conversation import EmployeeState
from coach.roleplay.moment import mood_of
from coach.roleplay.persona import Act, MemoryKind, Mood
from coach.roleplay.practice import Practice
from coach.store import open_store

SCRIPTS = Path(__file__).parent / "scripts"
SEEDS = range(1, 6)


@cache
def played(script: str, seed: int) -> Practice:
    """The talk of a script, up to its end or the employee's."""
    practice = Practice(roleplay.employee("frequent", "samira"), open_store(None), seed=seed)
    for line in (SCRIPTS / f"{script}.txt").read_text(encoding="utf-8").splitlines():
        if not practice.over:
            practice.say(line)
    return practice


def last(script: str, seed: int) -> EmployeeState:
    state = played(script, seed).talk.state
    assert state is not None
    return state


def acts(script: str, seed: int) -> list[str]:
    return [turn.state.act for turn in played(script, seed).talk.turns if turn.state]


def kinds(script: str, seed: int) -> list[MemoryKind]:
    persona = played(script, seed).employee.persona
    return [persona.item(item).kind for item in last(script, seed).revealed]


@pytest.mark.parametrize("seed", SEEDS)
def test_trust_and_what_is_told_follow_from_how_it_is_said(seed: int) -> None:
    skilled, clumsy, harsh = (last(script, seed) for script in ("skilled", "clumsy", "harsh"))
    assert skilled.trust > clumsy.trust > harsh.trust
    assert len(skilled.revealed) > len(clumsy.revealed) > len(harsh.revealed)
    assert skilled.tension < clumsy.tension < harsh.tension


@pytest.mark.parametrize("seed", SEEDS)
def test_a_skilled_talk_hears_the_own_idea_and_comes_to_an_agreement(seed: int) -> None:
    practice = played("skilled", seed)
    agreed = [turn.state for turn in practice.talk.turns if turn.state and turn.state.act == Act.AGREE]
    assert agreed
    known = [practice.employee.persona.item(item).kind for item in agreed[0].revealed]
    assert MemoryKind.OWN_IDEA in known
    assert last("skilled", seed).phase == len(played("skilled", seed).employee.situation.phases) - 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clumsy_talk_goes_on_but_hears_no_idea(seed: int) -> None:
    assert not last("clumsy", seed).ended
    assert MemoryKind.OWN_IDEA not in kinds("clumsy", seed)
    assert Act.AGREE not in acts("clumsy", seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_harsh_talk_hears_nothing_medical_and_ends_early_or_closed(seed: int) -> None:
    assert not {MemoryKind.MEDICAL, MemoryKind.PRIVATE, MemoryKind.OWN_IDEA} & set(kinds("harsh", seed))
    state = last("harsh", seed)
    assert state.ended or mood_of(state) is Mood.CLOSED


def test_the_scripts_are_of_one_length() -> None:
    lengths = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in SCRIPTS.glob("*.txt")}
    assert lengths == {"skilled": 12, "clumsy": 12, "harsh": 12}
