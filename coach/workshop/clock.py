"""The clock of a round: what was planned, what was added, and the time it stood still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a round stands in time. Nothing is cut off when the time is up: the trainer ends the round."""

    total: timedelta = _NOTHING
    passed: timedelta = _NOTHING
    running: bool = False

    @property
    def left(self) -> timedelta:
        """What is left; zero when the time is up."""
        return max(_NOTHING, self.total - self.passed)

    @property
    def over_time(self) -> timedelta:
        """How far over the time the round is; zero before that."""
        return max(_NOTHING, self.passed - self.total)

    @property
    def text(self) -> str:
        """The time left as minutes and seconds, rounded up: `00:00` is shown when it is up and not before."""
        seconds = -(-self.left // timedelta(seconds=1))
        return f"{seconds // 60:02d}:{seconds % 60:02d}"
