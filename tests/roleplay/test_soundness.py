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
    ("no account of the talk", lambda d: d.pop("rating"), "rating"),
    ("a mood without an account of the talk", lambda d: d["rating"].pop("open"), "rating.open"),
    ("nothing to say to what is strange", lambda d: d["lines"]["clarify"].pop("strange"), "clarify/strange"),
    ("nothing to say to abuse", lambda d: d["lines"]["object"].pop("abuse"), "object/abuse"),
    ("a field left empty", lambda d: d.update(role=" "), "role"),
    ("a key that nothing asks for", lambda d: d["lines"]["answer"].update(rooster={"open": ["x"]}), "rooster"),
    ("a word too short to be heard", lambda d: d["lines"]["answer"].update({"open/bus": {"open": ["x"]}}), "«bus»"),
    (
        "a word too common to be heard",
        lambda d: d["lines"]["answer"].update({"open/werken": {"open": ["x"]}}),
        "«werken»",
    ),
    ("something private that a bad talk brings out", lambda d: d["memory"][3].update(trust=0, hurts=False), "thuis"),
    (
        "something medical that trust never reaches",
        lambda d: d["memory"][4]["volunteer"].update(after_turn=500),
        "ziekte",
    ),
    ("two items that wait for each other", lambda d: d["memory"][3].update(after=["thuis"]), "thuis"),
    (
        "a line that gives away what is hidden",
        lambda d: (
            d["memory"][1].update(lines=["Drie avonden in de kantine", "Alle avonden die kantine"]),
            d["lines"]["answer"]["home"].update(open=["Mijn avonden gaan op aan de kantine"]),
        ),
        "«rooster»",
    ),
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


def test_a_line_that_follows_on_an_idea_may_speak_of_it(data: dict[str, Any]) -> None:
    data["memory"][2].update(lines=["Drie avonden in de kantine", "Alle avonden die kantine"])
    data["lines"]["answer"]["ideas_told"] = {"open": ["Die avonden in de kantine dus"]}
    assert found(data) == []


def test_a_fault_has_the_place_of_the_field(data: dict[str, Any]) -> None:
    data["memory"][1]["summary"] = ""
    (fault,) = soundness.faults(Persona.model_validate(data))
    assert (fault.place, fault.field) == (("memory", 1, "summary"), "memory.2.summary")


def test_no_two_employees_have_one_name() -> None:
    names = [library.default().persona(*place).name.casefold() for place in SHIPPED]
    assert len(names) == len(set(names))
