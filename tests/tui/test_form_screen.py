"""The form for the talk at the return to work, filled in on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import icalendar
import pytest
from stage import NARROW, WIDE, Scene, program
from test_prepare_screen import MEDICAL, SIZES, go_to, on_disk, page_text, screen, write
from words import foreign, untranslated

from coach.messages import gettext as _
from coach.preparation import form
from coach.tui.widgets.entry import Entry


@asynccontextmanager
async def filling(size: tuple[int, int] = WIDE) -> AsyncIterator[Scene]:
    """The program with the form open."""
    async with program(size) as scene:
        scene.app.prepare(None)
        await scene.until(lambda: scene.name == "FormScreen" and bool(scene.app.screen.query(Entry)))
        yield scene


@pytest.mark.parametrize("size", SIZES)
async def test_every_field_has_its_box(size: tuple[int, int]) -> None:
    async with filling(size) as scene:
        seen: list[str] = []
        for page in screen(scene).pages():
            await go_to(scene, page.id)
            seen += [entry.box for entry in scene.app.screen.query(Entry)]
            assert untranslated(scene.text) == set(), page.id
            assert foreign(scene.text) == set(), page.id
    assert seen == [field.id for field in form.default().fields]


async def test_who_fills_in_a_box_is_told_with_it() -> None:
    async with filling() as scene:
        await go_to(scene, "kijk-medewerker")
        assert _("the employee fills this in") in scene.text
        assert _("may stay empty") in scene.text
        field = next(field for field in form.default().fields if field.id == "kijk-medewerker")
        assert field.help in page_text(scene)


@pytest.mark.parametrize("field", [field.id for field in form.default().fields])
async def test_the_guard_stands_at_every_box(field: str) -> None:
    async with filling(NARROW) as scene:
        page = next(page for page in screen(scene).pages() if field in {box.id for box in page.boxes})
        await go_to(scene, page.id)
        await write(scene, field, MEDICAL, then="pagedown")
        await scene.until(lambda: scene.name == "GuardScreen")
        assert on_disk() == ""
        await scene.press("2")
        await scene.until(lambda: scene.name == "FormScreen")
    assert "hoofdpijn" not in on_disk()


async def test_it_is_saved_with_room_to_sign_and_its_dates(own_home: Path) -> None:
    async with filling() as scene:
        await write(scene, "medewerker", "Samira de Vries")
        await write(scene, "datum", "13 maart 2026")
        await go_to(scene, "vervolggesprekken")
        await write(scene, "vervolggesprekken", "27 maart: kijken of de maandag zo werkt.")
        for choice in ("4", "5"):
            await scene.press("f5")
            await scene.until(lambda: scene.name == "PickScreen")
            before = len(scene.notes)
            await scene.press(choice)
            await scene.until(lambda before=before: len(scene.notes) > before)  # type: ignore[misc]
        await scene.press("escape")
        await scene.until(lambda: scene.name == "HomeScreen")
    word = docx.Document(str(own_home / "verzuimcoach-werkgesprek.docx"))
    assert [cell.text for cell in word.tables[-1].rows[0].cells] == list(form.default().signatures)
    assert word.tables[0].cell(0, 0).text == "Samira de Vries"
    assert "Samira de Vries" in (own_home / "verzuimcoach-werkgesprek.html").read_text(encoding="utf-8")
    assert "Samira de Vries" in (own_home / "verzuimcoach-werkgesprek.md").read_text(encoding="utf-8")
    (event,) = icalendar.Calendar.from_ical((own_home / "verzuimcoach-werkgesprek.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-03-27"


async def test_a_form_that_was_begun_is_gone_on_with() -> None:
    async with filling() as scene:
        await write(scene, "medewerker", "Samira")
        await scene.press("escape")
        await scene.until(lambda: scene.name == "HomeScreen")
        await scene.press("4")
        await scene.shows("Samira")
        await scene.press("enter")
        await scene.until(lambda: scene.name == "FormScreen" and bool(scene.app.screen.query(Entry)))
        assert scene.app.screen.query(Entry).first().text == "Samira"
