"""The process of a model as the program sees it: started, spoken to, and ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from coach.model import wire

_PATIENCE = 0.2
"""Seconds that a process gets to end by itself; it has nothing to put away."""

_MOURNING = 0.5
"""Seconds that are waited for a process that was killed; then it is left to end when the system lets it."""


class Child:
    """One process, from its start to its end."""

    def __init__(self, heard: Callable[[Child, dict[str, Any] | None], None]) -> None:
        """Start it.

        Args:
            heard: called in a thread of its own with each message, and at last with None when the process is gone.

        Raises:
            OSError: it cannot be started.
        """
        self._heard = heard
        self._writing = threading.Lock()
        self._process = _spawned()
        self.pid = self._process.pid
        threading.Thread(target=self._listen, name="model-listener", daemon=True).start()

    def tell(self, told: dict[str, Any]) -> bool:
        """Send a message; returns False when the process is gone."""
        assert self._process.stdin is not None
        try:
            with self._writing:
                wire.write(self._process.stdin, told)
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """End it now; what it was doing is lost."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it, within a second whatever it is doing."""
        assert self._process.stdin is not None
        # A write that waits for a stuck process holds the lock; then only killing helps.
        if self._writing.acquire(timeout=_PATIENCE):
            with suppress(OSError, ValueError):
                self._process.stdin.close()
            self._writing.release()
        if not self._gone(_PATIENCE):
            self.kill()
            self._gone(_MOURNING)

    def _gone(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(wire.Broken, OSError, ValueError):
            while (told := wire.read(self._process.stdout)) is not None:
                self._heard(self, told)
        self.kill()
        self._heard(self, None)
        self._process.wait()
        self._process.stdout.close()


def _spawned() -> subprocess.Popen[bytes]:
    # -P: no module from the folder that the user happens to stand in.
    command = [sys.executable, "-P", "-m", "coach.model.worker", str(os.getpid())]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return subprocess.Popen(command, creationflags=flags, **pipes)
    # A session of its own: Ctrl+C in the terminal is for the program, and the terminal cannot be written to.
    return subprocess.Popen(command, start_new_session=True, **pipes)
