"""How the employee's state follows from what the manager does. The numbers are data, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach import content, locations
from coach.conversation import Band, EmployeeState, FlagId, MoveId, Reading
from coach.roleplay.persona import MemoryKind, Persona
from coach.roleplay.topic import Cue, Subject


class Step(content.Content):
    """What one thing changes in one turn."""

    trust: int = 0
    tension: int = 0
    energy: int = 0
    commitment: int = 0
    room: int = 0


class Dynamics(content.Content):
    """The table of steps; see the comments in the file."""

    cap: int
    moves: dict[MoveId, Step]
    flags: dict[FlagId, Step]
    style: dict[FlagId, Step]
    likely_weight: float
    cues: dict[str, Step]
    volunteered: dict[str, Step]
    touched: Step
    idea_told: Step
    item_told: Step
    tiring: int
    ends_below_trust: int
    ends_above_tension: int
    commits_from: int
    idea_needs_room: int


@dataclass(slots=True)
class _Sum:
    trust: float = 0
    tension: float = 0
    energy: float = 0
    commitment: float = 0
    room: float = 0

    def add(self, step: Step, weight: float = 1) -> None:
        self.trust += step.trust * weight
        self.tension += step.tension * weight
        self.energy += step.energy * weight
        self.commitment += step.commitment * weight
        self.room += step.room * weight


def after_manager(
    dynamics: Dynamics, persona: Persona, state: EmployeeState, reading: Reading, subject: Subject
) -> EmployeeState:
    """The employee's state after hearing a turn, before answering it. Pure: the same input, the same state."""
    total = _Sum(energy=dynamics.tiring)
    for move in reading.moves:
        total.add(dynamics.moves[move.id])
    for flag in reading.shown():
        total.add(dynamics.flags[flag.id], 1 if flag.band is Band.CERTAIN else dynamics.likely_weight)
    for note in reading.style:
        total.add(dynamics.style[note.id])
    _add_context(total, dynamics, persona, state, reading, subject)
    return _moved(state, total, dynamics.cap)


def after_telling(dynamics: Dynamics, state: EmployeeState, kind: MemoryKind) -> EmployeeState:
    """The state after telling something: it relieves, and an idea of one's own commits."""
    total = _Sum()
    total.add(dynamics.idea_told if kind is MemoryKind.OWN_IDEA else dynamics.item_told)
    return _moved(state, total, dynamics.cap)


def _add_context(
    total: _Sum,
    dynamics: Dynamics,
    persona: Persona,
    state: EmployeeState,
    reading: Reading,
    subject: Subject,
) -> None:
    for cue in (Cue.SILENCE, Cue.APOLOGY):
        if cue in subject.cues:
            total.add(dynamics.cues[cue.value])
    hurt_before = state.act in ("object", "deflect", "correct")
    if hurt_before and not reading.flags and reading.has(MoveId.REFLECTION, MoveId.PRIVACY_RESPECT):
        total.add(dynamics.cues["repair"])
    if _just_volunteered(persona, state):
        probed = reading.has(FlagId.MEDICAL_PROBE, FlagId.PRIVATE_LIFE_PROBE, FlagId.PRIVACY_BREACH)
        total.add(dynamics.volunteered["probed" if probed else "respected"])
    if reading.flags and _touches_sore_spot(persona, state, subject):
        total.add(dynamics.touched)


def _just_volunteered(persona: Persona, state: EmployeeState) -> bool:
    if state.act != "disclose" or not state.revealed:
        return False
    return persona.item(state.revealed[-1]).volunteer is not None


def _touches_sore_spot(persona: Persona, state: EmployeeState, subject: Subject) -> bool:
    hidden = (item for item in persona.memory if item.id not in state.revealed)
    return any(item.hurts and subject.topic in item.topics for item in hidden)


def _moved(state: EmployeeState, total: _Sum, cap: int) -> EmployeeState:
    return state.model_copy(
        update={
            "trust": _level(state.trust + _capped(total.trust, cap)),
            "tension": _level(state.tension + _capped(total.tension, cap)),
            "energy": _level(state.energy + total.energy),
            "commitment": _level(state.commitment + total.commitment),
            "room": max(0, min(9, round(state.room + total.room))),
        }
    )


def _capped(step: float, cap: int) -> float:
    return max(-cap, min(cap, step))


def _level(value: float) -> int:
    return max(0, min(100, round(value)))


@cache
def default() -> Dynamics:
    """The table that comes with the program."""
    return content.load(locations.prompts() / "dynamics.yaml", Dynamics)
