"""A question in between costs a talk nothing: what the model read of it is put aside and taken up again."""

from __future__ import annotations

import itertools

import pytest
import tiny_model

from coach.model.contract import Message, Request, Role, Usage
from coach.model.llama import LlamaEngine

tiny_model.needed()

TALK = "Je bent een medewerker en je praat met je leidinggevende over het werk. " * 24
QUESTION = "Kies de beste zin uit deze lijst en zeg waarom die beter past. " * 8


def asked(engine: LlamaEngine, *messages: tuple[Role, str]) -> tuple[str, Usage]:
    request = Request(tuple(Message(role, text) for role, text in messages), max_tokens=12, temperature=0.0)
    text = "".join(token.text for token in engine.stream(request))
    usage = engine.usage()
    assert usage is not None
    return text, usage


def turns(engine: LlamaEngine, between: bool) -> list[tuple[str, Usage]]:
    """A talk of four turns, with or without a question after each."""
    messages: list[tuple[Role, str]] = [(Role.SYSTEM, TALK)]
    found = []
    for number in range(4):
        messages.append((Role.USER, f"Hoe is het op dag {number} gegaan?"))
        found.append(asked(engine, *messages))
        messages.append((Role.ASSISTANT, found[-1][0]))
        if between:
            asked(engine, (Role.USER, f"{QUESTION} Vraag {number}."))
    return found


def test_a_talk_is_not_read_again_after_a_question_in_between(engine: LlamaEngine) -> None:
    found = turns(engine, between=True)
    first = found[0][1]
    assert first.prompt_tokens > 300
    for (_text, before), (_next, now) in itertools.pairwise(found):
        new = now.prompt_tokens - before.prompt_tokens
        assert now.evaluated_tokens <= new + 16


def test_the_same_words_come_as_without_the_question(engine: LlamaEngine) -> None:
    with_questions = [text for text, _usage in turns(engine, between=True)]
    engine.close()
    assert with_questions == [text for text, _usage in turns(engine, between=False)]


def test_a_second_talk_takes_the_place_of_the_first(engine: LlamaEngine) -> None:
    turns(engine, between=True)
    other = f"{QUESTION} {QUESTION} Nu een ander gesprek."
    first = asked(engine, (Role.SYSTEM, other), (Role.USER, "Dag."))[1]
    again = asked(engine, (Role.SYSTEM, other), (Role.USER, "Dag."), (Role.ASSISTANT, "Dag."), (Role.USER, "En?"))[1]
    asked(engine, (Role.USER, "Wat is hier de beste zin? " * 6))
    later = [(Role.ASSISTANT, "Goed."), (Role.USER, "Fijn.")]
    third = asked(
        engine,
        *((Role.SYSTEM, other), (Role.USER, "Dag."), (Role.ASSISTANT, "Dag."), (Role.USER, "En?"), *later),
    )[1]
    assert first.evaluated_tokens > 200
    assert third.evaluated_tokens <= third.prompt_tokens - again.prompt_tokens + 16


@pytest.mark.parametrize("context", [512, 640])
def test_where_there_is_no_room_for_two_the_question_is_still_answered(
    context: int, random_model: object, engine_of: object
) -> None:
    engine = engine_of(random_model, context=context)  # type: ignore[operator]
    messages = [(Role.SYSTEM, TALK[:1000])]
    for number in range(3):
        messages.append((Role.USER, f"Vraag {number}?"))
        text, _usage = asked(engine, *messages)
        messages.append((Role.ASSISTANT, text))
        assert asked(engine, (Role.USER, QUESTION))[1].generated_tokens
