"""How many threads generate, by how it goes: fewer while other programs need the processor.

llama.cpp's threads wait for one another hundreds of times for each token, without giving way. When one of them has no
turn all of them stand still: on a busy machine of two cores one thread was five times as fast as two (measured).
"""

from __future__ import annotations

import statistics
from collections import deque

_LATELY = 6
_TOO_SLOW = 2.5
_TRYING = 200
"""Tokens after which more threads get another chance."""

_FORGETTING = 1.002
"""A longer text makes every token slower; the best time must not be that of a short one for ever."""


class Pace:
    """Counts for one model: all threads at first, half of them when it gets too slow, more again after a while."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._best = float("inf")
        self._lately: deque[float] = deque(maxlen=_LATELY)
        self._since = 0
        self.threads = most

    def took(self, seconds: float) -> None:
        """Count a token that took so long."""
        self._since += 1
        self._best = min(self._best * _FORGETTING, seconds)
        self._lately.append(seconds)
        slow = len(self._lately) == _LATELY and statistics.median(self._lately) > _TOO_SLOW * self._best
        if slow and self.threads > 1:
            self._go_on_with(max(1, self.threads // 2))
        elif self.threads < self.most and self._since >= _TRYING:
            self._go_on_with(min(self.most, 2 * self.threads))

    def _go_on_with(self, threads: int) -> None:
        self.threads, self._since = threads, 0
        self._lately.clear()
