"""Looking back: one page that reads like a letter, and ways to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from coach import locations
from coach.debrief import debrief, html, markdown
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.tui import clipboard
from coach.tui.widgets.letter import letter

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class DebriefScreen(Screen[None]):
    """The debrief of one talk."""

    app: CoachApp
    CSS_PATH = "debrief.tcss"
    HELP = _(
        "Read it from top to bottom. Saving makes two files: a page for reading or printing, and plain Markdown."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", _("Save")),
        Binding("c", "copy", _("Copy")),
        Binding("n", "again", _("Once more")),
        Binding("escape", "leave", _("Home")),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.employee = practice.employee
        self.report = debrief(practice.shown, practice.employee.persona, practice.employee.situation.title)

    def compose(self) -> ComposeResult:
        """The letter."""
        with VerticalScroll(id="letter"):
            for part in letter(self.report):
                yield Static(part.content, classes=part.style)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#letter").focus()

    def action_save(self) -> None:
        """Save as HTML and Markdown, and say where; the text stays on the screen when it fails."""
        folder = locations.documents()
        stem = f"verzuimcoach-{self.employee.persona.id}"
        try:
            page = clipboard.save(html(self.report), folder, stem, ".html")
            text = clipboard.save(markdown(self.report), folder, stem, ".md")
        except OSError as error:
            reason = error.strerror or str(error)
            self.app.notify(
                _("Not saved in {folder}: {reason}").format(folder=folder, reason=reason),
                timeout=12,
                markup=False,
            )
            return
        told = _("Saved in {folder}: {page} and {text}").format(folder=folder, page=page.name, text=text.name)
        self.app.notify(told, timeout=12, markup=False)

    def action_copy(self) -> None:
        """Copy the debrief as Markdown."""
        way = clipboard.copy(markdown(self.report), self.app)
        told = {
            clipboard.Way.CLIPBOARD: _("The page is on the clipboard."),
            clipboard.Way.TERMINAL: _("Asked the terminal to copy. Not there? Press s to save it as a file."),
        }
        self.app.notify(told[way], markup=False)

    def action_again(self) -> None:
        """The same employee once more, from the beginning."""
        self.app.go_home()
        self.app.brief(self.employee.situation.id, self.employee.persona.id)

    def action_leave(self) -> None:
        """Go home."""
        self.app.go_home()
