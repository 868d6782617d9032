"""One thing that a speech-to-text tool says it heard, as it says it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_TIME = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,3}):)?(\d{1,7}(?:[.,]\d{1,9})?) ?s?")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with what the tool says about them; what it does not say is None or empty.

    `start` and `end` in seconds, `certain` from 0 to 1, `key` is the tool's own id of the line. `sure` is False when
    the name may be no name at all but the beginning of the sentence.
    """

    text: str
    name: str = ""
    start: float | None = None
    end: float | None = None
    certain: float | None = None
    final: bool = True
    key: str = ""
    sure: bool = True


class Parser(Protocol):
    """Takes one line after the other. `broken` counts those that made no sense."""

    broken: int

    def line(self, line: str, final: bool = True) -> Iterator[Cue]:
        """What this line completes; `final` is False for a line that is going to be written over."""
        ...

    def end(self) -> Iterator[Cue]:
        """What was not complete when the input ended."""
        ...


def seconds(written: object) -> float | None:
    """A moment as tools write it: 12.5, "12.5", "12.50s", "01:02.3", "0:00:01,000"; None when it is none."""
    if isinstance(written, str):
        match = _TIME.fullmatch(written.strip())
        if match is None:
            return None
        hours, minutes, rest = match.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
    value = number(written)
    return value if value is not None and value >= 0 else None


def number(written: object) -> float | None:
    """A finite number, also when it is written as text; None for anything else."""
    if isinstance(written, bool) or not isinstance(written, (int, float, str)):
        return None
    try:
        value = float(written)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None
