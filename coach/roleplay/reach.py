"""What an employee would tell in a talk as good, and in one as bad, as talks come: played on the rules alone.

No line is read: every turn is given as what it would read as, and the rules of trust and of telling do the rest. That
takes a few milliseconds, and says whether the numbers of an employee (trust, what comes after what) make sense.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from coach.conversation import Band, Danger, EmployeeState, Flag, FlagId, Level, Move, MoveId, Reading
from coach.roleplay import danger, dynamics
from coach.roleplay.cue import Sign
from coach.roleplay.deciding import plan
from coach.roleplay.dynamics import Dynamics, Heard
from coach.roleplay.moment import Moment
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Persona, Topic
from coach.roleplay.topic import Subject

GOOD_TURNS = 60
"""Longer than a talk should last: what has not come out by then never does."""
BAD_TURNS = 20
_AT_ONCE = 3
"""So many things are asked about in turn."""
_HURTFUL = (FlagId.JUDGEMENT, FlagId.MEDICAL_PROBE, FlagId.PRESSURE, FlagId.THREAT)
_ENDING = (Act.END, Act.CLOSE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A turn of the manager: how it reads, what it is about, and words in it that point to something."""

    reading: Reading
    topic: Topic | None = None
    words: str = ""
    signs: frozenset[Sign] = frozenset()


def told_well(persona: Persona) -> frozenset[str]:
    """The ids of what is told in a talk with an open question and a summary in turn, about each thing that waits."""
    return _Talk(persona).play(_well, GOOD_TURNS)


def told_badly(persona: Persona) -> frozenset[str]:
    """The ids of what is told when every other turn hurts, and the turns between ask straight for what is hidden."""
    return _Talk(persona).play(_badly, BAD_TURNS)


@dataclass
class _Talk:
    persona: Persona
    dynamics: Dynamics = field(default_factory=dynamics.default)
    turn: int = 0
    calm: int = 9
    kind: int = 0
    state: EmployeeState = field(init=False)

    def __post_init__(self) -> None:
        self.state = self.persona.start

    def play(self, chosen: Callable[[_Talk], _Said], turns: int) -> frozenset[str]:
        while self.turn < turns and not self.state.ended:
            self.turn += 1
            self._hear(chosen(self))
        return frozenset(self.state.revealed)

    def _hear(self, said: _Said) -> None:
        waits = self.state.danger is Danger.SAID and danger.is_at_hand(self.persona, self.state)
        taken = Danger.SAFE if waits and not said.reading.flags else None
        subject = Subject(said.topic, frozenset())
        heard = Heard(said.reading, subject, said.signs, 0, taken)
        state = dynamics.after_manager(self.dynamics, self.persona, self.state, heard)
        decided = plan(self._moment(said, heard, state))
        changes: dict[str, object] = {"act": decided.act.value, "ended": decided.act in _ENDING}
        if decided.item:
            state = dynamics.after_telling(self.dynamics, state, decided.item.kind)
            changes["revealed"] = (*state.revealed, decided.item.id)
            if decided.item.kind is MemoryKind.DANGER:
                changes["danger"] = Danger.SAID
        if decided.act is Act.DANGER:
            changes["danger"] = Danger(decided.key)
        changes["topic"] = (decided.item.topics[0] if decided.item else said.topic or Topic(self.state.topic)).value
        self.state = state.model_copy(update=changes)
        self.calm = 0 if said.reading.flags else self.calm + 1
        self.kind += -2 if said.reading.flags else said.reading.has(MoveId.REFLECTION)

    def _moment(self, said: _Said, heard: Heard, state: EmployeeState) -> Moment:
        return Moment(
            persona=self.persona, state=state, reading=said.reading, subject=heard.subject, turn=self.turn,
            dynamics=self.dynamics, rng=random.Random(self.turn), heard=said.words, signs=said.signs,
            danger=heard.danger, calm_turns=self.calm, kindness=self.kind,
        )  # fmt: skip

    def waiting(self) -> list[MemoryItem]:
        """What is not told yet and rests on nothing untold, what needs least trust first."""
        told = set(self.state.revealed)
        items = (item for item in self.persona.memory if item.id not in told and told.issuperset(item.after))
        return sorted(items, key=lambda item: item.trust)


def _well(talk: _Talk) -> _Said:
    """Give back what was told or said; every other turn, ask on about what could come next."""
    asked_for = [item for item in talk.waiting() if item.kind is not MemoryKind.MEDICAL]
    if talk.turn % 2 or not asked_for:
        return _Said(_reading(MoveId.REFLECTION, MoveId.PRIVACY_RESPECT))
    # In turn, so that something that cannot be had yet does not hold up the rest.
    return _asking(asked_for[talk.turn // 2 % min(_AT_ONCE, len(asked_for))], talk.turn, MoveId.QUESTION_OPEN)


def _badly(talk: _Talk) -> _Said:
    """Hurt, and then ask straight on as if nothing had been said."""
    waiting = talk.waiting()
    if talk.turn % 2 or not waiting:
        return _Said(_reading(_HURTFUL[talk.turn // 2 % len(_HURTFUL)]))
    return _asking(waiting[talk.turn // 2 % len(waiting)], talk.turn, MoveId.QUESTION_CLOSED)


def _asking(item: MemoryItem, turn: int, question: MoveId) -> _Said:
    """Ask about an item: by one of its topics after the other, and in general."""
    if item.kind is MemoryKind.OWN_IDEA:
        return _Said(_reading(question), Topic.IDEAS, "", frozenset({Sign.IDEA}))
    topics = (*(topic for topic in item.topics if topic is not Topic.IDEAS), Topic.OPEN)
    return _Said(_reading(question), topics[turn // 2 // _AT_ONCE % len(topics)], item.lines[0])


def _reading(*found: FlagId | MoveId) -> Reading:
    flags = (one for one in found if isinstance(one, FlagId))
    moves = (one for one in found if isinstance(one, MoveId))
    return Reading(
        flags=tuple(
            Flag(
                id=one,
                level=Level.HARD,
                certainty=1,
                band=Band.CERTAIN,
                start=0,
                end=1,
                quote="…",
                why="",
                instead="",
            )
            for one in flags
        ),
        moves=tuple(Move(id=one, start=0, end=1, quote="…") for one in moves),
    )
