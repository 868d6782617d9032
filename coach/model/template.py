"""The chat template of a model: messages become pieces of prompt, of which it is known who wrote them.

A template is a small program in the model's file. It never sees the texts of messages: marks stand for them while
it runs, and only what lies between the marks may hold special tokens.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coach.model.contract import Message, Role
from coach.model.problem import ModelProblem, Problem

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")

FALLBACK = (
    "{% for message in messages %}{{ message['role'] }}:\n{{ message['content'] }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:\n{% endif %}"
)
"""For models whose file holds no template."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a prompt; in a `trusted` one special tokens have their meaning."""

    text: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    """A message on its way through the template: role, and the marks and separators that stand for its text."""

    role: Role
    content: str


class ChatTemplate:
    """A template that is ready to be used."""

    def __init__(self, source: str, bos: str, eos: str) -> None:
        """Compile a template.

        Raises:
            ModelProblem: it cannot be compiled.
        """
        library = importlib.import_module("llama_cpp.llama_chat_format")
        try:
            self._formatter: Any = library.Jinja2ChatFormatter(template=source, eos_token=eos, bos_token=bos)
        except Exception as error:  # whatever the template makes of Jinja
            raise ModelProblem(Problem.TEMPLATE, detail=str(error)) from error

    def pieces(self, messages: Sequence[Message]) -> list[Piece]:
        """The prompt for these messages, up to where the answer begins.

        Templates differ in what they take: some know no system message, some want the two sides to take turns.
        Ways to put the same messages are tried from the plainest on. A way counts only when every text comes once
        and in its order, so that the beginning of a talk stays the beginning of the prompt.

        Raises:
            ModelProblem: the template takes none of them.
        """
        problem = "no messages"
        for slots in _ways(messages):
            try:
                rendered = self._rendered(slots)
            except Exception as error:  # a template may raise anything, its own errors included
                problem = f"{type(error).__name__}: {error}"
                continue
            if [int(found) for found in _MARK.findall(rendered)] == list(range(len(messages))):
                return _split(rendered, messages)
            problem = "messages are left out or moved"
        raise ModelProblem(Problem.TEMPLATE, detail=problem)

    def _rendered(self, slots: Sequence[_Slot]) -> str:
        told = [{"role": slot.role.value, "content": slot.content} for slot in slots]
        # Models that think aloud are asked not to: the fixed plan needs no thought, and the user waits.
        return str(self._formatter(messages=told, enable_thinking=False).prompt)


def _ways(messages: Sequence[Message]) -> Iterator[list[_Slot]]:
    plain = [_Slot(message.role, f"{_OPEN}{index}{_CLOSE}") for index, message in enumerate(messages)]
    yield plain
    taking_turns = _opened(_merged(plain))
    yield taking_turns
    if plain and plain[0].role is Role.SYSTEM:
        yield _opened(
            _merged([replace(slot, role=Role.USER) if slot.role is Role.SYSTEM else slot for slot in plain])
        )


def _merged(slots: Sequence[_Slot]) -> list[_Slot]:
    """One message where the same side spoke several times on end."""
    found: list[_Slot] = []
    for slot in slots:
        if found and found[-1].role is slot.role:
            found[-1] = replace(found[-1], content=f"{found[-1].content}\n\n{slot.content}")
        else:
            found.append(slot)
    return found


def _opened(slots: list[_Slot]) -> list[_Slot]:
    """The user speaks first, if only an ellipsis."""
    first = next((index for index, slot in enumerate(slots) if slot.role is not Role.SYSTEM), len(slots))
    if first < len(slots) and slots[first].role is Role.ASSISTANT:
        return [*slots[:first], _Slot(Role.USER, "…"), *slots[first:]]
    return slots


def _split(rendered: str, messages: Sequence[Message]) -> list[Piece]:
    pieces = []
    for index, part in enumerate(_MARK.split(rendered)):
        # The parts with an odd place are the numbers of messages.
        text = messages[int(part)].text.strip() if index % 2 else part
        if text:
            pieces.append(Piece(text, trusted=not index % 2))
    return pieces
