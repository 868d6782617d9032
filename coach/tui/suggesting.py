"""A suggestion of the language model on its way: nobody waits for it, and what it is about may be gone by then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget

    from coach.model.contract import Engine

Look = Callable[["Engine", Callable[[], bool]], Any]
"""Asks an engine for something, and gives up when told to; None when there is nothing."""


class Suggesting:
    """Looks for one suggestion in a thread of its own and posts it as `Came`.

    Attributes:
        model: the name of the model, for the mark.
    """

    class Came(Message):
        """A suggestion is there."""

        def __init__(self, suggesting: Suggesting, found: Any) -> None:
            self.suggesting = suggesting
            self.found = found
            super().__init__()

    def __init__(self, engine: Engine, look: Look, listener: Widget) -> None:
        self.model = engine.limits().name
        self._engine = engine
        self._look = look
        self._listener = listener
        self._over = threading.Event()
        # A daemon: quitting waits for no model.
        threading.Thread(target=self._work, name="suggestion", daemon=True).start()

    def stop(self) -> None:
        """Look no further; returns at once, and the model is free within a moment."""
        self._over.set()

    def _work(self) -> None:
        try:
            found = self._look(self._engine, self._over.is_set)
        except Exception:  # a suggestion that fails is no suggestion
            self._listener.log.error("a suggestion failed")
            return
        if found is not None and not self._over.is_set():
            self._listener.post_message(self.Came(self, found))
