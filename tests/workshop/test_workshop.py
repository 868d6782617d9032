"""A workshop from coming in to closing, as trainer and participants meet it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from workshop_kit import GOOD, Watch

from coach.conversation import Speaker
from coach.workshop import Hall, Plan, Refusal, Workshop, WorkshopError
from coach.workshop import hall as halls
from coach.workshop.plan import Form, Role
from coach.workshop.seat import Consent
from coach.workshop.views import Stage

Held = Callable[..., tuple[Workshop, list[str]]]
Make = Callable[..., Plan]


def _refused(action: Callable[[], object]) -> Refusal:
    with pytest.raises(WorkshopError) as error:
        action()
    return error.value.refusal


# -- coming in


def test_a_join_code_opens_its_workshop_however_it_is_typed(hall: Hall, plan: Make) -> None:
    made, other = (Workshop.create(hall, plan("kennismaking")) for _one in range(2))
    typed = made.join_code.lower().replace("-", " ")
    assert Workshop.by_code(hall, typed).id == made.id != other.id


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "' OR 1=1 --", "é" * 9000])
def test_another_code_opens_nothing(hall: Hall, plan: Make, code: str) -> None:
    Workshop.create(hall, plan("kennismaking"))
    assert _refused(lambda: Workshop.by_code(hall, code)) is Refusal.WRONG_CODE


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 25, "<script>alert(1)</script>", "[bold]x", "a\u202eb", "a\x1b[2J", "=1+1", "{{7*7}}"]
)
def test_a_name_that_does_more_than_name_is_refused(held: Held, plan: Make, name: str) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    before = workshop.version
    assert _refused(lambda: workshop.join(name)) is Refusal.BAD_NAME
    assert workshop.version == before


def test_a_name_is_taken_once(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    assert _refused(lambda: workshop.join(" MEREL ")) is Refusal.BAD_NAME
    assert workshop.free_name() not in {"Merel"}
    workshop.join(workshop.free_name())


def test_a_full_workshop_takes_nobody(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking", most=2), 2)
    assert _refused(lambda: workshop.join("Wilg")) is Refusal.FULL


def test_a_personal_code_finds_its_own_seat_and_no_other(hall: Hall, held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 2)
    assert [workshop.seat_by_code(code.lower()).name for code in codes] == ["Merel", "Vink"]
    other = Workshop.create(hall, plan("kennismaking"))
    assert _refused(lambda: other.seat_by_code(codes[0])) is Refusal.WRONG_CODE
    assert _refused(lambda: workshop.seat_by_code(workshop.join_code)) is Refusal.WRONG_CODE
    assert all(code.replace("-", "") not in text for code in codes for _n, text in hall.since(workshop.id, 0))


def test_a_lost_code_is_replaced_and_no_longer_works(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 1)
    fresh = workshop.new_code(workshop.seats[0].id)
    assert workshop.seat_by_code(fresh).name == "Merel"
    assert _refused(lambda: workshop.seat_by_code(codes[0])) is Refusal.WRONG_CODE


def test_a_seat_comes_along_to_where_it_was_opened_last(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    seat = workshop.seats[0].id
    workshop.arrive(seat, "phone")
    workshop.go(seat, "host")
    assert workshop.seat(seat).host == "phone"
    workshop.host_started("phone")
    assert not workshop.seat(seat).present


# -- rounds and the clock


def test_a_round_runs_stands_still_is_extended_and_ends(held: Held, plan: Make, watch: Watch) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    assert workshop.stage is Stage.LOBBY
    workshop.start_round()
    watch.pass_(minutes=4)
    assert workshop.clock().left == timedelta(minutes=4)
    workshop.pause()
    watch.pass_(minutes=30)
    assert (workshop.stage, workshop.clock().text) == (Stage.PAUSED, "04:00")
    workshop.resume()
    workshop.extend(2)
    watch.pass_(minutes=7)
    clock = workshop.clock()
    assert (clock.text, clock.over_time, clock.running) == ("00:00", timedelta(minutes=1), True)
    workshop.end_round()
    watch.pass_(hours=1)
    assert (workshop.stage, workshop.clock().over_time) == (Stage.BETWEEN, timedelta(minutes=1))


def test_nobody_says_a_line_while_the_clock_stands_still(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    seat = workshop.seats[0].id
    workshop.start_round()
    practice = workshop.practice(seat)
    practice.say(GOOD[0])
    workshop.pause()
    assert not workshop.may_talk(seat)
    assert _refused(lambda: practice.say(GOOD[1])) is Refusal.NOT_NOW
    workshop.resume()
    practice.say(GOOD[1])
    workshop.end_round()
    assert _refused(lambda: practice.say(GOOD[2])) is Refusal.NOT_NOW
    assert sum(turn.speaker is Speaker.MANAGER for turn in practice.talk.turns) == 2


@pytest.mark.parametrize("action", ["pause", "resume", "end_round", "freeze"])
def test_what_needs_a_round_is_refused_without_one(held: Held, plan: Make, action: str) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    assert _refused(getattr(workshop, action)) is Refusal.NOT_NOW


def test_a_plan_has_an_end_and_a_round_can_be_held_again(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    for _round in range(3):
        workshop.start_round()
        assert _refused(workshop.start_round) is Refusal.NOT_NOW
        workshop.end_round()
    assert (workshop.next_round, _refused(workshop.start_round)) == (None, Refusal.NOT_NOW)
    again = workshop.start_round(0)
    assert (again.index, again.number) == (0, 3)
    assert len(workshop.practice(workshop.seats[0].id).talk.turns) == 1


def test_a_closed_workshop_takes_no_more_and_still_gives_results(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 1)
    workshop.start_round()
    workshop.close()
    assert workshop.stage is Stage.CLOSED
    assert _refused(lambda: workshop.join("Wilg")) is Refusal.CLOSED
    assert _refused(workshop.start_round) is Refusal.CLOSED
    assert workshop.take_home(codes[0]).name == "Merel"


def test_who_comes_in_late_gets_a_place_in_the_round(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    workshop.start_round(1)
    late = workshop.join("Wilg").seat.id
    part = workshop.part(late)
    assert part is not None
    assert (part.role, part.form, part.number) == (Role.OBSERVER, Form.TRIAD, 0)
    workshop.end_round()
    workshop.start_round(0)
    later = workshop.join("Specht").seat.id
    assert workshop.practice(later).talk.turns


def test_whose_partner_left_goes_on_alone(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    workshop.start_round(1)
    seat = workshop.seats[0].id
    workshop.work_alone(seat)
    assert workshop.practice(seat).talk.turns
    assert _refused(lambda: workshop.table(seat)) is Refusal.NOT_YOURS


def test_a_card_reaches_everyone_and_is_bounded(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 1)
    workshop.send_card("Denk aan de stilte.\x1b[2J")
    assert [card.text for card in workshop.cards] == ["Denk aan de stilte.[2J"]
    assert _refused(lambda: workshop.send_card("x" * 501)) is Refusal.BAD_TEXT


# -- consent


def test_a_moment_is_frozen_only_of_who_agreed_and_has_no_name(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    one, other = (seat.id for seat in workshop.seats)
    workshop.start_round()
    for seat in (one, other):
        workshop.practice(seat).say(GOOD[0])
    assert workshop.moments() == ()
    workshop.agree(one, Consent(sentences=True))
    (moment,) = workshop.moments()
    workshop.freeze(moment)
    shown = workshop.frozen
    assert shown is not None
    assert (workshop.stage, shown.line) == (Stage.FROZEN, GOOD[0])
    assert shown.before
    assert shown.answer
    workshop.agree(one, Consent())
    assert workshop.frozen is not None
    assert workshop.frozen.line == ""
    workshop.resume()
    assert _refused(lambda: workshop.freeze(moment)) is Refusal.NOT_AGREED
    workshop.freeze()
    assert workshop.frozen is not None


def test_the_trainer_sees_measures_only_with_plan_and_consent(held: Held, plan: Make) -> None:
    for allowed, agreed, seen in ((True, True, True), (True, False, False), (False, True, False)):
        workshop, _codes = held(plan("kennismaking", trainer_sees_measures=allowed), 1, agree=agreed)
        workshop.start_round()
        workshop.practice(workshop.seats[0].id).say(GOOD[0])
        (progress,) = workshop.overview()
        assert (progress.turns, progress.measures is not None) == (1, seen)


def test_who_withdraws_leaves_nothing_behind(any_hall: Hall, plan: Make) -> None:
    workshop = Workshop.create(any_hall, plan("conflict"))
    seats = [workshop.join(name).seat.id for name in ("Merel", "Vink")]
    workshop.start_round(0)
    workshop.room(seats[0]).propose("Ik had dat niet zo mogen zeggen.")
    workshop.take(seats[0], "Rustiger beginnen.")
    workshop.end_round()
    workshop.start_round(3)
    workshop.practice(seats[0]).say(GOOD[0])
    workshop.withdraw(seats[0])
    assert [seat.name for seat in workshop.seats] == ["Vink"]
    assert any_hall.store(workshop.id, seats[0]).list() == []
    kept = " ".join(text for _number, text in any_hall.since(workshop.id, 0))
    assert not any(word in kept for word in ("Merel", "niet zo mogen", "Rustiger"))
    again = Workshop.open(any_hall, workshop.id)
    assert [seat.name for seat in again.seats] == ["Vink"]
    again.join("Merel")


# -- keeping and erasing


def test_a_workshop_is_erased_after_its_date_with_everything_in_it(any_hall: Hall, plan: Make, watch: Watch) -> None:
    old = Workshop.create(any_hall, plan("kennismaking"), keep_days=3, now=watch)
    young = Workshop.create(any_hall, plan("kennismaking"), keep_days=9, now=watch)
    for workshop in (old, young):
        seat = workshop.join("Merel").seat.id
        workshop.start_round()
        workshop.practice(seat).say(GOOD[0])
    last = old.keep_until
    assert halls.sweep(any_hall, last) == ()
    assert [one.id for one in halls.sweep(any_hall, last + timedelta(days=1))] == [old.id]
    assert [one.id for one in any_hall.workshops()] == [young.id]
    assert _refused(lambda: Workshop.open(any_hall, old.id)) is Refusal.UNKNOWN
    assert _refused(lambda: old.join("Vink")) is Refusal.UNKNOWN
    assert len(any_hall.store(young.id, young.seats[0].id).list()) == 1


def test_two_programs_hold_one_workshop(any_hall: Hall, plan: Make) -> None:
    one = Workshop.create(any_hall, plan("kennismaking"))
    other = Workshop.open(any_hall, one.id)
    seat = one.join("Merel").seat.id
    other.join("Vink")
    assert [s.name for s in one.seats] == ["Merel"]
    assert one.refresh()
    assert [s.name for s in one.seats] == ["Merel", "Vink"]
    assert not one.refresh()
    one.start_round()
    assert _refused(other.start_round) is Refusal.NOT_NOW
    one.practice(seat).say(GOOD[0])
    assert other.practice(seat).talk == one.practice(seat).talk
