"""What stands on the projector, and what never does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from workshop_kit import GOOD, NAMES, POOR, Watch

from coach.workshop import Plan, Workshop, board_page, board_text
from coach.workshop.board import Counted, board
from coach.workshop.board_page import Way
from coach.workshop.plan import Role
from coach.workshop.seat import Consent
from coach.workshop.views import CurrentRound

Held = Callable[..., tuple[Workshop, list[str]]]
Make = Callable[..., Plan]
WAY = Way("http://192.0.2.7:8765")


def _talk(workshop: Workshop, lines: Sequence[str], seats: int | None = None) -> None:
    for seat in workshop.seats[:seats]:
        for line in lines:
            workshop.practice(seat.id).say(line)


def _many(held: Held, plan: Plan, people: int) -> Workshop:
    workshop, _codes = held(plan, 0)
    for number in range(people):
        workshop.join(f"Naam {number}")
    return workshop


def _shown(workshop: Workshop) -> str:
    return board_page.picture(workshop.board(), WAY)


@pytest.mark.parametrize("show", [_shown, lambda workshop: board_text.text(workshop.board())])
def test_in_no_stage_is_there_a_name(held: Held, plan: Make, show: Callable[[Workshop], str]) -> None:
    workshop, _codes = held(plan("kennismaking"), 5, agree=True)
    seen = [show(workshop)]
    for index in range(2):
        workshop.start_round(index)
        if index:
            for seat in workshop.seats:
                if workshop.table(seat.id).role in (Role.MANAGER, Role.EMPLOYEE):
                    workshop.table(seat.id).say(GOOD[0])
        else:
            _talk(workshop, GOOD[:2])
        seen.append(show(workshop))
        workshop.freeze(workshop.moments()[0])
        seen.append(show(workshop))
        workshop.resume()
        workshop.end_round()
        seen.append(show(workshop))
    workshop.close()
    seen.append(show(workshop))
    assert not any(name in picture for picture in seen for name in NAMES)
    assert len(set(seen)) == len(seen)


def test_a_frozen_moment_is_shown_and_goes_with_its_consent(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2, agree=True)
    workshop.start_round(0)
    workshop.practice(workshop.seats[0].id).say(POOR[1])
    workshop.freeze(workshop.moments()[0])
    assert POOR[1] in _shown(workshop)
    workshop.agree(workshop.seats[0].id, Consent())
    assert POOR[1] not in _shown(workshop)


def test_sentences_are_few_of_different_people_and_say_what_they_do(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 5, agree=True)
    workshop.start_round(0)
    _talk(workshop, GOOD[:3])
    workshop.end_round()
    found = workshop.board().sentences
    assert 1 <= len(found) <= 3
    assert all(one.what and one.text for one in found)
    assert len({one.text for one in found}) == len(found)
    assert len({one.what for one in found}) == len(found)


def test_nothing_with_a_flag_is_called_a_good_sentence(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 5, agree=True)
    workshop.start_round(0)
    _talk(workshop, POOR[:3])
    workshop.end_round()
    assert not {one.text for one in workshop.board().sentences} & set(POOR)


def test_trust_is_drawn_for_each_employee_when_each_has_enough_talks(held: Held, plan: Make) -> None:
    for people, names in ((10, ["Jairo", "Samira"]), (9, [])):
        workshop = _many(held, plan("kennismaking"), people)
        workshop.start_round(0)
        _talk(workshop, GOOD[:2])
        found = workshop.board().figures
        assert found is not None
        assert [one.name for one in found.by_employee] == names
        assert all(point.n >= 5 for one in found.by_employee for point in one.points)


def test_the_lines_of_employees_stop_together(held: Held, plan: Make) -> None:
    workshop = _many(held, plan("kennismaking"), 10)
    workshop.start_round(0)
    _talk(workshop, GOOD[:1])
    # One of ten stays behind: a line for the other employee would tell the mean of the four who went on.
    _talk(workshop, GOOD[1:2], seats=9)
    found = workshop.board().figures
    assert found is not None
    assert {len(one.points) for one in found.by_employee} == {2}
    assert len(found.trust) == 3


def test_the_room_shows_its_proposals_and_both_ways(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("conflict"), 4)
    workshop.start_round(0)
    workshop.room().say("Goed dat je er bent.")
    for seat, line in zip(workshop.seats, GOOD, strict=True):
        workshop.room(seat.id).propose(line)
    for seat in workshop.seats:
        workshop.room(seat.id).vote(2)
    room = workshop.board().room
    assert room is not None
    assert room.person == "Twan"
    assert (room.options[0].number, room.options[0].votes, len(room.options)) == (2, 4, 4)
    assert any("Goed dat je er bent." in line.text for line in room.lines)
    workshop.room().try_out()
    tried = workshop.board().room
    assert tried is not None
    assert {way.said for way in tried.ways} == {GOOD[0], GOOD[1]}
    assert all(way.answer for way in tried.ways)
    workshop.room().go_on(1)
    workshop.end_round()
    after = workshop.board().room
    assert after is not None
    assert (after.options, len(after.ways)) == ((), 2)


def test_script_in_a_proposal_or_a_title_stays_text(held: Held, plan: Make) -> None:
    evil = "<img src=x onerror=alert(1)>"
    workshop, _codes = held(plan("conflict", title=evil), 2)
    workshop.start_round(0)
    workshop.room(workshop.seats[0].id).propose(evil)
    page = board_page.frame(evil) + _shown(workshop)
    assert "<img" not in page
    assert page.count("&lt;img src=x") >= 3


def test_the_clock_is_told_apart_from_the_picture(held: Held, plan: Make, watch: Watch) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    workshop.start_round(0)
    first = _shown(workshop)
    before = board_page.clock(workshop.board())
    watch.pass_(minutes=1, seconds=0.5)
    after = board_page.clock(workshop.board())
    assert (before["left"] - after["left"], after["running"]) == (60, True)
    assert _shown(workshop) == first
    watch.pass_(hours=1)
    assert board_page.clock(workshop.board())["left"] == 0


def test_what_counts_a_round_can_be_given(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 2)
    asked: list[int] = []

    def counting(_workshop: Workshop, one: CurrentRound) -> Counted:
        asked.append(one.number)
        return Counted(why_not="later")

    assert board(workshop, counting).why_not == ""
    workshop.start_round(0)
    assert (board(workshop, counting).why_not, asked) == ("later", [0])


def test_a_long_line_is_cut_between_words() -> None:
    line = board_page.cut("woord " * 100, 50)
    assert len(line) <= 52
    assert line.endswith("woord …")
