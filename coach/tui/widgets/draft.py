"""The line being typed: Enter says it, Ctrl+J makes a new line, and it grows with what is in it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from coach.messages import gettext as _

PAUSE = 0.02
"""Seconds without a key after which the draft is read: short of the 50 ms that feel like at once."""


class Draft(TextArea):
    """A text area that speaks in messages: `Said` on Enter, `Paused` when the typing rests."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "say", _("Say")),
        Binding("ctrl+j", "newline", _("New line"), show=False, priority=True),
    ]

    class Said(Message):
        """The user pressed Enter; an empty text is a silence."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Paused(Message):
        """The typing rests on this text."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, soft_wrap=True, show_line_numbers=False, compact=True, id=id)
        self._rest: Timer | None = None

    def on_mount(self) -> None:
        """Hold the cursor still where every drawing goes over a line."""
        self.cursor_blink = getattr(self.app, "blinks", True)

    def action_say(self) -> None:
        """Send the text and empty the line."""
        text = self.text
        self.clear()
        self.post_message(self.Said(text))

    def action_newline(self) -> None:
        """Begin a new line within the same turn."""
        self.insert("\n")

    def put(self, text: str) -> None:
        """Put text in the line, with the cursor behind it."""
        self.text = text
        self.move_cursor(self.document.end)
        self.focus()

    def on_text_area_changed(self) -> None:
        """Start counting the pause anew with every change."""
        if self._rest:
            self._rest.reset()
        else:
            self._rest = self.set_timer(getattr(self.app, "draft_rest", PAUSE), self._pause)

    async def _on_key(self, event: events.Key) -> None:
        """Enter says the line, in its turn: what was typed before it stands there by then, however fast it came."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_say()

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste without control characters: they could steer the terminal."""
        from coach.legible import legible
        from coach.roleplay.practice import MAX_TURN_CHARS

        await super()._on_paste(events.Paste(legible(event.text[:MAX_TURN_CHARS])))
        event.stop()
        event.prevent_default()

    def _pause(self) -> None:
        self._rest = None
        self.post_message(self.Paused(self.text))
