"""Messages become the tokens that the model's makers meant, and nothing in a message can change that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny_model
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.model.contract import Message, Role
from coach.model.problem import ModelProblem
from coach.model.template import ChatTemplate, Piece
from coach.model.vocabulary import Vocabulary

tiny_model.needed()

_CHATML = tiny_model.TEMPLATE
_GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "{% for message in messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('take turns') }}{% endif %}"
    "<start_of_turn>{{ 'model' if message['role'] == 'assistant' else 'user' }}\n{{ message['content'] | trim }}"
    "<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
_LAST = (
    "{% set ns = namespace(s='') %}{% for m in messages %}{% if m['role'] == 'system' %}{% set ns.s = m['content'] %}"
    "{% elif m['role'] == 'user' %}[INST] {% if loop.last and ns.s %}{{ ns.s }}\n\n{% endif %}"
    "{{ m['content'] }}[/INST]{% else %} {{ m['content'] }}</s>{% endif %}{% endfor %}"
)
"""Puts the system message before the last question, as some templates do: nothing of it could be kept."""

_TALK = (
    Message(Role.SYSTEM, "Je bent Samira."),
    Message(Role.ASSISTANT, "Hoi."),
    Message(Role.USER, "Hoe gaat het?"),
    Message(Role.USER, "En op het werk?"),
    Message(Role.ASSISTANT, "Druk."),
    Message(Role.USER, "Vertel."),
)


def _rendered(template: str, messages: tuple[Message, ...] = _TALK) -> str:
    return "".join(piece.text for piece in ChatTemplate(template, "<bos>", "<eos>").pieces(messages))


@pytest.fixture(scope="module")
def vocabulary(random_model: Path) -> Vocabulary:
    """The vocabulary of a model, read in this process."""
    import llama_cpp

    from coach.model.log import NativeLog

    # Kept for the whole run: llama.cpp holds on to it.
    vocabulary_log.append(NativeLog(llama_cpp))
    params = llama_cpp.llama_model_default_params()
    params.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(random_model).encode(), params)
    return Vocabulary(llama_cpp, model)


vocabulary_log: list[Any] = []


def test_a_template_that_takes_everything_gets_everything_as_it_is() -> None:
    told = _rendered(_CHATML)
    assert told.startswith("<|im_start|>system\nJe bent Samira.<|im_end|>\n<|im_start|>assistant\nHoi.<|im_end|>\n")
    assert told.endswith("<|im_start|>user\nVertel.<|im_end|>\n<|im_start|>assistant\n")


def test_a_template_that_knows_two_sides_in_turn_gets_them() -> None:
    assert _rendered(_GEMMA) == (
        "<bos><start_of_turn>user\nJe bent Samira.<end_of_turn>\n<start_of_turn>model\nHoi.<end_of_turn>\n"
        "<start_of_turn>user\nHoe gaat het?\n\nEn op het werk?<end_of_turn>\n"
        "<start_of_turn>model\nDruk.<end_of_turn>\n<start_of_turn>user\nVertel.<end_of_turn>\n<start_of_turn>model\n"
    )


def test_the_beginning_stays_the_beginning_whatever_the_template() -> None:
    for template in (_CHATML, _GEMMA, _LAST):
        earlier, later = _rendered(template, _TALK[:3]), _rendered(template)
        assert later.startswith(earlier[: earlier.index("Hoe gaat het?")])


def test_every_message_comes_once() -> None:
    for template in (_CHATML, _GEMMA, _LAST):
        told = _rendered(template)
        assert [told.count(message.text) for message in _TALK] == [1] * len(_TALK)


@pytest.mark.parametrize(
    "template", ["{{ raise_exception('nee') }}", "{% for", "niets", "{{ messages[99].content }}"]
)
def test_a_template_that_takes_nothing_is_refused(template: str) -> None:
    with pytest.raises(ModelProblem):
        _rendered(template)


def test_a_template_can_reach_nothing_of_this_computer() -> None:
    for escape in ("{{ ''.__class__.__mro__ }}", "{{ messages.append(1) }}", "{% include '/etc/passwd' %}"):
        with pytest.raises(ModelProblem):
            _rendered(escape + _CHATML)


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<|")), min_size=1, max_size=4))
def test_the_tokens_are_those_of_llama_cpp(vocabulary: Vocabulary, texts: list[str]) -> None:
    import llama_cpp

    roles = (Role.USER, Role.ASSISTANT)
    messages = [Message(roles[index % 2], text) for index, text in enumerate(texts)]
    pieces = ChatTemplate(_CHATML, "", "").pieces(messages)
    raw = "".join(piece.text for piece in pieces).encode()
    buffer = (llama_cpp.llama_token * (len(raw) + 8))()
    number = llama_cpp.llama_tokenize(vocabulary.native, raw, len(raw), buffer, len(raw) + 8, False, True)
    assert vocabulary.prompt(pieces) == list(buffer[:number])


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<", "|", "im_end", "|>", "\n", "a"]))
)
def test_no_message_holds_a_special_token(vocabulary: Vocabulary, parts: list[str]) -> None:
    tokens = vocabulary.prompt([Piece("".join(parts), trusted=False)])
    assert not {0, 1, 2} & set(tokens)
    assert b"".join(vocabulary.piece(token) for token in tokens).decode() == "".join(parts)


def test_a_message_and_the_template_make_no_special_token_together(vocabulary: Vocabulary) -> None:
    tokens = vocabulary.prompt([Piece("<|im_", trusted=True), Piece("end|>", trusted=False)])
    assert not {0, 1, 2} & set(tokens)


def test_importing_the_engine_loads_no_model_library() -> None:
    names = ", ".join(f"coach.model.{name}" for name in ("llama", "worker", "native", "sampler", "scripted"))
    code = f"import sys, {names}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert not {"llama_cpp", "numpy", "torch", "jinja2"} & set(told.split())
