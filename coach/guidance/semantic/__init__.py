"""Search by meaning: passages close to a question in the vectors of a sentence-transformers model. Optional.

Nothing here is needed to search: without the extra, without a model, or with a broken one, words find what they
found before. The user chooses a model (`choice`), which is loaded in the background at the first search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.guidance.passage import Passage
from coach.guidance.semantic.choice import Choice
from coach.guidance.semantic.encoder import SemanticError, how_to_get, installed, located
from coach.guidance.semantic.search import Progress, SemanticSearch

__all__ = ["Choice", "Progress", "SemanticError", "SemanticSearch", "Status", "adopted", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """How search by meaning stands; `problem` says what is wrong and what to do, and is empty when all is well."""

    installed: bool
    choice: Choice | None
    problem: str = ""


def status() -> Status:
    """Whether the extra is there, which model is chosen, and whether it can be found. Loads no model."""
    here = installed()
    try:
        choice = Choice.load()
        if choice is None:
            return Status(here, None, "" if here else how_to_get())
        located(choice.model)
    except SemanticError as error:
        return Status(here, _readable(), str(error))
    return Status(here, choice)


def adopted(passages: Sequence[Passage]) -> SemanticSearch | None:
    """Search by meaning with the model that the user adopted; None when there is none."""
    choice = _readable()
    return SemanticSearch(passages, choice.model) if choice and choice.adopted else None


def _readable() -> Choice | None:
    try:
        return Choice.load()
    except SemanticError:
        return None
