"""Progress: figures above, talks below, and getting rid of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from stage import FLAGGED, NARROW, OPEN, SITUATION, WIDE, Scene, kept, program
from textual.widgets import OptionList

from coach import locations, roleplay
from coach.conversation import Branch, Conversation, Help
from coach.debrief.norm import percent
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.store import open_store
from coach.tui.screens.progress import ProgressScreen

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)


def held(*lines: str) -> Conversation:
    with open_store(None) as store:
        practice = Practice(roleplay.employee(SITUATION), store, seed=3)
        for line in lines:
            practice.say(line)
        practice.finish()
        return practice.talk


def keep(count: int, **fields: object) -> None:
    """So many finished talks on disk, a week apart, the later ones without help."""
    talk = held(OPEN, FLAGGED)
    with open_store(locations.database()) as store:
        for number in range(count):
            level = Help.NONE if number % 3 == 2 else Help.WITH
            started = FIRST + timedelta(weeks=number)
            turns = tuple(turn.model_copy(update={"at": started}) for turn in talk.turns)
            changes = {"id": f"talk-{number}", "started": started, "help": level, "turns": turns, **fields}
            store.begin(talk.model_copy(update=changes))


async def opened(scene: Scene) -> ProgressScreen:
    await scene.until(lambda: _("Progress") in scene.lines[-1])
    await scene.press("p")
    screen = scene.app.screen
    assert isinstance(screen, ProgressScreen)
    await scene.until(lambda: screen.history is not None)
    await scene.press()
    return screen


async def test_home_offers_it_only_when_a_talk_is_finished() -> None:
    keep(1, finished=False)
    async with program() as scene:
        await scene.until(lambda: _("Go on") in scene.lines[-1])
        assert _("Progress") not in scene.lines[-1]
        await scene.press("p")
        assert scene.name == "HomeScreen"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_figures_and_talks_stand_on_one_screen(size: tuple[int, int]) -> None:
    keep(6)
    async with program(size) as scene:
        await opened(scene)
        for words in (_("first {count}").format(count=3), _("without help"), percent(0.5), "06-04-26"):
            assert words in scene.text
        assert [len(line) for line in scene.lines] == [size[0]] * size[1]
        listed = scene.app.screen.query_one(OptionList)
        assert listed.option_count == 6
        assert "…" not in scene.part("#figures")


async def test_one_talk_is_shown_without_a_comparison() -> None:
    keep(1)
    async with program() as scene:
        await opened(scene)
        assert _("all") in scene.part("#figures")
        assert _("first {count}").format(count=1) not in scene.text


async def test_the_arrows_choose_a_situation() -> None:
    keep(3)
    talk = held(OPEN).model_copy(update={"id": "other", "situation": "terugkeer", "persona": "debby"})
    with open_store(locations.database()) as store:
        store.begin(talk)
    async with program() as scene:
        screen = await opened(scene)
        seen = [screen.query_one(OptionList).option_count]
        for _turn in range(3):
            await scene.press("right")
            seen.append(screen.query_one(OptionList).option_count)
        await scene.press("left")
        assert sorted(seen[1:3]) == [1, 3]
        assert seen[0] == seen[3] == 4
        assert screen.query_one(OptionList).option_count == seen[2]


async def test_enter_looks_back_on_a_talk() -> None:
    keep(2)
    async with program() as scene:
        await opened(scene)
        await scene.press("enter")
        await scene.until(lambda: scene.name == "DebriefScreen")
        await scene.press("escape")
        assert scene.name == "HomeScreen"


async def test_deleting_asks_first_and_the_figures_follow() -> None:
    keep(2)
    async with program() as scene:
        screen = await opened(scene)
        await scene.press("f8")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("enter")
        assert len(kept()) == 2
        await scene.press("f8")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(lambda: screen.query_one(OptionList).option_count == 1)
        assert [talk.id for talk in kept()] == ["talk-0"]


async def test_a_talk_can_be_deleted_with_the_other_ways_it_went() -> None:
    keep(1)
    other = held(OPEN).model_copy(update={"id": "branch", "branch": Branch(talk="talk-0", turns=1)})
    with open_store(locations.database()) as store:
        store.begin(other)
    async with program() as scene:
        await opened(scene)
        await scene.press("f8")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("2")
        await scene.until(lambda: kept() == [])


async def test_everything_can_be_deleted_after_asking() -> None:
    keep(2)
    async with program() as scene:
        await opened(scene)
        await scene.press("w")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("escape")
        assert len(kept()) == 2
        await scene.press("w")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(lambda: scene.name == "HomeScreen")
        assert kept() == []
        await scene.until(lambda: _("Progress") not in scene.lines[-1])


async def test_what_is_due_leads_to_its_exercise() -> None:
    keep(1)
    async with program() as scene:
        screen = await opened(scene)
        assert screen.history is not None
        assert [due.need for due in screen.history.due] == ["medical_probe"]
        assert screen.history.due[0].exercise.split(":")[0] in scene.flat
        await scene.press("o")
        await scene.until(lambda: scene.name == "ExerciseScreen")


async def test_keys_work_while_many_talks_are_being_read() -> None:
    keep(120)
    async with program() as scene:
        await scene.until(lambda: _("Progress") in scene.lines[-1])
        await scene.pilot.press("p", "f1")
        await scene.until(lambda: scene.name == "HelpScreen")
        await scene.press("escape", "escape")
        assert scene.name == "HomeScreen"
