"""Reads a transcript as it grows: standard input, a file that is written to, or a named pipe."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock, Thread
from typing import BinaryIO

from coach.live.fed_turn import FedTurn
from coach.live.feed import Feed
from coach.messages import gettext as _

STDIN = "-"
_PIECE = 65_536
_PAUSE = 0.2
"""Seconds between two looks at a file that has nothing new."""
_AT_ONCE = 1_000_000
"""So many bytes of a file are read at most before the program gets a turn."""


class FeedState(StrEnum):
    """Where the feed stands."""

    OFF = "off"
    WAITING = "waiting"
    """Nothing has come yet, or the file is not there yet."""
    FLOWING = "flowing"
    ENDED = "ended"
    """The tool has closed its end; a pipe or a file is watched all the same."""
    UNREADABLE = "unreadable"
    """It cannot be read; see `Follower.reason`."""


class Follower:
    """Reads in a thread of its own, and hands over turn after turn.

    A file is read from its beginning, followed as it grows, and read anew when it is replaced or made shorter. A pipe
    may be closed and opened again by the tool. Nothing that is read is kept here.

    Args:
        where: a path, or "-" for standard input.
        feed: makes turns of what is read.
        deliver: called from that thread with each turn.
        changed: called, from that thread, whenever `state` changes.
        piped: what to read for "-", see `piped_input`.
    """

    def __init__(
        self,
        where: str,
        feed: Feed,
        deliver: Callable[[FedTurn], None],
        *,
        changed: Callable[[], None] | None = None,
        piped: BinaryIO | None = None,
        pause: float = _PAUSE,
    ) -> None:
        self.state = FeedState.OFF
        self.reason = ""
        self.feed = feed
        self._where, self._deliver, self._changed, self._piped = where, deliver, changed, piped
        self._pause = pause
        self._stop = Event()
        self._lock = Lock()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to read; returns at once."""
        self._stop.clear()
        self._now(FeedState.WAITING)
        self._thread = Thread(target=self._run, name="feed", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no more. A line that was already handed over stays."""
        self._stop.set()
        self._now(FeedState.OFF)

    @property
    def told(self) -> str:
        """How it stands, as a sentence for the user; empty when it is off."""
        return {
            FeedState.OFF: "",
            FeedState.WAITING: _("Waiting for the transcript…"),
            FeedState.FLOWING: _("The transcript comes in."),
            FeedState.ENDED: _("The transcript has ended."),
            FeedState.UNREADABLE: _("The transcript cannot be read: {reason}").format(reason=self.reason),
        }[self.state]

    def _run(self) -> None:
        try:
            if self._where == STDIN:
                self._drain(self._piped or sys.stdin.buffer)
                self._end()
            else:
                self._follow(Path(self._where))
        except (OSError, ValueError) as error:
            self.reason = getattr(error, "strerror", None) or str(error)
            self._now(FeedState.UNREADABLE)

    def _follow(self, path: Path) -> None:
        """Read the file or pipe whenever there is one, until told to stop."""
        while not self._stop.is_set():
            try:
                if stat.S_ISFIFO(path.stat().st_mode):
                    self._drain_pipe(path)
                else:
                    self._grow(path)
            except FileNotFoundError:
                self._stop.wait(self._pause)

    def _drain(self, source: BinaryIO) -> None:
        """Read to the end of it."""
        number = source.fileno()
        while not self._stop.is_set() and (data := os.read(number, _PIECE)):
            self._take(data)

    def _drain_pipe(self, path: Path) -> None:
        """Read a pipe to the end of what its writer says; waiting for a writer can be broken off."""
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        heard = False
        try:
            while not self._stop.is_set():
                with suppress(BlockingIOError):
                    data = os.read(number, _PIECE)
                    if data:
                        heard = True
                        self._take(data)
                        continue
                    if heard:
                        break
                self._stop.wait(self._pause)
        finally:
            os.close(number)
        self._end()

    def _grow(self, path: Path) -> None:
        """Read a file as long as it stays the same file and does not become shorter."""
        with path.open("rb", buffering=0) as file:
            own = os.fstat(file.fileno())
            while not self._stop.is_set():
                data = file.read(_AT_ONCE)
                if data:
                    self._take(data)
                    continue
                self._stop.wait(self._pause)
                now = path.stat()
                if (now.st_ino, now.st_dev) != (own.st_ino, own.st_dev) or now.st_size < file.tell():
                    break
        self._end()

    def _take(self, data: bytes) -> None:
        self._now(FeedState.FLOWING)
        for turn in self.feed.push(data):
            self._deliver(turn)

    def _end(self) -> None:
        for turn in self.feed.end():
            self._deliver(turn)
        if not self._stop.is_set():
            self._now(FeedState.ENDED)

    def _now(self, state: FeedState) -> None:
        with self._lock:
            if state is self.state or (self._stop.is_set() and state is not FeedState.OFF):
                return
            self.state = state
        if self._changed is not None:
            self._changed()


def piped_input() -> BinaryIO | None:
    """What is piped into the program, for `Follower`; afterwards standard input is the keyboard again.

    None when nothing is piped. Call it before anything reads keys.

    Raises:
        OSError: there is no terminal to take keys from.
    """
    if sys.stdin is None or sys.stdin.isatty():
        return None
    piped = os.fdopen(os.dup(0), "rb", buffering=0)
    keyboard = os.open("CONIN$" if sys.platform == "win32" else "/dev/tty", os.O_RDONLY)
    os.dup2(keyboard, 0)
    os.close(keyboard)
    return piped
