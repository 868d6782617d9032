"""How trust went, turn by turn."""

from __future__ import annotations

from collections.abc import Iterator

from coach.conversation import Conversation
from coach.debrief.part import Part


class TrustPoint(Part):
    """Trust after a turn of the employee, from 0 to 100. `turn` counts from 1 over all turns."""

    turn: int
    trust: int


def trust(talk: Conversation) -> Iterator[TrustPoint]:
    """A point for each turn of the employee; none for a transcript."""
    for index, turn in enumerate(talk.turns):
        if turn.state:
            yield TrustPoint(turn=index + 1, trust=turn.state.trust)
