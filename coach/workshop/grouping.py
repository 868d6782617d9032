"""Who works with whom: pairs and triads that meet others every round, and nobody left over."""

from __future__ import annotations

from collections.abc import Sequence

from coach.roleplay import exercise, library
from coach.workshop.plan import Form, Measured, Plan, Role, Round
from coach.workshop.seat import Group, Member, Seat

_TURNED = {Role.MANAGER: Role.EMPLOYEE, Role.EMPLOYEE: Role.OBSERVER, Role.OBSERVER: Role.MANAGER}
_SWAPPED = {Role.MANAGER: Role.EMPLOYEE, Role.EMPLOYEE: Role.MANAGER}
_ROLES = (Role.MANAGER, Role.EMPLOYEE, Role.OBSERVER)


def make(plan: Plan, index: int, seats: Sequence[Seat], earlier: Sequence[Group] = ()) -> tuple[Group, ...]:
    """The groups of a round.

    Args:
        plan: the workshop.
        index: which of its rounds.
        seats: who takes part, in order of joining.
        earlier: the groups of the round that this one turns the roles of (`Round.again`), if it was held.
    """
    one = plan.rounds[index]
    if one.form is Form.SOLO:
        return tuple(alone(plan, index, seat) for seat in seats)
    if one.form is Form.ROOM:
        members = tuple(Member(seat=seat.id, role=Role.VOTER) for seat in seats)
        return (Group(form=Form.ROOM, members=members, employee=employees(one)[0]),)
    return tuple(_together(plan, index, seats, earlier))


def alone(plan: Plan, index: int, seat: Seat) -> Group:
    """Someone who talks with a simulated employee: in a round for that, or when there is nobody to pair with."""
    one = plan.rounds[index]
    names = employees(one)
    member = Member(seat=seat.id, role=Role.MANAGER)
    return Group(form=Form.SOLO, members=(member,), employee=names[(seat.number + _shift(plan, index)) % len(names)])


def employees(one: Round) -> tuple[str, ...]:
    """The simulated employees of a round; for an exercise its settings, as `situation/employee`."""
    if one.exercise:
        return tuple(f"{s.situation}/{s.persona}" for s in exercise.exercise(one.exercise).settings)
    return one.employees or library.default().persona_ids(one.situation)


def late(one: Round, groups: Sequence[Group], seat: Seat, single: Group) -> tuple[int | None, Group]:
    """Where someone sits who comes in during a round: the number of a group and how it becomes, or a new group.

    Beside a pair that talks already there is room for an observer; `single` is this person alone.
    """
    if one.form is Form.ROOM and groups:
        return 0, _with(groups[0], seat.id, Role.VOTER)
    talking = [(len(g.members), n) for n, g in enumerate(groups) if g.form in (Form.PAIR, Form.TRIAD)]
    if one.form is Form.SOLO or not talking:
        return None, single
    _size, number = min(talking)
    return number, _with(groups[number], seat.id, Role.OBSERVER)


def _with(group: Group, seat: str, role: Role) -> Group:
    form = Form.TRIAD if group.form is Form.PAIR else group.form
    return group.model_copy(update={"members": (*group.members, Member(seat=seat, role=role)), "form": form})


def _shift(plan: Plan, index: int) -> int:
    """Who meets whom: the first and last round without help cross over, and others meet someone new."""
    one = plan.rounds[index]
    if one.measured:
        return 1 if one.measured is Measured.AFTER else 0
    same = (r for r in plan.rounds[:index] if r.form is Form.SOLO and r.situation == one.situation)
    return sum(1 for _round in same)


def _together(plan: Plan, index: int, seats: Sequence[Seat], earlier: Sequence[Group]) -> list[Group]:
    one = plan.rounds[index]
    here = {seat.id: seat for seat in seats}
    turned = [group for group in map(_turned, earlier) if all(m.seat in here for m in group.members)]
    turned = [group for group in turned if len(group.members) > 1]
    placed = {member.seat for group in turned for member in group.members}
    rest = [seat for seat in seats if seat.id not in placed]
    size = 3 if one.form is Form.TRIAD else 2
    found = [_group(ids) for ids in _parts(_mixed([s.id for s in rest], index), size) if len(ids) > 1]
    loose = [s for s in rest if not any(g.role_of(s.id) for g in found)]
    groups = [*turned, *found]
    for seat in loose:
        number, group = late(one, groups, seat, alone(plan, index, seat))
        if number is None:
            groups.append(group)
        else:
            groups[number] = group
    return groups


def _turned(group: Group) -> Group:
    """The same people, each in the next role."""
    roles = _TURNED if any(one.role is Role.OBSERVER for one in group.members) else _SWAPPED
    members = tuple(Member(seat=one.seat, role=roles.get(one.role, one.role)) for one in group.members)
    taken = [one.role for one in members]
    # Two observers become managers at once: the second one goes on watching.
    if taken.count(Role.MANAGER) > 1:
        second = max(place for place, role in enumerate(taken) if role is Role.MANAGER)
        members = tuple(
            Member(seat=m.seat, role=Role.OBSERVER) if place == second else m for place, m in enumerate(members)
        )
    return group.model_copy(update={"members": members})


def _mixed(ids: list[str], index: int) -> list[str]:
    """The order in which neighbours work together: as in a tournament, so that every round brings another."""
    if len(ids) < 3:
        return ids[::-1] if index % 2 else ids
    gap = [""] if len(ids) % 2 else []
    ring = [*ids[1:], *gap]
    step = index % len(ring)
    ring = [ids[0], *ring[step:], *ring[:step]]
    half = len(ring) // 2
    pairs = zip(ring[:half], reversed(ring[half:]), strict=True)
    mixed = [pair[::-1] if (number + index) % 2 else pair for number, pair in enumerate(pairs)]
    whole = [one for pair in mixed for one in pair if "" not in pair]
    return whole + [one for pair in mixed for one in pair if "" in pair and one]


def _parts(ids: list[str], size: int) -> list[list[str]]:
    """Groups of this size as far as it goes; who is left over makes smaller ones, never one alone if it can be."""
    if size == 3 and len(ids) % 3 == 1 and len(ids) >= 4:
        return [ids[:2], ids[2:4], *_parts(ids[4:], 3)]
    return [ids[place : place + size] for place in range(0, len(ids), size)]


def _group(ids: Sequence[str]) -> Group:
    members = tuple(Member(seat=one, role=role) for one, role in zip(ids, _ROLES, strict=False))
    return Group(form=Form.TRIAD if len(members) > 2 else Form.PAIR, members=members)
