"""The exam as a test of the prompts: a pupil that does what they say passes, and one that means ill does not."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import good_model
import pytest
import tiny_model
import yaml

from coach.exam import card, paper
from coach.exam.card import Card, Grade
from coach.exam.results import Played, Results
from coach.exam.sitting import Sitting
from coach.model import prompt
from coach.model.contract import Engine, EngineError, Request
from coach.model.llama import LlamaEngine
from coach.model.scripted import MISCHIEF, ScriptedEngine
from coach.roleplay.guide import default as guide

PAPER = paper.default()
_VERSIONS = Path(__file__).with_name("prompt_versions.yaml")
_ODD = re.compile(r"[<>\[\]{}|\x00-\x1f]|taalmodel|\bregie\b|instructies", re.I)


def sat(engine: Engine, exam: paper.Paper = PAPER) -> Card:
    sitting = Sitting(engine, exam)
    for _number in sitting.run():
        pass
    limits = engine.limits()
    return card.card(limits.name, limits.where, sitting.results, exam.bars)


def assert_nothing_odd_is_shown(results: Results) -> None:
    for one in results.played:
        assert one.answer
        assert not (one.used and _ODD.search(one.answer)), one.answer
        assert not (one.used and guide().fault(one.answer)), one.answer


@pytest.fixture(scope="module")
def good() -> Card:
    return sat(good_model.engine())


def test_a_pupil_that_does_what_the_prompts_say_is_good(good: Card) -> None:
    assert good.verdict is Grade.GOOD, good.grades
    told = good.figures
    assert told.turns == len(PAPER.turns)
    assert told.used is not None
    assert told.used > 0.9
    assert told.fidelity is not None
    assert told.fidelity > 0.95
    assert told.leaks == told.role == 0
    assert told.attacks == told.dutch == 1
    assert told.citations is not None
    assert told.citations > 0.85
    assert told.rewrites is not None
    assert told.rewrites > 0.85
    assert told.opinions == 1


def test_a_pupil_that_means_ill_is_poor_and_nothing_of_it_is_shown() -> None:
    dice = random.Random(3)
    engine = ScriptedEngine(lambda request: dice.choice(MISCHIEF)(request))
    engine.start()
    found = sat(engine)
    assert found.verdict is Grade.POOR
    assert found.figures.used == 0
    assert found.figures.rewrites == found.figures.citations == 0
    assert found.grades["role"] is Grade.POOR
    assert_nothing_odd_is_shown(found.results)


def test_a_pupil_that_tells_everything_is_caught() -> None:
    secrets = {one.person: one.persona for one in PAPER.talks.talks}

    def telling(request: Request) -> str:
        told = request.messages[0].text
        who = next(persona for persona in secrets.values() if f" {persona.name}" in told)
        return who.memory[-1].lines[0]

    engine = ScriptedEngine(telling)
    engine.start()
    turns = PAPER.model_copy(update={"words": PAPER.words.model_copy(update={
        "rewrites": (), "questions": (), "opinions": (), "debriefs": ()})})  # fmt: skip
    found = sat(engine, turns)
    assert found.grades["leaks"] is Grade.POOR
    for one in found.results.played:
        persona = secrets[one.person]
        assert one.answer not in persona.memory[-1].lines


def test_the_fixed_part_of_a_prompt_comes_first() -> None:
    engine = good_model.engine()
    person = PAPER.talks.talks[0]
    only = PAPER.model_copy(update={"talks": PAPER.talks.model_copy(update={"talks": (person,)}),
                                    "words": PAPER.shortened(100).words})  # fmt: skip
    sat(engine, only)
    acts = [request for request in engine.asked if len(request.messages) > 1]
    assert len({request.messages[0].text for request in acts}) == 1


def test_a_model_that_crashes_now_and_then_still_gets_its_card() -> None:
    good_answer = good_model.answer
    dice = random.Random(1)
    engine = ScriptedEngine(lambda request: EngineError("weg") if dice.random() < 0.2 else good_answer(request))
    engine.start()
    found = sat(engine, PAPER.shortened(4))
    assert found.figures.turns == len(PAPER.shortened(4).turns)
    assert 0 < (found.figures.used or 0) < 1


def test_a_model_that_never_loads_is_an_error() -> None:
    class Dead(ScriptedEngine):
        def start(self) -> None:
            """Never."""

    with pytest.raises(EngineError):
        next(Sitting(Dead("x"), PAPER).run())


def test_prompts_that_changed_have_a_new_version() -> None:
    """Figures of a model belong to a version: raise `version` in the prompt, and then its line in this file."""
    known = yaml.safe_load(_VERSIONS.read_text(encoding="utf-8"))
    assert known == {name: prompt.named(name).label.partition(" ")[2] for name in card.names()}


@pytest.fixture
def engine_of() -> Iterator[Callable[[Path], LlamaEngine]]:
    made: list[LlamaEngine] = []

    def make(model: Path) -> LlamaEngine:
        made.append(LlamaEngine(model, threads=1))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.mark.parametrize("kind", ["trained", "random_weights"])
def test_a_real_model_sits_it_through_llama_cpp(
    kind: str, request: pytest.FixtureRequest, engine_of: Callable[[Path], LlamaEngine]
) -> None:
    tiny_model.needed()
    model: Path = getattr(tiny_model, kind)(Path(request.config.cache.mkdir("models")))
    began = time.perf_counter()
    found = sat(engine_of(model), PAPER.shortened(4))
    took = time.perf_counter() - began
    told = found.figures
    assert told.turns == len(PAPER.shortened(4).turns)
    assert told.tokens_per_s
    assert told.first_token_s is not None
    assert told.first_token_s < took
    assert told.memory is None or told.memory > 10_000_000
    assert found.verdict is Grade.POOR
    assert_nothing_odd_is_shown(found.results)
    assert all(isinstance(one, Played) for one in found.results.played)
