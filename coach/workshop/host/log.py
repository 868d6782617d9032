"""What a host writes down: when something was refused, why in a word, and from which network. Never content."""

from __future__ import annotations

import logging
import time
from collections import Counter
from enum import StrEnum

from coach.workshop.host.address import shortened

LOG = logging.getLogger("coach.workshop.host")
QUIET = logging.getLogger("coach.workshop.host.server")
"""For the web server itself: its own lines would quote what was sent."""
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False
_EACH_MINUTE = 20


class Turned(StrEnum):
    """Why the host turned something away."""

    HOST = "host"
    """Asked for under a name that is not ours."""
    ORIGIN = "origin"
    """Sent from a page of another site."""
    RATE = "rate"
    CONNECTIONS = "connections"
    TRIES = "tries"
    """Too many wrong codes."""
    WRONG_CODE = "wrong_code"
    NO_SEAT = "no_seat"
    NOT_FOUND = "not_found"
    METHOD = "method"
    TOO_LARGE = "too_large"
    FRAME = "frame"
    SLOW = "slow"
    BAD_INPUT = "bad_input"
    REFUSED = "refused"
    """The workshop itself said no: full, closed, a name that is taken."""
    FAILED = "failed"
    """Something went wrong here."""


class Log:
    """Counts what was turned away and writes it down; of one kind a few lines a minute, and then how many more."""

    def __init__(self) -> None:
        self.counts: Counter[Turned] = Counter()
        self._minute = 0
        self._written: Counter[Turned] = Counter()

    def turned(self, kind: Turned, remote: str, detail: str = "") -> None:
        """Write down that something was turned away. `detail` is a word of ours, never anything that was sent."""
        self._turn_minute()
        self.counts[kind] += 1
        self._written[kind] += 1
        if self._written[kind] <= _EACH_MINUTE:
            LOG.warning("refused %s from %s%s", kind.value, shortened(remote), f" ({detail})" if detail else "")

    def said(self, line: str) -> None:
        """Write down what the host does itself."""
        LOG.info("%s", line)

    def _turn_minute(self) -> None:
        minute = int(time.monotonic() // 60)
        if minute == self._minute:
            return
        for kind, count in self._written.items():
            if count > _EACH_MINUTE:
                LOG.warning("refused %s: %d more", kind.value, count - _EACH_MINUTE)
        self._minute = minute
        self._written.clear()
