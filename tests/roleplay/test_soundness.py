"""Content that makes no sense is found; the employees that come with the program make sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coach.roleplay import library, soundness
from coach.roleplay.persona import Persona

SHIPPED = [(s, p) for s in library.default().situations for p in library.default().persona_ids(s)]
LONG = " ".join(["woord"] * 60)

FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("an act without lines", lambda d: d["lines"].pop("soften"), "soften"),
    ("an act with empty lines", lambda d: d["lines"].update(soften={}), "soften"),
    ("a mood without lines", lambda d: d["lines"]["object"]["any"].pop("closed"), "closed"),
    ("a topic without an answer", lambda d: d["lines"]["answer"].pop("roster"), "answer/roster"),
    ("a line in two places", lambda d: d["lines"]["object"]["any"].update(open=["hello one"]), "hello one"),
    ("a line twice in an item", lambda d: d["memory"][0].update(lines=["same", "same"]), "same"),
    ("a line that nobody says in one breath", lambda d: d.update(greeting=[LONG]), "woord woord"),
    ("something medical that waits for a question", lambda d: d["memory"][4].pop("volunteer"), "ziekte"),
    ("a first item that needs more trust", lambda d: d["memory"][0].update(trust=90), "rooster"),
]


def found(data: dict[str, Any]) -> list[str]:
    return list(soundness.problems(Persona.model_validate(data)))


@pytest.mark.parametrize(("situation", "persona"), SHIPPED)
def test_every_employee_that_comes_with_the_program_is_sound(situation: str, persona: str) -> None:
    assert list(soundness.problems(library.default().persona(situation, persona))) == []


def test_there_is_somebody_to_practise_with_in_every_situation() -> None:
    assert {situation for situation, _persona in SHIPPED} == set(library.default().situations) != set()


def test_nothing_is_said_of_sound_content(data: dict[str, Any]) -> None:
    assert found(data) == []


@pytest.mark.parametrize(("plant", "word"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_a_fault_is_found_and_named(plant: Callable[[dict[str, Any]], Any], word: str, data: dict[str, Any]) -> None:
    plant(data)
    problems = found(data)
    assert len(problems) == 1
    assert problems[0].startswith("bram: ")
    assert word in problems[0]
