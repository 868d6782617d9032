"""The debrief: what was done well, what turned the talk, what stayed untold, and what to practise next."""

from __future__ import annotations

import pytest
from made import HARD, SOFT, heard, said, talk

from coach import phrasing, roleplay
from coach.conversation import Band, Conversation, FlagId, MoveId
from coach.debrief import debrief, report
from coach.debrief.moment import MOMENTS
from coach.debrief.strength import STRENGTHS
from coach.roleplay.persona import Persona


@pytest.fixture(scope="module")
def samira() -> Persona:
    return roleplay.employee("frequent", "samira").persona


def long_talk() -> Conversation:
    """Five turns, with the steps in trust +2, -12, +8, -3 and +9."""
    return talk(
        heard("Hallo.", 40),
        said("een", MoveId.QUESTION_OPEN), heard("a", 42),
        said("twee", FlagId.MEDICAL_PROBE), heard("b", 30),
        said("drie", MoveId.PRIVACY_RESPECT), heard("c", 38),
        said("vier", FlagId.JUDGEMENT), heard("d", 35),
        said("vijf", MoveId.REFLECTION), heard("e", 44),
    )  # fmt: skip


def test_the_three_heaviest_moments_in_the_order_of_the_talk() -> None:
    moments = debrief(long_talk()).moments
    assert [(moment.said, moment.change) for moment in moments] == [("twee", -12), ("drie", 8), ("vijf", 9)]
    assert [moment.turn for moment in moments] == [4, 6, 10]
    assert len(moments) == MOMENTS


def test_a_moment_has_what_came_before_what_it_did_and_a_better_sentence() -> None:
    hurt, repaired, _heard = debrief(long_talk()).moments
    assert (hurt.before, hurt.said, hurt.answer) == ("a", "twee", "b")
    assert (hurt.why, hurt.instead) == ("why medical_probe", "instead medical_probe")
    assert repaired.why
    assert repaired.instead == ""


def test_a_turn_that_changes_nothing_is_no_moment() -> None:
    assert debrief(talk(heard("a", 40), said("x"), heard("b", 40))).moments == ()


def test_of_equal_moments_the_first_ones_count() -> None:
    turns = [heard("a", 40)]
    for number, trust in enumerate((41, 42, 43, 44), 1):
        turns += [said(str(number)), heard("b", trust)]
    assert [moment.said for moment in debrief(talk(*turns)).moments] == ["1", "2", "3"]


def test_in_a_transcript_moments_are_weighed_by_what_was_said() -> None:
    turns = (
        said("een", MoveId.QUESTION_OPEN), heard("a"),
        said("twee", FlagId.THREAT), heard("b"),
        said("drie", MoveId.REFLECTION), heard("c"),
        said("vier", FlagId.PRESSURE), heard("d"),
        said("vijf", FlagId.THREAT, band=Band.MAYBE), heard("e"),
    )  # fmt: skip
    moments = debrief(talk(*turns)).moments
    assert [moment.said for moment in moments] == ["twee", "drie", "vier"]
    assert [moment.change > 0 for moment in moments] == [False, True, False]


def test_a_transcript_has_no_trust_and_nothing_told_or_untold() -> None:
    seen = debrief(talk(said("Hoe gaat het?"), heard("Goed."), persona="Sanne"))
    assert seen.trust == ()
    assert seen.told is None
    assert seen.untold is None
    assert seen.person == "Sanne"


def test_trust_is_followed_from_turn_to_turn() -> None:
    assert [(point.turn, point.trust) for point in debrief(long_talk()).trust] == [
        (1, 40), (3, 42), (5, 30), (7, 38), (9, 35), (11, 44),
    ]  # fmt: skip


def test_a_strength_is_quoted_once_for_each_kind_the_telling_ones_first() -> None:
    seen = debrief(
        talk(
            said("Wat?", MoveId.QUESTION_OPEN),
            said("Wat vind je er zelf van?", MoveId.QUESTION_OPEN),
            said("Je doet dus veel.", MoveId.REFLECTION),
        )
    ).strengths
    assert [strength.move for strength in seen] == [MoveId.REFLECTION, MoveId.QUESTION_OPEN]
    assert [strength.quote for strength in seen] == ["Je doet dus veel.", "Wat vind je er zelf van?"]
    assert [strength.turn for strength in seen] == [3, 2]
    assert all(strength.name and strength.why for strength in seen)


def test_nothing_from_a_flagged_turn_is_praised() -> None:
    assert debrief(talk(said("x", MoveId.EMPATHY, FlagId.JUDGEMENT))).strengths == ()


def test_there_are_no_more_strengths_than_one_remembers() -> None:
    assert len(debrief(talk(*(said(move.value, move) for move in MoveId))).strengths) == STRENGTHS


def test_a_strength_is_quoted_as_a_whole_sentence() -> None:
    text = "Goed. Je doet veel meer dan in het rooster staat. Klopt dat?"
    turn = said(text, MoveId.AFFIRMATION)
    assert turn.reading is not None
    move = turn.reading.moves[0].model_copy(update={"start": 9, "end": 12, "quote": "doet"})
    turn = turn.model_copy(update={"reading": turn.reading.model_copy(update={"moves": (move,)})})
    assert debrief(talk(turn)).strengths[0].quote == "Je doet veel meer dan in het rooster staat."


def test_what_was_told_and_what_was_not(samira: Persona) -> None:
    first, *others = samira.memory
    seen = debrief(talk(heard("a", 50, first.id)), samira, "Frequent")
    assert seen.told is not None
    assert seen.untold is not None
    assert [item.summary for item in seen.told] == [first.summary]
    assert {(item.summary, item.opener) for item in seen.untold} == {(i.summary, i.opener) for i in others}
    assert (seen.person, seen.situation) == (samira.name, "Frequent")


def test_before_a_word_is_spoken_everything_is_untold(samira: Persona) -> None:
    untold = debrief(talk(), samira).untold
    assert untold is not None
    assert len(untold) == len(samira.memory)


def test_flags_come_with_their_turn_their_name_and_their_guidance() -> None:
    line = "Heb je hoofdpijn?"
    turn = said(line).model_copy(update={"reading": phrasing.read(line)})
    seen = debrief(talk(heard("Hallo.", 50), turn)).flags
    medical = next(seen_flag for seen_flag in seen if seen_flag.flag.id is FlagId.MEDICAL_PROBE)
    assert medical.turn == 2
    assert medical.name
    assert medical.guidance
    assert all(source.sources for source in medical.guidance)


def test_a_mere_possibility_is_not_shown() -> None:
    assert debrief(talk(said("x", FlagId.THREAT, band=Band.MAYBE))).flags == ()


GOOD = (MoveId.REFLECTION, MoveId.QUESTION_OPEN)
NEEDS = [
    ("the heaviest flag", (said("x", FlagId.PRESSURE), said("x", FlagId.MEDICAL_PROBE)), "medical_probe"),
    ("a soft flag", (said("x", FlagId.PRESSURE),), "pressure"),
    ("no reflection", (said("x", MoveId.QUESTION_OPEN),), "no_reflection"),
    ("closed questions", (said("x", MoveId.REFLECTION, MoveId.QUESTION_CLOSED), heard("a b c", 50)), "closed"),
    ("too many words", (said("een twee drie vier", *GOOD), heard("een", 50)), "talked_much"),
    ("no agreement", (said("x", *GOOD), heard("een twee", 50)), "no_agreement"),
    ("nothing", (said("We spreken dat af.", *GOOD, MoveId.AGREEMENT), heard("een " * 9, 50)), "steady"),
]


@pytest.mark.parametrize(("turns", "need"), [pytest.param(*need[1:], id=need[0]) for need in NEEDS])
def test_the_exercise_is_about_what_needs_it_most(turns: tuple[object, ...], need: str) -> None:
    assert debrief(talk(*turns)).exercise == report.data().exercises[need]  # type: ignore[arg-type]


@pytest.mark.parametrize("flag_id", [flag for flag in FlagId if flag in SOFT | HARD])
def test_every_flag_has_an_exercise(flag_id: FlagId) -> None:
    assert debrief(talk(said("x", flag_id))).exercise == report.data().exercises[flag_id.value]
