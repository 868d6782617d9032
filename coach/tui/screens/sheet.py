"""A worksheet on the screen, page by page: what is written goes past the guard before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach import locations
from coach.conversation import Reading
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.rules import RuleSet
from coach.preparation import render
from coach.preparation.document import Document
from coach.preparation.errors import ShelfError
from coach.preparation.guard import MAX_CHARS, Consent, Examined, Guard, Written
from coach.preparation.worksheet import Worksheet
from coach.tui import copying
from coach.tui.screens import sheet_files
from coach.tui.screens.guarding import Choice, GuardScreen
from coach.tui.screens.page import Box, Page, widgets
from coach.tui.screens.passages import PassagesScreen
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets.coach_pane import in_short
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.entry import Entry
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_TOLD_SECONDS = 12


class SheetScreen(Screen[None]):
    """The pages of a worksheet. What subclasses add: `pages`, `document`, and what stands below a page."""

    app: CoachApp
    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "turn(1)", _("Next"), priority=True),
        Binding("pageup", "turn(-1)", _("Previous"), show=False, priority=True),
        Binding("f2", "contents", _("Pages"), priority=True),
        Binding("f3", "guidance", _("Guidance"), priority=True),
        Binding("f5", "save_as", _("Save"), priority=True),
        Binding("f6", "copy", _("Copy"), show=False, priority=True),
        Binding("f8", "delete", _("Delete what you filled in"), show=False, priority=True),
        Binding("escape", "leave", _("Back"), priority=True),
    ]

    def __init__(self, sheet: Worksheet, title: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.place = 0
        self._title = title
        self._trouble = ""
        self._gone = False
        self._typed: dict[str, Written] = {}
        """Harmless texts that are still being typed: kept when the program ends, whatever ends it."""
        self._one_at_a_time = asyncio.Lock()

    # What subclasses say.

    def pages(self) -> tuple[Page, ...]:
        """All pages in order; asked anew whenever something was filled in."""
        raise NotImplementedError

    def document(self) -> Document:
        """The page to keep or print."""
        raise NotImplementedError

    def below(self, page: Page, sheet: Worksheet) -> Content:
        """What stands below a page, as things are while typing."""
        return Content("")

    def hint(self, page: Page) -> str:
        """A word about keys that work on a page, as long as nothing is typed."""
        return _("the space bar ticks") if page.ticks else ""

    def ticked(self, tick: str, on: bool) -> Worksheet:
        """The worksheet after something was ticked, or unticked."""
        return self.sheet.with_tick(tick, on)

    def is_ticked(self, tick: str) -> bool:
        """Whether something is ticked."""
        return tick in self.sheet.ticks

    def calendar(self) -> bytes | None:
        """The dates of this worksheet as a calendar file, or None when there are none yet."""
        return None

    def copied(self) -> str:
        """What the key for copying copies."""
        return render.markdown(self.document())

    # The screen.

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.pages()[self.place]

    def compose(self) -> ComposeResult:
        """Head, contents beside the page when there is room, the reading of what is typed, and the keys."""
        yield Static(id="head")
        with Horizontal(id="desk"):
            yield Static(id="contents")
            with VerticalScroll(id="sheet", can_focus=True):
                yield Vertical(id="page")
                yield Static(id="below")
        yield Static(id="entry-reading")
        yield Footer()

    async def on_mount(self) -> None:
        """Open the first page."""
        await self._open(0)

    def on_resize(self) -> None:
        """Draw the head to the new width."""
        self._draw()

    def on_unmount(self) -> None:
        """Whatever ends the program, what was written and is harmless is kept."""
        if self._gone:
            return
        for box, written in self._typed.items():
            self.sheet = self.sheet.with_entry(box, written)
        self._save()

    @on(Draft.Paused)
    def read_entry(self, message: Draft.Paused) -> None:
        """Say quietly what the guard sees in what is being typed."""
        entry = self.focused
        if not isinstance(entry, Entry):
            return
        examined = self._examined(message.text, self._box(entry))
        self._typed.pop(entry.box, None)
        if examined.needed is Consent.NONE:
            self._typed[entry.box] = examined.written()
        short = in_short(Reading(flags=examined.reading.flags), self._rules)
        self.query_one("#entry-reading", Static).update(short, layout=False)
        self.query_one("#below", Static).update(self.below(self.page, self._as_typed()))

    @on(Entry.Left)
    def settle_entry(self, message: Entry.Left) -> None:
        """Keep what was written in a box that was left, if the guard has nothing against it."""
        if self.app.screen is self and message.entry.is_attached:
            self._settled()

    @on(Tick.Changed)
    def tick(self, message: Tick.Changed) -> None:
        """Keep a tick."""
        self.sheet = self.ticked(message.tick, message.on)
        self._save()
        self._draw()

    def action_turn(self, step: int) -> None:
        """Read on or back within the page while there is more of it, else go to another page."""
        sheet = self.query_one("#sheet", VerticalScroll)
        more = sheet.max_scroll_y > sheet.scroll_offset.y if step > 0 else sheet.scroll_offset.y > 0
        if more:
            sheet.scroll_relative(y=step * max(1, sheet.size.height - 2), animate=False)
            return
        place = self.place + step

        async def turn() -> None:
            if 0 <= place < len(self.pages()):
                await self._open(place)

        self._settled(turn)

    def action_contents(self) -> None:
        """Go to another page at once."""

        async def go() -> None:
            titles = [Content(page.title) for page in self.pages()]
            place = await self.app.push_screen_wait(PickScreen(_("Go to page"), titles, at=self.place))
            if place is not None:
                await self._open(place)

        self._settled(go)

    def action_guidance(self) -> None:
        """Show the passages behind this page."""
        if self.page.passages:
            self.app.push_screen(PassagesScreen(self.page.title, self.page.passages))
        else:
            self.app.notify(_("There is no guidance on this page."), markup=False)

    def action_leave(self) -> None:
        """Go back; everything stays as it is."""

        async def leave() -> None:
            self._save()
            self.app.pop_screen()

        self._settled(leave)

    def action_copy(self) -> None:
        """Copy as text."""

        async def copy() -> None:
            copying.copy(
                self.app,
                self.copied(),
                done=_("It is on the clipboard."),
                asked=_("Asked the terminal to copy. Not there? F5 saves it as a file."),
            )

        self._settled(copy)

    def action_save_as(self) -> None:
        """Ask what to save, and save it beside what is there."""

        async def save() -> None:
            offered = sheet_files.choices()
            note = _("In {folder}. A file that is there already stays.").format(folder=locations.documents())
            ask: PickScreen = PickScreen(_("Save as"), [Content(name) for name in offered], note)
            chosen = await self.app.push_screen_wait(ask)
            if chosen is not None:
                for told in sheet_files.save(self, [*offered.values()][chosen]):
                    self._tell(told)

        self._settled(save)

    @work(group="sheet")
    async def action_delete(self) -> None:
        """Delete this worksheet for good, after asking."""
        choices = [Content(_("delete it for good")), Content(_("leave it"))]
        if await self.app.push_screen_wait(PickScreen(_("Delete what you filled in here?"), choices)) != 0:
            return
        try:
            self.app.shelf.delete(self.sheet.id)
        except ShelfError as error:
            self._tell(str(error))
            return
        self._gone = True
        self._tell(_("Deleted."))
        self.app.pop_screen()

    # Keeping what was written.

    @work(group="sheet")
    async def _settled(self, then: Callable[[], Awaitable[None]] | None = None) -> None:
        """Bring every box of the page past the guard, then do something; not when the user goes back to a box."""
        async with self._one_at_a_time:
            for entry in list(self.query(Entry)):
                if not await self._settle(entry):
                    entry.focus()
                    return
            self._save()
            if then:
                await then()
            else:
                self._draw()

    async def _settle(self, entry: Entry) -> bool:
        """Keep the text of a box, asking about it where that is needed; False when it is to be changed first."""
        box = self._box(entry)
        examined = self._examined(entry.text, box)
        self._typed.pop(entry.box, None)
        if examined.text == self.sheet.text(entry.box):
            return True
        if len(entry.text.strip()) > MAX_CHARS:
            self._tell(_("There is room for {count} characters in a box. Make it shorter.").format(count=MAX_CHARS))
            return False
        if examined.needed is Consent.NONE:
            self.sheet = self.sheet.with_entry(entry.box, examined.written())
            return True
        choice = await self.app.push_screen_wait(GuardScreen(examined, self._rules))
        if choice is Choice.KEEP and examined.needed is Consent.TWICE:
            choice = await self._sure()
        if choice is Choice.CHANGE:
            return False
        if choice is Choice.EMPTY:
            entry.text = ""
            self.sheet = self.sheet.with_entry(entry.box, self._examined("", box).written())
        else:
            given = examined.needed if choice is Choice.KEEP else Consent.NONE
            self.sheet = self.sheet.with_entry(entry.box, examined.written(given))
        return True

    async def _sure(self) -> Choice:
        """Ask for the second time."""
        choices = [Content(_("change it after all")), Content(_("yes, keep it: I know why"))]
        note = _("It will stand on this computer and in every file that you make of it. You answer for that.")
        picked = await self.app.push_screen_wait(PickScreen(_("Are you sure?"), choices, note))
        return Choice.KEEP if picked == 1 else Choice.CHANGE

    def _save(self) -> None:
        """Keep the worksheet; when that fails, say so once and go on."""
        try:
            self.app.shelf.save(self.sheet)
        except ShelfError as error:
            if str(error) != self._trouble:
                self._tell(str(error))
            self._trouble = str(error)
        else:
            self._trouble = ""

    def _tell(self, text: str) -> None:
        self.app.notify(text, timeout=_TOLD_SECONDS, markup=False)

    # Drawing.

    async def _open(self, place: int) -> None:
        self.place = place
        page = self.query_one("#page", Vertical)
        with self.app.batch_update():
            self.set_focus(None)
            await page.remove_children()
            await page.mount_all(list(widgets(self.page, self.sheet, self.is_ticked)))
            self.query_one("#sheet").scroll_home(animate=False)
            hint = Content.styled(self.hint(self.page), "$quiet")
            self.query_one("#entry-reading", Static).update(hint, layout=False)
            self._draw()
            first = next(iter(page.query("Entry, Tick")), self.query_one("#sheet"))
            first.focus(scroll_visible=False)

    def _draw(self) -> None:
        """Bring head, contents and what stands below up to date."""
        if not self.query("#head"):
            return
        self.query_one("#head", Static).update(self._head(), layout=False)
        self.query_one("#contents", Static).update(Content("\n").join(self._contents()), layout=False)
        self.query_one("#below", Static).update(self.below(self.page, self._as_typed()))

    def _head(self) -> Content:
        pages = self.pages()
        kept = self.app.shelf.keeps and not self._trouble
        title = f" {self._head_title()}" + ("" if kept else " · " + _("not kept"))
        count = _("page {number}/{count}").format(number=self.place + 1, count=len(pages)) + " "
        room = max(0, self.app.size.width - len(count))
        shown = title if len(title) < room else f"{title[: max(0, room - 2)]}… "
        return Content.assemble((f"{shown:<{room}}", "$aside"), (count, "$accent-word"))

    def _head_title(self) -> str:
        return self._title

    def _contents(self) -> Iterator[Content]:
        for place, page in enumerate(self.pages()):
            begun = any(self.sheet.text(box.id) for box in page.boxes) or any(
                self.is_ticked(line.id) for line in page.ticks
            )
            style = "$accent-word bold" if place == self.place else "$aside"
            yield Content.assemble(("● " if begun else "  ", "$good"), (page.title, style))

    def _as_typed(self) -> Worksheet:
        """The worksheet with what stands in the boxes now, for the eye only."""
        sheet = self.sheet
        for entry in self.query(Entry):
            sheet = sheet.with_entry(entry.box, Examined(entry.text.strip(), Reading()).written())
        return sheet

    def _box(self, entry: Entry) -> Box:
        return next(box for box in self.page.boxes if box.id == entry.box)

    @cached_property
    def _guard(self) -> Guard:
        return Guard(self.app.silences)

    @cached_property
    def _rules(self) -> RuleSet:
        return reader.default().rules

    def _examined(self, text: str, box: Box) -> Examined:
        return self._guard.examine(text, brief=box.brief, spoken=box.spoken)
