"""How long a server may take, and how often it is asked again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

POLL = 0.03
"""Seconds between two looks at whether a request was taken back."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds, and how often something is tried.

    Attributes:
        connect: for a connection.
        first: from the question until the first token: the server may have others to answer before.
        between: from one token to the next.
        loading: for a server that says that it loads its model.
        tries: for one question, until its first token.
        backoff: after the first failure; doubled after each.
        longest: the longest wait that a server may ask for.
        rest: after a failure to reach the server, in which a question fails at once while it is looked for again.
    """

    connect: float = 5.0
    first: float = 120.0
    between: float = 30.0
    loading: float = 300.0
    tries: int = 3
    backoff: float = 0.25
    longest: float = 10.0
    rest: float = 10.0

    def pause(self, failures: int, asked: float) -> float:
        """Seconds until the next try: what the server asks, or twice as long each time.

        No two programs wait equally long, so that a room full of them does not come back at the same moment.
        """
        doubled = self.backoff * float(2 ** max(0, failures - 1))
        return max(asked, doubled * random.uniform(0.75, 1.25))


def waited(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Wait; returns False as soon as it is stopped."""
    end = time.monotonic() + seconds
    while not stopped():
        left = end - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(POLL, left))
    return False
