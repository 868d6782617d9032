"""Progress: how it goes over weeks, from the talks on this computer; and getting rid of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from coach import roleplay
from coach.content import ContentError
from coach.debrief.entry import Entry, entries, finished
from coach.debrief.progress import Progress, of_situation, progress
from coach.debrief.progress_rows import extent
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay.library import UnknownContent
from coach.roleplay.practice import Practice
from coach.store import StoreError, family_of
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets import history
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.phrasing.silence import SilenceList
    from coach.store import Store
    from coach.tui.app import CoachApp

_WIDE = 100
_WEEKS_NARROW, _WEEKS_WIDE = 10, 26
_AT_A_TIME = 25


class ProgressScreen(Screen[None]):
    """Figures above, the finished talks below. Reading them goes on in the background."""

    app: CoachApp
    CSS_PATH = "progress.tcss"
    HELP = _(
        "The drawings run from the first week to the last; a dot is a week without a talk. "
        "← and → choose a situation, Enter looks back on a talk, o goes to the exercise that is due. "
        "F8 deletes a talk, w all of them. It is all read from the talks on this computer and kept nowhere else: "
        "a talk that is deleted is gone from here too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", _("Situation"), key_display="←/→", priority=True),
        Binding("right", "turn(1)", _("Next situation"), show=False, key_display="→", priority=True),
        Binding("enter", "open", _("Open"), priority=True),
        Binding("o", "exercise", _("Exercise"), show=False),
        Binding("f8", "delete", _("Delete")),
        Binding("w", "wipe", _("Delete all")),
        Binding("pageup", "scroll(-1)", _("Read back"), show=False, priority=True),
        Binding("pagedown", "scroll(1)", _("Read on"), show=False, priority=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    class Reading(Message):
        """So many of the talks have been read."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Read(Message):
        """All talks have been read, or the list of them could not be: `trouble` then says why."""

        def __init__(self, history: Progress | None, trouble: str = "") -> None:
            super().__init__()
            self.history = history
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self.history: Progress | None = None
        self.situation: str | None = None
        self._known: dict[str, Entry] = {}

    def compose(self) -> ComposeResult:
        """A head, the figures, and the list."""
        with Vertical(id="progress"):
            yield Static(id="extent")
            with VerticalScroll(id="figures", can_focus=False):
                yield Static(_("Reading the talks…"), id="waiting", classes="aside")
            yield OptionList(id="talks")
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the list."""
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Look again: a talk may have been added or deleted while another screen was open."""
        self._again()

    def on_resize(self) -> None:
        """Draw as many weeks as fit."""
        self._show()

    def _again(self) -> None:
        # What opens when it is first asked for is asked for here, on the screen's own thread.
        self._read(self.app.store, self.app.silences)

    @work(thread=True, exclusive=True, group="progress")
    def _read(self, store: Store, silences: SilenceList) -> None:
        """Read what was not read yet, off the screen's own thread, and tell how far that is."""
        worker = get_current_worker()
        try:
            chosen = finished(store)
        except StoreError as error:
            self.post_message(self.Read(None, str(error)))
            return
        fresh = [(summary, counts) for summary, counts in chosen if summary.id not in self._known]
        found: dict[str, Entry | None] = {}
        for one, (summary, _counts) in zip(entries(store, fresh, silences.on), fresh, strict=True):
            if worker.is_cancelled:
                return
            found[summary.id] = one
            if len(found) % _AT_A_TIME == 0:
                self.post_message(self.Reading(len(found), len(fresh)))
        known = self._known | {talk: one for talk, one in found.items() if one}
        listed = [(known.get(summary.id), counts) for summary, counts in chosen]
        told = progress([one.model_copy(update={"counts": counts}) if one else None for one, counts in listed])
        if not worker.is_cancelled:
            self._known = known
            self.post_message(self.Read(told))

    @on(Reading)
    def show_how_far(self, message: Reading) -> None:
        """Say how far the reading is, as long as there is nothing else to see."""
        for waiting in self.query("#waiting").results(Static):
            told = _("Reading the talks: {done} of {total}").format(done=message.done, total=message.total)
            waiting.update(told)

    @on(Read)
    def show_all(self, message: Read) -> None:
        """Show what was read."""
        if message.history is None:
            self.app.notify(message.trouble, timeout=12, markup=False)
            return
        self.history = message.history
        if self.situation not in self._situations():
            self.situation = None
        self._show()

    def action_turn(self, step: int) -> None:
        """Only the talks of the next situation, or of the one before; then all of them again."""
        choices = [None, *self._situations()]
        self.situation = choices[(choices.index(self.situation) + step) % len(choices)]
        self._show()

    def action_scroll(self, direction: int) -> None:
        """Read on in the figures while the keyboard stays on the list."""
        page = self.query_one("#figures")
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    def action_open(self) -> None:
        """Look back on the highlighted talk."""
        entry = self._highlighted()
        if entry is None:
            return
        try:
            talk = self.app.store.load(entry.talk)
            if talk is None:
                self._again()
                return
            employee = roleplay.employee(talk.situation, talk.persona)
            self.app.look_back(Practice(employee, self.app.store, talk, silences=self.app.silences))
        except (StoreError, UnknownContent, ContentError) as error:
            self.app.notify(str(error), timeout=12, markup=False)

    def action_exercise(self) -> None:
        """To the short exercise that was advised last and is still to be done."""
        due = self._due()
        if due:
            self.app.go_home()
            self.app.exercise(due)

    @work
    async def action_delete(self) -> None:
        """Delete the highlighted talk, after asking; with the other ways it went if that is wanted."""
        entry = self._highlighted()
        if entry is None:
            return
        try:
            family = [one.id for one in family_of(entry.talk, self.app.store.list()) if one.id != entry.talk]
        except StoreError as error:
            self.app.notify(str(error), timeout=12, markup=False)
            return
        choices = [_("delete it for good")]
        choices += [_("delete it, and every other way that it went")] if family else []
        title = _("Delete this talk? It is gone from the figures too.")
        question = PickScreen(title, [Content(choice) for choice in (*choices, _("leave it"))], at=len(choices))
        picked = await self.app.push_screen_wait(question)
        if picked is None or picked == len(choices):
            return
        await self._gone([entry.talk, *(family if picked else [])])

    @work
    async def action_wipe(self) -> None:
        """Delete every talk, after asking; and the flags called not right, for these hold lines said in them."""
        total = len(self.app.store.list())
        title = ngettext(
            "Delete the {count} talk on this computer, finished or not?",
            "Delete all {count} talks on this computer, finished or not?",
            total,
        ).format(count=total)
        choices = [Content(_("delete everything for good")), Content(_("leave it"))]
        note = _("The lines at flags that you called not right are forgotten with them.")
        if await self.app.push_screen_wait(PickScreen(title, choices, note, at=1)) == 0:
            try:
                count = await asyncio.to_thread(self.app.store.wipe)
                self.app.silences.forget_all()
            except (StoreError, OSError) as error:
                self.app.notify(str(error), timeout=12, markup=False)
            else:
                told = ngettext("{count} talk deleted.", "{count} talks deleted.", count).format(count=count)
                self.app.notify(told, markup=False)
            self.app.go_home()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without talks there is nothing to open or delete; with one situation nothing to turn to."""
        if action == "exercise":
            return self._due() is not None
        if action in ("open", "delete", "wipe"):
            return bool(self.history and self.history.entries)
        return action != "turn" or len(self._situations()) > 1

    async def _gone(self, talks: list[str]) -> None:
        try:
            for talk in talks:
                await asyncio.to_thread(self.app.store.delete, talk)
        except StoreError as error:
            self.app.notify(str(error), timeout=12, markup=False)
        self._again()

    def _due(self) -> str | None:
        """The first short exercise among what is still to practise."""
        return next((due.focus for due in self.history.due if due.focus), None) if self.history else None

    def _situations(self) -> list[str]:
        return list(dict.fromkeys(entry.situation for entry in self.history.entries)) if self.history else []

    def _titles(self) -> dict[str, str]:
        from coach.roleplay import library

        return {situation.id: situation.title for situation in library.default().situations.values()}

    def _show(self) -> None:
        """Draw head, figures and list anew."""
        if self.history is None or not self.is_mounted:
            return
        chosen = self.history if self.situation is None else of_situation(self.history, self.situation)
        titles = self._titles()
        self.query_one("#extent", Static).update(self._head(chosen, titles))
        wide = self.app.size.width >= _WIDE
        page = self.query_one("#figures")
        page.remove_children()
        if not chosen.entries:
            page.mount(Static(_("There is no finished talk yet."), classes="aside"))
        else:
            pieces = history.figures(chosen, _WEEKS_WIDE if wide else _WEEKS_NARROW, wide=wide)
            page.mount(*(Static(piece.content, classes=piece.style) for piece in pieces))
        listed = self.query_one(OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(Option(history.line(entry, titles, wide=wide), id=entry.talk) for entry in chosen.entries)
        if chosen.entries:
            listed.highlighted = min(at or 0, len(chosen.entries) - 1)
        self.refresh_bindings()

    def _head(self, chosen: Progress, titles: dict[str, str]) -> Content:
        where = titles.get(self.situation, self.situation) if self.situation else _("all situations")
        arrows = ("‹ ", " ›") if len(self._situations()) > 1 else ("", "")
        return Content.assemble(
            (_("Progress"), "$accent-word bold"),
            (f"  {arrows[0]}{where}{arrows[1]}", "bold"),
            (f"\n{extent(chosen)}" if chosen.entries else "", "$aside"),
        )

    def _highlighted(self) -> Entry | None:
        option = self.query_one(OptionList).highlighted_option
        chosen = option.id if option else None
        return next((one for one in self.history.entries if one.talk == chosen), None) if self.history else None
