"""What the process with the microphone tells: states and moments, never sound."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was heard."""

    ON = "on"
    """The microphone listens, from `at` on."""
    BEGINS = "begins"
    """The manager begins to speak at `at`."""
    ENDS = "ends"
    """The manager stops speaking at `at`."""
    BEAT = "beat"
    """All is well; told about once a second."""
    LOST = "lost"
    """No microphone now, since `at`; `reason` says why. It is looked for again and again."""
    IMPOSSIBLE = "impossible"
    """It cannot work on this computer as it is; `reason` says what is missing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing told. `at` is a moment of `coach.live.clock.elapsed`, which all processes share.

    `still`: for some seconds there has been no sound at all, not even noise.
    """

    kind: Kind
    at: float = 0.0
    still: bool = False
    reason: str = ""

    def line(self) -> str:
        """As one line of JSON, the end of the line included."""
        return json.dumps(asdict(self)) + "\n"


def read(line: str) -> Notice | None:
    """What a line tells; None when it is not such a line."""
    try:
        told = json.loads(line)
        return Notice(Kind(told["kind"]), float(told["at"]), bool(told["still"]), str(told["reason"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
