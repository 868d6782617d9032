"""A seat goes with the workshop through everything that can happen in it, on a terminal of its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from seats import NARROW, WIDE, Sitting, seats
from stage import FLAGGED, OPEN

from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.tui.widgets.tick import Tick
from coach.tui.workshop import table as table_screen
from coach.tui.workshop.place import time_left, two_sides
from coach.tui.workshop.terminal import open_terminal
from coach.workshop import Hall, Workshop, WorkshopError, open_hall, shelf
from coach.workshop.clock import Clock
from coach.workshop.plan import Form, Role
from coach.workshop.seat import Consent

PAIRS, HALF_DAY = "kennismaking", "halve-dag"


@pytest.fixture
def hall() -> Hall:
    return open_hall(None)


def _form(plan: str, form: Form) -> int:
    return [one.form for one in shelf.plan(plan).rounds].index(form)


def _by_role(found: list[Sitting]) -> dict[Role, Sitting]:
    return {found[0].workshop.part(one.id).role: one for one in found}  # type: ignore[union-attr]


async def test_the_lobby_says_who_you_are_and_keeps_what_you_agree_to(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        await merel.shows(_("You have a seat. Here you are called {name}.").format(name="Merel"))
        for one in merel.workshop.plan.rounds:
            assert one.title in merel.flat
        assert not merel.workshop.seat(merel.id).consent.sentences
        await merel.press("space")
        await merel.until(lambda: merel.workshop.seat(merel.id).consent.sentences)
        await merel.press("space")
        await merel.until(lambda: not merel.workshop.seat(merel.id).consent.sentences)


async def test_a_talk_with_a_simulated_employee(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        workshop = merel.workshop
        workshop.start_round()
        await merel.begin()
        await merel.say(FLAGGED)
        await merel.shows("╰─ ■")
        talk = workshop.practice(merel.id).talk
        assert [turn.speaker for turn in talk.turns[-2:]] == [Speaker.MANAGER, Speaker.EMPLOYEE]
        assert talk.turns[-2].text == FLAGGED
        await merel.shows(time_left(workshop.clock()))
        await merel.press("f6")
        await merel.until(lambda: merel.name == "IntroScreen")
        await merel.press("f6")
        await merel.until(lambda: merel.name == "SoloScreen")
        await merel.press("f5")
        await merel.shows(_("You are done"))
        assert workshop.practice(merel.id).talk.finished


async def test_a_line_typed_faster_than_it_is_drawn_is_said_whole(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        merel.terminal.feed(f"{OPEN}\r{FLAGGED}\r")
        talk = merel.workshop.practice(merel.id)
        await merel.until(lambda: len(list(talk.talk.by(Speaker.MANAGER))) == 2)
        assert [turn.text for turn in talk.talk.by(Speaker.MANAGER)] == [OPEN, FLAGGED]


async def test_nothing_of_the_host_can_be_reached_from_a_talk(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        await merel.say(FLAGGED)
        await merel.shows("╰─ ■")
        await merel.press("f3")
        await merel.until(lambda: merel.name == "WhyScreen")
        assert _("Library") not in merel.screen.display[-1]
        await merel.press("b")
        await asyncio.sleep(0.1)
        assert merel.name == "WhyScreen"
        await merel.press("escape")
        await merel.until(lambda: merel.name == "SoloScreen")
        await merel.press("escape")
        await asyncio.sleep(0.1)
        assert merel.name == "SoloScreen"


async def test_a_pair_played_on_two_terminals(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel", "Vink") as found:
        workshop = found[0].workshop
        workshop.start_round(1)
        roles = _by_role(found)
        manager, employee = roles[Role.MANAGER], roles[Role.EMPLOYEE]
        card = workshop.table(employee.id).role_card
        assert card is not None
        for one in found:
            await one.begin()
        await manager.say(OPEN)
        await employee.shows(OPEN)
        await employee.say("Nou, gewoon druk.")
        await manager.shows("Nou, gewoon druk.")
        await manager.say(FLAGGED)
        await employee.shows("╰─ ■")  # the plan shows the measures to who plays the employee
        assert "╰─" not in manager.text
        said = workshop.table(manager.id).talk.turns
        assert [turn.text for turn in said] == [OPEN, "Nou, gewoon druk.", FLAGGED]
        await employee.press("f3")
        await employee.shows(" ".join(card.layers[0].when.split())[:40])
        await employee.until(lambda: isinstance(employee.focused, Tick))
        await employee.press("space")
        await employee.until(lambda: workshop.table(employee.id).told == (0,))
        await manager.shows(f"F3 {_('What you know')}")
        await manager.press("f3")
        await manager.shows(f"F3 {_('To the talk')}")
        await manager.shows(workshop.table(manager.id).briefing[:40])
        assert card.layers[0].tell[:30] not in manager.flat
        assert card.mood[:30] not in manager.flat


async def test_lines_of_another_host_are_seen_too(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel", "Vink") as found:
        found[0].workshop.start_round(1)
        roles = _by_role(found)
        await roles[Role.MANAGER].begin()
        elsewhere = Workshop.open(hall, found[0].workshop.id)
        elsewhere.table(roles[Role.EMPLOYEE].id).say("Van een andere machine.")
        await roles[Role.MANAGER].shows("Van een andere machine.")


async def test_an_observer_answers_while_the_talk_runs(hall: Hall) -> None:
    async with seats(hall, shelf.plan(HALF_DAY), "Merel", "Vink", "Beuk") as found:
        workshop = found[0].workshop
        workshop.start_round(_form(HALF_DAY, Form.TRIAD))
        roles = _by_role(found)
        observer, manager = roles[Role.OBSERVER], roles[Role.MANAGER]
        for one in found:
            await one.begin()
        await manager.say(OPEN)
        await observer.shows(OPEN)
        asked = [watched.id for watched in workshop.table(observer.id).criteria]
        await observer.press("j", "n", "j")
        await observer.until(lambda: len(workshop.table(observer.id).answers) == 3)
        assert workshop.table(observer.id).answers == {asked[0]: True, asked[1]: False, asked[2]: True}
        await observer.press("up", "x")
        await observer.until(lambda: asked[2] not in workshop.table(observer.id).answers)
        assert _("no") in observer.flat
        assert asked[0] not in str(workshop.table(manager.id).answers)
        workshop.end_round()
        await manager.shows(_("What the observer saw"))


async def test_a_room_proposes_votes_and_sees_both_ways(hall: Hall) -> None:
    async with seats(hall, shelf.plan(HALF_DAY), "Merel", "Vink", "Beuk") as (merel, vink, beuk):
        workshop = merel.workshop
        workshop.start_round(_form(HALF_DAY, Form.ROOM))
        for one in (merel, vink, beuk):
            await one.begin()
        await vink.say("Hoe gaat het met je werk?")
        await merel.shows("Hoe gaat het met je werk?")
        await beuk.say("Wat heb je van mij nodig?")
        await merel.shows("Wat heb je van mij nodig?")
        assert "Vink" not in merel.flat
        await vink.press("2")
        await beuk.press("2")
        await merel.press("1")
        await merel.until(lambda: sum(one.votes for one in workshop.room().options) == 3)
        assert [one.votes for one in sorted(workshop.room().options, key=lambda one: one.number)] == [1, 2]
        await merel.press("f4")
        await merel.until(lambda: workshop.room().talker == merel.id)
        await merel.press("f2")
        for one in (merel, vink, beuk):
            await one.shows(_("Two sentences, the same moment"))
        tried = workshop.room().tried
        assert tried is not None
        await vink.press("1")
        await asyncio.sleep(0.1)
        assert workshop.room().tried is not None  # only who is in front goes on
        await merel.press("1")
        await vink.until(lambda: workshop.room().tried is None)
        await vink.shows(_("Nothing yet. Who begins?"))
        assert workshop.room().talk.turns[-2].text == "Wat heb je van mij nodig?"
        await merel.say(OPEN)
        await beuk.shows(OPEN)


async def test_a_number_of_two_digits_is_a_vote(hall: Hall) -> None:
    async with seats(hall, shelf.plan(HALF_DAY), "Merel", "Vink", "Beuk", "Wilg") as found:
        workshop = found[0].workshop
        workshop.start_round(_form(HALF_DAY, Form.ROOM))
        await found[0].begin()
        for number in range(10):
            workshop.room(found[number % 4].id).propose(f"Zin {number + 1}")
        await found[0].press("f3")
        await found[0].until(lambda: "Zin 9" in found[0].flat)
        await found[0].press("1", "0")
        await found[0].until(lambda: workshop.room(found[0].id).vote_of_mine == 10)
        await found[0].press("1")
        await found[0].until(lambda: workshop.room(found[0].id).vote_of_mine == 1)


async def test_a_pause_lies_over_the_round_and_keeps_what_was_typed(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        merel.terminal.feed("Ik was net")
        await merel.shows("Ik was net")
        merel.workshop.pause()
        await merel.shows(_("The clock stands still"))
        await merel.press("escape", "enter", "x")
        assert _("The clock stands still") in merel.flat
        merel.workshop.resume()
        await merel.until(lambda: merel.name == "SoloScreen")
        assert "Ik was net" in merel.flat


async def test_all_look_together_at_a_sentence_without_a_name(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel", "Vink", agree=True) as (merel, vink):
        workshop = merel.workshop
        workshop.start_round()
        for one in (merel, vink):
            await one.begin()
        await merel.say(OPEN)
        await merel.until(lambda: bool(workshop.moments()))
        workshop.pause()
        await vink.shows(_("The clock stands still"))
        workshop.freeze(workshop.moments()[0])
        await vink.shows(_("Looking together"))
        await vink.shows(OPEN)
        assert "Merel" not in vink.flat
        workshop.resume()
        await vink.until(lambda: vink.name == "SoloScreen")


async def test_a_card_stands_quietly_until_it_is_put_away(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        merel.workshop.send_card("Nog [b]twee[/b] minuten")
        await merel.shows("Nog [b]twee[/b] minuten")
        await merel.say(OPEN)
        await merel.shows(OPEN)
        assert "Nog [b]twee[/b] minuten" in merel.flat
        await merel.press("f6")
        await merel.until(lambda: "Nog [b]twee" not in merel.flat)
        assert merel.name == "SoloScreen"


async def test_whose_partner_is_gone_can_go_on_alone(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_screen, "_AWAY", 0.1)
    async with seats(hall, shelf.plan(PAIRS), "Merel", "Vink") as (merel, vink):
        workshop = merel.workshop
        workshop.start_round(1)
        await merel.begin()
        await merel.press("f8")
        assert workshop.part(merel.id).form is Form.PAIR  # type: ignore[union-attr]
        workshop.go(vink.id, "host")
        await merel.shows(_("{name} is away for a moment.").format(name="Vink"))
        await merel.press("f8")
        await merel.until(lambda: workshop.part(merel.id).form is Form.SOLO)  # type: ignore[union-attr]
        await merel.begin()
        await merel.say(OPEN)
        await merel.shows(OPEN)
        assert merel.name == "SoloScreen"


async def test_who_comes_back_in_time_is_not_left(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_screen, "_AWAY", 0.1)
    async with seats(hall, shelf.plan(PAIRS), "Merel", "Vink") as (merel, vink):
        merel.workshop.start_round(1)
        await merel.begin()
        merel.workshop.go(vink.id, "host")
        await merel.shows(_("{name} is away for a moment.").format(name="Vink"))
        merel.workshop.arrive(vink.id, "host")
        await merel.until(lambda: _("{name} is away for a moment.").format(name="Vink") not in merel.flat)


async def test_between_rounds_there_is_something_to_talk_about_and_to_look_back_on(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        workshop = merel.workshop
        workshop.start_round()
        await merel.begin()
        await merel.say(FLAGGED)
        await merel.shows("╰─ ■")
        workshop.end_round()
        await merel.shows(workshop.plan.rounds[0].discussion[0])
        await merel.press("d")
        await merel.shows(_("Looking back"))
        await merel.press("escape", "t")
        await merel.until(lambda: merel.name == "ConsentScreen")
        await merel.press("space")
        await merel.until(lambda: workshop.seat(merel.id).consent.sentences)


async def test_a_round_without_help_gives_nothing_away_before_it_is_over(hall: Hall) -> None:
    async with seats(hall, shelf.plan(HALF_DAY), "Merel") as (merel,):
        workshop = merel.workshop
        workshop.start_round(0)
        await merel.begin()
        await merel.say(FLAGGED)
        await merel.until(lambda: len(workshop.practice(merel.id).talk.turns) == 3)
        await merel.shows(FLAGGED)
        assert "╰─" not in merel.text
        await merel.press("f5")
        await merel.shows(_("You are done"))
        await merel.press("d")
        await asyncio.sleep(0.1)
        assert merel.name == "DoneScreen"
        workshop.end_round()
        await merel.until(lambda: merel.name == "BetweenScreen")


async def test_at_the_end_something_is_taken_home(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        workshop = merel.workshop
        workshop.start_round()
        await merel.begin()
        await merel.say(OPEN)
        await merel.shows(OPEN)
        workshop.close()
        await merel.shows(_("What do you take home?"))
        await merel.say("Eerst vragen, dan pas praten.")
        await merel.until(lambda: workshop.seat(merel.id).takes_home == "Eerst vragen, dan pas praten.")
        await merel.shows("«Eerst vragen, dan pas praten.»")
        await merel.shows(_("Keep this"))


async def test_nobody_leaves_into_nothing(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        await merel.shows("Merel")
        await merel.press("ctrl+q")
        await merel.shows(_("Do you want to leave?"))
        await merel.press("ctrl+q", "j", "escape")
        await merel.until(lambda: merel.name == "LobbyScreen")
        assert merel.workshop.seat(merel.id)


async def test_giving_up_the_seat_takes_two_keys_and_erases_it(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        await merel.shows("Merel")
        await merel.press("ctrl+q")
        await merel.shows(_("Do you want to leave?"))
        await merel.press("w", "j")
        await merel.shows(_("You have left this workshop"))
        with pytest.raises(WorkshopError):
            merel.workshop.seat(merel.id)


async def test_an_erased_workshop_leaves_a_calm_page(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        await merel.shows("Merel")
        merel.workshop.wipe()
        await merel.shows(_("You have left this workshop"))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_who_comes_back_sees_the_same(hall: Hall, size: tuple[int, int]) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.attach(size)
        merel.workshop.start_round()
        await merel.begin()
        await merel.say(FLAGGED)
        await merel.shows("╰─ ■")
        merel.terminal.feed("half af")
        await merel.shows("half af")
        await asyncio.sleep(0.3)
        before = merel.text
        merel.terminal.detach(merel.write)
        merel.attach(size)
        await merel.until(lambda: merel.text == before)


async def test_another_program_shows_the_seat_where_it_was(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        await merel.say(OPEN)
        await merel.shows(OPEN)
        await merel.terminal.close()
        again = Workshop.open(hall, merel.workshop.id)
        terminal = await open_terminal(again, merel.id)
        back = Sitting(again, merel.id, merel.code, terminal)
        try:
            await back.shows(OPEN)
            assert back.name == "SoloScreen"
        finally:
            await terminal.close()


async def test_who_comes_late_goes_straight_into_the_round(hall: Hall) -> None:
    async with seats(hall, shelf.plan(PAIRS), "Merel") as (merel,):
        merel.workshop.start_round()
        await merel.begin()
        joined = merel.workshop.join("Vink")
        late = Sitting(
            merel.workshop, joined.seat.id, joined.code, await open_terminal(merel.workshop, joined.seat.id)
        )
        try:
            await late.begin()
            assert late.name == "SoloScreen"
        finally:
            await late.terminal.close()


async def test_the_trainer_sees_figures_only_of_who_agreed() -> None:
    plan = shelf.plan(PAIRS).model_copy(update={"trainer_sees_measures": True})
    async with seats(open_hall(None), plan, "Merel") as (merel,):
        await merel.shows(_("What may others see?"))
        await merel.press("space")
        await merel.until(lambda: merel.workshop.seat(merel.id).consent == Consent(measures=True))


@pytest.mark.parametrize(
    ("passed", "shown"),
    [(0, "6"), (1, "6"), (300, "1"), (301, "60"), (349, "20"), (360, ""), (500, "")],
)
def test_the_clock_of_a_seat_does_not_tick(passed: int, shown: str) -> None:
    clock = Clock(timedelta(minutes=6), timedelta(seconds=passed), running=True)
    told = time_left(clock)
    assert shown in told
    assert bool(shown) == (told != _("time is up"))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_the_right_side_of_a_head_always_shows(width: int) -> None:
    drawn = two_sides("Een heel lange titel van een ronde met veel woorden", "nog 6 min", width).plain
    assert len(drawn) == width
    assert drawn.endswith("nog 6 min ")
