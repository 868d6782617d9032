"""Ways through a talk that several parts of a debrief take."""

from __future__ import annotations

from collections.abc import Iterator

from coach.conversation import Conversation, EmployeeState, Reading, Speaker, Turn
from coach.roleplay import exercise


def given(talk: Conversation) -> int:
    """How many turns at the beginning were there before the manager began: those of a focus exercise, else none."""
    return exercise.prepared(talk) if talk.focus else 0


def own(talk: Conversation) -> Conversation:
    """The talk without the turns that were given."""
    return talk.model_copy(update={"turns": talk.turns[given(talk) :]})


def manager_turns(talk: Conversation, since: int = 0) -> Iterator[tuple[int, Turn, Reading]]:
    """The manager's turns that were read, each with its index in the talk; the first `since` turns left out."""
    for index, turn in enumerate(talk.turns):
        if index >= since and turn.speaker is Speaker.MANAGER and turn.reading:
            yield index, turn, turn.reading


def state_before(talk: Conversation, index: int) -> EmployeeState | None:
    """How the employee was doing when the turn at `index` was said; None in a transcript."""
    return next((turn.state for turn in reversed(talk.turns[:index]) if turn.state), None)


def state_after(talk: Conversation, index: int) -> EmployeeState | None:
    """How the employee was doing in the answer to the turn at `index`; None without an answer or a state."""
    return talk.turns[index + 1].state if index + 1 < len(talk.turns) else None
