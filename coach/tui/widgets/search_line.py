"""The line in which a search is typed."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class SearchLine(Input):
    """An input that takes no control characters, wherever its text comes from."""

    def _on_paste(self, event: events.Paste) -> None:
        """Paste without control characters: they could steer the terminal."""
        from coach.roleplay.practice import legible

        super()._on_paste(events.Paste(legible(event.text)))
        event.stop()
        event.prevent_default()
