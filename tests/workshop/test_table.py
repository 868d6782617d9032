"""People who play both sides, and one who watches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.conversation import Speaker
from coach.workshop import Hall, Plan, Refusal, Workshop, WorkshopError
from coach.workshop.plan import Role
from coach.workshop.table import Table

Held = Callable[..., tuple[Workshop, list[str]]]
Make = Callable[..., Plan]
PROBE = "Wat had je eigenlijk? Was het weer je rug?"


def _refused(action: Callable[[], object]) -> Refusal:
    with pytest.raises(WorkshopError) as error:
        action()
    return error.value.refusal


def _tables(workshop: Workshop) -> dict[Role, Table]:
    found = (workshop.table(seat.id) for seat in workshop.seats)
    return {table.role: table for table in found}


@pytest.fixture
def triad(held: Held, plan: Make) -> Workshop:
    workshop, _codes = held(plan("medische-deur"), 3)
    workshop.start_round(2)
    return workshop


def test_the_trainer_counts_the_lines_that_each_said(triad: Workshop) -> None:
    at = _tables(triad)
    at[Role.MANAGER].say("Goed dat je belt.")
    at[Role.EMPLOYEE].say("Hoi, ik ben ziek.")
    at[Role.MANAGER].say("Wat vervelend. Hoe kan ik je vandaag bereiken?")
    counted = {one.role: one.turns for one in triad.overview()}
    assert counted == {Role.MANAGER: 2, Role.EMPLOYEE: 1, Role.OBSERVER: 0}


def test_two_talk_and_everyone_at_the_table_sees_it(triad: Workshop) -> None:
    at = _tables(triad)
    at[Role.EMPLOYEE].say("Hoi, ik ben ziek.")
    at[Role.MANAGER].say("Wat vervelend. Hoe kan ik je vandaag bereiken?")
    at[Role.EMPLOYEE].say("Tot vier uur op mijn eigen nummer.")
    for table in at.values():
        assert [turn.speaker for turn in table.talk.turns] == [Speaker.EMPLOYEE, Speaker.MANAGER, Speaker.EMPLOYEE]


def test_an_observer_says_nothing_and_others_do_not_mark(triad: Workshop) -> None:
    at = _tables(triad)
    assert _refused(lambda: at[Role.OBSERVER].say("Mag ik?")) is Refusal.NOT_YOURS
    assert _refused(lambda: at[Role.MANAGER].mark("werk", True)) is Refusal.NOT_YOURS
    assert _refused(lambda: at[Role.OBSERVER].tell(0)) is Refusal.NOT_YOURS
    assert _refused(lambda: at[Role.OBSERVER].mark("nergens", True)) is Refusal.UNKNOWN


def test_measures_go_to_whom_the_plan_says_and_to_all_afterwards(triad: Workshop) -> None:
    at = _tables(triad)
    assert at[Role.MANAGER].say(PROBE).reading is None
    assert at[Role.MANAGER].measures is None
    assert all(turn.reading is None for turn in at[Role.MANAGER].talk.turns)
    seen = at[Role.OBSERVER].measures
    assert seen is not None
    assert seen.hard_flags
    triad.end_round()
    assert at[Role.MANAGER].measures == seen


def test_the_role_card_is_hidden_from_the_manager(triad: Workshop) -> None:
    at = _tables(triad)
    assert at[Role.MANAGER].role_card is None
    card = at[Role.EMPLOYEE].role_card
    assert card is not None
    assert at[Role.MANAGER].briefing == card.manager
    at[Role.EMPLOYEE].tell(2)
    assert (at[Role.OBSERVER].told, at[Role.MANAGER].told) == ((2,), ())
    at[Role.EMPLOYEE].tell(2, False)
    assert at[Role.EMPLOYEE].told == ()
    assert _refused(lambda: at[Role.EMPLOYEE].tell(99)) is Refusal.UNKNOWN


def test_yes_and_no_are_kept_taken_back_and_shown_afterwards(triad: Workshop) -> None:
    at = _tables(triad)
    at[Role.OBSERVER].mark("werk", True)
    at[Role.OBSERVER].mark("contact", False)
    at[Role.OBSERVER].mark("contact", None)
    assert (at[Role.OBSERVER].answers, at[Role.MANAGER].answers) == ({"werk": True}, {})
    triad.end_round()
    at[Role.OBSERVER].mark("menselijk", True)
    assert at[Role.MANAGER].answers == {"werk": True, "menselijk": True}
    triad.start_round()
    assert _refused(lambda: at[Role.OBSERVER].mark("werk", False)) is Refusal.NOT_NOW


def test_two_programs_talk_at_one_table(any_hall: Hall, plan: Make) -> None:
    one = Workshop.create(any_hall, plan("kennismaking"))
    seats = [one.join(name).seat.id for name in ("Merel", "Vink")]
    one.start_round(1)
    other = Workshop.open(any_hall, one.id)
    manager, employee = sorted((one.table(seats[0]), other.table(seats[1])), key=lambda t: t.role is not Role.MANAGER)
    for number in range(3):
        manager.say(f"Hoe gaat het werk, vraag {number}?")
        employee.say(f"Goed, antwoord {number}.")
    assert len(manager.talk.turns) == 6
    assert manager.talk == employee.talk.model_copy(update={"turns": manager.talk.turns})
    assert [turn.text for turn in manager.talk.turns] == [turn.text for turn in employee.talk.turns]
