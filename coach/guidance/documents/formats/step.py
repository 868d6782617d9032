"""How a parser hands over what it finds: a little at a time, so that there is progress to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coach.guidance.documents.block import Block


@dataclass(frozen=True, slots=True)
class Step:
    """The blocks of one page or part; `done` of `total` parts are finished with it."""

    blocks: tuple[Block, ...]
    done: int = 1
    total: int = 1


def step(blocks: Iterable[Block | None], done: int = 1, total: int = 1) -> Step:
    """A step with those blocks that hold something."""
    return Step(tuple(found for found in blocks if found is not None), done, total)
