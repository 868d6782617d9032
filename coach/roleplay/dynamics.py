"""How the employee's state follows from what the manager does. The numbers are data, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach import content, locations
from coach.conversation import Band, Danger, EmployeeState, FlagId, MoveId, Reading
from coach.roleplay.cue import Sign
from coach.roleplay.persona import Act, MemoryKind, Persona, Topic
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
    gain_cap: int
    gain_cap_hurt: int
    slower_above: int
    soft_floor: int
    grave: dict[FlagId | Sign, int]
    floors: tuple[int, ...]
    moves: dict[MoveId, Step]
    flags: dict[FlagId, Step]
    style: dict[FlagId, Step]
    likely_weight: float
    reacts_from: float
    cues: dict[str, Step]
    signs: dict[Sign, Step]
    danger: dict[Danger, Step]
    volunteered: dict[str, Step]
    touched: Step
    passed_over: Step
    again: Step
    calm: Step
    idea_told: Step
    item_told: Step
    tiring: int
    ends_below_trust: int
    ends_above_tension: int
    commits_from: int
    agrees_from_trust: int
    surface_below: int
    idea_needs_room: int
    trust_to_spare: int
    silences_end: int


_DEEP = 10
"""So far below the trust she came in with, what is said well right after a hurt wins little by itself."""
_LOST_AT_LEAST, _LOST_BY = 0.5, 100
"""A loss counts whole at a trust of 50, and for half when there is hardly any."""


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


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the manager: how it reads, what it is about, its signs, and what came before it.

    `silences` is the number of silent turns in a row, this one included; `danger` is how it takes a sign of danger.
    `hostile` says how hostile the talk has been up to and with this turn (see `grave` in the table).
    """

    reading: Reading
    subject: Subject
    signs: frozenset[Sign] = frozenset()
    silences: int = 0
    danger: Danger | None = None
    hostile: float = 0

    @property
    def agreed(self) -> bool:
        """Whether an agreement is put into words that the reader did not see in it."""
        unseen = Sign.AGREEMENT in self.signs and not self.reading.has(MoveId.AGREEMENT)
        return unseen and not self.reading.shown()

    @property
    def telling(self) -> frozenset[Sign]:
        """The signs that add to what was read: one that was read already, or stands beside a flag, adds nothing."""
        if self.outside or self.reading.shown():
            return self.signs - {Sign.SUMMARY, Sign.BLAME, Sign.DEFENDING}
        return self.signs - {Sign.SUMMARY} if self.reading.has(MoveId.REFLECTION) else self.signs

    @property
    def outside(self) -> bool:
        """Whether it does not belong in the talk, so that nothing in it counts."""
        return not self.signs.isdisjoint({Sign.MACHINE, Sign.STRANGE})


def after_manager(dynamics: Dynamics, persona: Persona, state: EmployeeState, heard: Heard) -> EmployeeState:
    """The employee's state after hearing a turn, before answering it. Pure: the same input, the same state."""
    total = _Sum(energy=dynamics.tiring)
    if not heard.outside:
        _add_reading(total, dynamics, heard.reading)
        _add_context(total, dynamics, persona, state, heard)
    if heard.agreed:
        total.add(dynamics.moves[MoveId.AGREEMENT])
    for sign in sorted(heard.telling & dynamics.signs.keys()):
        total.add(dynamics.signs[sign])
    if heard.danger is Danger.MISSED:
        total.trust = min(0, total.trust)
    if heard.danger in dynamics.danger:
        total.add(dynamics.danger[heard.danger])
    deeply = state.act in _HURT and state.trust < persona.start.trust - _DEEP
    if deeply and Cue.APOLOGY not in heard.subject.cues:
        total.trust = min(total.trust, dynamics.gain_cap_hurt)
    _hold(total, dynamics, state, heard)
    return _moved(state, total, dynamics)


def gravity(dynamics: Dynamics, reading: Reading, signs: frozenset[Sign]) -> float:
    """How far a turn goes against the employee: at most 2 points; what only asks too much has none."""
    read = [dynamics.grave.get(f.id, 0) * (1 if f.band is Band.CERTAIN else 0.5) for f in reading.shown()]
    return min(2.0, max([*read, *(dynamics.grave.get(one, 0) for one in signs)], default=0))


def _hold(total: _Sum, dynamics: Dynamics, state: EmployeeState, heard: Heard) -> None:
    """Keep trust above the floor, and tension below where she leaves, as long as the talk is not hostile."""
    floor = 0
    if not heard.reading.hard and Sign.ABUSE not in heard.signs:
        floor = dynamics.soft_floor
    if heard.hostile < len(dynamics.floors):
        floor = dynamics.floors[int(heard.hostile)]
        total.tension = min(total.tension, max(0, dynamics.ends_above_tension - 1 - state.tension))
    total.trust = max(total.trust, min(0, floor - state.trust))


def _add_reading(total: _Sum, dynamics: Dynamics, reading: Reading) -> None:
    for move in reading.moves:
        total.add(dynamics.moves[move.id])
    for flag in reading.shown():
        total.add(dynamics.flags[flag.id], 1 if flag.band is Band.CERTAIN else dynamics.likely_weight)
    for note in reading.style:
        total.add(dynamics.style[note.id])


def after_telling(dynamics: Dynamics, state: EmployeeState, kind: MemoryKind) -> EmployeeState:
    """The state after telling something: it relieves, and an idea of one's own commits."""
    total = _Sum()
    total.add(dynamics.idea_told if kind is MemoryKind.OWN_IDEA else dynamics.item_told)
    return _moved(state, total, dynamics)


def _add_context(total: _Sum, dynamics: Dynamics, persona: Persona, state: EmployeeState, heard: Heard) -> None:
    reading, subject = heard.reading, heard.subject
    for cue in (Cue.SILENCE, Cue.APOLOGY):
        if cue in subject.cues:
            total.add(dynamics.cues[cue.value])
    if heard.silences > 1:
        total.add(dynamics.cues["silence_goes_on"])
    if state.act in _HURT and not reading.flags and reading.has(MoveId.REFLECTION, MoveId.PRIVACY_RESPECT):
        total.add(dynamics.cues["repair"])
    if _just_volunteered(persona, state):
        probed = reading.has(FlagId.MEDICAL_PROBE, FlagId.PRIVATE_LIFE_PROBE, FlagId.PRIVACY_BREACH)
        total.add(dynamics.volunteered["probed" if probed else "respected"])
    if reading.flags and _touches_sore_spot(persona, state, subject):
        total.add(dynamics.touched)
    if _passes_over(persona, state, heard):
        total.add(dynamics.passed_over)
    if not reading.shown():
        _calm_down(total, dynamics, persona, state)
    elif state.act in (*_HURT, Act.ASK_BACK, Act.SILENT):
        total.add(dynamics.again)


_HURT = (Act.OBJECT, Act.DEFLECT, Act.CORRECT)


def _passes_over(persona: Persona, state: EmployeeState, heard: Heard) -> bool:
    """Whether something was told, and the manager neither gives it back nor asks on about it."""
    if state.act != Act.DISCLOSE or not state.revealed or heard.silences or Sign.SUMMARY in heard.signs:
        return False
    if heard.reading.has(*_TAKES_IN) or heard.signs & _SHOWS_IT or heard.danger:
        return False
    if heard.subject.topic is Topic.FEELINGS and not heard.signs & {Sign.DEFENDING, Sign.BLAME}:
        return bool(heard.reading.shown())
    asks = heard.reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
    about = persona.item(state.revealed[-1]).topics
    return not (asks and (not heard.subject.named or heard.subject.topic in about))


_SHOWS_IT = {Sign.CONCERN, Sign.IDEA, Sign.TAKING_IN, Sign.OWNING, Sign.AGREEMENT, Sign.PROMISE, Sign.CHECKING}
_TAKES_IN = (
    MoveId.REFLECTION,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.PRIVACY_RESPECT,
    MoveId.AUTONOMY,
    MoveId.OFFER_HELP,
    MoveId.AGREEMENT,
    MoveId.BACKCHANNEL,
)


def _calm_down(total: _Sum, dynamics: Dynamics, persona: Persona, state: EmployeeState) -> None:
    """When nothing hurts she comes back, bit by bit, to how she came in."""
    if state.trust < persona.start.trust:
        total.trust += dynamics.calm.trust
    if state.tension > persona.start.tension:
        total.tension += dynamics.calm.tension


def _just_volunteered(persona: Persona, state: EmployeeState) -> bool:
    if state.act != "disclose" or not state.revealed:
        return False
    told = persona.item(state.revealed[-1])
    return told.volunteer is not None and told.kind is not MemoryKind.DANGER


def _touches_sore_spot(persona: Persona, state: EmployeeState, subject: Subject) -> bool:
    hidden = (item for item in persona.memory if item.id not in state.revealed)
    return any(item.hurts and subject.topic in item.topics for item in hidden)


def _moved(state: EmployeeState, total: _Sum, dynamics: Dynamics) -> EmployeeState:
    trust = _weighed(state.trust, min(total.trust, dynamics.gain_cap), dynamics.slower_above)
    return state.model_copy(
        update={
            "trust": _level(state.trust + _capped(trust, dynamics.cap)),
            "tension": _level(state.tension + _capped(total.tension, dynamics.cap)),
            "energy": _level(state.energy + total.energy),
            "commitment": _level(state.commitment + total.commitment),
            "room": max(0, min(9, round(state.room + total.room))),
        }
    )


def _weighed(trust: int, step: float, above: int) -> float:
    """A step in trust: a gain is less the more trust there is, yet at least a point; a loss the less of it."""
    if step <= 0:
        return step * (_LOST_AT_LEAST + trust / _LOST_BY)
    if trust <= above:
        return step
    return max(min(step, 1), step * max(0.15, (100 - trust) / (100 - above)))


def _capped(step: float, cap: int) -> float:
    return max(-cap, min(cap, step))


def _level(value: float) -> int:
    return max(0, min(100, round(value)))


@cache
def default() -> Dynamics:
    """The table that comes with the program."""
    return content.load(locations.prompts() / "dynamics.yaml", Dynamics)
