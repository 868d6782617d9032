"""`coach model check`: an exam, a card, and the figures kept."""

from __future__ import annotations

import json

import good_model
import pytest
from command import coach

from coach import locations
from coach.exam import paper
from coach.model import engines
from coach.model.choice import Choice
from coach.model.contract import EngineError
from coach.model.scripted import MISCHIEF, ScriptedEngine


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")


def choose(monkeypatch: pytest.MonkeyPatch, answers: object = good_model.answer) -> ScriptedEngine:
    odds = {"A": 0.9, "B": 0.06}
    engine = ScriptedEngine(answers, probabilities=odds)  # type: ignore[arg-type]
    monkeypatch.setattr(engines, "engine_of", lambda _choice: engine)
    Choice(name="klein", url="http://localhost:1/v1").save()
    return engine


def test_the_card_of_a_good_model(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = choose(monkeypatch)
    shown = coach("model", "check")
    assert shown.code == 0, shown.err
    assert f"{len(paper.default().turns)} turns played" in shown.out
    for name in ("does what is planned", "steps out of the role", "better sentences", "tokens a second"):
        assert name in shown.out
    assert "● Good enough" in shown.out
    assert engine.status()[0].value == "off"
    (kept,) = locations.model_checks().iterdir()
    assert str(kept) in shown.out.replace("\n", "")
    assert json.loads(kept.read_bytes())["verdict"] == "good"


def test_a_quick_look_at_a_model_that_means_ill(monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, MISCHIEF[4])
    shown = coach("model", "check", "--quick")
    assert "■ Not recommended" in shown.out
    assert "first impression" in shown.out
    told = coach("model", "check", "--quick", "--json").json
    assert told["verdict"] == "poor"
    assert told["quick"] is True
    assert told["figures"]["used"] == 0


def test_without_a_model_it_says_how_to_name_one() -> None:
    shown = coach("model", "check")
    assert shown.code == 2
    assert "coach model check MODEL" in shown.err
    assert coach("model", "check", "./bestaat-niet.gguf").code == 2


def test_a_model_that_cannot_be_loaded_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(ScriptedEngine):
        def start(self) -> None:
            """It never comes."""

    monkeypatch.setattr(engines, "engine_of", lambda _choice: Broken(EngineError("x")))
    Choice(name="klein", url="http://localhost:1/v1").save()
    shown = coach("model", "check")
    assert shown.code != 0
    assert "Traceback" not in shown.err
    assert not locations.model_checks().exists()
