"""Situations and employees: the content of the role-play, as a trainer writes it in YAML."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from pydantic import Field, model_validator

from coach.content import Content
from coach.conversation import EmployeeState, FlagId, MoveId, SituationKind


class Topic(StrEnum):
    """What a line of the manager is about."""

    WORKLOAD = "workload"
    ROSTER = "roster"
    COLLEAGUES = "colleagues"
    TASKS = "tasks"
    CONTACT = "contact"
    DURATION = "duration"
    PLANNING = "planning"
    HOME = "home"
    HEALTH = "health"
    RULES = "rules"
    FUTURE = "future"
    FEELINGS = "feelings"
    AGREEMENTS = "agreements"
    SMALL_TALK = "small_talk"
    MANAGER = "manager"
    ABSENCE = "absence"
    IDEAS = "ideas"
    OPEN = "open"


class Act(StrEnum):
    """What the employee does next. Decided by code; a voice only finds the words."""

    GREET = "greet"
    ANSWER = "answer"
    DEFLECT = "deflect"
    DISCLOSE = "disclose"
    CONFIRM = "confirm"
    CORRECT = "correct"
    OBJECT = "object"
    ASK_BACK = "ask_back"
    SILENT = "silent"
    RECEIVE = "receive"
    AGREE = "agree"
    HESITATE = "hesitate"
    SOFTEN = "soften"
    CLARIFY = "clarify"
    META = "meta"
    END = "end"
    CLOSE = "close"
    DANGER = "danger"


class Mood(StrEnum):
    """Three bands of trust, each with lines of its own."""

    CLOSED = "closed"
    GUARDED = "guarded"
    OPEN = "open"

    @classmethod
    def of(cls, trust: int) -> Mood:
        """The band of a trust level between 0 and 100."""
        if trust < 38:
            return cls.CLOSED
        return cls.GUARDED if trust < 62 else cls.OPEN


class MemoryKind(StrEnum):
    """What sort of thing an employee keeps to herself until there is trust enough."""

    WORK_FACT = "work_fact"
    WORRY = "worry"
    WISH = "wish"
    OWN_IDEA = "own_idea"
    PRIVATE = "private"
    MEDICAL = "medical"
    DANGER = "danger"
    """A sign that someone may not want to live on: safety goes before everything else."""


class Volunteer(Content):
    """When the employee brings something up unasked: to see what the manager does with it."""

    trust: int = Field(ge=0, le=100)
    after_turn: int = Field(ge=1)


class MemoryItem(Content):
    """Something the employee may tell. `trust` is the level it needs; `after` lists items that come first
    (an own idea that is asked for, with trust to spare, makes do with one of them).

    `summary` says it in the third person, for the debrief; `opener` says what would have brought it out.
    `hurts` means that being asked about it unprompted does harm.
    """

    id: str
    kind: MemoryKind
    topics: tuple[Topic, ...] = Field(min_length=1)
    trust: int = Field(ge=0, le=100)
    after: tuple[str, ...] = ()
    hurts: bool = False
    volunteer: Volunteer | None = None
    summary: str
    opener: str
    lines: tuple[str, ...] = Field(min_length=2)


class Detail(Content):
    """A small thing that the employee knows when someone asks on: where it lies, who said it, how many there were.

    `asks` are ways in which it is asked for; other ways are recognised by their likeness to them. Each of `says` is
    an answer to all of them. With `after` it only exists once that item has been told.
    """

    after: str | None = None
    asks: tuple[str, ...] = Field(min_length=2)
    says: tuple[str, ...] = Field(min_length=1)


class Opening(StrEnum):
    """A few words that go before something she tells without being asked for it."""

    ACK = "ack"
    """Says that a summary is right."""
    BRIDGE = "bridge"
    """Turns to something else."""
    ASIDE = "aside"
    """Leaves a question unanswered, for something else."""
    FIRST = "first"
    """Keeps back the idea that was asked for, until something else has been said."""
    TELLING = "telling"
    """Takes a question as a reason to tell something, whether or not that is all that was asked."""


class Briefing(Content):
    """What the manager knows before the talk: half a page."""

    happened: str
    facts: tuple[str, ...] = Field(min_length=1)
    prepare: tuple[str, ...] = Field(min_length=1)


Lines = dict[Act, dict[str, dict[Mood, tuple[str, ...]]]]
"""Act, then topic or label (or `any`), then mood, then the sentences to choose from.

A key `topic/word` holds what she says only when the manager uses that word in asking about the topic.
"""


class Difficulty(IntEnum):
    """How hard an employee makes it for the manager."""

    GENTLE = 1
    AVERAGE = 2
    TOUGH = 3


class Persona(Content):
    """One employee: who she is, what she keeps to herself, and everything she can say.

    `start` gives the state in which she comes in. Lines are found by act, by topic or label, and by mood.
    `openings` are a few words to begin with, by what they do and by mood; without any she just tells it.
    `rating` is how she tells someone at home about the talk, by the mood in which it ended.
    """

    id: str
    name: str
    role: str
    about: str
    temperament: str
    formal: bool = False
    difficulty: Difficulty = Difficulty.AVERAGE
    briefing: Briefing
    start: EmployeeState
    greeting: tuple[str, ...] = Field(min_length=1)
    memory: tuple[MemoryItem, ...] = Field(min_length=1)
    lines: Lines
    details: tuple[Detail, ...] = ()
    openings: dict[Opening, dict[Mood, tuple[str, ...]]] = Field(default_factory=dict)
    rating: dict[Mood, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _memory_is_sound(self) -> Persona:
        ids = [item.id for item in self.memory]
        if len(ids) != len(set(ids)):
            raise ValueError("memory: id twice")
        for item in self.memory:
            unknown = set(item.after) - set(ids)
            if unknown:
                raise ValueError(f"memory {item.id}: after: {', '.join(sorted(unknown))}?")
        for number, detail in enumerate(self.details, start=1):
            if detail.after is not None and detail.after not in ids:
                raise ValueError(f"details {number}: after: {detail.after}?")
        return self

    def item(self, item_id: str) -> MemoryItem:
        """A memory item by its id.

        Raises:
            KeyError: there is no such item.
        """
        return next((item for item in self.memory if item.id == item_id), None) or _missing(item_id)


class Milestone(StrEnum):
    """What has to have happened before a phase of the talk is done."""

    PURPOSE = "purpose"
    HEARD = "heard"
    IDEA = "idea"
    HELP = "help"
    AGREED = "agreed"


class Phase(Content):
    """A stretch of the talk, with questions that fit now and traps to stay out of.

    `id` is one of the phase names that passages use too, so that guidance can be found for this moment.
    """

    id: str
    title: str
    aim: str
    until: Milestone
    questions: tuple[str, ...] = Field(min_length=2)
    traps: tuple[str, ...] = ()


class Criterion(Content):
    """Something that a good talk of this kind holds, answered with yes or no.

    One of four: a turn of the manager with one of the `moves`, about one of the `topics`, with one of the phrases in
    `says` (each of these may be left out), as many as `times`; as many silences as `silences`; none of the flags in
    `never`; or a milestone `reached`. `says` holds phrase patterns, as the rules of the reader do.
    """

    id: str
    text: str
    moves: tuple[MoveId, ...] = ()
    topics: tuple[Topic, ...] = ()
    says: tuple[str, ...] = ()
    times: int = Field(default=1, ge=1)
    silences: int = Field(default=0, ge=0)
    never: tuple[FlagId, ...] = ()
    reached: Milestone | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Criterion:
        said = bool(self.moves or self.topics or self.says)
        asked = (said, self.silences > 0, bool(self.never), self.reached is not None)
        if sum(asked) != 1:
            raise ValueError(f"criterion {self.id}: give moves, topics or says; silences; never; or reached")
        return self


class Situation(Content):
    """A kind of talk to practise, with its phases; the employees stand in a folder of the same name.

    `employees` gives the order in which they are offered; those it does not name follow, by name.
    """

    id: str
    kind: SituationKind
    title: str
    summary: str
    aim: str
    phases: tuple[Phase, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = ()
    employees: tuple[str, ...] = ()


def _missing(item_id: str) -> MemoryItem:
    raise KeyError(item_id)
