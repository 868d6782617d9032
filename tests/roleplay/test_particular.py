"""A question for something particular, and what an employee says who has no line about it."""

from __future__ import annotations

import pytest

from coach import roleplay
from coach.roleplay import library, particular
from coach.roleplay.particular import OWN_WORDS, Particular
from coach.roleplay.persona import Act
from coach.roleplay.practice import Practice
from coach.store import open_store

DATA = particular.data().asks
HITS = [(kind, line) for kind, asked in DATA.items() for line in asked.hits]
MISSES = [(kind, line) for kind, asked in DATA.items() for line in asked.misses]
EVERYONE = [
    (situation, persona)
    for situation in library.default().situations
    for persona in library.default().persona_ids(situation)
]


@pytest.mark.parametrize(("kind", "line"), HITS)
def test_a_question_asks_for_what_its_words_ask_for(kind: Particular, line: str) -> None:
    assert particular.default().kind(line) is kind


@pytest.mark.parametrize(("kind", "line"), MISSES)
def test_a_question_for_something_else_does_not(kind: Particular, line: str) -> None:
    assert particular.default().kind(line) is not kind


def test_only_the_last_question_counts() -> None:
    assert particular.default().kind("Wie was dat? Hoe kijk je daarnaar?") is Particular.REACT
    assert particular.default().kind("Wie was dat.") is None


@pytest.mark.parametrize(("situation", "persona"), EVERYONE)
def test_everyone_has_words_for_what_he_does_not_know(situation: str, persona: str) -> None:
    answers = library.default().persona(situation, persona).lines[Act.ANSWER]
    assert {kind.value for kind in OWN_WORDS} <= set(answers)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Hoe vaak komt er tussen negen en tien een leverancier binnen?", Particular.AMOUNT),
        ("Wie heeft de tuinkabouter geverfd?", Particular.WHO),
        ("Wat vind je van de nieuwe rotonde?", Particular.OPINION),
    ],
)
def test_who_has_no_line_about_it_says_that_he_does_not_know(line: str, kind: Particular) -> None:
    practice = Practice(roleplay.employee("frequent", "samira"), open_store(None), seed=3)
    reply = practice.say(line).answer
    answers = practice.employee.persona.lines[Act.ANSWER][kind.value]
    assert reply.text in {said for lines in answers.values() for said in lines}
