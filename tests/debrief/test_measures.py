"""The figures of a talk, each by its formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import heard, said, talk

from coach.conversation import Band, FlagId, MoveId
from coach.debrief.measures import measure

OPEN, CLOSED, REFLECTION = MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED, MoveId.REFLECTION


def test_an_empty_talk_has_figures_too() -> None:
    figures = measure(talk())
    assert figures.employee_share == 0
    assert figures.ratio is None
    assert figures.longest_turn == figures.manager_turns == 0


def test_the_share_is_her_words_over_all_words() -> None:
    figures = measure(talk(heard("een twee drie", 50), said("vier"), heard("vijf zes", 50)))
    assert (figures.manager_words, figures.employee_words) == (1, 5)
    assert figures.employee_share == pytest.approx(5 / 6)


def test_gestures_do_not_count_as_words() -> None:
    assert measure(talk(heard("(kijkt even weg) Nou ja.", 50))).employee_words == 2


def test_a_turn_with_three_questions_is_one_question_turn() -> None:
    assert measure(talk(said("Wat? Hoe? Welke?", OPEN, OPEN, OPEN))).open_questions == 1


@pytest.mark.parametrize(
    ("turns", "ratio"),
    [
        ([(REFLECTION,), (REFLECTION,)], None),
        ([(OPEN,), (REFLECTION,)], 1.0),
        ([(OPEN,), (REFLECTION,), (REFLECTION,)], 2.0),
        ([(OPEN,), (CLOSED,), (REFLECTION,)], 0.5),
        ([(OPEN, CLOSED), (REFLECTION,)], 1.0),
        ([(OPEN, REFLECTION)], 1.0),
        ([(OPEN,)], 0.0),
    ],
)
def test_the_ratio_is_reflections_over_turns_with_a_question(
    turns: list[tuple[MoveId, ...]], ratio: float | None
) -> None:
    assert measure(talk(*(said("x", *moves) for moves in turns))).ratio == ratio


def test_flags_count_by_level_and_a_mere_possibility_not_at_all() -> None:
    figures = measure(
        talk(
            said("a", FlagId.MEDICAL_PROBE, FlagId.JUDGEMENT),
            said("b", FlagId.PRESSURE, band=Band.LIKELY),
            said("c", FlagId.THREAT, band=Band.MAYBE),
        )
    )
    assert (figures.hard_flags, figures.soft_flags) == (1, 2)


def test_an_empty_turn_is_a_silence_and_the_longest_turn_is_the_managers() -> None:
    figures = measure(talk(said(""), said("een twee drie"), said(" \n "), heard("een twee drie vier vijf", 50)))
    assert figures.silences == 2
    assert figures.longest_turn == 3
    assert figures.manager_turns == 3


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=40)), max_size=12))
def test_any_talk_has_sane_figures(turns: list[tuple[bool, str]]) -> None:
    figures = measure(talk(*(said(text) if mine else heard(text, 50) for mine, text in turns)))
    assert 0 <= figures.employee_share <= 1
    assert figures.longest_turn <= figures.manager_words
    assert figures.manager_turns + sum(not mine for mine, _text in turns) == len(turns)
