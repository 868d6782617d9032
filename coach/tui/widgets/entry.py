"""A box to write in, as high as what belongs there; it says when its text rests and when it is left."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from coach.messages import gettext as _
from coach.tui.widgets.draft import Draft


class Entry(Draft):
    """A draft in which Enter makes a new line; in a box of one line it goes to the next box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", _("New line or next box"), show=False, priority=True),
        Binding("tab", "app.focus_next", _("Next box"), show=False),
    ]

    class Left(Message):
        """The keyboard went elsewhere."""

        def __init__(self, entry: Entry) -> None:
            self.entry = entry
            super().__init__()

    def __init__(self, box: str, text: str, placeholder: str, lines: int) -> None:
        super().__init__(placeholder)
        self.box = box
        self.lines = lines
        self.text = text
        self.styles.min_height = lines

    def action_enter(self) -> None:
        """Begin a new line where there is room for one."""
        if self.lines == 1:
            self.screen.focus_next()
        else:
            self.action_newline()

    def on_blur(self, _event: events.Blur) -> None:
        """Tell that the keyboard went elsewhere."""
        self.post_message(self.Left(self))
