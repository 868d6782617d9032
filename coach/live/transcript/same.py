"""Whether a new line of a tool is another version of a line that it wrote before."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from coach.live.fed_turn import FedTurn
from coach.live.transcript.cue import Cue

_OVERLAP = 0.5
_ALIKE = 0.5
_LATER = 0.5
_WORDS = re.compile(r"\w+")
_COMPARED = 60
"""So many words of each line are compared."""


def is_same(cue: Cue, turn: FedTurn, *, last: bool = False) -> bool:
    """Whether the two are one line: one moment and much the same words; without times, the last line grown longer."""
    if cue.name != turn.name:
        return False
    mine, other = _words(cue.text), _words(turn.text)
    if cue.start is None or turn.start is None:
        return last and len(mine) > len(other) > 1 and mine[: len(other)] == other and cue.start == turn.start
    return _overlap(cue, turn) >= _OVERLAP and _alike(mine, other)


def is_tail(cue: Cue, turn: FedTurn) -> bool:
    """Whether a new line is only the end of one that is there: tools that listen in windows say that part twice."""
    if cue.start is None or turn.start is None or cue.start < turn.start + _LATER:
        return False
    mine, other = _words(cue.text), _words(turn.text)
    return len(mine) < len(other) and other[-len(mine) :] == mine


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())[:_COMPARED]


def _alike(mine: list[str], other: list[str]) -> bool:
    shorter = min(len(mine), len(other))
    if mine[:shorter] == other[:shorter]:
        return True
    return SequenceMatcher(None, mine, other, autojunk=False).ratio() >= _ALIKE


def _overlap(cue: Cue, turn: FedTurn) -> float:
    """The share of the shorter of the two that both cover; without ends, whether they begin together."""
    assert cue.start is not None
    assert turn.start is not None
    if cue.end is None or turn.end is None:
        return float(abs(cue.start - turn.start) < 0.3)
    shared = min(cue.end, turn.end) - max(cue.start, turn.start)
    shorter = min(cue.end - cue.start, turn.end - turn.start)
    if shorter <= 0:
        return float(cue.start == turn.start)
    return max(0.0, shared) / shorter
