"""What the manager does with a sign that the employee may not want to live on: safety first, or past it.

Facts: domain facts, C27. Asking straight, staying and calling someone are right here, and only here.
"""

from __future__ import annotations

from coach.conversation import Conversation, Danger, EmployeeState, Flag, FlagId, MoveId, Reading, Speaker
from coach.roleplay.cue import Sign
from coach.roleplay.persona import Act, MemoryKind, Persona, Topic
from coach.roleplay.topic import Cue, Subject

HINTS = 2
"""How often the employee comes back to it when it was missed."""
_STILL_HURTS = frozenset({FlagId.THREAT, FlagId.JUDGEMENT, FlagId.PRESSURE})
_WITH_IT = (None, Topic.OPEN, Topic.FEELINGS, Topic.HEALTH, Topic.HOME)
"""Topics that do not leave what was said."""
_NOD = 3
"""A nod has no more words than this."""
_SHORT = 8
"""A question of more words that names its topic is about something else."""


def taken(
    persona: Persona,
    before: EmployeeState,
    reading: Reading,
    subject: Subject,
    signs: frozenset[Sign],
    missed: int,
    length: int,
) -> Danger | None:
    """How a turn of the manager takes the sign; None when there was none, or nothing of it shows in the turn.

    Once it was `missed` as often as the employee hints at it, only a turn that comes back to it counts. `length` is
    the number of words of the turn.
    """
    if before.danger is None or Sign.ABUSE in signs:
        return None
    at_hand = is_at_hand(persona, before)
    if Sign.SAFETY in signs or (at_hand and _stays(reading, subject, signs, length)):
        return Danger.SAFE
    if before.danger is Danger.SAFE or missed >= HINTS or (at_hand and waits(subject, length)):
        return None
    return Danger.MISSED


def is_at_hand(persona: Persona, state: EmployeeState) -> bool:
    """Whether the last turn of the employee was about it."""
    if state.act == Act.DANGER:
        return True
    told = state.revealed[-1] if state.act == Act.DISCLOSE and state.revealed else None
    return told is not None and persona.item(told).kind is MemoryKind.DANGER


def spared(reading: Reading) -> Reading:
    """The reading of a turn that puts safety first: to ask, to fill in and to call someone hurt nobody now."""

    def kept(flag: Flag) -> bool:
        return flag.id in _STILL_HURTS

    return reading.model_copy(update={"flags": tuple(filter(kept, reading.flags)), "style": ()})


def hints(talk: Conversation) -> int:
    """How often the employee came back to it in vain."""
    states = (turn.state for turn in talk.by(Speaker.EMPLOYEE) if turn.state)
    return sum(state.act == Act.DANGER and state.danger is Danger.MISSED for state in states)


def _stays(reading: Reading, subject: Subject, signs: frozenset[Sign], length: int) -> bool:
    """Whether a turn stays with what was said: asks on about it, gives it back, or says that it comes first."""
    if reading.has(*_STILL_HURTS):
        return False
    if not signs.isdisjoint({Sign.WORK, Sign.IDEA, Sign.AGREEMENT}):
        return False
    asks = reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
    about_it = not subject.named or (subject.topic in _WITH_IT and length <= _SHORT)
    return Sign.CONCERN in signs or (about_it if asks else Sign.SUMMARY in signs)


def waits(subject: Subject, length: int) -> bool:
    """Whether a turn is a silence or a nod: one is no answer yet, and no passing over either."""
    return Cue.SILENCE in subject.cues or (Cue.NOD in subject.cues and length <= _NOD)
