"""A sign that someone may not want to live on: taken seriously, or passed over (domain facts, C27)."""

from __future__ import annotations

import pytest

from coach import roleplay
from coach.conversation import Conversation, Danger, EmployeeState, FlagId, Speaker, Turn
from coach.roleplay import danger
from coach.roleplay.employee import Employee
from coach.roleplay.persona import Act, MemoryKind
from coach.roleplay.practice import Practice
from coach.store import open_store

SAFE = (
    "Denk je aan zelfmoord?",
    "Wil je er niet meer zijn?",
    "Ik schrik hiervan, en ik blijf bij je zitten.",
    "Wat bedoel je daarmee?",
    "Wie kan ik nu voor je bellen?",
    "Zullen we samen 113 bellen?",
    "Ik bel nu je huisarts.",
    "Hoe lang loop je hier al mee?",
    "Het plan laten we even liggen. Ik maak me zorgen om je.",
    "Heb je een plan hoe je het zou doen?",
)
MISSED = (
    "Oké. En hoe zit het met je uren?",
    "Vervelend. Laten we naar de afspraken kijken.",
    "Wat zou er in het werk moeten veranderen?",
    "Kop op, het komt wel goed.",
    "Dan spreken we af dat jij maandag begint.",
    "Wat verwacht je daarbij van mij?",
)


@pytest.fixture(scope="module")
def stijn() -> Employee:
    return roleplay.employee("tussentijds", "stijn")


@pytest.fixture
def told(stijn: Employee) -> Practice:
    """The moment right after he has said it."""
    return at(stijn, act="disclose", danger=Danger.SAID, topic="home", revealed=("toegang", "geen_straks"))


def at(employee: Employee, **state: object) -> Practice:
    """A talk that has come to this state."""
    now = employee.persona.start.model_copy(update={"trust": 60, "tension": 20, "room": 3, **state})
    talk = Conversation(
        situation=employee.situation.id, kind=employee.situation.kind, persona=employee.persona.id, seed=1
    )
    line = next(i for i in employee.persona.memory if i.kind is MemoryKind.DANGER).lines[0]
    talk = talk.with_turn(Turn(speaker=Speaker.EMPLOYEE, text=line, state=now))
    return Practice(employee, open_store(None), talk)


def state(practice: Practice) -> EmployeeState:
    assert practice.talk.state is not None
    return practice.talk.state


@pytest.mark.parametrize("line", SAFE)
def test_taken_seriously_he_answers_to_that_and_trusts(line: str, told: Practice) -> None:
    before = state(told).trust
    told.say(line)
    after = state(told)
    assert (after.act, after.danger) == (Act.DANGER, Danger.SAFE)
    assert after.trust > before
    lines = told.employee.persona.lines[Act.DANGER]["safe"]
    assert any(told.talk.turns[-1].text in some for some in lines.values())


@pytest.mark.parametrize("line", MISSED)
def test_passed_over_he_hints_at_it_again_and_loses_trust(line: str, told: Practice) -> None:
    before = state(told)
    told.say(line)
    after = state(told)
    assert (after.act, after.danger) == (Act.DANGER, Danger.MISSED)
    assert after.trust < before.trust


@pytest.mark.parametrize("line", SAFE)
def test_a_turn_that_puts_safety_first_has_no_faults(line: str, told: Practice) -> None:
    assert not told.read(line).flags
    reading = told.say(line).said.reading
    assert reading is not None
    assert not reading.flags


def test_the_same_question_at_another_moment_is_read_as_always(stijn: Employee) -> None:
    practice = at(stijn, act="answer", revealed=("toegang",))
    assert practice.read("Slik je medicijnen en ben je bij de huisarts geweest?").has(FlagId.MEDICAL_PROBE)


def test_a_judgement_still_hurts(told: Practice) -> None:
    assert told.read("Doe niet zo dramatisch, je laat iedereen hier zitten.").has(FlagId.JUDGEMENT)


def test_he_hints_twice_at_most_and_then_goes_on(told: Practice) -> None:
    acts = []
    for line in ("En je uren?", "Hoe gaat het met de planning?", "Hoe is het in het team?", "En het rooster?"):
        told.say(line)
        acts.append(state(told).act)
    assert [act == Act.DANGER for act in acts] == [True] * danger.HINTS + [False] * (4 - danger.HINTS)
    assert state(told).danger is Danger.MISSED


def test_it_is_never_too_late_to_come_back_to_it(told: Practice) -> None:
    for line in ("En je uren?", "Hoe gaat het met de planning?", "Hoe is het in het team?"):
        told.say(line)
    told.say("Je zei net dat je niet meer wilt leven. Denk je aan zelfmoord?")
    assert (state(told).act, state(told).danger) == (Act.DANGER, Danger.SAFE)


@pytest.mark.parametrize("line", ["", "...", "Hm"])
def test_a_silence_or_a_nod_is_no_passing_over(line: str, told: Practice) -> None:
    told.say(line)
    assert (state(told).act, state(told).danger) == (Act.SILENT, Danger.SAID)


def test_one_who_was_heard_is_heard_for_as_long_as_it_takes(told: Practice) -> None:
    for line in SAFE[:6]:
        told.say(line)
        assert state(told).act == Act.DANGER
    replies = [turn.text for turn in told.talk.by(Speaker.EMPLOYEE)]
    assert len(replies) == len(set(replies))


def test_it_is_never_told_to_who_asks_for_it(stijn: Employee) -> None:
    for line in ("Denk je aan zelfmoord?", "Hoe is het thuis?", "Wat voel je?", "Vertel eens wat er is."):
        practice = at(stijn, act="answer", trust=95, revealed=("toegang",), topic="open")
        practice.say(line)
        assert "geen_straks" not in state(practice).revealed
