"""Where the talks of a workshop stand, and under which id: from the round and the seat, so that none is lost.

A talk gets its id before its first word. Whoever comes back after a crash asks for the same id and finds the talk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from coach.conversation import Conversation, Help
from coach.roleplay import employee as employee_of
from coach.roleplay import exercise
from coach.roleplay.practice import Practice
from coach.roleplay.scene import Reply, Voice
from coach.store import Store, family_of
from coach.workshop.plan import Form, Role, Round
from coach.workshop.seat import Group
from coach.workshop.state import RunState


class SeatPractice(Practice):
    """A practice talk that asks `gate` before each line; the gate raises when the clock stands still."""

    gate: Callable[[], None] = staticmethod(lambda: None)

    def tell(self, text: str) -> Reply:
        """Say a line, if lines may be said now.

        Raises:
            WorkshopError: not now (NOT_NOW).
            ValueError: the talk is over.
        """
        self.gate()
        return super().tell(text)


def talk_id(workshop_id: str, run: int, name: str) -> str:
    """The id of the talk of a seat, a table or a room in a round."""
    digest = hashlib.blake2b(f"{workshop_id}/{run}/{name}".encode(), digest_size=16).digest()
    return UUID(bytes=digest).hex


def shelf_of(group: Group, number: int, run: int) -> str:
    """The shelf on which a group keeps its talk: a seat's own for one alone, else that of the table."""
    return group.members[0].seat if group.form is Form.SOLO and group.members else f"table-{run}-{number}"


def shelves(run: RunState) -> list[tuple[int, str]]:
    """The groups of a round with something to keep, each with its shelf."""
    return [(n, shelf_of(group, n, run.number)) for n, group in enumerate(run.groups) if group.members]


def name_of(group: Group, number: int) -> str:
    """What the talk of a group is called in `talk_id`."""
    return group.members[0].seat if group.form is Form.SOLO and group.members else f"table-{number}"


def latest(store: Store, first: str) -> Conversation | None:
    """The talk that began under this id, as it went on: what was taken back is left aside. None before it began."""
    family = family_of(first, store.list())
    return store.load(family[0].id if family else first)


def begin(one: Round, group: Group, number: int, workshop_id: str, run: int) -> Conversation:
    """A new talk with a simulated employee, ready to be begun."""
    first = talk_id(workshop_id, run, name_of(group, number))
    seed = int(first[:8], 16)
    assert group.employee is not None
    situation, persona = who(one, group)
    if one.exercise and group.form is Form.SOLO:
        chosen = exercise.exercise(one.exercise)
        talk = exercise.begin(chosen, chosen.setting(situation, persona), seed, one.help)
    else:
        talk = employee_of(situation, persona).begin(seed).model_copy(update={"help": one.help})
    return talk.model_copy(update={"id": first})


def who(one: Round, group: Group) -> tuple[str, str]:
    """The situation and the simulated employee of a group."""
    assert group.employee is not None
    situation, slash, persona = group.employee.partition("/")
    return (situation, persona) if slash else (one.situation, group.employee)


def practice(
    one: Round, group: Group, number: int, workshop_id: str, run: int, store: Store, voice: Voice | None = None,
    talk: Conversation | None = None,
) -> SeatPractice:  # fmt: skip
    """The practice talk of a group: as far as it had come, or a new one; `talk` to go on with that one."""
    kept = talk or latest(store, talk_id(workshop_id, run, name_of(group, number)))
    situation, persona = who(one, group)
    other = employee_of(situation, persona)
    if voice is not None:
        other.voice = voice
    if kept:
        return SeatPractice(other, store, kept)
    return SeatPractice(other, store, begun=begin(one, group, number, workshop_id, run))


def between_people(one: Round, workshop_id: str, run: int, number: int, card: str) -> Conversation:
    """A new talk between two people; its employee is a role card."""
    from coach.roleplay import library

    kind = library.default().situation(one.situation).kind
    first = talk_id(workshop_id, run, f"table-{number}")
    return Conversation(id=first, situation=one.situation, kind=kind, persona=card, help=Help.AFTERWARDS)


SPEAKING = (Role.MANAGER, Role.EMPLOYEE)
