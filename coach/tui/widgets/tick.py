"""Something to tick off, with words that appear below it once it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from coach.messages import gettext as _


class Tick(Horizontal, can_focus=True):
    """A line with a box in front: space or Enter ticks, the arrows go to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", _("Tick off"), show=False, key_display=_("Space")),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    class Changed(Message):
        """It was ticked, or unticked."""

        def __init__(self, tick: str, on: bool) -> None:
            self.tick, self.on = tick, on
            super().__init__()

    def __init__(self, tick: str, text: str, *, on: bool, note: str = "", classes: str = "") -> None:
        super().__init__(classes=classes)
        self.tick = tick
        self.on = on
        self._text = text
        self._note = note

    def compose(self) -> ComposeResult:
        """The box, and the words beside it."""
        yield Static(self._sign(), classes="sign")
        yield Static(self._words(), classes="words")

    def action_tick(self) -> None:
        """The other way round."""
        self.on = not self.on
        self.query_one(".sign", Static).update(self._sign())
        self.query_one(".words", Static).update(self._words())
        self.post_message(self.Changed(self.tick, self.on))

    def _sign(self) -> Content:
        return Content.styled("[x]", "$good") if self.on else Content.styled("[ ]", "$aside")

    def _words(self) -> Content:
        note = f"\n{self._note}" if self.on and self._note else ""
        return Content.assemble(self._text, (note, "$hint"))
