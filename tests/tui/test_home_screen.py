"""Home: the doors, and going on with what was left open."""

from __future__ import annotations

import pytest
from stage import NARROW, OPEN, WIDE, program, talk

from coach.messages import gettext as _


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_doors_with_their_keys(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        doors = scene.part("#doors").splitlines()
        assert [row.split()[0] for row in doors if row.strip()] == ["1", "2", "3", "4"]
        for name, row in zip((_("Practise"), _("Live"), _("Workshop"), _("Prepare")), doors, strict=True):
            assert name in row


async def test_keys_open_the_doors_that_are_open() -> None:
    async with program() as scene:
        await scene.press("1")
        assert scene.name == "ChooseScreen"
        await scene.press("escape", "b")
        assert scene.name == "LibraryScreen"


async def test_enter_opens_the_first_door() -> None:
    async with program() as scene:
        await scene.press("enter")
        assert scene.name == "ChooseScreen"


@pytest.mark.parametrize("key", ["3"])
async def test_doors_that_are_not_there_yet_stay_closed(key: str) -> None:
    async with program() as scene:
        await scene.press(key)
        assert scene.name == "HomeScreen"


async def test_the_first_start_welcomes_and_offers_no_going_on() -> None:
    async with program() as scene:
        assert _welcome_end() in scene.flat
        assert scene.part("#open-talk").strip() == ""
        assert _("Go on") not in scene.lines[-1]
        await scene.press("v")
        assert scene.name == "HomeScreen"


async def test_an_unfinished_talk_is_offered_in_words_and_in_the_footer() -> None:
    async with talk() as scene:
        await scene.say(OPEN, OPEN)
        await scene.press("escape")
        assert scene.name == "HomeScreen"
        await scene.until(lambda: _("Go on") in scene.lines[-1])
        assert "Samira" in scene.part("#open-talk")
        assert "2" in scene.part("#open-talk")
        assert _("Go on") in scene.lines[-1]
    async with program() as again:
        await again.until(lambda: "Samira" in again.part("#open-talk"))
        assert _welcome_end() not in again.flat


async def test_a_talk_in_which_nothing_was_said_can_be_gone_on_with() -> None:
    async with talk() as scene:
        await scene.press("escape")
        await scene.resume()
        assert scene.name == "PracticeScreen"
        assert len(scene.practice.talk.turns) == 1


async def test_a_finished_talk_is_not_offered() -> None:
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f5", "escape")
        assert scene.name == "HomeScreen"
        assert scene.part("#open-talk").strip() == ""
        await scene.press("v")
        assert scene.name == "HomeScreen"


async def test_q_leaves() -> None:
    async with program() as scene:
        await scene.press("q")
        await scene.until(lambda: not scene.app.is_running)


def _welcome_end() -> str:
    return _(
        "You talk, the employee answers, and the coach reads along. It says what you do well and what you had "
        "better hold back, with the reason. Nobody keeps a score."
    ).split(". ")[-1]
