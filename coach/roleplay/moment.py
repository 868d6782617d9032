"""The moment in which the employee decides what to do: who she is, how she is, and what she has just heard."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from coach.conversation import Danger, EmployeeState, FlagId, MoveId, Reading
from coach.roleplay import detail, relevance
from coach.roleplay.cue import Sign
from coach.roleplay.detail import Found
from coach.roleplay.dynamics import Dynamics
from coach.roleplay.particular import Particular
from coach.roleplay.persona import MemoryItem, MemoryKind, Mood, Persona, Topic
from coach.roleplay.topic import Subject

PROBES = (FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVATE_LIFE_PROBE)
_TENSE = 78
"""From this tension on the employee talks one band more closed than her trust alone would say."""
_HOSTILE = 2
"""From here on not even a plain fact of the work comes out; up to here one does, when the work is asked about."""
_UNASKED = (MemoryKind.MEDICAL, MemoryKind.DANGER, MemoryKind.OWN_IDEA)
"""What is not told in answer to a question like any other."""


@dataclass(frozen=True)
class Moment:
    """Everything the decision rests on. `state` is the one after hearing the manager's turn, `heard` its words.

    The topic of the state is still that of the turn before. `silences` counts the silent turns in a row up to now,
    `danger` is how this turn takes a sign of danger; `agreed` is whether the employee
    has agreed to something before, `idea_asked` whether she was asked for an idea before. `calm_turns` counts the
    manager's turns since the last that had a flag in it, however unsure; `kindness` is what was said kindly in the
    whole talk, with what hurt taken off; `hostile` is how far it went against the employee. `particular` is what the
    question asks for, when that is something particular; `detail` is what the employee knows of it; `said` is all
    that he has said in this talk. With `asks_after_all` the line asks something else after what it
    proposed: that wants an answer first.
    """

    persona: Persona
    state: EmployeeState
    reading: Reading
    subject: Subject
    turn: int
    dynamics: Dynamics
    rng: random.Random
    heard: str = ""
    signs: frozenset[Sign] = frozenset()
    silences: int = 0
    danger: Danger | None = None
    agreed: bool = False
    idea_asked: bool = False
    calm_turns: int = 9
    kindness: int = 9
    hostile: float = 0
    particular: Particular | None = None
    detail: Found | None = None
    said: frozenset[str] = frozenset()
    asks_after_all: bool = False

    @cached_property
    def asked(self) -> frozenset[str]:
        """Stems of the manager's content words, names among them, the employee's own left out."""
        names = relevance.names(self.persona)
        own = relevance.stems(self.persona.name) | relevance.common(self.persona)
        return relevance.stems(self.heard, names) - own

    @property
    def last(self) -> Topic:
        """The topic of the turn before."""
        return Topic(self.state.topic)

    @property
    def mood(self) -> Mood:
        """How open the employee is right now."""
        return mood_of(self.state)

    @property
    def asks(self) -> bool:
        """Whether the line holds a question that wants more than a yes to a summary."""
        plain = self.particular in (None, Particular.WHETHER, Particular.YOURSELF)
        if Sign.CHECKING in self.signs and plain and not self.reading.has(MoveId.QUESTION_OPEN):
            return False
        return Sign.HOW_ARE_YOU in self.signs or self.reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)

    @property
    def probed(self) -> bool:
        """Whether the line may ask for what is not the manager's business, however unsure the reader is."""
        return self.reading.has(*PROBES, FlagId.PRIVACY_BREACH)

    @property
    def idea_told(self) -> bool:
        """Whether an idea of the employee's own is on the table."""
        return any(self.persona.item(i).kind is MemoryKind.OWN_IDEA for i in self.state.revealed)

    def overlap(self, item: MemoryItem) -> int:
        """How many content words of the manager's line occur in what belongs to an item."""
        return relevance.overlap(relevance.pointing(self.asked), relevance.belonging(item))

    def names_other(self, item: MemoryItem) -> bool:
        """Whether the last question names something, and nothing of that belongs to an item."""
        own = self.persona.name
        return detail.names_other(detail.divided(self.heard)[1], relevance.belonging(item), own)

    @property
    def names_nothing(self) -> bool:
        """Whether the last question only invites to tell: nothing in it is named."""
        return not detail.names_other(detail.divided(self.heard)[1], "", self.persona.name)

    def fittest(self, items: Iterable[MemoryItem], topic: Topic | None = None) -> MemoryItem | None:
        """The item nearest to the manager's words, then mainly about the topic, or what leads to an own idea.

        Then it is one about the topic before, and of equals the first.
        """
        leading = self.leading_to_the_idea

        def nearness(item: MemoryItem) -> tuple[int, bool, bool, bool]:
            return self.overlap(item), item.topics[0] is topic, item.id in leading, self.last in item.topics

        return max(items, key=nearness, default=None)

    def ready(self, *, margin: int = 0) -> Iterable[MemoryItem]:
        """What could be told now when asked well, in the order in which it is written."""
        for item in self.untold():
            if item.kind in _UNASKED or (item.kind is MemoryKind.PRIVATE and self.probed):
                continue
            if item.trust + margin <= self.state.trust or self._lies_on_the_surface(item):
                yield item

    def _lies_on_the_surface(self, item: MemoryItem) -> bool:
        """Whether an item is a plain fact of the work, the first that comes out, and the work is asked about."""
        plain = item.kind is MemoryKind.WORK_FACT and not item.hurts and not item.after
        asked = Sign.WORK in self.signs and self.asks and not self.reading.shown()
        low = min(self.persona.start.trust - self.dynamics.surface_below, *self.dynamics.floors[:2])
        calm = self.hostile < _HOSTILE and not self.state.revealed
        return plain and asked and calm and self.state.trust >= low

    def untold(self) -> Iterable[MemoryItem]:
        """What has not been told yet, and rests on nothing that has not."""
        told = set(self.state.revealed)
        return (item for item in self.persona.memory if item.id not in told and told.issuperset(item.after))

    def idea(self, room: int) -> MemoryItem | None:
        """The employee's own idea, when there is trust enough and at least this much room.

        Asked for it, with trust to spare, she need not have told all that it rests on: one thing will do.
        """
        told = set(self.state.revealed)
        spare = self.dynamics.trust_to_spare if self.idea_asked or self.subject.topic is Topic.IDEAS else None
        for item in self.persona.memory:
            if item.kind is not MemoryKind.OWN_IDEA or item.id in told or self.state.room < room:
                continue
            above = self.state.trust - item.trust
            complete = told.issuperset(item.after)
            if above >= 0 and (complete or (spare is not None and above >= spare and told & set(item.after))):
                return item
        return None

    def before_the_idea(self) -> MemoryItem | None:
        """What has to be told before an idea of the employee's own makes sense, and can be told now."""
        return next((item for item in self.ready() if item.id in self.leading_to_the_idea), None)

    @cached_property
    def leading_to_the_idea(self) -> frozenset[str]:
        """The items that an idea not told yet rests on, and what those rest on."""
        needed: set[str] = set()
        ideas = (item for item in self.persona.memory if item.kind is MemoryKind.OWN_IDEA)
        wanted = [earlier for idea in ideas if idea.id not in self.state.revealed for earlier in idea.after]
        while wanted:
            item = self.persona.item(wanted.pop())
            if item.id not in needed:
                needed.add(item.id)
                wanted.extend(item.after)
        return frozenset(needed)


def mood_of(state: EmployeeState) -> Mood:
    """The band of openness: by trust, one band lower under high tension."""
    mood = Mood.of(state.trust)
    if state.tension >= _TENSE:
        return Mood.GUARDED if mood is Mood.OPEN else Mood.CLOSED
    return mood
