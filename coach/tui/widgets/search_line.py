"""The line in which a search is typed."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

LONGEST = 1_000
"""Characters of a paste that a search line takes; nobody asks more in one question."""


class SearchLine(Input):
    """An input that takes no control characters, wherever its text comes from."""

    def _on_paste(self, event: events.Paste) -> None:
        """Paste without control characters: they could steer the terminal."""
        from coach.legible import legible

        super()._on_paste(events.Paste(legible(event.text[:LONGEST])))
        event.stop()
        event.prevent_default()
