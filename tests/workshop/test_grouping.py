"""Who works with whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.workshop import grouping, shelf
from coach.workshop.plan import Form, Role
from coach.workshop.seat import Group, Seat

PLAN = shelf.plan("frequent")
TRIADS = shelf.plan("medische-deur")


def _seats(count: int) -> list[Seat]:
    return [Seat(id=f"s{n}", number=n + 1, name=f"n{n}") for n in range(count)]


def _where(groups: tuple[Group, ...]) -> list[str]:
    return sorted(member.seat for group in groups for member in group.members)


@given(st.integers(1, 25), st.sampled_from(["paar", "zaal", "feiten", "eerste"]))
def test_everyone_has_a_place_and_only_one(count: int, name: str) -> None:
    seats = _seats(count)
    assert _where(grouping.make(PLAN, PLAN.place(name), seats)) == sorted(seat.id for seat in seats)


@given(st.integers(2, 25), st.sampled_from(["paar", "drie_een"]))
def test_every_table_has_one_manager_and_one_employee(count: int, name: str) -> None:
    plan = PLAN if name == "paar" else TRIADS
    for group in grouping.make(plan, plan.place(name), _seats(count)):
        roles = [member.role for member in group.members]
        assert roles.count(Role.MANAGER) == 1
        assert roles.count(Role.EMPLOYEE) == 1
        assert group.form is (Form.PAIR if len(roles) == 2 else Form.TRIAD)
        assert len(roles) <= 3


@given(st.integers(2, 25))
def test_turning_keeps_the_tables_together_and_changes_every_role(count: int) -> None:
    seats = _seats(count)
    first = grouping.make(TRIADS, 2, seats)
    second = grouping.make(TRIADS, 3, seats, first)
    third = grouping.make(TRIADS, 4, seats, second)
    for groups in (second, third):
        assert [{m.seat for m in g.members} for g in groups] == [{m.seat for m in g.members} for g in first]
    for seat in seats:
        roles = [next(g.role_of(seat.id) for g in groups if g.role_of(seat.id)) for groups in (first, second, third)]
        table = next(g for g in first if g.role_of(seat.id))
        assert len(set(roles)) == len(table.members)


def test_who_has_left_is_replaced_and_nobody_stays_alone() -> None:
    first = grouping.make(TRIADS, 2, _seats(6))
    rest = [seat for seat in _seats(6) if seat.id != first[0].members[0].seat]
    second = grouping.make(TRIADS, 3, rest, first)
    assert _where(second) == sorted(seat.id for seat in rest)
    assert all(len(group.members) > 1 for group in second)


def test_someone_alone_talks_with_a_simulated_employee() -> None:
    (group,) = grouping.make(PLAN, PLAN.place("paar"), _seats(1))
    assert (group.form, group.employee is not None) == (Form.SOLO, True)


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_the_last_round_without_help_brings_the_other_employee(count: int) -> None:
    seats = _seats(count)
    before = grouping.make(PLAN, PLAN.place("eerste"), seats)
    after = grouping.make(PLAN, PLAN.place("laatste"), seats)
    assert all(one.employee != other.employee for one, other in zip(before, after, strict=True))
    assert count == 1 or len({group.employee for group in before}) == 2


def test_pairs_meet_others_in_other_rounds() -> None:
    seats = _seats(6)
    met = {frozenset(m.seat for m in g.members) for index in (2, 3) for g in grouping.make(PLAN, index, seats)}
    assert len(met) > 3
