"""An app that shares its process with others: it leaves their output streams alone, and its faults stay its own."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import Any, TextIO

from textual.app import App

_LOG = logging.getLogger("coach.workshop")


class Hosted(App[None]):
    """To be mixed in before the app itself.

    Textual lets an app catch `print` by putting itself in the place of `sys.stdout`; with many apps, each would put
    back what it found when it began, in any order. These catch nothing.
    """

    _streams: tuple[TextIO, TextIO] | None = None

    @property
    def _capture_stdout(self) -> Any:
        return sys.stdout

    @_capture_stdout.setter
    def _capture_stdout(self, _value: object) -> None:
        return

    @property
    def _capture_stderr(self) -> Any:
        return sys.stderr

    @_capture_stderr.setter
    def _capture_stderr(self, _value: object) -> None:
        return

    async def _process_messages_loop(self) -> None:
        try:
            await super()._process_messages_loop()
        finally:
            # Leaving puts the streams of the beginning back; whoever has taken them since gets them again.
            self._streams = (sys.stdout, sys.stderr)

    def streams_back(self) -> None:
        """Undo what leaving did to the output streams."""
        if self._streams:
            (sys.stdout, sys.stderr), self._streams = self._streams, None

    def _fatal_error(self) -> None:
        """End without drawing a traceback: it would hold what was said, and this screen is somebody's."""
        self._close_messages_no_wait()

    def panic(self, *_renderables: Any) -> None:
        """End without drawing."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    def _handle_exception(self, error: Exception) -> None:
        """Note where it went wrong, and nothing of what was on the screen; `COACH_DEBUG` asks for all of it."""
        places = traceback.extract_tb(error.__traceback__)
        place = f"{places[-1].filename.rpartition('/')[2]}:{places[-1].lineno}" if places else "?"
        whole = error if os.environ.get("COACH_DEBUG") else None
        if not self._exit:  # what fails while it is being closed is no news
            _LOG.error("a screen failed: %s at %s", type(error).__name__, place, exc_info=whole)
        super()._handle_exception(error)
