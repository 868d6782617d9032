"""A follow-up of a model beside a call passes the reader and stays with what was said, or is not shown."""

from __future__ import annotations

import pytest
from good_model import FOLLOW_UP
from hypothesis import given
from hypothesis import strategies as st

from coach import phrasing
from coach.model.contract import EngineError
from coach.model.scripted import MISCHIEF, ScriptedEngine
from coach.words import follow_up
from coach.words.follow_up import Moment

GOOD = FOLLOW_UP[0]
SHOWN = ("Het rooster trekt aan je, hoor ik. Wat maakt die diensten zo lastig?",)
MOMENT = Moment("rooster avond te zwaar", SHOWN, "Luisteren en doorvragen.")


def engine(*answers: object) -> ScriptedEngine:
    made = ScriptedEngine(list(answers))  # type: ignore[arg-type]
    made.start()
    return made


def test_a_follow_up_that_holds_is_found_and_says_what_was_asked_with() -> None:
    asked = engine(GOOD)
    assert follow_up.find(asked, MOMENT) == GOOD
    told = asked.asked[0].messages[-1].text
    assert MOMENT.heard in told
    assert SHOWN[0] in told
    assert MOMENT.aim in told


@pytest.mark.parametrize(
    "said",
    [
        "Slaap je slecht door die late diensten van deze week?",
        "Wat zegt de dokter van die avonden op het werk?",
        "Je moet gewoon eens met de planner gaan praten over het werk.",
        "Hoe is het thuis met je vrouw als je zo laat werkt?",
        "Wat merkt u daarvan in uw werk deze week?",
        "What makes those evening shifts at work so hard for you?",
        "Zal ik Karin vragen of zij de dienst van 22:30 overneemt?",
        "Tip: stel nu een open vraag over het werk.",
        "Goed.",
        SHOWN[0],
        "De zon schijnt vandaag, dat vind ik altijd prettig.",
        "**Wat merk je daarvan in je werk?**<|im_end|>",
        "Geef terug wat de medewerker zei, in gewone woorden.",
    ],
)
def test_what_does_not_hold_is_not_found(said: str) -> None:
    assert follow_up.find(engine(said, said), MOMENT) is None


def test_a_second_try_may_hold() -> None:
    assert follow_up.find(engine("Goed.", GOOD), MOMENT) == GOOD


@pytest.mark.parametrize("answer", [EngineError("weg"), ""])
def test_a_model_that_fails_gives_nothing(answer: object) -> None:
    assert follow_up.find(engine(answer, answer), MOMENT) is None


def test_nothing_is_asked_when_nothing_may_be_told() -> None:
    asked = engine(GOOD)
    assert follow_up.find(asked, Moment("  ")) is None
    assert not asked.asked


@given(st.sampled_from(MISCHIEF), st.integers(0, 50))
def test_whatever_a_model_writes_what_is_found_has_no_flag(mischief: object, seed: int) -> None:
    del seed
    asked = ScriptedEngine(mischief)  # type: ignore[arg-type]
    asked.start()
    found = follow_up.find(asked, MOMENT)
    assert found is None or not phrasing.read(found, MOMENT.heard).flags
