"""A second opinion: one label, the words it rests on, and never a way around the law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import Band, Flag, FlagId, Level, Reading
from coach.model.contract import EngineError, Token
from coach.model.scripted import MISCHIEF, ScriptedEngine
from coach.phrasing import reader
from coach.words import opinion
from coach.words.opinion import Opinion

SAID = "Je weet dat we met te weinig mensen zitten, hè."


def flag(name: FlagId, band: Band = Band.MAYBE) -> Flag:
    file = reader.default().rules.flags[name]
    assert file.level
    sure = {Band.MAYBE: 0.4, Band.LIKELY: 0.6, Band.CERTAIN: 0.95}[band]
    return Flag(
        id=name, level=file.level, certainty=sure, band=band, start=0, end=7, quote=SAID[:7], why=file.why, instead=""
    )


SOFT, HARD = flag(FlagId.PRESSURE), flag(FlagId.THREAT)
READING = Reading(flags=(HARD, SOFT))


def asked(answer: object, odds: dict[str, float] | None = None, reading: Reading = READING) -> Opinion | None:
    engine = ScriptedEngine(answer, probabilities=odds)  # type: ignore[arg-type]
    engine.start()
    return opinion.find(engine, SAID, reading, reader.default().rules)


def test_the_flags_that_are_asked_about_have_the_levels_this_test_needs() -> None:
    assert SOFT.level is Level.SOFT
    assert HARD.level is Level.HARD


def test_a_label_comes_with_its_words_and_how_probable_it_is() -> None:
    found = asked('C "te weinig mensen"', {"A": 0.1, "C": 0.6, " C": 0.1, "x": 0.2})
    assert found is not None
    assert (found.label, found.quote) == (FlagId.PRESSURE, "te weinig mensen")
    assert found.probability == pytest.approx(0.7 / 0.8)
    assert found.agrees(SOFT) is True
    assert found.agrees(HARD) is False


@pytest.mark.parametrize(
    "answer",
    ['C "wat niemand zei"', "C", 'D "te weinig mensen"', "nee", "", 'Z "x"', EngineError("weg"), *MISCHIEF],
)
def test_without_a_label_of_the_list_and_words_of_the_line_there_is_no_opinion(answer: object) -> None:
    assert asked(answer) is None


def test_only_doubts_are_put_to_the_model() -> None:
    engine = ScriptedEngine("A")
    sure = Reading(flags=(flag(FlagId.PRESSURE, Band.LIKELY), flag(FlagId.THREAT, Band.CERTAIN)))
    assert opinion.find(engine, SAID, sure, reader.default().rules) is None
    assert engine.asked == []


def test_a_sure_denial_takes_a_soft_doubt_away_and_never_a_hard_one() -> None:
    found = asked("A", {"A": 0.97, "B": 0.01, "C": 0.01})
    assert found is not None
    assert found.label is None
    assert opinion.applied(READING, found).flags == (HARD,)


def test_an_unsure_denial_takes_nothing_away() -> None:
    assert opinion.applied(READING, asked("A", {"A": 0.6, "C": 0.4})) is READING


def test_a_model_that_was_not_choosing_has_no_probability() -> None:
    found = asked("A", {"A": 0.05, "Het": 0.9})
    assert found is not None
    assert found.probability is None
    assert opinion.applied(READING, found) is READING


@given(
    label=st.none() | st.sampled_from(list(FlagId)),
    probability=st.none() | st.floats(0, 1),
    bands=st.lists(st.sampled_from(list(Band)), min_size=2, max_size=2),
)
def test_no_opinion_removes_a_hard_flag_or_a_sure_one(
    label: FlagId | None, probability: float | None, bands: list[Band]
) -> None:
    reading = Reading(flags=(flag(FlagId.THREAT, bands[0]), flag(FlagId.PRESSURE, bands[1])))
    given_one = Opinion(label, "", probability, (FlagId.THREAT, FlagId.PRESSURE))
    left = opinion.applied(reading, given_one)
    assert left.hard == reading.hard
    assert left.shown() == reading.shown()
    assert set(left.flags) <= set(reading.flags)


def test_the_probability_is_that_of_the_first_token_with_a_letter() -> None:
    tokens = [Token("\n"), Token("B", 0.5, {"B": 0.5, "A": 0.5}), Token(' "te'), Token(' weinig"')]
    found = opinion.heard('\nB "te weinig"', tokens, SAID, [FlagId.PRESSURE])
    assert found is not None
    assert found.probability == 0.5
