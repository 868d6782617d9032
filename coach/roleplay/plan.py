"""What the employee does next, decided in code before any word is chosen.

The decision is a list of questions asked in order; the first that has an answer gives the plan. What may
be told depends on trust, on what came out before, and on the room the manager leaves: never on the words
of a voice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.conversation import EmployeeState, FlagId, MoveId, Reading
from coach.roleplay.dynamics import Dynamics
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Mood, Persona, Topic
from coach.roleplay.topic import Cue, Subject

ANY = "any"
_TENSE = 78
"""From this tension on the employee talks one band more closed than her trust alone would say."""
_GUARDED_MARGIN = 8
"""A closed question opens less than an open one: it needs this much more trust."""
_UNPROMPTED_ROOM = 5
_FIRST_GOODBYE = 4

_OBJECTIONS = (
    FlagId.THREAT,
    FlagId.PRIVACY_BREACH,
    FlagId.JUDGEMENT,
    FlagId.PRESSURE,
    FlagId.READY_MADE_SOLUTION,
)
_DEFLECTIONS = (FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVATE_LIFE_PROBE)
_KINDNESSES = (
    MoveId.PRIVACY_RESPECT,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.AUTONOMY,
    MoveId.OFFER_HELP,
    MoveId.INFORMATION,
    MoveId.BACKCHANNEL,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The next act, the topic or label that its words are looked up by, and what is told, if anything."""

    act: Act
    key: str = ANY
    item: MemoryItem | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything the decision rests on. `state` is the one after hearing the manager's turn."""

    persona: Persona
    state: EmployeeState
    reading: Reading
    subject: Subject
    turn: int
    dynamics: Dynamics
    rng: random.Random

    @property
    def mood(self) -> Mood:
        """How open the employee is right now."""
        return mood_of(self.state)

    def ready(self, *, margin: int = 0) -> Iterable[MemoryItem]:
        """What could be told now when asked well, in the order in which it is written."""
        told = set(self.state.revealed)
        for item in self.persona.memory:
            if item.id in told or not told.issuperset(item.after):
                continue
            if item.kind in (MemoryKind.MEDICAL, MemoryKind.OWN_IDEA):
                continue
            if item.trust + margin <= self.state.trust:
                yield item

    def idea(self, room: int) -> MemoryItem | None:
        """The employee's own idea, when there is trust enough and at least this much room."""
        told = set(self.state.revealed)
        if self.state.room < room:
            return None
        return next(
            (
                item
                for item in self.persona.memory
                if item.kind is MemoryKind.OWN_IDEA
                and item.id not in told
                and told.issuperset(item.after)
                and item.trust <= self.state.trust
            ),
            None,
        )

    @property
    def idea_told(self) -> bool:
        """Whether an idea of the employee's own is on the table."""
        return any(self.persona.item(i).kind is MemoryKind.OWN_IDEA for i in self.state.revealed)


def mood_of(state: EmployeeState) -> Mood:
    """The band of openness: by trust, one band lower under high tension."""
    mood = Mood.of(state.trust)
    if state.tension >= _TENSE:
        return Mood.GUARDED if mood is Mood.OPEN else Mood.CLOSED
    return mood


def plan(moment: Moment) -> Plan:
    """The employee's next act."""
    for decide in _DECISIONS:
        decided = decide(moment)
        if decided:
            return decided
    topic = moment.subject.topic
    return Plan(Act.ANSWER, topic.value) if topic else Plan(Act.RECEIVE)


def _has_had_enough(m: Moment) -> Plan | None:
    enough = m.state.trust <= m.dynamics.ends_below_trust or m.state.tension >= m.dynamics.ends_above_tension
    return Plan(Act.END) if enough else None


def _steps_out_of_role(m: Moment) -> Plan | None:
    return Plan(Act.META) if Cue.MACHINE in m.subject.cues else None


def _does_not_follow(m: Moment) -> Plan | None:
    return Plan(Act.CLARIFY) if Cue.NONSENSE in m.subject.cues else None


def _is_hurt(m: Moment) -> Plan | None:
    seen = {flag.id for flag in m.reading.shown()}
    if not seen:
        return None
    again = m.state.act in (Act.OBJECT, Act.DEFLECT)
    if again and m.mood is Mood.CLOSED and m.rng.random() < 0.3:
        return Plan(Act.SILENT)
    for flag in _OBJECTIONS:
        if flag in seen:
            return Plan(Act.OBJECT, flag.value)
    for flag in _DEFLECTIONS:
        if flag in seen:
            testing = m.mood is Mood.GUARDED and m.rng.random() < 0.35
            return Plan(Act.ASK_BACK, flag.value) if testing else Plan(Act.DEFLECT, flag.value)
    return Plan(Act.CORRECT)


def _is_repaired(m: Moment) -> Plan | None:
    hurt = m.state.act in (Act.OBJECT, Act.DEFLECT, Act.CORRECT, Act.ASK_BACK, Act.SILENT)
    return Plan(Act.SOFTEN) if hurt and Cue.APOLOGY in m.subject.cues else None


def _hears_silence(m: Moment) -> Plan | None:
    if Cue.SILENCE not in m.subject.cues:
        return None
    if m.mood is Mood.CLOSED:
        return Plan(Act.SILENT)
    told = m.idea(_UNPROMPTED_ROOM) or next(iter(m.ready()), None)
    return _tell(told) if told else Plan(Act.RECEIVE, Cue.SILENCE.value)


def _says_goodbye(m: Moment) -> Plan | None:
    asked = m.reading.has(MoveId.QUESTION_OPEN)
    leaving = Cue.CLOSING in m.subject.cues and m.turn >= _FIRST_GOODBYE and not asked
    return Plan(Act.CLOSE) if leaving else None


def _commits(m: Moment) -> Plan | None:
    if not m.reading.has(MoveId.AGREEMENT):
        return None
    meant = m.idea_told and m.state.commitment >= m.dynamics.commits_from
    return Plan(Act.AGREE) if meant else Plan(Act.HESITATE)


def _volunteers(m: Moment) -> Plan | None:
    """Brings something up unasked, when the talk goes well: to see what the manager does with it."""
    if not m.reading.has(MoveId.REFLECTION, MoveId.EMPATHY, MoveId.PRIVACY_RESPECT):
        return None
    for item in m.persona.memory:
        when = item.volunteer
        known = item.id in m.state.revealed or not set(m.state.revealed).issuperset(item.after)
        if when and not known and m.turn >= when.after_turn and m.state.trust >= when.trust:
            return _tell(item)
    return None


def _is_asked_for_an_idea(m: Moment) -> Plan | None:
    invited = m.subject.topic is Topic.IDEAS and m.reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
    if not (invited or m.reading.has(MoveId.AUTONOMY)):
        return None
    idea = m.idea(m.dynamics.idea_needs_room)
    if idea:
        return _tell(idea)
    return Plan(Act.ANSWER, Topic.IDEAS.value) if invited else None


def _is_asked(m: Moment) -> Plan | None:
    is_open = m.reading.has(MoveId.QUESTION_OPEN)
    if not is_open and not m.reading.has(MoveId.QUESTION_CLOSED):
        return None
    topic = m.subject.topic or Topic.OPEN
    for item in m.ready(margin=0 if is_open else _GUARDED_MARGIN):
        fits = topic in item.topics or (is_open and topic in _BROAD and item.kind is not MemoryKind.PRIVATE)
        if fits:
            return _tell(item)
    return Plan(Act.ANSWER, topic.value)


_BROAD = (Topic.OPEN, Topic.ABSENCE, Topic.FEELINGS)


def _is_heard(m: Moment) -> Plan | None:
    if not m.reading.has(MoveId.REFLECTION):
        return None
    if m.state.act == Act.CONFIRM or m.state.act == Act.DISCLOSE:
        told = m.idea(_UNPROMPTED_ROOM) or next(iter(m.ready()), None)
        if told:
            return _tell(told)
    return Plan(Act.CONFIRM)


def _receives(m: Moment) -> Plan | None:
    for move in _KINDNESSES:
        if m.reading.has(move):
            return Plan(Act.RECEIVE, move.value)
    return None


def _tell(item: MemoryItem) -> Plan:
    return Plan(Act.DISCLOSE, item.id, item)


_DECISIONS: tuple[Callable[[Moment], Plan | None], ...] = (
    _has_had_enough,
    _steps_out_of_role,
    _does_not_follow,
    _is_hurt,
    _is_repaired,
    _hears_silence,
    _says_goodbye,
    _commits,
    _is_asked_for_an_idea,
    _volunteers,
    _is_asked,
    _is_heard,
    _receives,
)
