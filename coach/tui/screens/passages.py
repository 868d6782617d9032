"""The passages of guidance behind a page, one below the other."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from coach import guidance
from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.passage_view import PassageView


class PassagesScreen(Screen[None]):
    """The passages behind one page."""

    CSS_PATH = "passages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "app.pop_screen", _("Back"), key_display="Esc"),
    ]

    def __init__(self, title: str, passages: tuple[str, ...]) -> None:
        super().__init__()
        self._title = title
        self._passages = [passage for name in passages if (passage := guidance.passage(name))]

    def compose(self) -> ComposeResult:
        """The passages below one another."""
        with VerticalScroll(id="passages"):
            yield Static(self._title, classes="title", markup=False)
            for passage in self._passages:
                yield PassageView(passage)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()
