"""A model being fetched while the program goes on: in a thread that never holds the exit."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from coach.messages import gettext as _
from coach.model import measure
from coach.model.download import Download, Progress, Stage
from coach.model.source import Source
from coach.model.trouble import DownloadError, Trouble

if TYPE_CHECKING:
    from textual.timer import Timer

    from coach.tui.app import CoachApp

_LOOKS = 0.25
_SETTLED = 2.0
"""Seconds of fetching after which its speed says something."""
_BAR = 24


class Fetching:
    """One model on its way. The program looks at it a few times a second and tells how it ended."""

    def __init__(self, app: CoachApp, source: Source) -> None:
        self.source = source
        self.progress = Progress(Stage.CONNECTING, 0, 0)
        self._app = app
        self._download = Download(source)
        self._error: Exception | None = None
        self._timer: Timer | None = None
        self._thread = threading.Thread(target=self._run, name="fetch a model", daemon=True)
        self._since: tuple[float, int] | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()
        self._timer = self._app.set_interval(_LOOKS, self._look)

    def cancel(self) -> None:
        """Stop; what came in stays for the next time."""
        self._download.cancel()

    def told(self) -> str:
        """How far it is, in one line."""
        progress = self.progress
        if progress.stage is Stage.CONNECTING or not progress.total:
            return _("Asking the hub…")
        share = progress.done / progress.total
        drawn = "▓" * round(share * _BAR) + "░" * (_BAR - round(share * _BAR))
        done = _("{done} of {total}").format(done=measure.size(progress.done), total=measure.size(progress.total))
        if progress.stage is Stage.CHECKING:
            reading = _("reading what is here")
            return f"{drawn}  {done}  {reading}"
        return f"{drawn}  {done}{self._left()}"

    def percentage(self) -> int:
        """How far it is, from 0 to 100."""
        return 100 * self.progress.done // self.progress.total if self.progress.total else 0

    def _left(self) -> str:
        """How long it will still take, once that can be known."""
        if self._since is None:
            return ""
        took, came = time.monotonic() - self._since[0], self.progress.done - self._since[1]
        if took < _SETTLED or came <= 0:
            return ""
        left = (self.progress.total - self.progress.done) * took / came
        told = _("{count} min left") if left >= 60 else _("less than a minute left")
        return " · " + told.format(count=round(left / 60))

    def _run(self) -> None:
        try:
            self._download.run(self._report)
        except DownloadError as error:
            self._error = error
        except Exception as error:  # in a thread nobody else would hear of it
            self._error = error

    def _report(self, progress: Progress) -> None:
        if progress.stage is Stage.FETCHING and self._since is None:
            self._since = (time.monotonic(), progress.done)
        self.progress = progress

    def _look(self) -> None:
        if not self._thread.is_alive():
            if self._timer is not None:
                self._timer.stop()
            self._app.fetched(self)

    def ending(self) -> tuple[str, bool]:
        """How it ended, in words, and whether the model is here."""
        if self._error is None:
            return _("{model} is on this computer.").format(model=self.source.name), True
        return str(self._error) or type(self._error).__name__, False

    @property
    def cancelled(self) -> bool:
        """Whether it ended because the user wanted so."""
        return isinstance(self._error, DownloadError) and self._error.trouble is Trouble.CANCELLED
