"""Which of several texts has most to do with a line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import EmployeeState, Flag, Move, MoveId, Reading
from coach.roleplay import dynamics, library, relevance
from coach.roleplay.deciding import plan
from coach.roleplay.moment import Moment
from coach.roleplay.persona import Act, Mood, Persona, Topic
from coach.roleplay.plan import IDEAS_TOLD, Plan
from coach.roleplay.topic import Subject
from coach.roleplay.voice import AuthoredVoice


@pytest.fixture(scope="module")
def samira() -> Persona:
    return library.default().persona("frequent", "samira")


def moment(
    persona: Persona,
    heard: str,
    topic: Topic | None,
    *,
    revealed: tuple[str, ...] = (),
    trust: int = 80,
    act: str = "answer",
    last: Topic = Topic.OPEN,
    named: bool = True,
) -> Moment:
    """A manager's open question after which there is trust enough to tell the work items."""
    state = EmployeeState(
        trust=trust, tension=30, energy=60, commitment=20, revealed=revealed, act=act, topic=last.value
    )
    asked = Move(id=MoveId.QUESTION_OPEN, start=0, end=len(heard), quote=heard)
    flags: tuple[Flag, ...] = ()
    return Moment(
        persona,
        state,
        Reading(flags=flags, moves=(asked,)),
        Subject(topic, frozenset(), named),
        4,
        dynamics.default(),
        random.Random(1),
        heard,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoe gaat de overdracht?", "Overdrachten mislukken."), ("het plannen zelf", "de planning"), ("privé", "Prive")],
)
def test_words_with_the_same_stem_are_shared(one: str, other: str) -> None:
    assert relevance.overlap(relevance.stems(one), other) == 1


@pytest.mark.parametrize("line", ["Hoe komt dat eigenlijk?", "Wat is er?", "", "12345 67890", "Zouden jullie willen"])
def test_small_words_are_no_content(line: str) -> None:
    assert relevance.stems(line) == frozenset()


def test_lines_that_share_a_word_go_first() -> None:
    lines = ["De koffie is op.", "De overdracht duurt kort.", "Het rooster hangt er."]
    assert relevance.closest(relevance.stems("die overdracht"), lines) == ["De overdracht duurt kort."]


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=6))
def test_closest_never_invents_and_never_empties(asked: str, lines: list[str]) -> None:
    chosen = relevance.closest(relevance.stems(asked), lines)
    assert set(chosen) <= set(lines)
    assert bool(chosen) == bool(lines)


def test_of_two_items_that_fit_the_one_with_the_managers_words_is_told(samira: Persona) -> None:
    told = plan(moment(samira, "Wat maakt die overdracht zo lastig?", Topic.PLANNING, revealed=("late_avonden",)))
    assert told.item is not None
    assert told.item.id == "overdracht"


def test_of_two_items_with_the_same_words_the_one_mainly_about_the_topic_is_told(samira: Persona) -> None:
    told = plan(moment(samira, "Wat is je droom als planner?", Topic.FUTURE, revealed=("systeem", "stempel")))
    assert told.item is not None
    assert told.item.id == "wens"


def test_nothing_else_is_told_when_the_question_is_about_what_stays_hidden(samira: Persona) -> None:
    told = plan(moment(samira, "Wat maakt die overdracht zo lastig?", Topic.PLANNING, trust=45))
    assert (told.act, told.key, told.item) == (Act.ANSWER, "planning", None)


def test_asking_on_brings_more_of_what_was_just_told(samira: Persona) -> None:
    asked_on = moment(
        samira,
        "Hoe is dat zo gekomen?",
        Topic.ROSTER,
        revealed=("late_avonden",),
        act="disclose",
        last=Topic.ROSTER,
        named=False,
    )
    told = plan(asked_on)
    assert told.more is not None
    assert told.more.id == "late_avonden"
    assert told.item is None


def test_an_idea_on_the_table_is_not_promised_again(samira: Persona) -> None:
    told = ("late_avonden", "overdracht", "eigen_idee")
    assert plan(moment(samira, "Wat zou helpen?", Topic.IDEAS, revealed=told)).key == IDEAS_TOLD


def test_a_bare_name_is_taken_for_what_she_knows_of_it(samira: Persona) -> None:
    asked = moment(samira, "Marco?", Topic.ROSTER, trust=40, last=Topic.ROSTER, named=False)
    assert plan(asked).key == "colleagues"


def test_the_voice_answers_on_the_managers_word(samira: Persona) -> None:
    asked = Plan(Act.ANSWER, "planning", asked=relevance.stems("Hoe gaat de overdracht?"))
    for seed in range(8):
        said = AuthoredVoice().words(asked, samira, Mood.GUARDED, frozenset(), random.Random(seed))
        assert "overdracht" in said.casefold()


def test_a_line_for_one_word_is_kept_for_that_word(samira: Persona) -> None:
    asked = Plan(Act.ANSWER, "colleagues", asked=relevance.stems("Hoe is de sfeer?"))
    kept = [line for moods in samira.lines[Act.ANSWER]["colleagues/marco"].values() for line in moods]
    said = {
        AuthoredVoice().words(asked, samira, mood, frozenset(), random.Random(seed))
        for mood in Mood
        for seed in range(40)
    }
    assert said.isdisjoint(kept)


def test_the_same_chance_gives_the_same_words(samira: Persona) -> None:
    asked = Plan(Act.ANSWER, "roster", asked=relevance.stems("Hoe zijn je avonden?"))
    said = {AuthoredVoice().words(asked, samira, Mood.OPEN, frozenset(), random.Random(7)) for _again in range(5)}
    assert len(said) == 1


def test_a_thing_is_told_in_other_words_only_once_more(samira: Persona) -> None:
    item = samira.item("late_avonden")
    asked = Plan(Act.ANSWER, "roster", more=item)
    said = AuthoredVoice().words(asked, samira, Mood.OPEN, frozenset(item.lines[:2]), random.Random(1))
    assert said not in item.lines


def test_a_monday_is_something_and_a_month_is_not() -> None:
    assert relevance.stems("Werk je maandag?") == {"maand"}
    assert not relevance.stems("Over een maand, of twee maanden.")


def test_words_that_turn_an_answer_may_point_to_nothing() -> None:
    asked = relevance.stems("Hoe begint dat, na zoveel weken planning?")
    assert {"begin", "weken"} <= asked
    assert relevance.pointing(asked) == {"zovee", "plann"}
