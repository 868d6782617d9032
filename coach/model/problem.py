"""What can go wrong with a model in this computer, and how that is told to the user."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from coach.messages import gettext as _
from coach.messages import mark
from coach.model import measure
from coach.model.contract import EngineError


class Problem(StrEnum):
    """Why there is no answer, as the process of the model tells it."""

    LIBRARY = "library"
    NATIVE = "native"
    NO_FILE = "no_file"
    NOT_MODEL = "not_model"
    MEMORY = "memory"
    UNLOADABLE = "unloadable"
    TEMPLATE = "template"
    LONG = "long"
    GRAMMAR = "grammar"
    EVALUATION = "evaluation"
    CRASH = "crash"
    CRASH_LOADING = "crash_loading"


class ModelProblem(Exception):
    """A problem with the figures and names that belong to it (`file`, `needed`, `detail`, …)."""

    def __init__(self, problem: Problem, **facts: Any) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.facts = facts


_TOLD = {
    Problem.LIBRARY: mark(
        "A language model in this computer needs llama-cpp-python. To add it: make model (about ten minutes, once; "
        "needs a C++ compiler). No compiler? Install a prebuilt wheel of llama-cpp-python, or use a server by URL."
    ),
    Problem.NATIVE: mark(
        "llama-cpp-python is installed but cannot be used here: {detail}. To build it again: make model. Or install "
        "another prebuilt wheel, or use a server by its URL."
    ),
    Problem.NO_FILE: mark("There is no model file {file}."),
    Problem.NOT_MODEL: mark("{file} is not a language model in GGUF format, or it is damaged. Download it again."),
    Problem.MEMORY: mark(
        "{file} needs about {needed} of free memory, and there is {available}. Close other programs, or choose a "
        "smaller model."
    ),
    Problem.UNLOADABLE: mark("{file} cannot be loaded: {detail}"),
    Problem.TEMPLATE: mark("{file} has a chat template that cannot be used: {detail}"),
    Problem.LONG: mark("The conversation is too long for this model: {tokens} tokens, and it holds {context}."),
    Problem.GRAMMAR: mark("The language model cannot follow the form that was asked: {detail}"),
    Problem.EVALUATION: mark("The language model failed: {detail}"),
    Problem.CRASH_LOADING: mark(
        "The language model stopped while {file} was loaded. Too little memory, or a damaged file: choose a smaller "
        "model, or download it again."
    ),
    Problem.CRASH: mark("The language model stopped unexpectedly. It starts again at the next question."),
}


def explained(problem: Problem, **facts: Any) -> EngineError:
    """The error that tells the user about a problem; a fact that is missing or odd does not hide the problem."""
    told = {name: _readable(name, value) for name, value in facts.items()}
    unknown = {"file": "?", "detail": "?", "needed": "?", "available": "?", "tokens": "?", "context": "?"}
    return EngineError(_(_TOLD[problem]).format(**(unknown | told)))


def named(value: object) -> Problem:
    """The problem of this name; a name that nobody knows means that the other side is broken."""
    try:
        return Problem(str(value))
    except ValueError:
        return Problem.CRASH


def _readable(name: str, value: Any) -> Any:
    if name == "file":
        return Path(str(value)).name
    if name in ("needed", "available") and isinstance(value, int | float):
        return measure.size(value)
    return "".join(char for char in str(value) if char.isprintable())[:300]
