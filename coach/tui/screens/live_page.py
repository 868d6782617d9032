"""A page to read beside the wrap-up of a call: the message, or what the own lines show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.letter import Part


class LivePage(Screen[None]):
    """Read it and go back; nothing of it is kept."""

    CSS_PATH = "live_page.tcss"
    HELP = _("A page to read. The arrows scroll; nothing of it is kept.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "app.pop_screen", _("Back"), key_display="Esc", priority=True)
    ]

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__()
        self._parts = tuple(parts)

    def compose(self) -> ComposeResult:
        """The page from top to bottom."""
        with VerticalScroll(id="live-page"):
            for part in self._parts:
                yield Static(part.content, classes=part.style)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#live-page").focus()
