"""Why: the reading of one line, and the passages of guidance behind it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from coach import guidance
from coach.conversation import Reading, Turn
from coach.messages import gettext as _
from coach.phrasing.rules import RuleSet
from coach.tui.widgets.coach_pane import about_reading
from coach.tui.widgets.passage_view import PassageView

_PASSAGES = 3


class NoteScreen(ModalScreen[None]):
    """A page over the screen below it; Escape closes it."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f2,f3", "app.pop_screen", _("Back"), key_display="Esc")
    ]

    def __init__(self, title: str, content: Content) -> None:
        super().__init__()
        self._title = title
        self._content = content

    def compose(self) -> ComposeResult:
        """A heading and the text."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._content, classes="text")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


class WhyScreen(NoteScreen):
    """What one line does, with the guidance that says so."""

    def __init__(self, turn: Turn, rules: RuleSet) -> None:
        reading = turn.reading or Reading()
        super().__init__(_("What this line does"), about_reading(reading, rules))
        self._said = turn.text
        self._reading = reading

    def compose(self) -> ComposeResult:
        """The line, its reading, and the passages."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(
                f"«{self._said[:400]}»" if self._said else _("(you let a silence fall)"),
                classes="said",
                markup=False,
            )
            yield Static(self._content, classes="text")
            for passage in self._passages():
                yield PassageView(passage)
        yield Footer()

    def _passages(self) -> list[guidance.Passage]:
        found: dict[str, guidance.Passage] = {}
        for flag in (*self._reading.shown(), *self._reading.style):
            for passage in guidance.passages_for(flag)[:2]:
                found.setdefault(passage.id, passage)
        return list(found.values())[:_PASSAGES]
