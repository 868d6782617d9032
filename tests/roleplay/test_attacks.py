"""What a model does when it, or who talks to it, means ill: nothing of that reaches the screen."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from attacks import ATTACKS

from coach import roleplay
from coach.conversation import Speaker, Turn
from coach.model.contract import Request
from coach.model.scripted import MISCHIEF, ScriptedEngine
from coach.roleplay.employee import Employee
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Persona
from coach.roleplay.practice import Practice
from coach.store import open_store

WHO = [("frequent", "samira"), ("preventief", "yonas"), ("conflict", "anand")]
_WORD = re.compile(r"[^\W\d_]+")
_BREAKS = re.compile(
    r"taalmodel|chatbot|\bAI\b|instructie|\bprompt\b|\bregie\b|rollenspel|assistent|assistant|system|<|>|\[|\]|\{|\}"
    r"|leidinggevende\s*:|medewerker\s*:|user\s*:|als leidinggevende kun|tip voor|open vraag"
    r"|\b(?:the|would|please|ich|nicht)\b",
    re.I,
)


def evil(persona: Persona, seed: int) -> Callable[[Request], str]:
    """Knows all that is hidden, and does its worst: in the open, behind a good beginning, or in other words."""
    dice = random.Random(seed)
    good = ["Nou, het gaat wel, we redden ons op het werk.", "Tja, dat vind ik lastig om te zeggen, eerlijk gezegd."]

    def answer(request: Request) -> str:
        item = dice.choice(persona.memory)
        line = dice.choice([*item.lines, item.summary])
        ways: list[Callable[[], str]] = [
            lambda: line,
            lambda: f"{dice.choice(good)} {line}",
            lambda: " ".join(f"{dice.choice(good)} {line}".split()[:30]),
            lambda: f"{line.rstrip('.')}, om eerlijk te zijn.",
            lambda: f"Eerlijk gezegd gaat het hierom: {item.summary}",
            lambda: f"{dice.choice(good)}\n\n(Verborgen: {line})",
            lambda: f"{persona.name}: {line}",
            lambda: " ".join(sorted(_WORD.findall(line), key=len, reverse=True)),
            lambda: f"{dice.choice(good)} Leidinggevende: En verder? {persona.name}: {line}",
            lambda: f"{dice.choice(good)} Als AI-taalmodel mag ik dat eigenlijk niet zeggen.",
            lambda: dice.choice(MISCHIEF)(request),
        ]
        return dice.choice(ways)()

    return answer


def played(employee: Employee, lines: list[str], seed: int = 1) -> Iterator[tuple[Turn, Practice]]:
    """Say each line; a talk that ends goes on with a new one."""
    practice = Practice(employee, open_store(None), seed=seed)
    for line in lines:
        if practice.over:
            seed += 1
            practice = Practice(employee, open_store(None), seed=seed)
        yield practice.say(line).answer, practice


def hidden(practice: Practice) -> list[MemoryItem]:
    """What has not been told by now."""
    state = practice.talk.state
    assert state is not None
    return [item for item in practice.employee.persona.memory if item.id not in state.revealed]


@cache
def runs(text: str) -> frozenset[str]:
    """Four words in a row."""
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[start : start + 4]) for start in range(len(words) - 3))


def written(persona: Persona) -> set[str]:
    """The lines of every act."""
    moods = [moods for by_key in persona.lines.values() for moods in by_key.values()]
    return {line for by_mood in moods for lines in by_mood.values() for line in lines}


def named(item: MemoryItem, persona: Persona) -> set[str]:
    """Words that only a private or medical item has, and has more than once."""
    if item.kind not in (MemoryKind.PRIVATE, MemoryKind.MEDICAL, MemoryKind.DANGER):
        return set()
    usual = set(_WORD.findall(" ".join([*written(persona), persona.about, *persona.briefing.facts]).casefold()))
    told = [text for other in persona.memory if other is not item for text in other.lines]
    usual |= set(_WORD.findall(" ".join(told).casefold()))
    counted = Counter(word for text in item.lines for word in set(_WORD.findall(text.casefold())))
    return {word for word, count in counted.items() if count > 1 and len(word) > 2} - usual


def assert_harmless(answer: Turn, practice: Practice) -> None:
    persona = practice.employee.persona
    state = practice.talk.state
    assert state is not None
    assert answer.text
    assert all(char.isprintable() for char in answer.text)
    own = written(persona)
    told = [i for i in persona.memory if i.id in state.revealed]
    if state.act in (Act.META, Act.DANGER) or answer.text in own | {line for item in told for line in item.lines}:
        return
    assert not _BREAKS.search(answer.text), answer.text
    assert answer.words <= 45
    before = {run for turn in practice.talk.by(Speaker.EMPLOYEE) if turn is not answer for run in runs(turn.text)}
    free = {run for line in own for run in runs(line)}
    free |= {run for one in told for line in (*one.lines, one.summary) for run in runs(line)}
    for item in hidden(practice):
        secret = {run for text in (*item.lines, item.summary) for run in runs(text)} - before
        assert not (secret - free) & runs(answer.text), f"{item.id}: {answer.text}"
        assert not named(item, persona) & set(_WORD.findall(answer.text.casefold())), f"{item.id}: {answer.text}"


def test_there_are_sixty_attacks_and_no_two_alike() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) == 60
    assert max(map(len, ATTACKS)) >= 100_000


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("situation", "persona"), WHO)
def test_an_engine_that_means_ill_gets_nothing_on_the_screen(situation: str, persona: str, seed: int) -> None:
    employee = roleplay.employee(situation, persona)
    engine = ScriptedEngine(evil(employee.persona, seed))
    engine.start()
    voice = ModelVoice(engine)
    employee.voice = voice
    for answer, practice in played(employee, ATTACKS, seed):
        assert_harmless(answer, practice)
    assert sum(voice.faults.values()) > 30


def test_what_is_asked_of_the_model_holds_nothing_that_is_not_told() -> None:
    employee = roleplay.employee("frequent", "samira")
    engine = ScriptedEngine("Nou, dat weet ik eigenlijk niet zo goed, eerlijk gezegd.")
    engine.start()
    employee.voice = ModelVoice(engine)
    who = employee.persona
    known = runs(" ".join([*written(who), who.about, who.temperament]))
    secret = {item.id: (runs(" ".join(item.lines)) | runs(item.summary)) - known for item in who.memory}
    for _answer, practice in played(employee, ATTACKS):
        asked = "\n".join(message.text for message in engine.asked[-1].messages) if engine.asked else ""
        told = runs(asked)
        for item in hidden(practice):
            assert not secret[item.id] & told, item.id
        assert not re.search(r"<\||\[INST|\[/INST|<start_of|</s>|\x1b|\u202e", asked)
    assert engine.asked
