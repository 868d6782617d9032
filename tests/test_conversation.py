from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from coach.conversation import (
    Band,
    Conversation,
    EmployeeState,
    Flag,
    FlagId,
    Level,
    Move,
    MoveId,
    Reading,
    SituationKind,
    Speaker,
    Turn,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def flag(id_: FlagId = FlagId.MEDICAL_PROBE, level: Level = Level.HARD, certainty: float = 0.95) -> Flag:
    return Flag(
        id=id_,
        level=level,
        certainty=certainty,
        band=Band.of(certainty),
        start=0,
        end=3,
        quote="Heb",
        why="Dat mag je niet vragen.",
        instead="Wat ligt er vandaag?",
    )


def said(text: str, speaker: Speaker = Speaker.MANAGER) -> Turn:
    return Turn(speaker=speaker, text=text)


def talk(*turns: Turn) -> Conversation:
    return Conversation(situation="ziekmelding", kind=SituationKind.ZIEKMELDING, persona="noor", turns=turns)


@pytest.mark.parametrize(
    ("certainty", "band"),
    [
        (1.0, Band.CERTAIN),
        (0.9, Band.CERTAIN),
        (0.89, Band.LIKELY),
        (0.5, Band.LIKELY),
        (0.49, Band.MAYBE),
        (0.0, Band.MAYBE),
    ],
)
def test_a_certainty_is_said_in_one_of_three_words(certainty: float, band: Band) -> None:
    assert Band.of(certainty) is band


def test_adding_a_turn_leaves_the_conversation_before_it_as_it_was() -> None:
    before = talk(said("Hallo"))
    after = before.with_turn(said("Dag", Speaker.EMPLOYEE))
    assert [turn.text for turn in before.turns] == ["Hallo"]
    assert [turn.text for turn in after.turns] == ["Hallo", "Dag"]
    assert after.id == before.id


@pytest.mark.parametrize(("count", "left"), [(0, "abc"), (1, "ab"), (3, ""), (9, "")])
def test_taking_back_removes_the_last_turns_and_never_more_than_there_are(count: int, left: str) -> None:
    conversation = talk(said("a"), said("b"), said("c"))
    assert "".join(turn.text for turn in conversation.without_last(count).turns) == left


@given(st.lists(WORDS, max_size=6), WORDS)
def test_taking_back_what_was_added_gives_the_same_conversation(texts: list[str], last: str) -> None:
    conversation = talk(*map(said, texts))
    assert conversation.with_turn(said(last)).without_last(1) == conversation


@given(st.lists(st.tuples(st.sampled_from(Speaker), WORDS), max_size=6))
def test_a_conversation_comes_back_whole_from_its_own_json(lines: list[tuple[Speaker, str]]) -> None:
    conversation = talk(*(said(text, speaker) for speaker, text in lines))
    assert Conversation.model_validate_json(conversation.model_dump_json()) == conversation


def test_a_turn_with_reading_and_state_comes_back_whole_from_its_own_json() -> None:
    reading = Reading(flags=(flag(),), moves=(Move(id=MoveId.EMPATHY, start=0, end=3, quote="Heb"),))
    state = EmployeeState(trust=50, tension=20, energy=60, commitment=40, revealed=("rooster",))
    turn = Turn(speaker=Speaker.MANAGER, text="Heb je", reading=reading, state=state)
    assert Turn.model_validate_json(turn.model_dump_json()) == turn


def test_what_the_employee_said_last_is_found_behind_later_turns_of_the_manager() -> None:
    conversation = talk(said("Eerst", Speaker.EMPLOYEE), said("Laatst", Speaker.EMPLOYEE), said("Ik"))
    assert conversation.last_employee_text == "Laatst"
    assert talk(said("Ik")).last_employee_text is None


def test_the_state_is_the_latest_one_there_is() -> None:
    early = EmployeeState(trust=50, tension=20, energy=60, commitment=40)
    late = early.model_copy(update={"trust": 60})
    turns = [Turn(speaker=Speaker.EMPLOYEE, text="", state=state) for state in (early, late)]
    assert talk(*turns, said("Ik")).state == late
    assert talk(said("Ik")).state is None


def test_the_turns_of_one_speaker_keep_their_order() -> None:
    conversation = talk(said("1"), said("2", Speaker.EMPLOYEE), said("3"))
    assert [turn.text for turn in conversation.by(Speaker.MANAGER)] == ["1", "3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dat snap ik wel", 4),
        ("(kijkt weg) Gewoon. Van alles.", 3),
        ("Ja (zucht diep) nee", 2),
        ("(zwijgt)", 0),
        ("", 0),
        ("Goed :)", 2),
        ("Ja (zonder einde van het gebaar", 6),
    ],
)
def test_gestures_in_brackets_are_not_counted_as_words(text: str, words: int) -> None:
    assert said(text).words == words


@given(st.text(max_size=200))
def test_any_text_can_be_said_and_counted(text: str) -> None:
    turn = said(text)
    assert turn.text == text
    assert 0 <= turn.words <= len(text)


def test_a_reading_knows_its_flags_style_notes_and_moves_by_name() -> None:
    reading = Reading(
        flags=(flag(),),
        style=(flag(FlagId.LONG_TURN, Level.STYLE),),
        moves=(Move(id=MoveId.EMPATHY, start=0, end=1, quote="a"),),
    )
    assert reading.has(FlagId.MEDICAL_PROBE)
    assert reading.has(FlagId.LONG_TURN)
    assert reading.has(FlagId.THREAT, MoveId.EMPATHY)
    assert not reading.has(FlagId.THREAT, MoveId.BACKCHANNEL)
    assert not reading.has()


def test_hard_flags_are_those_that_cross_a_line_of_law() -> None:
    hard, soft = flag(), flag(FlagId.JUDGEMENT, Level.SOFT)
    assert Reading(flags=(hard, soft)).hard == (hard,)


def test_a_mere_maybe_interrupts_nobody() -> None:
    sure, unsure = flag(certainty=0.5), flag(FlagId.THREAT, certainty=0.4)
    assert Reading(flags=(sure, unsure)).shown() == (sure,)
    assert Reading(flags=(sure, unsure)).doubtful() == (unsure,)


def test_nothing_that_was_said_can_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        said("Hallo").text = "Dag"  # type: ignore[misc]


@pytest.mark.parametrize("field", ["trust", "tension", "energy", "commitment"])
@pytest.mark.parametrize("value", [-1, 101])
def test_levels_of_the_employee_stay_between_0_and_100(field: str, value: int) -> None:
    levels = {"trust": 50, "tension": 50, "energy": 50, "commitment": 50} | {field: value}
    with pytest.raises(ValidationError, match=field):
        EmployeeState(**levels)


def test_fields_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValidationError, match="score"):
        Turn.model_validate({"speaker": "manager", "text": "Hallo", "score": 9})


def test_two_talks_have_different_ids_and_a_turn_knows_its_moment_with_its_zone() -> None:
    assert talk().id != talk().id
    assert said("Hallo").at.tzinfo is UTC


def test_there_are_eight_kinds_of_talk() -> None:
    assert {kind.value for kind in SituationKind} == {
        "ziekmelding", "eerste_contact", "tussentijds", "frequent",
        "terugkeer", "preventief", "nazorg", "conflict",
    }  # fmt: skip
