"""Hints: what is happening, what fits, and a sentence that can be said as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coach import guidance, phrasing, roleplay
from coach.conversation import Conversation, EmployeeState, Speaker, Turn
from coach.roleplay import hint, library, rehearsal
from coach.roleplay.hint import STEPS, Hint, When
from coach.roleplay.persona import Act, MemoryKind, Mood, Persona, Topic
from coach.roleplay.practice import Practice
from coach.store import open_store

GOOD = (
    "Fijn dat je er bent. Ik wil het hebben over hoe je werk loopt. Naar de oorzaak vraag ik niet.",
    "Hoe ziet je rooster er in het echt uit?",
    "Dus je werkt meer dan er staat. Klopt dat?",
    "",
    "Wat zou volgens jou in het werk helpen?",
)
BAD = ("Wat heb je eigenlijk?", "Je stelt je aan.", "Je moet gewoon beter plannen.")
MOST = 9


def practice(situation: str = "frequent", persona: str = "samira", seed: int = 3) -> Practice:
    return Practice(roleplay.employee(situation, persona), open_store(None), seed=seed)


def given(talk: Practice, press: int) -> Hint:
    return hint.hint(talk.visible, talk.employee.situation, talk.employee.persona, press)


def ended(talk: Practice) -> bool:
    return bool(talk.talk.state and talk.talk.state.ended)


def everyone() -> Iterator[tuple[str, str]]:
    content = library.default()
    for situation in content.situations:
        for persona in content.persona_ids(situation):
            yield situation, persona


def moments(talk: Practice, lines: tuple[str, ...]) -> Iterator[Practice]:
    yield talk
    for line in lines:
        if talk.over:
            return
        talk.say(line)
        yield talk


def state_of(persona: Persona, act: Act, told: str = "") -> EmployeeState:
    changes = {"act": act.value, "revealed": (told,) if told else ()}
    return persona.start.model_copy(update=changes)


def after(persona: Persona, act: Act, told: str = "") -> Conversation:
    """A talk of which the last turn is this act."""
    talk = practice().talk
    line = "Hoe loopt het werk?"
    talk = talk.with_turn(Turn(speaker=Speaker.MANAGER, text=line, reading=phrasing.read(line)))
    return talk.with_turn(Turn(speaker=Speaker.EMPLOYEE, text="Tja.", state=state_of(persona, act, told)))


def test_the_words_are_many_and_written_for_it() -> None:
    data = hint.default()
    happening = [line for moods in data.happening.values() for lines in moods.values() for line in lines]
    rest = [line for lines in (*data.told.values(), *data.did.values()) for line in lines]
    written = [*happening, *rest, *(fit.text for fit in data.fits), *(say.je for say in data.say)]
    assert len(set(written)) >= 120
    assert len(set(written)) == len(written)
    assert max(len(line.split()) for line in written) <= 32


def test_nothing_is_wrong_with_them() -> None:
    assert list(rehearsal.hint_problems()) == []


def test_each_step_says_which_it_is() -> None:
    talk = practice()
    assert [given(talk, press).step for press in range(1, 6)] == [1, 2, 3, 3, 3]
    assert given(talk, 2).passage is not None


@pytest.mark.parametrize(("situation", "persona"), everyone())
def test_with_every_employee_an_example_can_be_said_as_it_stands(situation: str, persona: str) -> None:
    for lines in (GOOD, BAD):
        for talk in moments(practice(situation, persona), lines):
            if ended(talk):
                continue
            said = {turn.text for turn in talk.talk.by(Speaker.MANAGER)}
            examples = [given(talk, press).text for press in range(STEPS, STEPS + 3)]
            assert not said.intersection(examples)
            for example in examples:
                before, earlier = talk.talk.last_employee_text, talk.talk.earlier_employee_texts
                assert not phrasing.read(example, before, earlier=earlier).shown()
                assert "{" not in example


@pytest.mark.parametrize(("situation", "persona"), everyone())
def test_an_employee_is_addressed_as_she_addresses(situation: str, persona: str) -> None:
    talk = practice(situation, persona)
    wrong = re.compile(r"\b(je|jij|jou|jouw)\b" if talk.employee.persona.formal else r"\b(u|uw)\b", re.IGNORECASE)
    for now in moments(talk, GOOD):
        for press in range(STEPS, STEPS + 3):
            text = given(now, press).text
            assert ended(now) or not wrong.search(text), text


def test_every_line_fits_in_its_own_form_of_address() -> None:
    for say in hint.default().say:
        assert not re.search(r"\b(u|uw)\b", say.je, re.IGNORECASE)
        assert not re.search(r"\b(je|jij|jou|jouw)\b", say.u, re.IGNORECASE)


def test_more_presses_give_more_examples_and_then_begin_again() -> None:
    talk = practice()
    examples = [given(talk, press).text for press in range(STEPS, STEPS + MOST)]
    assert len(set(examples)) >= MOST - 1
    assert given(talk, STEPS + MOST).text in examples


def test_what_was_said_is_not_offered_again() -> None:
    talk = practice()
    first = given(talk, STEPS).text
    talk.say(f"Hoi. {first.upper()}")
    assert first not in [given(talk, press).text for press in range(STEPS, STEPS + MOST)]


def test_the_next_turn_gives_other_hints() -> None:
    talk = practice()
    before = [given(talk, press).text for press in (1, 2, 3)]
    talk.say(BAD[0])
    assert all(
        text != earlier for text, earlier in zip((given(talk, p).text for p in (1, 2, 3)), before, strict=True)
    )


def test_the_same_moment_gives_the_same_hints() -> None:
    one, same = practice(), practice()
    for talk in (one, same):
        talk.say(GOOD[0])
    assert [given(one, press) for press in range(1, 6)] == [given(same, press) for press in range(1, 6)]


def test_it_names_what_the_last_line_did_and_who_answered() -> None:
    talk = practice()
    talk.say(BAD[0])
    text = given(talk, 1).text
    assert hint.default().did["medical_probe"][0] in text
    assert "Samira" in text


def test_silence_is_a_move() -> None:
    talk = practice()
    talk.say("")
    assert any(line.format(name="Samira") in given(talk, 1).text for line in hint.default().did["silence"])


def test_something_medical_closes_the_door_and_something_dangerous_opens_another() -> None:
    persona = practice().employee.persona
    situation = practice().employee.situation
    medical = next(item.id for item in persona.memory if item.kind is MemoryKind.MEDICAL)
    told = after(persona, Act.DISCLOSE, medical)
    fits = hint.hint(told, situation, persona, 2)
    assert fits.passage == guidance.passage("iemand-vertelt-zelf-iets-medisch")
    assert "schrijf het niet op" in hint.hint(told, situation, persona, 3).text
    danger = hint.hint(after(persona, Act.DANGER), situation, persona, 2)
    assert danger.passage == guidance.passage("acuut-gevaar")


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.DISCLOSE])
def test_every_act_has_its_hint(act: Act) -> None:
    talk = practice()
    persona, situation = talk.employee.persona, talk.employee.situation
    for press in (1, 2, 3):
        assert hint.hint(after(persona, act), situation, persona, press).text


def test_when_the_talk_is_over_there_is_nothing_more_to_try() -> None:
    talk = practice()
    persona, situation = talk.employee.persona, talk.employee.situation
    over = after(persona, Act.END)
    state = over.turns[-1].state
    assert state is not None
    last = over.turns[-1].model_copy(update={"state": state.model_copy(update={"ended": True})})
    over = over.model_copy(update={"turns": (*over.turns[:-1], last)})
    found = [hint.hint(over, situation, persona, press) for press in (1, 2, 3)]
    assert len(set(found)) == 1
    assert not found[0].more


def test_the_most_telling_entry_is_taken() -> None:
    now = hint.Moment(Act.OBJECT, Mood.CLOSED, None, Topic.ROSTER, "threat", "luisteren", 2)
    fits = [When().fit(now), When(acts=(Act.OBJECT,)).fit(now), When(acts=(Act.OBJECT,), did=("threat",)).fit(now)]
    assert all(fit is not None for fit in fits)
    assert fits == sorted(set(fits), key=lambda fit: fit or 0)
    assert When(acts=(Act.AGREE,)).fit(now) is None
    assert When(topics=(Topic.HOME,), acts=(Act.OBJECT,)).fit(now) is None


def test_an_unknown_deed_is_a_mistake_in_the_file() -> None:
    with pytest.raises(ValueError, match="medical_probe"):
        When(did=("nonsense",))
