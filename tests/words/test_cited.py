"""Each claim names a passage that says so, or it is not shown."""

from __future__ import annotations

import good_model
import pytest

from coach.guidance.answer import Answer, answer
from coach.model.contract import EngineError
from coach.model.scripted import MISCHIEF, ScriptedEngine
from coach.words import cited

QUESTION = "Mag ik vragen hoe lang iemand denkt weg te zijn?"
TRUE = "De vermoedelijke duur mag je vragen, want je moet plannen"


def asked(*answers: object) -> tuple[cited.Claim, ...]:
    engine = ScriptedEngine(list(answers))  # type: ignore[arg-type]
    engine.start()
    return cited.find(engine, answer(QUESTION, 4))


def test_a_claim_of_its_passage_is_shown() -> None:
    assert asked(f"{TRUE} [vermoedelijke-duur].") == (cited.Claim(f"{TRUE}.", "vermoedelijke-duur"),)


@pytest.mark.parametrize(
    "text",
    [
        f"{TRUE}.",
        f"{TRUE} [verzonnen-passage].",
        f"{TRUE} [laat-de-stilte-staan].",
        "De vermoedelijke duur mag je niet vragen [vermoedelijke-duur].",
        "Je mag op een datum aandringen [vermoedelijke-duur].",
        "Je moet na 42 dagen plannen en het loon loopt door [vermoedelijke-duur].",
        "Als taalmodel zeg ik: de vermoedelijke duur mag je vragen [vermoedelijke-duur].",
        "You may ask for the expected duration, because you have to plan [vermoedelijke-duur].",
        "Mag je de vermoedelijke duur vragen? [vermoedelijke-duur]",
        "[vermoedelijke-duur]",
    ],
)
def test_a_claim_without_one_is_not(text: str) -> None:
    assert asked(text) == ()


def test_of_several_claims_only_those_that_hold_are_shown() -> None:
    found = asked(f"{TRUE} [vermoedelijke-duur]. Je mag de diagnose vragen [vermoedelijke-duur]. En nog iets.")
    assert [claim.text for claim in found] == [f"{TRUE}."]


def test_a_failing_or_evil_model_has_no_words() -> None:
    assert asked(EngineError("weg")) == ()
    for mischief in MISCHIEF:
        for claim in asked(mischief):
            assert claim.passage in {one.id for one in answer(QUESTION, 4).passages}


def test_what_may_be_about_two_things_is_not_put_to_a_model() -> None:
    engine = good_model.engine()
    found = answer(QUESTION, 4)
    assert found.decision is not None
    choice = Answer(question="?", act=found.act, choices=(found.decision, found.decision), passages=found.passages)
    assert cited.find(engine, choice) == ()
    assert cited.find(engine, Answer(question="?", act=found.act)) == ()
    assert engine.asked == []


def test_a_server_without_grammars_is_asked_without() -> None:
    engine = ScriptedEngine(
        lambda request: EngineError("no grammar") if request.grammar else f"{TRUE} [vermoedelijke-duur]."
    )
    engine.start()
    assert cited.find(engine, answer(QUESTION, 4))
    assert [request.grammar is None for request in engine.asked] == [False, True]
