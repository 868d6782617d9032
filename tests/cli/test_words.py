"""`--words`: the answer first, and then what the language model adds to it, marked."""

from __future__ import annotations

import good_model
import pytest
from command import PROBE, coach

from coach.model import engines
from coach.model.choice import Choice
from coach.model.contract import EngineError
from coach.model.scripted import ScriptedEngine

MARK = "✎"
QUESTION = "mag ik vragen hoe lang iemand denkt weg te zijn?"
TALK = (
    "Jij: Fijn dat je er bent, hoe kijk jij er zelf naar?\nSam: Het is veel, zo in de avond.\n"
    "Jij: Heb je weer hoofdpijn?\nSam: Dat hou ik liever voor me.\nJij: Dat had ik niet moeten vragen, sorry.\n"
    "Sam: Dank je wel.\nJij: Wat zou jij willen veranderen?\nSam: Daar denk ik over na.\n"
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")


def choose(monkeypatch: pytest.MonkeyPatch, answers: object = good_model.answer) -> ScriptedEngine:
    engine = ScriptedEngine(answers)  # type: ignore[arg-type]
    monkeypatch.setattr(engines, "engine_of", lambda _choice: engine)
    Choice(name="klein", url="http://localhost:1/v1").save()
    return engine


def test_check_adds_a_better_sentence_after_the_written_one(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = choose(monkeypatch)
    plain, shown = coach("check", PROBE), coach("check", PROBE, "--words")
    assert shown.code == 0
    assert shown.out.startswith(plain.out)
    assert f"{MARK} suggestion by script" in shown.out
    assert good_model.BETTER[False][0] in shown.out
    assert coach("check", PROBE, "--words", "--json").json["better"] == good_model.BETTER[False][0]
    assert engine.status()[0].value == "off"


def test_ask_adds_claims_with_their_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch)
    shown = coach("ask", QUESTION, "--words")
    assert shown.out.startswith(coach("ask", QUESTION).out)
    assert "[vermoedelijke-duur]" in shown.out.partition(MARK)[2]
    words = coach("ask", QUESTION, "--words", "--json").json["words"]
    assert {claim["passage"] for claim in words} == {"vermoedelijke-duur"}


def test_review_adds_a_paragraph(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    choose(monkeypatch)
    file = tmp_path / "talk.txt"  # type: ignore[operator]
    file.write_text(TALK, encoding="utf-8")
    page = tmp_path / "page.html"  # type: ignore[operator]
    shown = coach("review", file, "--manager", "Jij", "--words", "--html", page)
    assert shown.code == 0, shown.err
    assert "(beurt 3)" in shown.out.partition(MARK)[2]
    assert MARK in page.read_text(encoding="utf-8")
    plain = coach("review", file, "--manager", "Jij", "--json")
    assert plain.json["paragraph"] is None


def test_without_a_model_the_answer_is_there_and_says_so() -> None:
    shown = coach("ask", QUESTION, "--words")
    assert shown.code == 0
    assert shown.out == coach("ask", QUESTION).out
    assert "No language model chosen" in shown.err


@pytest.mark.parametrize("answer", [EngineError("weg"), "onzin", "", "x" * 100_000])
def test_a_model_without_words_that_hold_leaves_the_answer_as_it_is(
    answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, answer)
    shown = coach("ask", QUESTION, "--words")
    assert shown.code == 0
    assert shown.out.startswith(coach("ask", QUESTION).out)
    assert "no words for this that hold" in shown.out


def test_nobody_is_asked_without_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = choose(monkeypatch)
    coach("check", PROBE)
    coach("ask", QUESTION)
    assert engine.asked == []
