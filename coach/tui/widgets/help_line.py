"""The level of help before a talk: which one, what it means, and the key that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from coach.roleplay import level

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class HelpLine(Static):
    """Shows the level that the user chose last; `next` goes to the next one and remembers it."""

    app: CoachApp
    DEFAULT_CSS = """
    HelpLine { height: auto; padding: 0 3; border-top: solid $panel; }
    """

    def on_mount(self) -> None:
        """Show what was chosen last, once the store is there."""
        self.call_after_refresh(self._show)

    def next(self) -> None:
        """Go to the next level."""
        self.app.level = level.after(self.app.level)
        self._show()

    def _show(self) -> None:
        chosen = self.app.level
        name, about = level.name(chosen), level.about(chosen)
        self.update(Content.assemble(("h  ", "$accent-word"), (f"{name}  ", "bold"), (about, "$aside")))
