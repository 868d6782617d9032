"""The simulated employee: hears a turn, changes, decides, and answers."""

from __future__ import annotations

import random
from typing import Protocol

from coach.conversation import Conversation, EmployeeState, Reading, Speaker, Turn
from coach.roleplay import dynamics, library, phase, topic
from coach.roleplay.persona import Act, Mood, Persona, Situation, Topic
from coach.roleplay.plan import Moment, Plan, mood_of, plan
from coach.roleplay.voice import AuthoredVoice

_ENDING = (Act.END, Act.CLOSE)


class Voice(Protocol):
    """Puts a planned act into words; it never decides what happens."""

    def words(self, plan: Plan, persona: Persona, mood: Mood, said: frozenset[str], rng: random.Random) -> str:
        """One utterance for the plan, none of `said`."""
        ...


class Employee:
    """One employee in one situation. Answers depend only on the conversation: same seed, same answers."""

    def __init__(self, situation: Situation, persona: Persona, voice: Voice | None = None) -> None:
        self.situation = situation
        self.persona = persona
        self.voice: Voice = voice or AuthoredVoice()
        self.dynamics = dynamics.default()
        self.topics = topic.default()

    def begin(self, seed: int = 0) -> Conversation:
        """A new conversation, with the employee's first words as she comes in."""
        talk = Conversation(situation=self.situation.id, kind=self.situation.kind, persona=self.persona.id, seed=seed)
        greeting = _random(talk).choice(self.persona.greeting)
        return talk.with_turn(Turn(speaker=Speaker.EMPLOYEE, text=greeting, state=self.persona.start))

    def reply(self, talk: Conversation) -> Turn:
        """The employee's answer to the last turn of the conversation, with her new state.

        Raises:
            ValueError: the last turn is not the manager's, or the talk is over.
        """
        if not talk.turns or talk.turns[-1].speaker is not Speaker.MANAGER:
            raise ValueError("the last turn is not the manager's")
        before = talk.state or self.persona.start
        if before.ended:
            raise ValueError("this talk is over")
        return self._answer(talk, before)

    def _answer(self, talk: Conversation, before: EmployeeState) -> Turn:
        heard = talk.turns[-1]
        reading = heard.reading or Reading()
        subject = self.topics.recognise(heard.text, Topic(before.topic))
        state = dynamics.after_manager(self.dynamics, self.persona, before, reading, subject)
        rng = _random(talk)
        turn_number = sum(1 for _turn in talk.by(Speaker.MANAGER))
        moment = Moment(self.persona, state, reading, subject, turn_number, self.dynamics, rng, heard.text)
        decided = plan(moment)
        mood = mood_of(state)
        said = frozenset(turn.text for turn in talk.by(Speaker.EMPLOYEE))
        words = self.voice.words(decided, self.persona, mood, said, rng)
        state = self._after(decided, state, subject.topic or Topic(before.topic))
        state = state.model_copy(update={"phase": phase.phase_after(self.situation, self.persona, talk, state)})
        return Turn(speaker=Speaker.EMPLOYEE, text=words, state=state)

    def _after(self, decided: Plan, state: EmployeeState, about: Topic) -> EmployeeState:
        changes: dict[str, object] = {
            "act": decided.act.value,
            "topic": about.value,
            "ended": decided.act in _ENDING,
        }
        if decided.item:
            state = dynamics.after_telling(self.dynamics, state, decided.item.kind)
            changes["revealed"] = (*state.revealed, decided.item.id)
            changes["topic"] = decided.item.topics[0].value
        return state.model_copy(update=changes)


def _random(talk: Conversation) -> random.Random:
    """Chance that depends on the seed and the place in the talk alone, so that a talk can be replayed."""
    return random.Random(f"{talk.seed}/{talk.persona}/{len(talk.turns)}")


def employee(situation_id: str, persona_id: str | None = None) -> Employee:
    """An employee of the content that comes with the program.

    Raises:
        UnknownContent: there is no situation or employee of that name.
        ContentError: a file is not as it should be.
    """
    content = library.default()
    return Employee(content.situation(situation_id), content.persona(situation_id, persona_id))
