"""From a turn of the exam to the scene that a voice is given."""

from __future__ import annotations

import random
from collections.abc import Iterator

from coach import phrasing
from coach.conversation import Conversation, EmployeeState, Speaker, Turn
from coach.exam.paper import Person, Planned, Talks
from coach.roleplay import library, relevance
from coach.roleplay.persona import Mood, Persona
from coach.roleplay.plan import Plan
from coach.roleplay.scene import Scene
from coach.roleplay.voice import AuthoredVoice, samples

_TRUST = {Mood.CLOSED: 25, Mood.GUARDED: 50, Mood.OPEN: 75}


def scene(talks: Talks, person: Person, turn: Planned) -> Scene:
    """The scene for a turn. The same turn always gives the same one."""
    who = person.persona
    item = who.item(turn.tell) if turn.tell else None
    plan = Plan(turn.act, item.id if item else turn.key, item, asked=relevance.stems(turn.said))
    talk = _talk(talks, person.person, who, turn)
    said = frozenset(one.text for one in talk.by(Speaker.EMPLOYEE))
    line = AuthoredVoice().words(plan, who, turn.mood, said, random.Random(turn.said))
    return Scene(plan, who, turn.mood, talk, line, samples(plan, who, turn.mood, line))


def _talk(talks: Talks, person: str, who: Persona, turn: Planned) -> Conversation:
    situation = library.default().situation(person.partition("/")[0])
    talk = Conversation(id="exam", situation=situation.id, kind=situation.kind, persona=who.id, seed=1)
    for one in (*_before(talks, who, turn), Turn(speaker=Speaker.MANAGER, text=turn.said)):
        read = one
        if one.speaker is Speaker.MANAGER:
            reading = phrasing.read(one.text, talk.last_employee_text, earlier=talk.earlier_employee_texts)
            read = one.model_copy(update={"reading": reading})
        talk = talk.with_turn(read)
    return talk


def _before(talks: Talks, who: Persona, turn: Planned) -> Iterator[Turn]:
    """She came in, and told what is told by now."""
    yield _said(who, turn, who.greeting[0], ())
    for count, name in enumerate(turn.told, 1):
        yield Turn(speaker=Speaker.MANAGER, text=talks.listening)
        yield _said(who, turn, who.item(name).lines[0], turn.told[:count])


def _said(who: Persona, turn: Planned, text: str, revealed: tuple[str, ...]) -> Turn:
    changes = {"trust": _TRUST[turn.mood], "revealed": revealed}
    state: EmployeeState = who.start.model_copy(update=changes)
    return Turn(speaker=Speaker.EMPLOYEE, text=text, state=state)
