"""From what the user chose to an engine that can be asked. Nothing is loaded, and nobody is asked anything yet."""

from __future__ import annotations

from coach.model.choice import Choice
from coach.model.contract import Engine


def engine_of(choice: Choice) -> Engine:
    """The engine for a choice, not started."""
    if choice.url is not None:
        from coach.model.server import ServerEngine

        return ServerEngine(choice.url, choice.model)
    from coach.model.llama import LlamaEngine

    assert choice.file is not None
    return LlamaEngine(choice.file)


def chosen_engine() -> Engine | None:
    """The engine that the user chose, not started; None when everything goes without.

    Raises:
        ChoiceError: what was chosen cannot be read.
    """
    choice = Choice.load()
    return engine_of(choice) if choice else None
