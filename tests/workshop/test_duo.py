"""Two people at one keyboard: whose turn it is, what is kept, and that it is played again the other way round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from workshop_kit import GOOD, POOR

from coach.workshop import Hall, Plan, Refusal, Workshop, WorkshopError, open_hall, shelf
from coach.workshop.duo import Duo, round_of
from coach.workshop.plan import Form, Viewer
from coach.workshop.views import Stage

NAMES = ("Merel", "Vink")


def test_who_plays_the_employee_begins_and_then_they_take_turns(hall: Hall) -> None:
    duo = Duo.begin(hall, shelf.plan("kennismaking"), NAMES)
    assert (duo.name(duo.manager), duo.name(duo.employee)) == NAMES
    said = []
    for number in range(5):
        said.append(duo.turn)
        duo.table().say(f"Zin {number}.")
    assert said == [duo.employee, duo.manager, duo.employee, duo.manager, duo.employee]


def test_a_silence_is_a_turn_as_well(hall: Hall) -> None:
    duo = Duo.begin(hall, shelf.plan("kennismaking"), NAMES)
    duo.table().say("")
    assert duo.turn == duo.manager


@pytest.mark.parametrize(
    ("plan", "index", "found"), [("kennismaking", None, 1), ("kennismaking", 2, 2), ("halve-dag", None, 3)]
)
def test_the_round_is_one_between_people(plan: str, index: int | None, found: int) -> None:
    chosen = shelf.plan(plan)
    assert round_of(chosen, index) == found
    assert chosen.rounds[found].form in (Form.PAIR, Form.TRIAD)


@pytest.mark.parametrize(("plan", "index"), [("kennismaking", 0), ("kennismaking", 9), ("kennismaking", -1)])
def test_another_round_is_refused_with_the_numbers_that_can_be_had(plan: str, index: int) -> None:
    with pytest.raises(WorkshopError) as caught:
        round_of(shelf.plan(plan), index)
    assert caught.value.refusal is Refusal.UNKNOWN
    assert "2, 3" in str(caught.value)


def test_a_name_that_is_none_leaves_nothing_behind(hall: Hall) -> None:
    for names in (("Merel", "merel"), ("Merel", "<b>"), ("", "Vink")):
        with pytest.raises(WorkshopError) as caught:
            Duo.begin(hall, shelf.plan("kennismaking"), names)
        assert caught.value.refusal is Refusal.BAD_NAME
    assert hall.workshops() == ()


def test_the_roles_are_turned_in_the_round_that_the_plan_has_for_it(hall: Hall) -> None:
    duo = Duo.begin(hall, shelf.plan("kennismaking"), NAMES)
    duo.table().say("Dus.")
    duo.end()
    duo.swap()
    assert (duo.name(duo.manager), duo.name(duo.employee)) == NAMES[::-1]
    assert duo.workshop.rounds[-1].plan.again == "samen"
    duo.end()
    duo.swap()  # there is no round after that: the same one once more
    assert duo.name(duo.manager) == NAMES[0]
    assert len(duo.workshop.rounds) == 3


def test_readings_are_for_whom_the_plan_says(hall: Hall, plan: Callable[..., Plan]) -> None:
    made = plan("kennismaking")
    both = made.rounds[1].model_copy(update={"measures_to": (Viewer.MANAGER, Viewer.EMPLOYEE)})
    for one, sees in ((made, [False, True]), (made.model_copy(update={"rounds": (both,)}), [True, True])):
        duo = Duo.begin(hall, one, NAMES)
        duo.table().say("Dus.")
        duo.table().say(POOR[0])
        seen = [duo.table(seat).talk.turns[-1].reading is not None for seat in (duo.manager, duo.employee)]
        assert seen == sees
        duo.end()
        assert all(duo.table(seat).talk.turns[-1].reading for seat in duo.seats)


def test_another_program_goes_on_where_they_were(tmp_path: Path) -> None:
    path = tmp_path / "workshops.sqlite3"
    first = open_hall(path)
    duo = Duo.begin(first, shelf.plan("kennismaking"), NAMES)
    duo.table().say("Dus. Ik mag op gesprek komen.")
    duo.table().say(GOOD[0])
    duo.table().tell(0)
    code = duo.workshop.join_code
    duo.leave()
    assert duo.workshop.stage is Stage.PAUSED
    first.close()
    again = open_hall(path)
    found = Duo(Workshop.by_code(again, code))
    assert found.workshop.stage is Stage.RUNNING
    assert found.turn == found.employee
    assert [turn.text for turn in found.table().talk.turns] == ["Dus. Ik mag op gesprek komen.", GOOD[0]]
    assert found.table(found.employee).told == (0,)
    assert found.codes == {}
    again.close()


def test_only_one_made_for_it_is_gone_on_with(hall: Hall) -> None:
    workshop = Workshop.create(hall, shelf.plan("kennismaking"))
    for name in NAMES:
        workshop.join(name)
    for index in (None, 0):
        if index is not None:
            workshop.start_round(index)
        with pytest.raises(WorkshopError) as caught:
            Duo(workshop)
        assert caught.value.refusal is Refusal.NOT_YOURS


def test_each_has_the_report_of_the_own_part(hall: Hall) -> None:
    duo = Duo.begin(hall, shelf.plan("kennismaking"), NAMES)
    for line in ("Dus.", GOOD[0], "Nou, druk.", POOR[0]):
        duo.table().say(line)
    duo.workshop.take(duo.manager, "Vaker samenvatten.")
    duo.end()
    manager, employee = duo.report(duo.manager), duo.report(duo.employee)
    assert (manager.name, employee.name) == NAMES
    assert manager.takes_home == "Vaker samenvatten."
    assert [one.said for one in manager.moments] == [POOR[0]]
    assert employee.moments == ()
    assert manager.rounds[0].person == "Bas"
    assert duo.workshop.take_home(duo.codes[duo.manager]) == manager
    assert duo.results().rounds[0].figures is None
