"""The one line of the live screen: what was heard, what will be said, a note, or words to look up."""

from __future__ import annotations

from enum import StrEnum

from textual import events
from textual.message import Message

from coach.messages import gettext as _
from coach.tui.widgets.search_line import SearchLine

_ALWAYS = frozenset({"enter", "tab"})
_KEYS = _ALWAYS | {"left", "right", "space", "slash", "equals_sign", *map(str, range(1, 10))}
"""With nothing typed these mean something else: no telegram begins with them. Two always do."""


class Mode(StrEnum):
    """What the words on the line are."""

    HEARD = "heard"
    SAID = "said"
    NOTE = "note"
    FIND = "find"


def lead(mode: Mode) -> str:
    """What stands before the line, all of one width in each language."""
    return {
        Mode.HEARD: _("I hear"),
        Mode.SAID: _("I say"),
        Mode.NOTE: _("Note"),
        Mode.FIND: _("Find"),
    }[mode]


def invitation(mode: Mode) -> str:
    """What can be typed, in a few words."""
    return {
        Mode.HEARD: _("in telegram style: roster evening too heavy"),
        Mode.SAID: _("what you want to say; Enter: said. Empty: a silence"),
        Mode.NOTE: _("an agreement, a date or a task"),
        Mode.FIND: _("a card or the guidance"),
    }[mode]


class LiveLine(SearchLine):
    """An input that stays still, takes no control characters, and passes on the keys of an empty line."""

    class Pressed(Message):
        """A key that means something else than a letter; with Enter what was sent, and as what.

        The line is empty again by then: whoever types on while the program is busy begins a new one.
        """

        def __init__(self, key: str, text: str = "", mode: Mode = Mode.HEARD) -> None:
            self.key, self.text, self.mode = key, text, mode
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False, max_length=2_000)
        self.cursor_blink = False
        self.mode = Mode.HEARD

    def take(self, mode: Mode, *, quiet: bool = False) -> None:
        """Take other words from now on; what is typed already stays. `quiet` leaves the invitation out."""
        self.mode = mode
        self.placeholder = "" if quiet else invitation(mode)

    def turn(self) -> None:
        """From what the other says to what you want to say, and back; not while looking something up."""
        if self.mode is not Mode.FIND:
            self.mode = Mode.HEARD if self.mode is not Mode.HEARD else Mode.SAID

    async def _on_key(self, event: events.Key) -> None:
        """Pass a key of an empty line on; all else is typed.

        What Tab and Enter do to the line is done here and now: the next keys may be waiting already.
        """
        if event.key == "tab":
            self.turn()
        finding = self.mode is Mode.FIND and event.key != "enter"
        if event.key in _KEYS and not finding and (not self.value or event.key in _ALWAYS):
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key, self.value.strip(), self.mode))
            if event.key == "enter" and self.mode is not Mode.FIND:
                self.value = ""
            return
        await super()._on_key(event)
