"""One talks, the room advises, and two sentences are tried out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.workshop import Plan, Refusal, Workshop, WorkshopError

Held = Callable[..., tuple[Workshop, list[str]]]
Make = Callable[..., Plan]
KIND = "Ik heb je voor de hele ploeg afgebrand. Dat had ik niet mogen doen."
HARD = "Je moet ook niet zo overdreven doen, Twan."


def _refused(action: Callable[[], object]) -> Refusal:
    with pytest.raises(WorkshopError) as error:
        action()
    return error.value.refusal


@pytest.fixture
def room(held: Held, plan: Make) -> Workshop:
    workshop, _codes = held(plan("conflict"), 3)
    workshop.start_round(0)
    return workshop


def test_nobody_has_to_sit_in_front(room: Workshop) -> None:
    seats = [room.room(seat.id) for seat in room.seats]
    assert _refused(lambda: seats[0].say("Hallo.")) is Refusal.NOT_YOURS
    room.room().say("Fijn dat je er bent, Twan.")
    seats[0].sit_in_front()
    assert _refused(seats[1].sit_in_front) is Refusal.NOT_NOW
    assert _refused(seats[1].sit_down) is Refusal.NOT_YOURS
    seats[0].say("Ik wil eerst naar je luisteren.")
    assert len(seats[2].talk.turns) == 5
    room.room().sit_down()
    assert seats[0].talker is None


def test_votes_are_counted_and_can_be_changed(room: Workshop) -> None:
    one, two, three = (room.room(seat.id) for seat in room.seats)
    one.propose(HARD)
    two.propose(KIND)
    one.vote(1)
    three.vote(1)
    one.vote(2)
    two.vote(2)
    assert [(o.text, o.votes, o.mine) for o in two.options] == [(KIND, 2, True), (HARD, 1, False)]
    assert (one.vote_of_mine, _refused(lambda: one.vote(7))) == (2, Refusal.UNKNOWN)


def test_two_sentences_are_tried_from_the_same_moment_and_one_goes_on(room: Workshop) -> None:
    trainer, one, two = room.room(), *(room.room(seat.id) for seat in room.seats[:2])
    assert _refused(trainer.try_out) is Refusal.NOT_NOW
    one.propose(HARD)
    two.propose(KIND)
    two.vote(2)
    found = trainer.try_out()
    left, right = found.sides
    assert [left[0].said.text, right[0].said.text] == [KIND, HARD]
    assert left[0].trust_change is not None
    assert right[0].trust_change is not None
    assert left[0].trust_change > right[0].trust_change
    assert len(trainer.talk.turns) == 1
    assert _refused(lambda: one.go_on(0)) is Refusal.NOT_YOURS
    trainer.go_on(0)
    assert [turn.text for turn in one.talk.turns][1] == KIND
    assert (one.options, one.tried, len(one.tries)) == ((), None, 1)
    again = Workshop.open(room.hall, room.id)
    assert again.room().talk == trainer.talk
    trainer.say("Wat heb je nodig om weer te kunnen beginnen?")
    assert len(again.room().talk.turns) == 5


def test_a_proposal_is_bounded_and_made_by_participants(room: Workshop) -> None:
    one = room.room(room.seats[0].id)
    assert _refused(lambda: one.propose("  ")) is Refusal.BAD_TEXT
    assert _refused(lambda: one.propose("x" * 301)) is Refusal.BAD_TEXT
    assert _refused(lambda: room.room().propose("Hallo")) is Refusal.NOT_YOURS
    for number in range(3):
        one.propose(f"Zin {number}")
    assert _refused(lambda: one.propose("Nog een")) is Refusal.TOO_MANY


def test_nothing_is_said_or_voted_when_the_round_is_over(room: Workshop) -> None:
    one = room.room(room.seats[0].id)
    room.end_round()
    assert _refused(lambda: one.propose("Te laat")) is Refusal.NOT_NOW
    assert _refused(lambda: room.room().say("Te laat")) is Refusal.NOT_NOW
