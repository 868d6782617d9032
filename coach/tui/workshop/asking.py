"""Small questions over the console: yes or no, one line, or something to read."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer


class SureScreen(ModalScreen[bool]):
    """Gives True for yes, and False for everything else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,y", "dismiss(True)", _("Yes"), key_display="j"),
        Binding("n,escape", "dismiss(False)", _("No"), key_display="n"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """The question, and what follows from it."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._text, classes="lead", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


class Line(Input):
    """A line that says at the foot of the screen what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", _("Go on"))]


class LineScreen(ModalScreen[str]):
    """Gives the line that was typed; empty when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", _("Cancel"))]

    def __init__(self, title: str, note: str, *, value: str = "", most: int = 0) -> None:
        super().__init__()
        self._title, self._note, self._value, self._most = title, note, value, most

    def compose(self) -> ComposeResult:
        """What is asked, the line, and a note below it."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Line(self._value, id="line", max_length=self._most, compact=True, select_on_focus=False)
            yield Static(self._note, classes="aside", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the line."""
        line = self.query_one(Input)
        line.cursor_blink = False
        line.focus()

    @on(Input.Submitted)
    def given(self, message: Input.Submitted) -> None:
        """Enter gives it."""
        self.dismiss(message.value.strip())


class NoteScreen(ModalScreen[None]):
    """Something to read, in large air; Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "dismiss", _("Back"), key_display="Esc")]

    def __init__(self, title: str, *parts: Content) -> None:
        super().__init__()
        self._title, self._parts = title, parts

    def compose(self) -> ComposeResult:
        """The title and the parts."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            for part in self._parts:
                yield Static(part, classes="lead")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


def spaced(code: str) -> Content:
    """A code in letters that can be read aloud: wide apart, in its groups."""
    groups = code.replace("-", " ").split()
    return Content.styled("     ".join(" ".join(group) for group in groups), "$accent-word bold")
