"""Preparing a talk on the screen: the self-check, the guard, the invitation, and what is kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import icalendar
import pytest
from stage import NARROW, WIDE, Scene, program
from textual.widgets import OptionList
from words import foreign, untranslated

from coach import locations
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import preparation
from coach.preparation.shelf import Shelf
from coach.preparation.worksheet import Worksheet
from coach.tui.screens.prepare import PrepareScreen
from coach.tui.screens.sheet import SheetScreen
from coach.tui.widgets.entry import Entry
from coach.tui.widgets.tick import Tick

MEDICAL = "Ze heeft hoofdpijn"
HARMLESS = "Vier meldingen, samen elf dagen."
SIZES = [NARROW, WIDE]
FACTS, PLACE = "step/feiten", "step/aanwezigen"


@asynccontextmanager
async def preparing(
    size: tuple[int, int] = WIDE, *, keep: bool = True, kind: SituationKind = SituationKind.FREQUENT
) -> AsyncIterator[Scene]:
    """The program with a preparation open."""
    async with program(size, keep=keep) as scene:
        scene.app.prepare(kind)
        await scene.until(lambda: scene.name == "PrepareScreen" and bool(scene.app.screen.query(Tick)))
        yield scene


def screen(scene: Scene) -> SheetScreen:
    assert isinstance(scene.app.screen, SheetScreen)
    return scene.app.screen


def page_text(scene: Scene) -> str:
    """The page or dialog that is open, on one line, without what stands beside it."""
    shown = scene.part("#sheet" if scene.app.screen.query("#sheet") else ".dialog")
    return " ".join(re.sub("[│╭╮╰╯─]", " ", shown).split())


async def reads(scene: Scene, words: str) -> None:
    """Wait until words stand on the page or in the dialog."""
    await scene.until(lambda: words in page_text(scene))


async def go_to(scene: Scene, page: str) -> None:
    """Open a page by its place in the list of pages."""
    place = [known.id for known in screen(scene).pages()].index(page)
    await scene.press("f2")
    await scene.until(lambda: scene.name == "PickScreen" and bool(scene.app.screen.query(OptionList)))
    scene.app.screen.query_one(OptionList).highlighted = place
    await scene.press("enter")
    await scene.until(lambda: isinstance(scene.app.screen, SheetScreen) and screen(scene).place == place)
    await scene.app.workers.wait_for_complete()
    await scene.until(lambda: page_text(scene).startswith(screen(scene).page.title[:20]))


async def write(scene: Scene, box: str, text: str, *, then: str = "tab") -> None:
    """Put a text in a box at once, and go on."""
    entry = next(entry for entry in scene.app.screen.query(Entry) if entry.box == box)
    entry.focus()
    await scene.press()
    entry.text = text
    await scene.press(then)
    await scene.press()


def kept() -> tuple[Worksheet, ...]:
    """What another program would read of it."""
    return Shelf(locations.preparations()).list()


def on_disk() -> str:
    folder = locations.preparations()
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", SIZES)
async def test_home_has_a_door_to_every_kind_and_the_form(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("4")
        assert scene.name == "ChoosePreparationScreen"
        await scene.shows(_("Reporting sick"))
        assert _("Form") in scene.text
        await scene.press("enter")
        await scene.until(lambda: scene.name == "PrepareScreen")
        assert screen(scene).sheet.kind is SituationKind.ZIEKMELDING


async def test_the_briefing_leads_to_a_preparation_of_its_kind() -> None:
    async with program() as scene:
        scene.app.brief("frequent")
        await scene.press("p")
        await scene.until(lambda: scene.name == "PrepareScreen")
        assert screen(scene).sheet.kind is SituationKind.FREQUENT
        await scene.press("escape")
        await scene.until(lambda: scene.name == "BriefingScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_the_self_check_comes_first(size: tuple[int, int]) -> None:
    check = preparation.default().self_check
    async with preparing(size) as scene:
        assert _("Am I the right person here?") in scene.text
        assert check.questions[0].text in page_text(scene)
        assert check.questions[0].on_yes not in page_text(scene)
        await scene.press("space")
        await reads(scene, check.questions[0].on_yes)
        await scene.press("space")
        await scene.until(lambda: check.questions[0].on_yes not in page_text(scene))


async def test_the_answers_to_the_self_check_are_kept_nowhere() -> None:
    async with preparing() as scene:
        await scene.press("space", "down", "space")
        assert len(screen(scene).sheet.worries) == 2
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        await scene.until(lambda: HARMLESS in on_disk())
    assert "eigen-belang" not in on_disk()
    assert "worries" not in on_disk()


async def test_a_talk_can_be_handed_over_and_taken_back() -> None:
    async with preparing() as scene:
        await scene.press("f4")
        await scene.until(lambda: scene.name == "PickScreen")
        assert preparation.default().self_check.hand_over.split(".")[0] in page_text(scene)
        await scene.press("1")
        await scene.until(lambda: screen(scene).sheet.handed_over)
        await scene.shows(_("handed over"))
        await scene.press("f4")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("2")
        await scene.until(lambda: not screen(scene).sheet.handed_over)


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_can_be_read_and_left(size: tuple[int, int]) -> None:
    async with preparing(size) as scene:
        pages = screen(scene).pages()
        seen: dict[str, None] = {}
        for _step in range(4 * len(pages)):
            assert [len(line) for line in scene.lines] == [size[0]] * size[1]
            if page_text(scene).startswith(screen(scene).page.title):
                seen[screen(scene).page.id] = None
            await scene.press("pagedown")
            await scene.app.workers.wait_for_complete()
            await scene.press()
        assert list(seen) == [page.id for page in pages]
        while screen(scene).place == len(pages) - 1:
            await scene.press("pageup")
            await scene.app.workers.wait_for_complete()
        await scene.press("escape")
        await scene.until(lambda: scene.name == "HomeScreen")
    assert kept() == (), "just reading leaves nothing behind"


@pytest.mark.parametrize("kind", list(SituationKind))
async def test_every_kind_can_be_prepared(kind: SituationKind) -> None:
    async with preparing(NARROW, kind=kind) as scene:
        await go_to(scene, "invitation")
        assert scene.app.screen.query(Entry).first().box == "invitation/name"
        await go_to(scene, "afterwards")
        assert scene.app.screen.query(Tick)


async def test_what_is_harmless_is_kept_at_once() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        await scene.until(lambda: HARMLESS in on_disk())
        await scene.press("space")
        await scene.until(lambda: bool(kept()[0].ticks))


@pytest.mark.parametrize("size", SIZES)
async def test_a_flagged_text_is_shown_with_why_and_a_better_wording_before_it_is_kept(size: tuple[int, int]) -> None:
    async with preparing(size) as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, MEDICAL)
        await scene.until(lambda: scene.name == "GuardScreen")
        await scene.shows(_("Better so"))
        assert _("This does not belong on paper") in scene.text
        assert _("keep it as it is") in scene.text
        assert "hoofdpijn" in scene.text
        assert on_disk() == ""
        await scene.press("escape")
        await scene.until(lambda: scene.name == "PrepareScreen")
        entry = scene.app.screen.query_one(Entry)
        assert entry.has_focus
        assert entry.text == MEDICAL, "nothing typed is lost"
        assert screen(scene).sheet.text(FACTS) == ""


@pytest.mark.parametrize("answers", [("4", "escape"), ("4", "1"), ("1",), ("escape",)])
async def test_agreeing_once_is_not_enough(answers: tuple[str, ...]) -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, MEDICAL)
        for answer in answers:
            await scene.until(lambda: scene.name in ("GuardScreen", "PickScreen"))
            await scene.press(answer)
        await scene.until(lambda: scene.name == "PrepareScreen")
        assert scene.app.screen.query_one(Entry).text == MEDICAL
    assert "hoofdpijn" not in on_disk()


async def test_agreeing_twice_keeps_it() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, MEDICAL)
        await scene.until(lambda: scene.name == "GuardScreen")
        await scene.press("4")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.shows(_("Are you sure?"))
        assert on_disk() == ""
        await scene.press("2")
        await scene.until(lambda: "hoofdpijn" in on_disk())
        await write(scene, FACTS, MEDICAL)
        assert scene.name == "PrepareScreen", "what was agreed to is not asked again"


async def test_a_text_can_be_left_out_or_stay_on_the_screen_only(own_home: Path) -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, MEDICAL)
        await scene.until(lambda: scene.name == "GuardScreen")
        await scene.press("3")
        await scene.until(lambda: screen(scene).sheet.text(FACTS) == MEDICAL)
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("3")
        await scene.until(lambda: len(scene.notes) == 1)
        assert "1" in scene.notes[0].splitlines()[1], "what was left out is told"
        await write(scene, FACTS, MEDICAL + ".")
        await scene.until(lambda: scene.name == "GuardScreen")
        await scene.press("2")
        await scene.until(lambda: scene.name == "PrepareScreen" and scene.app.screen.query_one(Entry).text == "")
    assert "hoofdpijn" not in on_disk()
    assert all("hoofdpijn" not in path.read_text(encoding="utf-8") for path in own_home.glob("*.md"))


async def test_turning_the_page_and_leaving_ask_as_well() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        for key in ("pagedown", "escape", "f5", "f6"):
            await write(scene, FACTS, MEDICAL, then=key)
            await scene.until(lambda: scene.name == "GuardScreen")
            await scene.press("escape")
            await scene.until(lambda: scene.name == "PrepareScreen")
            assert screen(scene).page.id == "feiten"


async def test_what_the_guard_sees_is_said_while_typing() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        entry = scene.app.screen.query_one(Entry)
        entry.put(MEDICAL)
        await scene.until(lambda: "■" in scene.part("#entry-reading"))
        entry.put(HARMLESS)
        await scene.until(lambda: "■" not in scene.part("#entry-reading"))


@pytest.mark.parametrize("size", SIZES)
async def test_the_invitation_fills_in_while_it_is_typed(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr("pyperclip.copy", copied.append)
    async with preparing(size) as scene:
        await go_to(scene, "invitation")
        await write(scene, "invitation/name", "Samira", then="enter")
        await reads(scene, "Dag Samira")
        assert scene.name == "PrepareScreen", "a name is not flagged"
        await write(scene, "invitation/date", "31-2-2026")
        await reads(scene, "▲")
        await write(scene, "invitation/date", "2-3-2026")
        await scene.until(lambda: "2026 om" in page_text(scene) and "▲" not in page_text(scene))
        await write(scene, "invitation/time", "10:00", then="f6")
        await scene.until(lambda: bool(copied))
        assert "Samira" in copied[0]
        assert "10:00" in copied[0]
        await go_to(scene, "afterwards")
        assert "13 " in page_text(scene)
        assert "2026)" in page_text(scene)


async def test_it_is_saved_in_every_form_and_nothing_is_replaced(own_home: Path) -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        await go_to(scene, "invitation")
        await write(scene, "invitation/date", "2-3-2026")
        for choice in ("4", "4", "5"):
            await scene.press("f5")
            await scene.until(lambda: scene.name == "PickScreen")
            before = len(scene.notes)
            await scene.press(choice)
            await scene.until(lambda before=before: len(scene.notes) > before)  # type: ignore[misc]
    names = sorted(path.name for path in own_home.glob("verzuimcoach-*"))
    stems = ("verzuimcoach-frequent-2", "verzuimcoach-frequent")
    assert names == sorted([*(f"{s}{e}" for s in stems for e in (".docx", ".html", ".md")), f"{stems[1]}.ics"])
    tables = docx.Document(str(own_home / "verzuimcoach-frequent.docx")).tables
    assert any(HARMLESS in table.cell(0, 0).text for table in tables)
    assert icalendar.Calendar.from_ical((own_home / "verzuimcoach-frequent.ics").read_bytes()).walk("VEVENT")


async def test_without_a_date_no_calendar_is_made(own_home: Path) -> None:
    async with preparing() as scene:
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("5")
        await scene.told("There is no date yet to put in a calendar. Fill in when the talk is.")
    assert not list(own_home.glob("*.ics"))


async def test_a_folder_that_takes_no_files_loses_nothing(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = own_home / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("COACH_DATA", str(blocked))
    monkeypatch.setattr(locations, "documents", lambda: blocked / "docs")
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        told = _("Not kept: {reason}. Nothing is lost as long as the program is open.").split("{")[0]
        await scene.until(lambda: any(note.startswith(told) for note in scene.notes))
        await scene.shows(_("not kept"))
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("3")
        await scene.until(lambda: any("docs" in note for note in scene.notes))
        assert screen(scene).sheet.text(FACTS) == HARMLESS
        await scene.press("escape")
        await scene.until(lambda: scene.name == "HomeScreen")
        await scene.press("4")
        await scene.shows(_("Go on with"))


async def test_what_was_begun_is_gone_on_with_and_can_be_deleted() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        await go_to(scene, "invitation")
        await write(scene, "invitation/name", "Samira")
        await scene.until(lambda: "Samira" in on_disk())
    async with program() as again:
        await again.press("4")
        await again.shows(_("Go on with"))
        assert "Samira" in again.text
        await again.press("enter")
        await again.until(lambda: again.name == "PrepareScreen")
        assert screen(again).sheet.text(FACTS) == HARMLESS
        await again.press("escape")
        await again.until(lambda: again.name == "ChoosePreparationScreen")
        await again.press("f8")
        await again.until(lambda: again.name == "PickScreen")
        await again.press("2")
        await again.until(lambda: again.name == "ChoosePreparationScreen")
        assert len(kept()) == 1
        await again.press("enter")
        await again.until(lambda: again.name == "PrepareScreen")
        await again.press("f8")
        await again.until(lambda: again.name == "PickScreen")
        await again.press("1")
        await again.until(lambda: again.name == "ChoosePreparationScreen")
    assert on_disk() == ""


async def test_leaving_the_program_keeps_what_is_harmless_and_nothing_else() -> None:
    async with preparing() as scene:
        await go_to(scene, "feiten")
        scene.app.screen.query_one(Entry).put(HARMLESS)
        await scene.pilot.pause(0.1)
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running)
    assert HARMLESS in on_disk()
    async with preparing() as scene:
        await go_to(scene, "feiten")
        scene.app.screen.query_one(Entry).put(HARMLESS + " Zo is het.")
        await scene.pilot.pause(0.1)
        scene.app.screen.query_one(Entry).put(MEDICAL)
        await scene.until(lambda: "■" in scene.part("#entry-reading"))
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running)
    assert "hoofdpijn" not in on_disk()


async def test_a_session_that_keeps_nothing_writes_nothing() -> None:
    async with preparing(keep=False) as scene:
        assert _("not kept") in scene.lines[0]
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        assert screen(scene).sheet.text(FACTS) == HARMLESS
    assert not locations.preparations().exists()


async def test_a_text_that_is_too_long_stays_in_its_box() -> None:
    from coach.preparation.guard import MAX_CHARS

    async with preparing() as scene:
        await go_to(scene, "feiten")
        text = "rooster " * MAX_CHARS
        await write(scene, FACTS, text)
        await scene.until(lambda: any(str(MAX_CHARS) in note for note in scene.notes))
        assert scene.app.screen.query_one(Entry).text == text


async def test_f3_shows_the_guidance_behind_a_page() -> None:
    async with preparing() as scene:
        await scene.press("f3")
        await scene.until(lambda: scene.name == "PassagesScreen")
        await scene.press("escape")
        await scene.until(lambda: scene.name == "PrepareScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_no_page_speaks_english(size: tuple[int, int]) -> None:
    async with preparing(size) as scene:
        for page in screen(scene).pages():
            await go_to(scene, page.id)
            assert foreign(scene.text) == set(), page.id
            assert untranslated(scene.text) == set(), page.id
        await scene.press("f1")
        assert untranslated(scene.text) == set()


async def test_a_tiny_terminal_is_uncomfortable_but_works() -> None:
    async with preparing((30, 10)) as scene:
        await go_to(scene, "feiten")
        await write(scene, FACTS, HARMLESS)
        await scene.until(lambda: HARMLESS in on_disk())
        assert isinstance(scene.app.screen, PrepareScreen)
