"""Going back to an earlier line, and what was said before beside what came of it."""

from __future__ import annotations

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene, kept, program, talk
from textual.widgets import OptionList

from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.tui.widgets.talk_log import TurnView

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
BETTER = "Wat heb je van mij nodig?"


def said(scene: Scene) -> list[str]:
    return [turn.text for turn in scene.practice.talk.by(Speaker.MANAGER)]


@BOTH
async def test_f7_lists_the_lines_with_what_they_did(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(OPEN, FLAGGED, "")
        turns = scene.practice.talk.turns
        change = turns[4].state.trust - turns[2].state.trust  # type: ignore[union-attr]
        await scene.press("f7")
        assert scene.name == "RewindScreen"
        rows = scene.part("#lines").splitlines()
        assert OPEN in rows[0]
        assert FLAGGED in rows[1]
        assert f"{change:+d}" in rows[1]
        assert _("(you let a silence fall)") in rows[2]
        assert scene.app.screen.query_one(OptionList).highlighted == 2
        await scene.press("up")
        assert FLAGGED in scene.part("#read")
        assert turns[4].text.split()[-1] in scene.part("#read")


@BOTH
async def test_enter_goes_back_with_the_words_in_the_draft(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(OPEN, FLAGGED, "")
        whole = scene.practice.talk
        await scene.press("f7", "up", "enter")
        assert scene.name == "PracticeScreen"
        assert scene.draft.text == FLAGGED
        assert scene.draft.has_focus
        assert said(scene) == [OPEN]
        await scene.until(lambda: len(scene.app.screen.query(TurnView)) == 3)
        scene.draft.put("")
        await scene.say(BETTER)
        assert said(scene) == [OPEN, BETTER]
        assert [way.turns for way in kept()] == [scene.practice.talk.turns, whole.turns]


async def test_escape_goes_nowhere() -> None:
    async with talk() as scene:
        await scene.say(OPEN)
        scene.draft.put("half")
        await scene.press("f7", "escape")
        assert said(scene) == [OPEN]
        assert scene.draft.text == "half"


async def test_a_long_talk_fits_and_begins_at_the_latest_line() -> None:
    async with talk(NARROW) as scene:
        lines = [f"({number}) {OPEN}" for number in range(1, 15)]
        for line in lines:
            scene.practice.say(line)
        await scene.press("f7")
        assert lines[-1] in scene.part("#lines")
        assert lines[0] not in scene.part("#lines")
        await scene.press("home", "enter")
        assert scene.draft.text == lines[0]


async def test_f8_needs_two_ways() -> None:
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f8")
        await scene.told("This talk went one way only. F4 or F7 goes back and makes another.")
        assert scene.name == "PracticeScreen"


async def two_ways(scene: Scene) -> None:
    await scene.say(OPEN, FLAGGED)
    await scene.press("f4")
    scene.draft.put("")
    await scene.say(BETTER)
    await scene.press("f8")
    assert scene.name == "BranchesScreen"


async def test_a_wide_window_has_the_two_beside_each_other() -> None:
    async with talk(WIDE) as scene:
        await two_ways(scene)
        row = next(line for line in scene.lines if BETTER in line)
        assert row.index(BETTER) < row.index(FLAGGED)
        assert OPEN not in scene.text
        assert _("How it stands") in scene.text


async def test_a_narrow_window_has_one_above_the_other() -> None:
    async with talk(NARROW) as scene:
        await two_ways(scene)
        rows = [next(i for i, line in enumerate(scene.lines) if words in line) for words in (BETTER, FLAGGED)]
        assert rows[0] < rows[1]


async def test_both_are_copied_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("pyperclip.copy", copied.append)
    async with talk() as scene:
        await two_ways(scene)
        await scene.press("c")
        await scene.told("Both ways are on the clipboard.")
        assert BETTER in copied[0]
        assert FLAGGED in copied[0]


async def test_the_other_way_can_be_gone_on_with() -> None:
    async with talk() as scene:
        await two_ways(scene)
        await scene.press("v")
        await scene.until(lambda: scene.name == "PracticeScreen" and scene.draft.has_focus)
        assert said(scene) == [OPEN, FLAGGED]
        await scene.say("")
        assert said(scene) == [OPEN, FLAGGED, ""]


async def test_with_more_than_two_ways_a_key_shows_the_next() -> None:
    async with talk() as scene:
        await two_ways(scene)
        assert _("Another way") not in scene.lines[-1]
        await scene.press("escape", "f4")
        scene.draft.put("")
        await scene.say("Dank je wel.")
        await scene.press("f8")
        assert BETTER in scene.text
        await scene.press("n")
        await scene.until(lambda: FLAGGED in scene.text)
        assert BETTER not in scene.text
        assert "B 2/2" in scene.text


async def test_home_offers_the_latest_way_only() -> None:
    async with talk() as scene:
        await two_ways(scene)
        await scene.press("escape", "escape")
    async with program() as again:
        await again.resume()
        assert said(again) == [OPEN, BETTER]
        await again.press("f5", "escape")
        await again.until(lambda: again.name == "HomeScreen")
        await again.press("v")
        assert again.name == "HomeScreen"
    assert sorted(way.finished for way in kept()) == [False, True]
