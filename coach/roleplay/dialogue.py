"""The talk as a language model is told it: what does not change first, and each turn only adds to the end.

So the beginning of a prompt is the prompt of the turn before, and an engine that keeps what it read evaluates only
the new words. When the talk gets longer than the model can hold, the oldest turns are put in a few lines by code:
what was told, what was agreed, how open she is. What the model forgets, the program still knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coach.conversation import Conversation, Speaker, Turn
from coach.model import prompt
from coach.model.contract import Message, Role
from coach.roleplay import guide
from coach.roleplay.moment import mood_of
from coach.roleplay.persona import Act, MemoryKind, Persona
from coach.roleplay.scene import Scene

ANSWER_TOKENS = 128
"""Tokens that an answer may take: 45 Dutch words and a gesture."""

_AROUND = 8
"""Tokens that a template puts around each message."""
_KEPT = 6
"""So many turns stay word for word, whatever happens."""
_ROOMY = 0.6
"""After folding so much of the context is filled at most, so that the next folding is far away."""
_UNTOLD = (MemoryKind.MEDICAL, MemoryKind.DANGER)
"""What is never put in a summary: it is the employee's to come back to."""


@dataclass(slots=True)
class Dialogue:
    """What the model has been told of one talk so far.

    Attributes:
        count: how many tokens a text takes.
        context: how many tokens the model holds.
        folded: how many of the oldest turns stand in the summary.
    """

    count: Callable[[str], int]
    context: int
    folded: int = 0
    _told: dict[int, tuple[str, str]] = field(default_factory=dict)
    _lengths: dict[str, int] = field(default_factory=dict)

    def messages(self, scene: Scene, again: str = "") -> tuple[Message, ...]:
        """The prompt for a scene; `again` says what was wrong with the first answer to it.

        The direction for this turn stays in later prompts, so that they begin as this one did.
        """
        turns = scene.talk.turns
        place = len(turns) - 1
        self.folded = min(self.folded, max(0, len(turns) - _KEPT))
        now = self._turn(scene)
        self._told[place] = (turns[place].text, now)
        last = self._turn(scene, again) if again else now
        found = self._all(scene, last)
        if self._tokens(found) + ANSWER_TOKENS > self.context:
            self._fold(scene, last)
            found = self._all(scene, last)
        return found

    def _all(self, scene: Scene, last: str) -> tuple[Message, ...]:
        turns = scene.talk.turns
        found = list(beginning(scene.talk, scene.persona, self.folded))
        for place, turn in enumerate(turns[:-1]):
            if place >= self.folded:
                found.append(self._message(place, turn))
        found.append(Message(Role.USER, last))
        return tuple(_taking_turns(found))

    def _message(self, place: int, turn: Turn) -> Message:
        if turn.speaker is Speaker.EMPLOYEE:
            return Message(Role.ASSISTANT, turn.text)
        text, told = self._told.get(place, ("", ""))
        return Message(Role.USER, told if told and text == turn.text else _said(turn.text))

    def _fold(self, scene: Scene, last: str) -> None:
        """Put older turns in the summary until there is room for many more."""
        turns = scene.talk.turns
        room = int(_ROOMY * self.context) - ANSWER_TOKENS
        while self.folded < len(turns) - _KEPT:
            self.folded += 2 if turns[self.folded].speaker is Speaker.MANAGER else 1
            if self._tokens(self._all(scene, last)) <= room:
                break

    def _tokens(self, messages: Sequence[Message]) -> int:
        for message in messages:
            if message.text not in self._lengths:
                self._lengths[message.text] = self.count(message.text)
        return sum(self._lengths[message.text] + _AROUND for message in messages)

    def _turn(self, scene: Scene, again: str = "") -> str:
        known = guide.default()
        plan = scene.plan
        item = plan.item or plan.more
        return _said(
            scene.heard,
            direction=known.direction(plan.act, plan.key),
            mood=known.moods[scene.mood],
            tell=item.summary if item else None,
            samples=list(scene.samples),
            again=again or None,
        )


def beginning(talk: Conversation, persona: Persona, folded: int = 0) -> tuple[Message, Message]:
    """What every prompt of a talk begins with, as long as no more turns are folded."""
    return Message(Role.SYSTEM, _employee(persona)), Message(Role.USER, _before(talk, persona, folded))


def _employee(persona: Persona) -> str:
    return prompt.named("employee").fill(
        name=persona.name,
        role=persona.role,
        about=persona.about,
        temperament=persona.temperament,
        facts=list(persona.briefing.facts),
        formal=persona.formal,
    )


def _said(text: str, **direction: object) -> str:
    spoken = text if any(map(str.isalnum, text)) else None
    return prompt.named("employee_turn").fill(said=spoken, **direction)


def _before(talk: Conversation, persona: Persona, folded: int) -> str:
    """What stands before the turns that are told word for word."""
    if not folded:
        return prompt.named("employee_before").fill()
    states = [turn.state for turn in talk.turns[:folded] if turn.state]
    revealed = states[-1].revealed if states else ()
    items = [item for item in persona.memory if item.id in revealed and item.kind not in _UNTOLD]
    return prompt.named("employee_before").fill(
        told=[item.summary for item in items],
        agreed=[talk.turns[place].text for place in _agreed(talk.turns[:folded])],
        mood=guide.default().moods[mood_of(states[-1])] if states else None,
    )


def _agreed(turns: Sequence[Turn]) -> list[int]:
    """The places of the manager's lines that the employee said yes to."""
    yes = [place for place, turn in enumerate(turns) if turn.state and turn.state.act == Act.AGREE]
    return [place - 1 for place in yes if place and turns[place - 1].speaker is Speaker.MANAGER]


def _taking_turns(messages: Sequence[Message]) -> list[Message]:
    """The two sides in turn: a message of the side that spoke last is put behind that."""
    found: list[Message] = []
    for message in messages:
        if found and found[-1].role is message.role:
            found[-1] = Message(message.role, f"{found[-1].text}\n\n{message.text}")
        else:
            found.append(message)
    return found


def told(messages: Sequence[Message]) -> str:
    """All that the model was told, but for what the employee said herself."""
    return "\n".join(message.text for message in messages if message.role is not Role.ASSISTANT)
