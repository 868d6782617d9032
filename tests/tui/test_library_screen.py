"""The library: searching, reading, and what it says when it finds nothing."""

from __future__ import annotations

import pytest
from stage import NARROW, WIDE, Scene, program
from textual.widgets import Input, OptionList

from coach import guidance
from coach.messages import gettext as _

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])


@BOTH
async def test_it_opens_with_everything_and_the_first_passage_read(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("b")
        passages = guidance.library().passages
        assert _ids(scene) == [passage.id for passage in passages]
        assert _("{count} passages").format(count=len(passages)) in scene.flat
        assert passages[0].title in _page(scene)
        assert guidance.references(passages[0])[0] in _page(scene)


async def test_typing_searches() -> None:
    async with program() as scene:
        await scene.press("b", *"medicijnen")
        expected = [hit.passage.id for hit in guidance.search("medicijnen", 12)]
        assert expected
        await scene.until(lambda: _ids(scene) == expected)
        first = guidance.passage(expected[0])
        assert first is not None
        assert first.title in _page(scene)


async def test_a_slip_of_the_keys_still_finds() -> None:
    async with program() as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "bedrijfsrts"
        expected = guidance.search("bedrijfsarts", 1)[0].passage.id
        await scene.until(lambda: len(_ids(scene)) <= 12 and expected in _ids(scene))


async def test_nothing_found_says_so_and_suggests() -> None:
    async with program() as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "xyzzyqwv"
        await scene.shows(_("Nothing found for these words. Perhaps one of these:"))
        assert _ids(scene) == [passage.id for passage in guidance.library().suggestions()]
        assert _ids(scene)


async def test_emptying_the_line_brings_everything_back() -> None:
    async with program() as scene:
        await scene.press("b", "x", "q")
        everything = [passage.id for passage in guidance.library().passages]
        await scene.until(lambda: _ids(scene) != everything)
        await scene.press("backspace", "backspace")
        await scene.until(lambda: _ids(scene) == everything)


async def test_the_arrows_choose_while_the_search_line_keeps_the_keyboard() -> None:
    async with program() as scene:
        await scene.press("b", "down")
        passages = guidance.library().passages
        assert passages[1].title in _page(scene)
        await scene.press("up")
        assert passages[0].title in _page(scene)
        assert scene.app.screen.query_one(Input).has_focus


async def test_page_keys_read_the_passage() -> None:
    async with program(NARROW) as scene:
        await scene.press("b")
        page = scene.app.screen.query_one("#page")
        await scene.until(lambda: page.max_scroll_y > 0)
        await scene.press("pagedown")
        await scene.until(lambda: page.scroll_offset.y > 0)
        await scene.press("pageup")
        await scene.until(lambda: page.scroll_offset.y == 0)


async def test_it_opens_at_the_passage_that_was_asked_for() -> None:
    asked = guidance.library().passages[5]
    async with program() as scene:
        scene.app.browse(asked.id)
        await scene.until(lambda: scene.name == "LibraryScreen" and asked.title in _page(scene))


async def test_escape_goes_back() -> None:
    async with program() as scene:
        await scene.press("b", "escape")
        assert scene.name == "HomeScreen"


def _ids(scene: Scene) -> list[str | None]:
    return [option.id for option in scene.app.screen.query_one("#found", OptionList).options]


def _page(scene: Scene) -> str:
    return str(scene.app.screen.query_one("#passage").render())
