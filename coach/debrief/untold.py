"""What the employee told, and what she felt or knew and never told."""

from __future__ import annotations

from coach.conversation import Conversation
from coach.debrief import texts
from coach.debrief.part import Part
from coach.roleplay.persona import MemoryItem, MemoryKind, Persona

_ORDER = (
    MemoryKind.WORRY,
    MemoryKind.WISH,
    MemoryKind.OWN_IDEA,
    MemoryKind.WORK_FACT,
    MemoryKind.PRIVATE,
    MemoryKind.MEDICAL,
    MemoryKind.DANGER,
)
_OWN = (MemoryKind.PRIVATE, MemoryKind.MEDICAL)


class Told(Part):
    """A memory item of the employee: what it was, and what opened it or would have opened it.

    Of a sign of danger it says no more than a careful sentence.
    """

    kind: MemoryKind
    summary: str
    opener: str

    @property
    def is_own(self) -> bool:
        """Whether this was the employee's own business: nothing that a talk has to bring out."""
        return self.kind in _OWN


def items(talk: Conversation, persona: Persona | None, *, told: bool) -> tuple[Told, ...] | None:
    """What came out in a talk, or what did not: feelings first, what is nobody's business last.

    A sign of danger that was given stands in its own place (`safety`). None for a real talk, of which nobody knows
    what stayed unsaid.
    """
    if persona is None:
        return None
    revealed = set(talk.state.revealed) if talk.state else set()
    fitting = (item for item in persona.memory if (item.id in revealed) is told and not (told and _is_danger(item)))
    return tuple(_told(item) for item in sorted(fitting, key=lambda item: _ORDER.index(item.kind)))


def _told(item: MemoryItem) -> Told:
    if _is_danger(item):
        danger = texts.data().danger
        return Told(kind=item.kind, summary=danger.careful, opener=danger.careful_opener)
    return Told(kind=item.kind, summary=item.summary, opener=item.opener)


def _is_danger(item: MemoryItem) -> bool:
    return item.kind is MemoryKind.DANGER
