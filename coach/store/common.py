"""What every store does in the same way, whatever lies behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from coach.store import family
from coach.store.contract import Summaries, Summary


class CommonStore(ABC):
    """The part of `coach.store.contract.Store` that rests on the other methods."""

    @abstractmethod
    def list(self) -> Summaries:
        """All conversations, the latest first; of two at the same moment the one begun last."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything held."""

    def latest_unfinished(self) -> Summary | None:
        """The conversation to go on with, or None."""
        return family.to_go_on_with(self.list())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
