"""Fetching a model from a hub: a process of its own goes online, and only when this is called.

The hub is huggingface.co, or what the environment variable HF_ENDPOINT names.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coach.model import measure, room, shelf
from coach.model.inspection import ModelFileError, inspect
from coach.model.shelf import Origin
from coach.model.source import Source
from coach.model.trouble import DownloadError, Trouble, explained

_HUB = "https://huggingface.co"
_SPARE = 500_000_000
"""Bytes that stay free on the disk: talks must be kept, and the system needs to breathe."""

_ENVIRONMENT = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
}
_UNWANTED = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
"""Search by meaning sets these for the whole program. Here the user asked to go online."""


class Stage(StrEnum):
    """What a download is busy with."""

    CONNECTING = "connecting"
    FETCHING = "fetching"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is, in bytes; `total` is 0 until the hub has told."""

    stage: Stage
    done: int
    total: int


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Progress that nobody looks at."""


def installed() -> bool:
    """Whether the library for it is there; imports nothing."""
    return importlib.util.find_spec("huggingface_hub") is not None


def hub() -> str:
    """The host from which models come."""
    return urlsplit(_endpoint()).netloc or _endpoint()


def page(source: Source) -> str:
    """The page about a model, for people."""
    return f"{_endpoint()}/{source.repository}"


class Download:
    """One download. `run` does it and blocks; `cancel` may be called from any other thread, at any moment."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._child: subprocess.Popen[bytes] | None = None
        self._cancelled = threading.Event()
        self._lock = threading.Lock()

    def run(self, report: Report = silent) -> Path:
        """Fetch the model, or the rest of it; returns where it stands. One that is here already is not fetched.

        Raises:
            DownloadError: it did not come; also when it was cancelled.
        """
        if self.source.path.is_file():
            return self.source.path
        if not installed():
            raise explained(Trouble.EXTRA)
        report(Progress(Stage.CONNECTING, 0, 0))
        try:
            shelf.prepare(self.source)
            found = self._conversation(report)
            self._usable()
            shelf.remember(self.source, self._origin(found))
        except OSError as error:
            raise self._explained(Trouble.DISK, detail=error.strerror or str(error)) from error
        finally:
            self._end()
        return self.source.path

    def cancel(self) -> None:
        """Stop at once; what came in stays for the next time."""
        self._cancelled.set()
        with self._lock:
            if self._child is not None:
                self._child.kill()

    def _conversation(self, report: Report) -> dict[str, Any]:
        """Listen to the process that fetches until it is done; what it found on the hub."""
        child = self._started()
        self._say(child, {"repository": self.source.repository, "file": self.source.file,
                          "revision": self.source.revision})  # fmt: skip
        found: dict[str, Any] = {}
        for told in _answers(child):
            if "problem" in told:
                raise self._problem(told)
            if "found" in told:
                found = told["found"]
                part = self._accepted(found)
                self._say(child, {"go": str(part), "target": str(self.source.path)})
            elif "fetched" in told:
                return found
            else:
                stage = Stage.CHECKING if "checking" in told else Stage.FETCHING
                report(Progress(stage, int(told.get("checking", told.get("progress", 0))), int(found["size"])))
        raise self._explained(Trouble.CANCELLED if self._cancelled.is_set() else Trouble.STRANGE, detail="…")

    def _started(self) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | _ENVIRONMENT
        # -P: no module from the folder that the user happens to stand in.
        command = [sys.executable, "-P", "-m", "coach.model.fetch"]
        with self._lock:
            if self._cancelled.is_set():
                raise self._explained(Trouble.CANCELLED)
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=environment, close_fds=True, start_new_session=sys.platform != "win32",
            )  # fmt: skip
            return self._child

    def _accepted(self, found: dict[str, Any]) -> Path:
        """Look at what the hub offers before it is fetched; where it will grow.

        Raises:
            DownloadError: it is another file than the catalogue knows, or there is no room for it.
        """
        checksum, size = str(found["checksum"]), int(found["size"])
        if self.source.sha256 not in (None, checksum):
            raise self._explained(Trouble.OTHER)
        part = shelf.part_path(self.source, checksum)
        for other in shelf.parts(self.source):
            if other != part:
                other.unlink(missing_ok=True)
        here = part.stat().st_size if part.exists() else 0
        needed, free = size - here + _SPARE, room.free_disk(part.parent)
        if here < size and needed > free:
            raise self._explained(Trouble.NO_ROOM, needed=measure.size(needed), free=measure.size(free))
        return part

    def _usable(self) -> None:
        """A file with the right checksum may still be something else than a language model."""
        try:
            inspect(self.source.path)
        except ModelFileError as error:
            self.source.path.unlink(missing_ok=True)
            raise self._explained(Trouble.UNUSABLE, detail=str(error)) from error

    def _origin(self, found: dict[str, Any]) -> Origin:
        return Origin(
            repository=self.source.repository, file=self.source.file, revision=self.source.revision,
            commit=str(found.get("commit", "")), hub=hub(), checksum=str(found["checksum"]),
            size=int(found["size"]), fetched=datetime.now(UTC),
        )  # fmt: skip

    def _say(self, child: subprocess.Popen[bytes], order: dict[str, str]) -> None:
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # then its answers end, too
            child.stdin.write(json.dumps(order).encode("ascii") + b"\n")
            child.stdin.flush()

    def _problem(self, told: dict[str, Any]) -> DownloadError:
        try:
            trouble = Trouble(told["problem"])
        except ValueError:
            trouble = Trouble.STRANGE
        return self._explained(trouble, detail=str(told.get("detail", "")))

    def _explained(self, trouble: Trouble, **facts: str) -> DownloadError:
        return explained(trouble, **{"hub": hub(), "file": self.source.file, "page": page(self.source)} | facts)

    def _end(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the process tells, until it stops or tells something that it should not."""
    assert child.stdout is not None
    while raw := child.stdout.readline(1 << 16):
        try:
            told = json.loads(raw)
        except ValueError:
            return
        if not isinstance(told, dict):
            return
        yield told


def _endpoint() -> str:
    return (os.environ.get("HF_ENDPOINT") or _HUB).rstrip("/")
