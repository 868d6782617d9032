"""The library: look something up in the guidance, or just read around."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from coach import guidance
from coach.messages import gettext as _
from coach.tui.widgets.passage_view import PassageView, standing_name
from coach.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_RESULTS = 12
_PAUSE = 0.08


class LibraryScreen(Screen[None]):
    """A search line, the passages found, and the one that is read."""

    app: CoachApp
    CSS_PATH = "library.tcss"
    HELP = _(
        "Type a few words or a whole question; the list follows. With nothing typed you see everything. "
        "The arrows choose a passage, Page Up and Page Down read it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", _("Next"), show=True, priority=True),
        Binding("up", "move(-1)", _("Previous"), show=False, priority=True),
        Binding("pagedown", "page(1)", _("Read on"), show=True, priority=True),
        Binding("pageup", "page(-1)", _("Read back"), show=False, priority=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, passage: str | None = None) -> None:
        super().__init__()
        self._first = passage
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Search line above; list and passage side by side, or below one another when narrow."""
        yield SearchLine(placeholder=_("What are you looking for?"), id="query", compact=True)
        with Horizontal(id="shelves"):
            yield OptionList(id="found")
            with VerticalScroll(id="page", can_focus=False):
                yield PassageView(id="passage")
        with Vertical(id="count-line"):
            yield Static(id="count", classes="aside")
        yield Footer()

    def on_mount(self) -> None:
        """Show everything, and open the passage that was asked for."""
        self.query_one("#found", OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show(guidance.library().passages, "")
        if self._first:
            self._highlight(self._first)

    @on(Input.Changed)
    def wait(self) -> None:
        """Search when the typing rests."""
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._search)

    @on(OptionList.OptionHighlighted, "#found")
    def read(self, event: OptionList.OptionHighlighted) -> None:
        """Open the highlighted passage."""
        passage = guidance.passage(event.option.id or "")
        if passage:
            self.query_one(PassageView).show(passage)
            self.query_one("#page").scroll_home(animate=False)

    def action_move(self, step: int) -> None:
        """Go to the next or previous passage without leaving the search line."""
        found = self.query_one("#found", OptionList)
        if step > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    def action_page(self, step: int) -> None:
        """Read on, or back."""
        page = self.query_one("#page")
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    def _search(self) -> None:
        query = self.query_one(Input).value.strip()
        if not query:
            self._show(guidance.library().passages, "")
            return
        hits = guidance.search(query, _RESULTS)
        if hits:
            self._show([hit.passage for hit in hits], "")
        else:
            self._show(guidance.library().suggestions(), _("Nothing found for these words. Perhaps one of these:"))

    def _show(self, passages: list[guidance.Passage] | tuple[guidance.Passage, ...], remark: str) -> None:
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_options([Option(_line(passage), id=passage.id) for passage in passages])
        found.highlighted = 0 if passages else None
        told = remark or _("{count} passages").format(count=len(passages))
        self.query_one("#count", Static).update(told)

    def _highlight(self, passage_id: str) -> None:
        found = self.query_one("#found", OptionList)
        found.highlighted = found.get_option_index(passage_id)


def _line(passage: guidance.Passage) -> Content:
    return Content.assemble(passage.title, (f"  {standing_name(passage)}", "$quiet"))
