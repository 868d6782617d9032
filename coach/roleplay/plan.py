"""What the employee does next, decided in code before any word is chosen.

The decision is a list of questions asked in order; the first that has an answer gives the plan. What may
be told depends on trust, on what came out before, and on the room the manager leaves: never on the words
of a voice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from coach.conversation import EmployeeState, FlagId, MoveId, Reading
from coach.roleplay import relevance
from coach.roleplay.dynamics import Dynamics
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Mood, Persona, Topic
from coach.roleplay.topic import Cue, Subject

ANY = "any"
IDEAS_TOLD = "ideas_told"
"""Key of the answers for when she is asked for an idea that is on the table already."""
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
    """The next act, the topic or label that its words are looked up by, and what is told, if anything.

    `more` is something told before that she may say a second thing about. `asked` holds the stems of the
    manager's line, for a voice that chooses among lines.
    """

    act: Act
    key: str = ANY
    item: MemoryItem | None = None
    more: MemoryItem | None = None
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything the decision rests on. `state` is the one after hearing the manager's turn, `heard` its words.

    The topic of the state is still that of the turn before.
    """

    persona: Persona
    state: EmployeeState
    reading: Reading
    subject: Subject
    turn: int
    dynamics: Dynamics
    rng: random.Random
    heard: str = ""

    @property
    def asked(self) -> frozenset[str]:
        """Stems of the manager's content words, the employee's own name left out."""
        return relevance.stems(self.heard) - relevance.stems(self.persona.name)

    @property
    def last(self) -> Topic:
        """The topic of the turn before."""
        return Topic(self.state.topic)

    def overlap(self, item: MemoryItem) -> int:
        """How many content words of the manager's line occur in what belongs to an item."""
        return relevance.overlap(self.asked, *item.lines, item.summary, item.opener)

    def fittest(self, items: Iterable[MemoryItem], topic: Topic | None = None) -> MemoryItem | None:
        """The item nearest to the manager's words, then mainly about the topic, or the topic before.

        Of equals it is the first.
        """

        def nearness(item: MemoryItem) -> tuple[int, bool, bool]:
            return self.overlap(item), item.topics[0] is topic, self.last in item.topics

        return max(items, key=nearness, default=None)

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
            if item.kind in (MemoryKind.MEDICAL, MemoryKind.DANGER, MemoryKind.OWN_IDEA):
                continue
            if item.kind is MemoryKind.PRIVATE and self.probed:
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
    def probed(self) -> bool:
        """Whether the line may ask for what is not the manager's business, however unsure the reader is."""
        return self.reading.has(*_DEFLECTIONS, FlagId.PRIVACY_BREACH)

    def before_the_idea(self) -> MemoryItem | None:
        """What has to be told before an idea of the employee's own makes sense, and can be told now."""
        ideas = (item for item in self.persona.memory if item.kind is MemoryKind.OWN_IDEA)
        needed = {earlier for idea in ideas if idea.id not in self.state.revealed for earlier in idea.after}
        return next((item for item in self.ready() if item.id in needed), None)

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
    decided = next((made for decide in _DECISIONS if (made := decide(moment))), None)
    return replace(decided or _takes_in(moment), asked=moment.asked)


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
    told = m.idea(_UNPROMPTED_ROOM) or m.fittest(m.ready())
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
    if m.probed or not m.reading.has(MoveId.REFLECTION, MoveId.EMPATHY, MoveId.PRIVACY_RESPECT):
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
    if not invited:
        return None
    first = m.before_the_idea() if m.state.room >= m.dynamics.idea_needs_room else None
    return _tell(first) if first else Plan(Act.ANSWER, IDEAS_TOLD if m.idea_told else Topic.IDEAS.value)


def _is_asked(m: Moment) -> Plan | None:
    is_open = m.reading.has(MoveId.QUESTION_OPEN)
    if not is_open and not m.reading.has(MoveId.QUESTION_CLOSED):
        return None
    topic = _asked_about(m)
    more = _more(m, topic)
    if more and _only_asks_on(m):
        return Plan(Act.ANSWER, topic.value, more=more)
    ready = m.ready(margin=0 if is_open else _GUARDED_MARGIN)
    item = m.fittest([item for item in ready if _fits(m, item, topic)], topic)
    if item and not _means_something_else(m, item, topic):
        return _tell(item)
    return Plan(Act.ANSWER, topic.value, more=more)


def _asked_about(m: Moment) -> Topic:
    """The topic of a question; one that names none of its own ("Marco?") may name something she keeps."""
    if not m.subject.named:
        meant = m.fittest(m.persona.memory)
        if meant and m.overlap(meant) and m.last not in meant.topics:
            return meant.topics[0]
    return m.subject.topic or Topic.OPEN


def _fits(m: Moment, item: MemoryItem, topic: Topic) -> bool:
    """Whether telling an item answers a question about the topic.

    Its first topic always does; for the others the words of the question must point to the item. A feeling is
    about what was just said; a general open question may bring out anything of the work.
    """
    if topic is Topic.OPEN and m.reading.has(MoveId.QUESTION_OPEN):
        return item.kind is not MemoryKind.PRIVATE
    if topic is Topic.FEELINGS:
        return topic in item.topics and (m.last in item.topics or m.last in _VAGUE)
    return topic is item.topics[0] or (topic in item.topics and m.overlap(item) > 0)


_VAGUE = (Topic.OPEN, Topic.SMALL_TALK, Topic.HEALTH, Topic.FEELINGS)


def _means_something_else(m: Moment, item: MemoryItem, topic: Topic) -> bool:
    """Whether the words of the question are more those of something she does not tell yet than of this item."""
    hidden = (i for i in m.persona.memory if i.id not in m.state.revealed and i is not item)
    return any(topic in i.topics and m.overlap(i) > m.overlap(item) for i in hidden)


def _more(m: Moment, topic: Topic) -> MemoryItem | None:
    """Something told before, about the work, that the question comes back to."""
    told = [m.persona.item(item_id) for item_id in m.state.revealed]
    known = [item for item in told if item.kind in _SPEAKABLE and topic in item.topics]
    if known and _only_asks_on(m) and known[-1] is told[-1]:
        return known[-1]
    return m.fittest(item for item in known if m.overlap(item))


_SPEAKABLE = (MemoryKind.WORK_FACT, MemoryKind.WORRY, MemoryKind.WISH)


def _only_asks_on(m: Moment) -> bool:
    """Whether a question right after something was told stays with that, and brings in nothing new."""
    return m.state.act == Act.DISCLOSE and m.subject.topic == m.last and not any(map(m.overlap, m.ready()))


def _is_heard(m: Moment) -> Plan | None:
    if not m.reading.has(MoveId.REFLECTION):
        return None
    if m.state.act == Act.CONFIRM or m.state.act == Act.DISCLOSE:
        told = m.idea(_UNPROMPTED_ROOM) or m.fittest(m.ready())
        if told:
            return _tell(told)
    return Plan(Act.CONFIRM)


def _receives(m: Moment) -> Plan | None:
    for move in _KINDNESSES:
        if m.reading.has(move):
            return Plan(Act.RECEIVE, move.value)
    return None


def _takes_in(m: Moment) -> Plan:
    """What she says when nothing was asked: something about the topic, or only that she heard it."""
    if Cue.APOLOGY in m.subject.cues:
        return Plan(Act.SOFTEN)
    if Cue.NOD in m.subject.cues:
        return Plan(Act.RECEIVE, MoveId.BACKCHANNEL.value)
    topic = m.subject.topic
    if topic is None:
        return Plan(Act.RECEIVE)
    return Plan(Act.RECEIVE, _TAKEN_IN[topic]) if topic in _TAKEN_IN else Plan(Act.ANSWER, topic.value)


_TAKEN_IN = {
    Topic.RULES: MoveId.INFORMATION.value,
    Topic.FEELINGS: MoveId.EMPATHY.value,
    Topic.HEALTH: ANY,
    Topic.HOME: ANY,
}
"""Said about these, a statement tells her something rather than asks for an answer."""


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
