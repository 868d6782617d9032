"""Focus exercises: five minutes on one skill, from a moment that is already there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import Field, model_validator

from coach import content, locations, phrasing
from coach.content import Content
from coach.conversation import Conversation, EmployeeState, Help, Speaker, Turn
from coach.messages import gettext as _
from coach.roleplay import evidence, library, phase
from coach.roleplay.employee import Employee
from coach.roleplay.evidence import Evidence
from coach.roleplay.library import UnknownContent
from coach.roleplay.persona import Act, Criterion, Persona, Topic

LEAST_TURNS, MOST_TURNS = 6, 8
"""So many turns of the manager make about five minutes."""


class Exchange(Content):
    """What was said before the exercise begins: a line of the manager and the answer to it.

    The answer is `answer`, or one of the lines of the memory item that the employee `tells`. The levels say how the
    employee is doing after it; what is left out stays as it was.
    """

    manager: str = Field(min_length=1)
    answer: str = ""
    tells: str | None = None
    act: Act = Act.ANSWER
    topic: Topic = Topic.OPEN
    trust: int | None = Field(default=None, ge=0, le=100)
    tension: int | None = Field(default=None, ge=0, le=100)
    commitment: int | None = Field(default=None, ge=0, le=100)
    room: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _is_answered(self) -> Exchange:
        if not self.answer and self.tells is None:
            raise ValueError(_("an answer is expected here: `answer`, or what the employee `tells`"))
        return self


class Setting(Content):
    """With whom the exercise is done, and from which moment on; `scene` tells that moment to the manager.

    `good` is a script that meets every criterion from there: the checks of the content play it.
    """

    situation: str
    persona: str
    scene: str = Field(min_length=1)
    start: tuple[Exchange, ...] = ()
    good: tuple[str, ...] = Field(min_length=1)


class Exercise(Content):
    """One skill. `why` and `todo` are read before it, `done` or `again` after it.

    `settings` are the employees with whom it can be done; `harsh` is a script that meets no criterion.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    why: str = Field(min_length=1)
    todo: tuple[str, ...] = Field(min_length=2)
    turns: int = Field(ge=LEAST_TURNS, le=MOST_TURNS)
    criteria: tuple[Criterion, ...] = Field(min_length=3)
    done: str = Field(min_length=1)
    again: str = Field(min_length=1)
    harsh: tuple[str, ...] = Field(min_length=1)
    settings: tuple[Setting, ...] = Field(min_length=1)

    def setting(self, situation: str | None = None, persona: str | None = None, turn: int = 0) -> Setting:
        """The setting with an employee; without one the settings take turns.

        Raises:
            UnknownContent: this exercise is not done with that employee.
        """
        fitting = [
            one for one in self.settings if situation in (None, one.situation) and persona in (None, one.persona)
        ]
        if not fitting:
            names = ", ".join(f"{one.situation}/{one.persona}" for one in self.settings)
            raise UnknownContent(
                _("The exercise «{name}» is not done with this employee. There are: {names}.").format(
                    name=self.id, names=names
                )
            )
        return fitting[turn % len(fitting)]


class Exercises(Content):
    """All exercises, in the order in which they are offered."""

    exercises: tuple[Exercise, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Result:
    """A criterion of an exercise, and whether the talk met it."""

    criterion: Criterion
    evidence: Evidence


@cache
def default() -> tuple[Exercise, ...]:
    """The exercises that come with the program, in the order in which they are offered."""
    return content.load(locations.knowledge() / "exercises.yaml", Exercises).exercises


def exercise(exercise_id: str) -> Exercise:
    """An exercise by its id.

    Raises:
        UnknownContent: there is none of that name.
    """
    found = next((one for one in default() if one.id == exercise_id), None)
    if found is None:
        names = ", ".join(one.id for one in default())
        raise UnknownContent(
            _("There is no exercise «{name}». There are: {names}.").format(name=exercise_id, names=names)
        )
    return found


def of(talk: Conversation) -> Exercise | None:
    """The exercise that a talk is; None for a whole talk, and for an exercise that is no more."""
    return next((one for one in default() if one.id == talk.focus), None) if talk.focus else None


def begin(chosen: Exercise, setting: Setting, seed: int = 0, level: Help = Help.WITH) -> Conversation:
    """A new talk, with everything that was said before the exercise begins."""
    who = Employee(library.default().situation(setting.situation), _persona(setting))
    talk = who.begin(seed).model_copy(update={"focus": chosen.id, "help": level})
    rng = random.Random(f"{seed}/{chosen.id}")
    for exchange in setting.start:
        talk = _played(who, talk, exchange, rng)
    return talk


def prepared(talk: Conversation) -> int:
    """How many turns were said before the exercise began; 0 for a whole talk."""
    found = of(talk)
    setting = next((one for one in found.settings if _is_with(one, talk)), None) if found else None
    return min(len(talk.turns), 1 + 2 * len(setting.start)) if setting else 0


def turns_left(talk: Conversation) -> int | None:
    """How many turns the manager has left; None for a whole talk, which has no end of its own."""
    found = of(talk)
    return max(0, found.turns - turns_taken(talk)) if found else None


def turns_taken(talk: Conversation) -> int:
    """How many turns of his own the manager has taken."""
    return sum(turn.speaker is Speaker.MANAGER for turn in talk.turns[prepared(talk) :])


def results(talk: Conversation) -> tuple[Result, ...]:
    """The criteria of the exercise that a talk is, each with its evidence; none for a whole talk."""
    found = of(talk)
    if found is None:
        return ()
    since = prepared(talk)
    return tuple(Result(criterion, evidence.judge(criterion, talk, since=since)) for criterion in found.criteria)


def problems(chosen: Exercise) -> Iterator[str]:
    """One sentence for each thing that does not fit the employees with whom an exercise is done."""
    for setting in chosen.settings:
        where = f"{chosen.id}: {setting.situation}/{setting.persona}"
        try:
            persona = _persona(setting)
        except (UnknownContent, content.ContentError) as error:
            yield f"{where}: {error}"
            continue
        known = {item.id for item in persona.memory}
        for exchange in setting.start:
            if exchange.tells is not None and exchange.tells not in known:
                yield _("{where}: this employee has nothing to tell called «{item}»").format(
                    where=where, item=exchange.tells
                )


def _persona(setting: Setting) -> Persona:
    return library.default().persona(setting.situation, setting.persona)


def _is_with(setting: Setting, talk: Conversation) -> bool:
    return (setting.situation, setting.persona) == (talk.situation, talk.persona)


def _played(who: Employee, talk: Conversation, exchange: Exchange, rng: random.Random) -> Conversation:
    reading = phrasing.read(exchange.manager, talk.last_employee_text, earlier=talk.earlier_employee_texts)
    talk = talk.with_turn(Turn(speaker=Speaker.MANAGER, text=exchange.manager, reading=reading))
    item = who.persona.item(exchange.tells) if exchange.tells else None
    words = exchange.answer or (rng.choice(item.lines) if item else "")
    state = _after(talk.state or who.persona.start, exchange, item.topics[0] if item else exchange.topic)
    state = state.model_copy(update={"phase": phase.phase_after(who.situation, who.persona, talk, state)})
    return talk.with_turn(Turn(speaker=Speaker.EMPLOYEE, text=words, state=state))


def _after(before: EmployeeState, exchange: Exchange, topic: Topic) -> EmployeeState:
    levels = ("trust", "tension", "commitment", "room")
    changes: dict[str, object] = {level: value for level in levels if (value := getattr(exchange, level)) is not None}
    changes |= {"act": exchange.act.value, "topic": topic.value}
    if exchange.tells:
        changes |= {"act": Act.DISCLOSE.value, "revealed": (*before.revealed, exchange.tells)}
    return before.model_copy(update=changes)
