"""The voice with a real engine: words through llama.cpp, attacks, cost, and a process that is killed."""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_model
from attacks import ATTACKS
from test_attacks import assert_harmless, played

from coach import roleplay
from coach.conversation import Speaker
from coach.model.contract import Message, Request, Status, Token
from coach.model.llama import LlamaEngine
from coach.roleplay.employee import Employee
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.practice import Practice
from coach.store import open_store

tiny_model.needed()

ASKED = [
    "Hoe zie jij de toekomst hier?",
    "Hoe is het op je werk?",
    "Dus je hebt het druk.",
    "Heb je leuke collega's?",
]
WRAPPED = 8
"""Tokens that the template of the tiny model puts around a message: they are as new as its text."""
SLACK = 16


class Counting:
    """An engine that remembers what was asked, and what that cost when it was answered to the end."""

    def __init__(self, engine: LlamaEngine) -> None:
        self._engine = engine
        self.asked: list[tuple[tuple[Message, ...], int | None]] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def stream(self, request: Request, cancelled: Callable[[], bool]) -> Iterator[Token]:
        cost = None
        try:
            yield from self._engine.stream(request, cancelled)
            usage = self._engine.usage()
            cost = usage.evaluated_tokens if usage else None
        finally:
            self.asked.append((request.messages, cost))


class Brief(Counting):
    """The same, of which each answer comes to its end soon."""

    def stream(self, request: Request, cancelled: Callable[[], bool]) -> Iterator[Token]:
        yield from super().stream(replace(request, max_tokens=2), cancelled)


def ready(engine: LlamaEngine) -> LlamaEngine:
    engine.start()
    while engine.status()[0] is not Status.READY:
        assert engine.status()[0] is not Status.FAILED, engine.status()
        time.sleep(0.02)
    return engine


def samira(voice: ModelVoice) -> Employee:
    employee = roleplay.employee("frequent", "samira")
    employee.voice = voice
    return employee


@pytest.mark.parametrize("kind", ["random", "trained"])
def test_a_real_engine_under_attack_keeps_the_role_and_the_secrets(
    kind: str, request: pytest.FixtureRequest, engine_of: Callable[..., LlamaEngine]
) -> None:
    voice = ModelVoice(ready(engine_of(request.getfixturevalue(f"{kind}_model"))))
    for answer, practice in played(samira(voice), ATTACKS):
        assert_harmless(answer, practice)
    assert voice.spoken + voice.replaced > 20


def test_a_turn_evaluates_only_what_is_new_in_it(trained_model: Path, engine_of: Callable[..., LlamaEngine]) -> None:
    engine = ready(engine_of(trained_model))
    counting = Counting(engine)
    practice = Practice(samira(ModelVoice(counting)), open_store(None), seed=3)  # type: ignore[arg-type]
    for number in range(30):
        if practice.over:
            break
        practice.say(f"{ASKED[number % len(ASKED)]} Dat vraag ik me af, {number}.")
    counted = 0
    for (before, _cost), (messages, evaluated) in itertools.pairwise(counting.asked):
        if evaluated is None or len(messages) - len(before) not in (0, 2):
            continue
        counted += 1
        theirs = {place: message.text for place, message in enumerate(before)}
        changed = [place for place, message in enumerate(messages) if message.text != theirs.get(place)]
        first = messages[changed[0]].text if changed else ""
        old = theirs.get(changed[0], "") if changed else ""
        new = "" if old.startswith(first) else first.removeprefix(old)
        texts = [new, *(messages[place].text for place in range(changed[0] + 1, len(messages)))] if changed else []
        assert evaluated <= sum(engine.count(text) + WRAPPED for text in texts) + SLACK
    assert counted > 10


def test_what_a_talk_begins_with_is_read_before_the_first_line_is_said(
    trained_model: Path, engine_of: Callable[..., LlamaEngine]
) -> None:
    engine = ready(engine_of(trained_model))
    voice = ModelVoice(engine)
    practice = Practice(samira(voice), open_store(None), seed=3)
    voice.read_ahead(practice.talk, practice.employee.persona)
    while (usage := engine.usage()) is None:
        time.sleep(0.02)
    read, counting = usage.evaluated_tokens, Brief(engine)
    voice.engine = counting  # type: ignore[assignment]
    practice.say(ASKED[0])
    messages, evaluated = counting.asked[0]
    assert evaluated is not None
    new = sum(engine.count(message.text) + WRAPPED for message in messages[2:])
    assert evaluated <= new + SLACK < read


def test_a_model_that_is_killed_costs_one_answer_and_nobody_waits(
    random_model: Path, engine_of: Callable[..., LlamaEngine]
) -> None:
    engine = engine_of(random_model)
    voice = ModelVoice(engine)
    practice = Practice(samira(voice), open_store(None), seed=3)
    dice = random.Random(5)
    for number in range(8):
        if practice.over:
            practice = Practice(practice.employee, open_store(None), seed=number)
        voice.start()
        ready(engine)
        pid = engine.pid
        assert pid is not None
        before = len(practice.talk.turns)
        clock = threading.Timer(dice.uniform(0, 0.2), os.kill, (pid, signal.SIGKILL))
        clock.start()
        practice.say(ASKED[number % len(ASKED)])
        clock.join()
        said = [turn.speaker for turn in practice.talk.turns[before:]]
        assert said == [Speaker.MANAGER, Speaker.EMPLOYEE]
        assert practice.talk.turns[-1].text
        while engine.pid == pid:
            time.sleep(0.02)


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest) -> Path:
    """The folder in which models are kept from one test run to the next."""
    return Path(request.config.cache.mkdir("models"))


@pytest.fixture(scope="session")
def random_model(models: Path) -> Path:
    """A model with random weights."""
    return tiny_model.random_weights(models)


@pytest.fixture(scope="session")
def trained_model(models: Path) -> Path:
    """A model that writes Dutch words."""
    return tiny_model.trained(models)


@pytest.fixture
def engine_of() -> Iterator[Callable[..., LlamaEngine]]:
    """Makes engines in this computer."""
    made: list[LlamaEngine] = []

    def make(model: Path) -> LlamaEngine:
        made.append(LlamaEngine(model, threads=1))
        return made[-1]

    yield make
    for engine in made:
        engine.close()
