"""What a voice is given to put into words, and the door that every voice has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.conversation import Conversation, EmployeeState, Speaker, Turn
from coach.roleplay.persona import Mood, Persona
from coach.roleplay.plan import Plan


def never() -> bool:
    """An answer that nobody cuts short."""
    return False


@dataclass(frozen=True, slots=True)
class Scene:
    """What the employee does next, decided; only the words are open.

    Attributes:
        plan: the act, and what is told.
        persona: who she is.
        mood: how open she is right now.
        talk: the talk up to the manager's line that is answered.
        authored: the line that was written for this, to be said when a voice has nothing better.
        samples: lines that were written for this act, in her tone; `authored` is the first.
    """

    plan: Plan
    persona: Persona
    mood: Mood
    talk: Conversation
    authored: str
    samples: tuple[str, ...]

    @property
    def heard(self) -> str:
        """What the manager said last."""
        return next((turn.text for turn in reversed(self.talk.turns) if turn.speaker is Speaker.MANAGER), "")


class Voice(Protocol):
    """Puts a planned act into words; it never decides what happens."""

    def pauses(self, scene: Scene) -> bool:
        """Whether finding the words may take longer than anyone notices. Immediate."""
        ...

    def sentences(self, scene: Scene, cancelled: Callable[[], bool] = never) -> Iterator[str]:
        """The answer, sentence by sentence; each may be shown as it comes, and what has come is an answer by itself.

        May take its time, and may be asked in any thread. It ends soon after `cancelled()` becomes true. Nothing at
        all means that the authored line is to be said.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is decided and waits for its words. Whatever those are, what happens is the same.

    Attributes:
        scene: what is to be said.
        state: how the employee is after it.
        voice: who finds the words.
    """

    scene: Scene
    state: EmployeeState
    voice: Voice

    @property
    def pauses(self) -> bool:
        """Whether the words may take a while; if not, `sentences` comes at once."""
        return self.voice.pauses(self.scene)

    def sentences(self, cancelled: Callable[[], bool] = never) -> Iterator[str]:
        """The words, sentence by sentence."""
        yield from self.voice.sentences(self.scene, cancelled)

    def turn(self, sentences: Sequence[str] = ()) -> Turn:
        """The turn with the sentences that came; with the authored line when none did."""
        return Turn(speaker=Speaker.EMPLOYEE, text=" ".join(sentences) or self.scene.authored, state=self.state)
