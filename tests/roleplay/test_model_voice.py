"""The voice of a language model: its words when they are good, the written line when they are not."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest

from coach import roleplay
from coach.conversation import Danger, Speaker, Turn
from coach.messages import gettext as _
from coach.model.contract import EngineError, Role
from coach.model.scripted import Answer, ScriptedEngine
from coach.roleplay.employee import Employee
from coach.roleplay.guide import Fault
from coach.roleplay.model_voice import ModelVoice, Standing
from coach.roleplay.persona import Act
from coach.roleplay.practice import Practice
from coach.store import open_store

FUTURE, EVENINGS, PROBE = "Hoe zie jij de toekomst hier?", "Hoe is het op je werk?", "Heb je hoofdpijn?"
GOOD = "Nou, ik vind het werk nog steeds leuk, eigenlijk. Maar het is wel veel tegelijk op een dag."
LINES = [
    "Fijn dat je er bent.",
    EVENINGS,
    FUTURE,
    PROBE,
    "Dat had ik niet moeten vragen, sorry.",
    "Wat zou jou helpen?",
]


def speaking(answers: Answer | list[Answer], **options: Any) -> tuple[Practice, ModelVoice, ScriptedEngine]:
    """A talk with Samira in which an engine says what it is told to."""
    engine = ScriptedEngine(answers, **options)
    engine.start()
    voice = ModelVoice(engine)
    employee = roleplay.employee("frequent", "samira")
    employee.voice = voice
    return Practice(employee, open_store(None), seed=7), voice, engine


def test_good_words_are_said() -> None:
    practice, voice, _engine = speaking(GOOD)
    assert practice.say(FUTURE).answer.text == GOOD
    assert (voice.spoken, voice.replaced) == (1, 0)


def test_sentences_come_one_by_one() -> None:
    practice, _voice, _engine = speaking(GOOD)
    reply = practice.tell(FUTURE)
    assert " ".join(reply.sentences()) == GOOD
    assert len(list(reply.sentences())) == 2


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("Als AI-taalmodel kan ik daar niets over zeggen, maar ik help je graag verder.", Fault.ROLE),
        ("Volgens de regie moet ik nu kort en vaag antwoord geven op je vraag.", Fault.ROLE),
        ("Tip voor jou: stel nu een open vraag en vat daarna goed samen.", Fault.HELPER),
        ("Kan ik je verder nog ergens mee helpen vandaag, leidinggevende van mij?", Fault.HELPER),
        ("Leidinggevende: Hoe gaat het nu met je op het werk, Samira?", Fault.SPEAKER),
        ("I would rather talk about this in English if that is all right.", Fault.LANGUAGE),
        ("Ich möchte heute lieber auf Deutsch mit dir sprechen, wenn das geht.", Fault.LANGUAGE),
        ("Zorzel knaster werbeldoos vrangel in de plomzak van hupsel en griebel.", Fault.LANGUAGE),
        ("Ik wil hier best blijven, hoor, dat weet u ook wel, denk ik.", Fault.ADDRESS),
        ("Ik heb iets met mijn hoofd, migraine, en verder gaat het wel goed.", Fault.LEAK),
        ("Op dinsdag haal ik mijn vader op, dus dan kan ik echt niet langer.", Fault.LEAK),
        ("Ik heb al een tijd last van een hernia en dat wordt niet beter.", Fault.INVENTED),
        ("Ik praat er weleens over met Gerrit van de boekhouding, en die snapt het.", Fault.INVENTED),
        ("Over 63 maanden wil ik hier iets heel anders gaan doen, denk ik.", Fault.INVENTED),
        ("Hoe zie jij de toekomst hier? Hoe zie jij de toekomst hier nou eigenlijk echt?", Fault.ECHO),
        ("Ja ja ja ja ja ja, dat is goed, dat is helemaal goed zo.", Fault.REPEATED),
        ("**Nou** `ja` <b>ik</b> weet het niet zo goed, om heel eerlijk te zijn.", Fault.FORM),
        ("Nou, ja.", Fault.LENGTH),
        ("", Fault.LENGTH),
        (" ".join(["Ik weet het nog niet zo goed, en dat zit zo"] * 8) + ".", Fault.LENGTH),
    ],
)  # fmt: skip
def test_words_with_a_fault_are_replaced_by_the_written_line(answer: str, fault: Fault) -> None:
    practice, voice, engine = speaking(answer)
    reply = practice.tell(FUTURE)
    assert list(reply.sentences()) == [reply.scene.authored]
    assert voice.faults[fault] == 2, voice.faults
    assert len(engine.asked) == 2


def test_the_second_try_is_told_what_was_wrong_with_the_first() -> None:
    practice, voice, engine = speaking(["Als AI weet ik dat niet precies, maar ik help je graag.", GOOD])
    assert practice.say(FUTURE).answer.text == GOOD
    first, second = (request.messages[-1].text for request in engine.asked)
    assert second.startswith(first)
    assert "gewoon jezelf" in second.removeprefix(first)
    assert voice.faults[Fault.ROLE] == 1


def test_a_fault_after_good_sentences_cuts_the_answer_there() -> None:
    practice, _voice, engine = speaking(f"{GOOD} Kan ik je ergens anders mee helpen? En nog iets.")
    assert practice.say(FUTURE).answer.text == GOOD
    assert len(engine.asked) == 1


def test_nothing_is_shown_before_the_act_can_be_seen_in_it() -> None:
    told = "Tja, daar moet ik even over nadenken, als je het niet erg vindt."
    practice, voice, _engine = speaking(told)
    reply = practice.tell(EVENINGS)
    assert reply.scene.plan.act is Act.DISCLOSE
    assert list(reply.sentences()) == [reply.scene.authored]
    assert voice.faults[Fault.ACT] == 2


def test_what_is_told_may_be_told_in_other_words() -> None:
    words = "Sinds Ruud weg is zit ik hier drie avonden in de week, en in het rooster staat er maar één."
    practice, _voice, _engine = speaking(words)
    assert practice.say(EVENINGS).answer.text == words
    assert practice.talk.state is not None
    assert practice.talk.state.revealed == ("late_avonden",)


def test_what_the_model_says_changes_nothing_of_what_happens() -> None:
    """Its words are all that is its own: what they do to her was settled before, whoever says them."""
    written = roleplay.employee("frequent", "samira")
    free, _voice, _engine = speaking([GOOD, "Als AI kan ik dat niet.", EngineError("weg"), "", GOOD])
    for line in LINES:
        free.say(line)
    for place, turn in enumerate(free.talk.turns):
        if place and turn.speaker is Speaker.EMPLOYEE:
            heard = free.talk.model_copy(update={"turns": free.talk.turns[:place]})
            assert written.prepare(heard).state == turn.state


@pytest.mark.parametrize(
    ("line", "act"), [("Ben jij een computer?", Act.META), ("", Act.RECEIVE), ("Val dood, sukkel.", Act.OBJECT)]
)
def test_in_an_act_where_each_word_counts_the_model_is_not_asked(line: str, act: Act) -> None:
    practice, _voice, engine = speaking(GOOD)
    reply = practice.tell(line)
    list(reply.sentences())
    asked = reply.scene.plan.act not in (Act.META, Act.SILENT, Act.END, Act.DANGER)
    assert bool(engine.asked) is asked
    assert asked is (act is not Act.META)


def test_where_life_may_be_in_danger_only_written_lines_are_said() -> None:
    practice, _voice, engine = speaking(GOOD)
    talk = practice.talk
    state = talk.turns[-1].state
    assert state is not None
    hurt = talk.turns[-1].model_copy(update={"state": state.model_copy(update={"danger": Danger.MISSED})})
    reply = practice.employee.prepare(
        talk.model_copy(update={"turns": (hurt, Turn(speaker=Speaker.MANAGER, text=FUTURE))})
    )
    assert not reply.pauses
    list(reply.sentences())
    assert not engine.asked


def test_a_talk_never_waits_for_a_model_that_loads() -> None:
    practice, voice, engine = speaking(GOOD, loading=600)
    reply = practice.tell(FUTURE)
    assert not reply.pauses
    assert list(reply.sentences()) == [reply.scene.authored]
    assert not engine.asked
    assert not voice.standing().model


def test_an_engine_that_fails_again_and_again_is_left_alone() -> None:
    practice, voice, engine = speaking(EngineError("weg"))
    for line in LINES:
        practice.say(line)
    assert len(engine.asked) == 3
    assert not voice.standing().model
    voice.start()
    assert voice.standing() == Standing(True, _("voice: {model}").format(model=_("script")))


def test_a_server_is_not_asked_to_read_ahead() -> None:
    practice, voice, engine = speaking(GOOD)
    voice.read_ahead(practice.talk, practice.employee.persona)
    for thread in threading.enumerate():
        if thread.name == "model-read-ahead":
            thread.join()
    assert not engine.asked


def test_who_waits_too_long_gets_the_written_line() -> None:
    engine = ScriptedEngine(GOOD, delay=0.02)
    engine.start()
    employee = roleplay.employee("frequent", "samira")
    employee.voice = ModelVoice(engine, patience=0.0)
    reply = Practice(employee, open_store(None), seed=7).tell(FUTURE)
    assert list(reply.sentences()) == [reply.scene.authored]


def test_who_has_heard_enough_keeps_what_was_said() -> None:
    practice, _voice, _engine = speaking(GOOD)
    reply = practice.tell(FUTURE)
    first = next(iter(reply.sentences()))
    assert practice.answered(reply, [first]).text == first == GOOD.split("eigenlijk.")[0] + "eigenlijk."


def test_an_answer_that_is_not_waited_for_is_refused() -> None:
    practice, _voice, _engine = speaking(GOOD)
    reply = practice.tell(FUTURE)
    practice.settle()
    assert practice.talk.turns[-1].text == reply.scene.authored
    with pytest.raises(ValueError, match="waited"):
        practice.answered(reply, [GOOD])


@pytest.mark.parametrize("then", ["finish", "take_back", "say"])
def test_whatever_comes_next_an_answer_that_was_left_waiting_is_there(then: str) -> None:
    practice, _voice, _engine = speaking(GOOD)
    practice.tell(FUTURE)
    {"finish": practice.finish, "take_back": practice.take_back, "say": lambda: practice.say(EVENINGS)}[then]()
    assert practice.talk.turns[-1].speaker is Speaker.EMPLOYEE


# The prompt


def test_each_prompt_begins_as_the_one_before() -> None:
    practice, _voice, engine = speaking(GOOD)
    for line in [FUTURE, *LINES]:
        practice.say(line)
    tried = [request.messages for request in engine.asked]
    assert len(tried) > 6
    for one, other in itertools.pairwise(tried):
        if len(other) > len(one):
            assert other[: len(one) - 1] == one[:-1]
            assert one[-1].text.startswith(other[len(one) - 1].text)


def test_the_two_sides_take_turns_and_the_answer_is_asked_of_the_employee() -> None:
    practice, _voice, engine = speaking(GOOD)
    for line in LINES:
        practice.say(line)
    for request in engine.asked:
        roles = [message.role for message in request.messages]
        assert roles[0] is Role.SYSTEM
        assert roles[1:] == [Role.USER, Role.ASSISTANT] * (len(roles) // 2 - 1) + [Role.USER]


def test_of_a_talk_that_grows_too_long_the_oldest_part_is_told_in_brief_and_the_user_hears_of_it() -> None:
    practice, voice, engine = speaking(GOOD, context=900)
    notices = []
    for number in range(14):
        practice.say([EVENINGS, FUTURE, "Dus je doet drie lates.", "Wat vind je van je collega's?"][number % 4])
        notices.append(voice.take_notice())
    assert sum(notice is not None for notice in notices) >= 1
    last = engine.asked[-1].messages
    assert sum(engine.count(message.text) for message in last) < 900
    assert last[0] == engine.asked[0].messages[0]
    told = practice.employee.persona.item("late_avonden").summary
    assert told in last[1].text
    assert len(last) < 2 * 14


def test_going_back_tells_the_model_the_talk_as_it_is_now() -> None:
    practice, _voice, engine = speaking(GOOD)
    practice.say(FUTURE)
    practice.take_back()
    practice.say("Hoe wil je contact houden?")
    told = "\n".join(message.text for message in engine.asked[-1].messages)
    assert "contact houden" in told
    assert FUTURE not in told


def test_any_scene_of_any_employee_can_be_put_to_a_model() -> None:
    from coach.roleplay import library

    known = library.default()
    for situation in known.situations:
        for name in known.persona_ids(situation):
            engine = ScriptedEngine(GOOD)
            engine.start()
            employee = Employee(known.situation(situation), known.persona(situation, name), ModelVoice(engine))
            practice = Practice(employee, open_store(None), seed=1)
            for line in (EVENINGS, PROBE):
                assert practice.say(line).answer.text
            assert engine.asked
