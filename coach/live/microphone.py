"""The manager's own microphone, as the program sees it: on or off, and told to the meter when he speaks."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import IO, Any

from coach.live.clock import elapsed
from coach.live.meter import Meter
from coach.live.sound import notice
from coach.live.sound.notice import Kind, Notice
from coach.messages import gettext as _

_SILENT = 8
"""Seconds awake without a word of the process, after which it counts as stuck."""
_PATIENCE = 2.0
_RETRY = 2.0


class MicState(StrEnum):
    """Where the microphone stands."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    LOST = "lost"
    """It is gone, and looked for; see `Microphone.reason`."""
    IMPOSSIBLE = "impossible"
    """It cannot work on this computer as it is; see `Microphone.reason`."""


class Microphone:
    """Off until `start`. The sound itself stays in a process of its own and is gone within half a second.

    A device that is pulled out, or a sound library that falls over, gives `MicState.LOST`; it comes back by itself.
    What was not measured meanwhile is in `Balance.missed`. May be called from any thread.

    Args:
        meter: is told when the manager speaks.
        name: of the microphone, one of `coach.live.sound.source.microphones`; left out, the computer's own choice.
        changed: called, from any thread, whenever `state` or `still` changes.
        command: the process to start in place of the usual one.
    """

    def __init__(
        self,
        meter: Meter,
        *,
        name: str | None = None,
        changed: Callable[[], None] | None = None,
        command: Sequence[str] = (),
        clock: Callable[[], float] = elapsed,
        retry: float = _RETRY,
    ) -> None:
        self.meter = meter
        self.state = MicState.OFF
        self.reason = ""
        self.still = False
        """Nothing is heard, not even noise: muted, or the terminal is not allowed to listen."""
        self._changed = changed
        usual = (sys.executable, "-P", "-B", "-m", "coach.live.sound.capture", *filter(None, [name]))
        self._command = tuple(command) or usual
        self._clock, self._retry = clock, retry
        self._lock = threading.Lock()
        self._round = 0
        self._stop = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._quiet = 0

    def start(self) -> None:
        """Turn it on; returns at once, `state` tells how it went. Does nothing when it is on already."""
        with self._lock:
            if self.state is not MicState.OFF and self.state is not MicState.IMPOSSIBLE:
                return
            self._round += 1
            self._stop = threading.Event()
            self.reason, self.still = "", False
            self.state = MicState.STARTING
            for work in (self._keep_listening, self._watch):
                threading.Thread(target=work, args=(self._round, self._stop), daemon=True).start()
        self._announce()

    def stop(self) -> None:
        """Turn it off: when this returns, the microphone is closed, and the meter measures nothing."""
        with self._lock:
            if self.state is MicState.OFF:
                return
            self._stop.set()
            self._round += 1
            self.state, self.reason, self.still = MicState.OFF, "", False
            process = self._process
            self.meter.stop()
        if process is not None:
            _end(process)
        self._announce()

    @property
    def on(self) -> bool:
        """Whether a microphone may be open: this is when the mark has to be seen."""
        return self.state in (MicState.STARTING, MicState.ON, MicState.LOST)

    @property
    def pid(self) -> int | None:
        """Of the process that has the microphone; None when it was never turned on."""
        return self._process.pid if self._process else None

    @property
    def told(self) -> str:
        """How it stands, as a sentence for the user; empty when it is off."""
        if self.state is MicState.ON and self.still:
            return _("The microphone is on, but hears nothing at all. Is it muted, or may the terminal not use it?")
        return {
            MicState.OFF: "",
            MicState.STARTING: _("The microphone is being opened…"),
            MicState.ON: _("The microphone is on. It measures only when you speak; no sound is kept."),
        }.get(self.state, self.reason)

    def _keep_listening(self, turn: int, stop: threading.Event) -> None:
        """Start the process, and again whenever it ends by itself."""
        while not stop.is_set():
            try:
                process = self._spawned(turn)
            except OSError as error:
                self._take(turn, Notice(Kind.IMPOSSIBLE, reason=error.strerror or str(error)))
                return
            if process is None:
                return
            assert process.stdout is not None
            with process.stdout:
                self._read(turn, process.stdout)
            _end(process)
            if self.state is MicState.IMPOSSIBLE:
                return
            gone = _("The microphone has gone away. It goes on as soon as it is back.")
            self._take(turn, Notice(Kind.LOST, self._clock(), reason=gone))
            stop.wait(self._retry)

    def _spawned(self, turn: int) -> subprocess.Popen[str] | None:
        with self._lock:
            if turn != self._round:
                return None
            self._quiet = 0
            self._process = _popen(self._command)
            return self._process

    def _read(self, turn: int, lines: IO[str]) -> None:
        with suppress(OSError, ValueError):
            for line in lines:
                told = notice.read(line)
                if told is not None:
                    self._take(turn, told)

    def _watch(self, turn: int, stop: threading.Event) -> None:
        """End a process that has not said anything for long; it is then started again."""
        while not stop.wait(1.0):
            with self._lock:
                if turn != self._round or self.state is MicState.IMPOSSIBLE:
                    return
                # Counted, not by the clock: after sleep the process needs a moment as well.
                self._quiet += 1
                stuck = self._process if self._quiet > _SILENT else None
            if stuck is not None:
                with suppress(OSError):
                    stuck.kill()

    def _take(self, turn: int, told: Notice) -> None:
        """Pass on what was told, unless it was turned off meanwhile."""
        with self._lock:
            if turn != self._round:
                return
            self._quiet = 0
            before = (self.state, self.still)
            self._obey(told)
            changed = before != (self.state, self.still)
        if changed:
            self._announce()

    def _obey(self, told: Notice) -> None:
        match told.kind:
            case Kind.ON:
                self.state, self.reason = MicState.ON, ""
                self.meter.listen(told.at)
            case Kind.BEGINS | Kind.ENDS:
                self.meter.voice(told.kind is Kind.BEGINS, told.at)
            case Kind.BEAT:
                self.still = told.still
            case Kind.LOST:
                self.state, self.reason, self.still = MicState.LOST, told.reason, False
                self.meter.deafen(told.at)
            case Kind.IMPOSSIBLE:
                self.state, self.reason, self.still = MicState.IMPOSSIBLE, told.reason, False
                self.meter.deafen(told.at)

    def _announce(self) -> None:
        if self._changed is not None:
            self._changed()


def _popen(command: Sequence[str]) -> subprocess.Popen[str]:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(command, text=True, encoding="utf-8", creationflags=flags, **pipes)
    # A session of its own: Ctrl+C in the terminal is for the program, and the terminal cannot be written to.
    return subprocess.Popen(command, text=True, encoding="utf-8", start_new_session=True, **pipes)


def _end(process: subprocess.Popen[str]) -> None:
    """End the process: by the end of its input, or else by force."""
    with suppress(OSError, ValueError):
        assert process.stdin is not None
        process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
