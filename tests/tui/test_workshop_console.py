"""The trainer's console: everything that leads a workshop goes by keys, and nothing is done by accident."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui.workshop.console import ConsoleApp
from coach.tui.workshop.desk import clock_text
from coach.tui.workshop.programme import Programme
from coach.workshop import Hall, Plan, Workshop, WorkshopError, open_hall, shelf
from coach.workshop.clock import Clock
from coach.workshop.plan import Form
from coach.workshop.seat import Consent
from coach.workshop.views import Stage

NAMES = ("Merel", "Vink", "Beuk")


@dataclass(frozen=True)
class Served:
    """A host as the console sees it."""

    url: str = "http://127.0.0.1:8765"
    board_url: str = "http://127.0.0.1:8765/board?k=x"
    warnings: tuple[str, ...] = ()
    connected: int = 0


@pytest.fixture
def hall() -> Hall:
    return open_hall(None)


@asynccontextmanager
async def desk(
    hall: Hall, plan: Plan | None = None, *, size: tuple[int, int] = WIDE, agree: bool = True
) -> AsyncIterator[tuple[Scene, Workshop, list[str]]]:
    """A console on a workshop with three participants."""
    workshop = Workshop.create(hall, plan or shelf.plan("kennismaking"))
    seats = []
    for name in NAMES:
        seats.append(workshop.join(name).seat.id)
        workshop.arrive(seats[-1], "host")
        if agree:
            workshop.agree(seats[-1], Consent(measures=True, sentences=True))
    app = ConsoleApp(workshop, Served())
    async with app.run_test(size=size) as pilot:
        scene = Scene(app, pilot)
        await scene.until(lambda: scene.name == "DeskScreen" and bool(app.screen.query(Programme)))
        await scene.press()
        yield scene, workshop, seats


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_desk_says_where_you_are_and_what_to_say(hall: Hall, size: tuple[int, int]) -> None:
    async with desk(hall, size=size) as (scene, workshop, _seats):
        step = workshop.plan.guide.steps[0]
        assert step.title in scene.flat
        assert " ".join(step.do.split())[:30] in scene.flat
        assert workshop.join_code in scene.flat
        assert Served.url in scene.flat
        if size == NARROW:
            await scene.press("tab")
        await scene.shows("Merel")


async def test_a_round_by_keys(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("s")
        assert workshop.stage is Stage.RUNNING
        programme = scene.app.screen.query_one(Programme)
        await scene.until(lambda: programme.step.round == workshop.plan.rounds[0].id)
        before = workshop.clock().total
        await scene.press("plus", "right_square_bracket", "minus")
        assert workshop.clock().total - before == timedelta(minutes=5)
        await scene.press("p")
        assert workshop.stage is Stage.PAUSED
        await scene.press("p")
        assert workshop.stage is Stage.RUNNING
        await scene.press("e", "n")
        assert workshop.stage is Stage.RUNNING
        await scene.press("e", "j")
        assert workshop.stage is Stage.BETWEEN
        await scene.until(lambda: programme.step.round is None)


async def test_any_round_can_be_chosen(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("r")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("3")
        assert workshop.round is not None
        assert workshop.round.index == 2


async def test_keys_that_make_no_sense_do_nothing(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("p", "e", "f", "plus", "z")
        assert (scene.name, workshop.stage) == ("DeskScreen", Stage.LOBBY)
        await scene.press("s")
        await scene.press("s", "r")
        assert len(workshop.rounds) == 1
        assert scene.name == "DeskScreen"


async def test_the_programme_is_moved_by_hand(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        programme = scene.app.screen.query_one(Programme)
        await scene.press("down", "down")
        assert programme.step == workshop.plan.guide.steps[2]
        await scene.press("up", "up", "up", "up")
        assert programme.at == 0


async def test_who_is_there_and_how_far(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, seats):
        workshop.start_round(0)
        workshop.practice(seats[0]).say(OPEN)
        workshop.go(seats[2], "host")
        await scene.shows(_("{here} here of {count}").format(here=2, count=3))
        await scene.until(lambda: _("manager") in scene.part("#people-lines"))
        lines = {line.split()[1]: line for line in scene.part("#people-lines").splitlines() if len(line.split()) > 1}
        assert "1 " in lines["Merel"]
        assert _("away") in lines["Beuk"]
        assert "▲" not in scene.part("#people")


@pytest.mark.parametrize("agree", [True, False])
async def test_figures_only_where_the_plan_and_the_participant_say_so(hall: Hall, agree: bool) -> None:
    plan = shelf.plan("kennismaking").model_copy(update={"trainer_sees_measures": True})
    async with desk(hall, plan, agree=agree) as (scene, workshop, seats):
        workshop.start_round(0)
        workshop.practice(seats[0]).say(FLAGGED)
        await scene.until(lambda: len(scene.part("#people-lines").splitlines()) >= 3)
        if agree:
            await scene.until(lambda: "■" in scene.part("#people"))
        else:
            await scene.pilot.pause(2.3)
            assert "■" not in scene.part("#people")


async def test_a_card_goes_to_all(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("c")
        await scene.until(lambda: scene.name == "LineScreen")
        await scene.press(*"tien", "enter")
        assert [card.text for card in workshop.cards] == ["tien"]
        await scene.press("c", "escape")
        assert len(workshop.cards) == 1


async def test_a_moment_is_seen_by_the_trainer_before_all_see_it(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, seats):
        workshop.start_round(0)
        workshop.practice(seats[0]).say(OPEN)
        await scene.until(lambda: workshop.stage is Stage.RUNNING and scene.app.screen.is_current)
        await scene.press()
        await scene.press("f")
        await scene.shows(OPEN)
        assert workshop.frozen is None
        assert "Merel" not in scene.part(".dialog")
        await scene.press("2")
        assert workshop.frozen is not None
        assert workshop.frozen.line == OPEN
        await scene.press("p")
        assert workshop.stage is Stage.RUNNING


async def test_without_consent_there_is_only_a_stop(hall: Hall) -> None:
    async with desk(hall, agree=False) as (scene, workshop, seats):
        workshop.start_round(0)
        workshop.practice(seats[0]).say(OPEN)
        await scene.press("f")
        await scene.until(lambda: scene.name == "PickScreen")
        assert OPEN not in scene.flat
        await scene.press("1")
        assert workshop.frozen is not None
        assert workshop.frozen.line == ""


async def test_a_new_personal_code_is_shown_once(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, seats):
        await scene.press("n")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("2")
        await scene.until(lambda: scene.name == "NoteScreen")
        code = str(scene.app.screen.query(".lead").first(Static).render())
        assert code.replace(" ", "")[:4] in scene.flat.replace(" ", "")
        assert workshop.seat_by_code(code.replace(" ", "")).id == seats[1]


async def test_link_and_code_large(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("l")
        await scene.shows(" ".join(workshop.join_code.split("-")[0]))
        assert Served.board_url in scene.flat


async def test_the_room_by_keys(hall: Hall) -> None:
    plan = shelf.plan("halve-dag")
    index = [one.form for one in plan.rounds].index(Form.ROOM)
    async with desk(hall, plan) as (scene, workshop, seats):
        workshop.start_round(index)
        workshop.room(seats[0]).propose("Hoe gaat het met je werk?")
        workshop.room(seats[1]).propose("Wat heb je van mij nodig?")
        await scene.press()
        await scene.press("z")
        await scene.shows("Wat heb je van mij nodig?")
        await scene.press("f2")
        await scene.shows(_("Two sentences, the same moment"))
        await scene.press("2")
        await scene.until(lambda: workshop.room().tried is None)
        assert workshop.room().talk.turns[-2].text == "Wat heb je van mij nodig?"
        await scene.say(OPEN)
        await scene.shows(OPEN)
        workshop.room(seats[2]).sit_in_front()
        await scene.shows(_("{name} is in front").format(name="Beuk"))
        await scene.press("f4")
        assert workshop.room().talker is None
        await scene.press("escape")
        assert scene.name == "DeskScreen"


async def test_the_results_in_a_folder(hall: Hall, tmp_path: Path) -> None:
    async with desk(hall) as (scene, workshop, seats):
        workshop.start_round(0)
        workshop.practice(seats[0]).say(OPEN)
        workshop.close()
        await scene.press("u")
        await scene.until(lambda: scene.name == "LineScreen")
        line = scene.app.screen.query_one("#line")
        line.value = str(tmp_path / "uit")  # type: ignore[attr-defined]
        await scene.press("enter")
        await scene.until(lambda: len(list((tmp_path / "uit").glob("*"))) == 3)
        names = {path.suffix: path.read_text(encoding="utf-8") for path in (tmp_path / "uit").iterdir()}
        assert set(names) == {".html", ".md", ".csv"}
        assert not any(name in text for name in NAMES for text in names.values())
        assert names[".csv"].count("\ufeff") == 1


async def test_closing_asks_and_is_said(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("x", "escape")
        assert workshop.stage is Stage.LOBBY
        await scene.press("x", "j")
        assert workshop.stage is Stage.CLOSED
        await scene.press("s")
        assert not workshop.rounds


@pytest.mark.parametrize(("typed", "gone"), [("nee", False), ("CODE", True)])
async def test_erasing_takes_two_answers(hall: Hall, typed: str, gone: bool) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        code = workshop.join_code
        await scene.press("w", "j")
        await scene.until(lambda: scene.name == "LineScreen")
        scene.app.screen.query_one("#line").value = code if gone else typed  # type: ignore[attr-defined]
        await scene.press("enter")
        if gone:
            with pytest.raises(WorkshopError):
                Workshop.by_code(hall, code)
            await scene.shows(_("This workshop was erased. Ctrl+Q stops."))
        else:
            assert Workshop.by_code(hall, code).join_code == code


async def test_leaving_asks(hall: Hall) -> None:
    async with desk(hall) as (scene, workshop, _seats):
        await scene.press("ctrl+q")
        await scene.shows(f"--resume {workshop.join_code}")
        await scene.press("n")
        assert scene.name == "DeskScreen"
        await scene.press("ctrl+q", "j")
        await scene.until(lambda: not scene.app.is_running)


async def test_what_comes_after_a_round_shows_also_when_the_people_were_looked_at(hall: Hall) -> None:
    async with desk(hall, size=NARROW) as (scene, workshop, _seats):
        await scene.press("s", "tab")
        await scene.shows("Merel")
        await scene.press("e", "j")
        await scene.shows(_("Talk about it"))
        await scene.shows(" ".join(workshop.plan.rounds[0].discussion[0].split())[:40])
        await scene.press("tab")
        await scene.shows("Merel")
        await scene.press("x", "j")
        assert workshop.stage is Stage.CLOSED
        await scene.shows(workshop.plan.guide.steps[-1].title)


async def test_a_line_that_is_asked_for_says_what_enter_does(hall: Hall) -> None:
    async with desk(hall) as (scene, _workshop, _seats):
        await scene.press("c")
        await scene.shows(_("Go on"))
        await scene.shows(_("Cancel"))


async def test_a_console_without_a_host(hall: Hall) -> None:
    workshop = Workshop.create(hall, shelf.plan("kennismaking"))
    app = ConsoleApp(workshop)
    async with app.run_test(size=NARROW) as pilot:
        scene = Scene(app, pilot)
        await scene.shows(workshop.join_code)
        await scene.press("tab")
        await scene.shows(_("Nobody yet. Press l for the link and the code."))
        await scene.press("tab", "s")
        await scene.told("Nobody has come in yet.")


@pytest.mark.parametrize(
    ("passed", "stage", "shown"),
    [
        (30, Stage.RUNNING, "00:30"),
        (61, Stage.RUNNING, "+0:01"),
        (30, Stage.PAUSED, "00:30"),
        (30, Stage.BETWEEN, ""),
    ],
)
def test_the_trainers_clock(passed: int, stage: Stage, shown: str) -> None:
    told = clock_text(Clock(timedelta(minutes=1), timedelta(seconds=passed)), stage)
    assert shown in told
    assert bool(told) == bool(shown)
