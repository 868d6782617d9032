"""What the employee does next, decided in code before any word is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from coach.roleplay.persona import Act, Detail, MemoryItem, Opening

ANY = "any"
IDEAS_TOLD = "ideas_told"
"""Key of the answers for when she is asked for an idea that is on the table already."""
WELCOME = "welcome"
"""Key of what she says to the first words of the manager, when these ask nothing."""
STRANGE = "strange"
"""Key of what she says to something that does not belong in the talk."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The next act, the topic or label that its words are looked up by, and what is told, if anything.

    `more` is something told before that she may say a second thing about, `detail` a small thing that was asked for.
    `lines` are those that answer just what was asked; empty, any line of the key will do. `asked` holds the stems of
    the manager's line, for a voice that chooses among lines. `opening` goes before the words, if she has any for it.
    """

    act: Act
    key: str = ANY
    item: MemoryItem | None = None
    more: MemoryItem | None = None
    detail: Detail | None = None
    lines: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    opening: Opening | None = None


def tell(item: MemoryItem) -> Plan:
    """Something she kept to herself comes out."""
    return Plan(Act.DISCLOSE, item.id, item)
