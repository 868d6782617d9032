"""A criterion is answered with yes or no, and the answer shows the words it rests on."""

from __future__ import annotations

from typing import Any

import pytest
from bram import make_reading, make_state

from coach.conversation import Conversation, Flag, FlagId, Level, Move, MoveId, Reading, SituationKind, Speaker, Turn
from coach.roleplay.evidence import Evidence, judge
from coach.roleplay.persona import Act, Criterion, Milestone, Persona, Topic


def said(text: str, *does: FlagId | MoveId) -> Turn:
    return Turn(speaker=Speaker.MANAGER, text=text, reading=make_reading(*does))


def answer(text: str = "Ja.", **state: Any) -> Turn:
    return Turn(speaker=Speaker.EMPLOYEE, text=text, state=make_state(**state))


def talk(*turns: Turn) -> Conversation:
    return Conversation(situation="none", kind=SituationKind.FREQUENT, persona="bram", turns=turns)


def asks(**what: Any) -> Criterion:
    return Criterion(id="it", text="it", **what)


@pytest.fixture
def short() -> Conversation:
    return talk(
        answer("Hoi."),
        said("Hoe loopt het rooster?", MoveId.QUESTION_OPEN),
        answer("Druk.", topic="roster"),
        said("Dus het is druk.", MoveId.REFLECTION),
        answer("Klopt.", act="confirm"),
    )


def test_a_move_is_shown_with_its_turn_and_words(short: Conversation) -> None:
    assert judge(asks(moves=["reflection"]), short) == Evidence(True, 4, "Dus het is druk.", (4,))


def test_what_was_never_said_has_nothing_to_show(short: Conversation) -> None:
    assert judge(asks(moves=["empathy"]), short) == Evidence(False)


def test_as_many_times_as_asked(short: Conversation) -> None:
    found = judge(asks(moves=["reflection"], times=2), short)
    assert not found.met
    assert found.turns == (4,)


def test_a_turn_has_to_be_about_one_of_the_topics(short: Conversation) -> None:
    assert judge(asks(moves=["question_open"], topics=["roster"]), short).turn == 2
    assert not judge(asks(moves=["question_open"], topics=["home"]), short).met


def test_a_question_that_names_nothing_is_about_the_open_topic() -> None:
    asked = talk(answer(), said("Vertel eens?", MoveId.QUESTION_OPEN))
    assert judge(asks(topics=[Topic.OPEN, Topic.SMALL_TALK]), asked).met


def test_a_phrase_has_to_be_said_in_a_turn_with_the_move() -> None:
    agreed = talk(answer(), said("Dan spreken we dat vrijdag af.", MoveId.AGREEMENT), said("Vrijdag vrij."))
    when = ["[op|voor] {weekday}"]
    assert judge(asks(moves=["agreement"], says=when), agreed).turns == (2,)
    assert judge(asks(says=when), agreed).turns == (2, 3)
    assert not judge(asks(says=["over {number} weken"]), agreed).met


def test_a_flagged_turn_is_never_something_done_well() -> None:
    both = talk(answer(), said("Wat heb je? Dus je bent moe.", MoveId.REFLECTION, FlagId.MEDICAL_PROBE))
    assert not judge(asks(moves=["reflection"]), both).met


def test_a_question_that_takes_up_a_word_is_no_summary() -> None:
    text = "Hoe ziet je rooster eruit?"
    moves = tuple(Move(id=id, start=0, end=len(text), quote=text) for id in (MoveId.REFLECTION, MoveId.QUESTION_OPEN))
    turn = Turn(speaker=Speaker.MANAGER, text=text, reading=Reading(moves=moves))
    assert not judge(asks(moves=["reflection"]), talk(answer(), turn)).met
    assert judge(asks(moves=["question_open"]), talk(answer(), turn)).met


def test_a_long_turn_is_quoted_by_the_sentence_that_does_it() -> None:
    before, does = (
        "Ik heb gisteren met iedereen gesproken en het was lang en er kwam veel langs. ",
        "Dus het is druk.",
    )
    text = f"{before}{does} En daarna gingen we allemaal naar huis en was het klaar."
    move = Move(id=MoveId.REFLECTION, start=len(before), end=len(before) + len(does), quote=does)
    turn = Turn(speaker=Speaker.MANAGER, text=text, reading=Reading(moves=(move,)))
    assert judge(asks(moves=["reflection"]), talk(turn)).quote == does


def test_never_is_met_when_it_did_not_happen(short: Conversation) -> None:
    assert judge(asks(never=["threat", "judgement"]), short) == Evidence(True)


def test_never_shows_the_words_that_went_against_it() -> None:
    flag = Flag(id=FlagId.THREAT, level=Level.HARD, certainty=0.95, band="certain", start=0, end=6, quote="Anders",
                why="w", instead="i")  # fmt: skip
    turn = Turn(speaker=Speaker.MANAGER, text="Anders volgt er wat.", reading=Reading(flags=(flag,)))
    assert judge(asks(never=["threat"]), talk(answer(), turn)) == Evidence(False, 2, "Anders", (2,))
    assert judge(asks(never=["pressure"]), talk(answer(), turn)).met


def test_who_said_nothing_met_nothing() -> None:
    assert not judge(asks(never=["threat"]), talk(answer())).met
    assert not judge(asks(moves=["reflection"]), talk(answer())).met


def test_silences_are_counted() -> None:
    quiet = talk(answer(), said(""), answer(), said("…"), answer(), said("Dus."))
    assert judge(asks(silences=2), quiet).turns == (2, 4)
    assert not judge(asks(silences=3), quiet).met


def test_an_idea_is_shown_in_the_words_of_the_employee(bram: Persona) -> None:
    told = talk(
        answer(), said("Wat zou helpen?"), answer("Ik heb een plan.", act=Act.DISCLOSE, revealed=("werk", "idee"))
    )
    assert judge(asks(reached=Milestone.IDEA), told, bram) == Evidence(True, 3, "Ik heb een plan.", (3,))
    assert judge(asks(reached=Milestone.HEARD), told, bram).turn == 3


def test_an_agreement_is_shown_in_the_words_of_the_manager(bram: Persona) -> None:
    agreed = talk(answer(), said("Zullen we dat doen?", MoveId.AGREEMENT), answer("Ja.", act="agree"))
    assert judge(asks(reached=Milestone.AGREED), agreed, bram) == Evidence(True, 2, "Zullen we dat doen?", (2,))
    assert judge(asks(reached=Milestone.HELP), agreed, bram).met
    assert not judge(asks(reached=Milestone.IDEA), agreed, bram).met


def test_help_comes_after_the_idea(bram: Persona) -> None:
    offer = said("Wat heb je nodig?", MoveId.OFFER_HELP)
    assert not judge(asks(reached=Milestone.HELP), talk(answer(), offer, answer()), bram).met
    after = talk(answer(revealed=("idee",)), offer, answer(revealed=("idee",)))
    assert judge(asks(reached=Milestone.HELP), after, bram).turn == 2


def test_what_was_there_before_does_not_count(bram: Persona) -> None:
    start = (answer(), said("Dus het is druk.", MoveId.REFLECTION), answer(revealed=("werk", "idee")))
    more = talk(*start, said("Oké."), answer(revealed=("werk", "idee")))
    assert not judge(asks(moves=["reflection"]), more, bram, since=3).met
    assert not judge(asks(reached=Milestone.IDEA), more, bram, since=3).met
    assert judge(asks(reached=Milestone.IDEA), more, bram).met


def test_a_transcript_without_states_reaches_only_a_purpose_that_was_said() -> None:
    real = talk(
        said("Ik wil het over je werk hebben.", MoveId.INFORMATION), Turn(speaker=Speaker.EMPLOYEE, text="Ja.")
    )
    assert judge(asks(reached=Milestone.PURPOSE), real).turn == 1
    assert not judge(asks(reached=Milestone.AGREED), real).met
    assert not judge(asks(reached=Milestone.IDEA), real).met


@pytest.mark.parametrize(
    "wrong", [{}, {"never": ["threat"], "silences": 1}, {"moves": ["empathy"], "reached": "idea"}]
)
def test_a_criterion_asks_one_thing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="it"):
        asks(**wrong)
