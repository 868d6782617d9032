"""The library shows what the organisation's own documents say, whose it is, and where it goes against the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import NARROW, WIDE, program
from textual.widgets import Input, OptionList

from coach import guidance, locations
from coach.guidance.documents import intake
from coach.messages import gettext as _
from coach.tui.widgets.own_view import own_name

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
TEXT = (
    "Bij ons geldt het kwispelbeleid. De medewerker belt voor negen uur, en samen spreken we af wie het werk "
    "overneemt. Vraag daarna naar de oorzaak van het verzuim en noteer wanneer jullie elkaar weer spreken."
)


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    path = tmp_path / "protocol.md"
    path.write_text(f"# Ziek melden\n\n{TEXT}\n", encoding="utf-8")
    intake.add(path)
    return path


@BOTH
async def test_own_excerpts_are_found_marked_and_read(size: tuple[int, int], protocol: Path) -> None:
    async with program(size) as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "kwispelbeleid"
        found = scene.app.screen.query_one("#found", OptionList)
        await scene.until(lambda: "own-1-1" in [option.id for option in found.options])
        found.highlighted = found.get_option_index("own-1-1")
        await scene.until(lambda: "kwispelbeleid" in scene.flat)
        assert own_name() in scene.flat
        assert _("Against the rules") in scene.flat


async def test_they_stand_after_the_first_of_the_guidance(protocol: Path) -> None:
    async with program() as scene:
        await scene.press("b")
        query = "wie neemt het werk over"
        scene.app.screen.query_one(Input).value = query
        found = scene.app.screen.query_one("#found", OptionList)
        await scene.until(lambda: "own-1-1" in [option.id for option in found.options])
        ids = [option.id or "" for option in found.options if not (option.id or "").startswith("verdict ")]
        first = [hit.passage.id for hit in guidance.search(query, 3)]
        assert ids[: len(first) + 1] == [*first, "own-1-1"]


async def test_an_archive_that_cannot_be_used_is_told_and_the_guidance_is_still_there() -> None:
    locations.own_documents().write_bytes(b"geen database, maar wel lang genoeg om er een te zijn" * 20)
    async with program() as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "medicijnen"
        await scene.until(lambda: locations.own_documents().name in scene.flat.replace(" ", ""))
        assert scene.app.screen.query_one("#found", OptionList).option_count > 0
