"""Where the talk is: which phase of the situation the conversation has come to."""

from __future__ import annotations

from coach.conversation import Conversation, EmployeeState, MoveId, Speaker
from coach.roleplay.persona import Act, MemoryKind, Milestone, Persona, Situation, Topic

_HEARD_ITEMS = 2
_OPENING_TURNS = 3
"""After this many turns of the manager the opening is over, however it went."""


def phase_after(situation: Situation, persona: Persona, talk: Conversation, state: EmployeeState) -> int:
    """Index of the phase the talk is in now; it never goes back."""
    reached = _milestones(persona, talk, state)
    index = state.phase
    while index < len(situation.phases) - 1 and situation.phases[index].until in reached:
        index += 1
    return index


def _milestones(persona: Persona, talk: Conversation, state: EmployeeState) -> set[Milestone]:
    reached = set()
    idea = _has_idea(persona, state)
    if idea or _purpose_said(talk, state):
        reached.add(Milestone.PURPOSE)
    if idea or len(state.revealed) >= _HEARD_ITEMS:
        reached.add(Milestone.HEARD)
    if idea:
        reached.add(Milestone.IDEA)
    if idea and _last_reading_has(talk, MoveId.OFFER_HELP, MoveId.AUTONOMY, MoveId.AGREEMENT):
        reached.add(Milestone.HELP)
    if state.act == Act.AGREE:
        reached |= {Milestone.HELP, Milestone.AGREED}
    return reached


def _has_idea(persona: Persona, state: EmployeeState) -> bool:
    return any(persona.item(item).kind is MemoryKind.OWN_IDEA for item in state.revealed)


def _purpose_said(talk: Conversation, state: EmployeeState) -> bool:
    turns = list(talk.by(Speaker.MANAGER))
    told = any(turn.reading and turn.reading.has(MoveId.INFORMATION) for turn in turns)
    return told or state.topic == Topic.ABSENCE or len(turns) >= _OPENING_TURNS


def _last_reading_has(talk: Conversation, *moves: MoveId) -> bool:
    last = next((turn for turn in reversed(talk.turns) if turn.speaker is Speaker.MANAGER), None)
    return bool(last and last.reading and last.reading.has(*moves))
