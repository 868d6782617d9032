"""Texts at which an answer ends, also when they come in pieces."""

from __future__ import annotations

from collections.abc import Iterable


class Stops:
    """Holds back what may be the beginning of a stop text, and cuts the answer before it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(text for text in texts if text)
        self._held = ""
        self.reached = False

    def take(self, text: str) -> str:
        """What of the answer so far may be shown now."""
        if self.reached:
            return ""
        self._held += text
        found = [place for stop in self._texts if (place := self._held.find(stop)) >= 0]
        if found:
            self.reached = True
            shown, self._held = self._held[: min(found)], ""
            return shown
        keep = max((_overlap(self._held, stop) for stop in self._texts), default=0)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def rest(self) -> str:
        """What was held back when the answer ended by itself."""
        shown, self._held = self._held, ""
        return shown


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of a text begin the stop text."""
    return next((size for size in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:size])), 0)
