"""The process that fetches one model: `python -m coach.model.fetch`. Nothing else in the program goes online for one.

The first line on standard input says what to fetch. It answers in JSON, one object a line: `found` with size and
checksum as the hub tells them, and waits for the line `go`; then `progress` and `checking` with the bytes done, and
`fetched` at the end, or a `problem` at any moment. It stops when standard input closes. What has come in by then
stays, and the next time only the rest is fetched. The file gets its own name only when its checksum is right.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from coach.model.trouble import Trouble

_EVERY = 0.1
_BLOCK = 1 << 16
"""Bytes that are taken in at a time: what is lost at most when a connection breaks off."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT = re.compile(r"[0-9a-f]{40}")
_GONE = 75

Tell = Callable[[dict[str, Any]], None]


class Stopped(Exception):
    """There is a problem; `detail` is what the other side said of it."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.detail = detail


class Growing:
    """A file that grows at its end. It counts, and keeps the checksum of all that it holds."""

    def __init__(self, file: BinaryIO, checksum: Checksum, tell: Tell, total: int) -> None:
        self._file = file
        self._checksum = checksum
        self._tell = tell
        self._total = total
        self._told = 0.0
        self.size = 0

    def take_over(self) -> None:
        """Read what an earlier download left."""
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            self._grown(block, "checking")

    def write(self, block: bytes) -> int:
        """Add to the end."""
        written = self._file.write(block)
        self._grown(block, "progress")
        return written

    def tell(self) -> int:
        """How large it is."""
        return self.size

    def seek(self, place: int, whence: int = 0) -> int:
        """Only back to the beginning, for a server that cannot continue where it was broken off."""
        if place or whence:
            raise OSError(errno.ESPIPE, "only to the beginning")
        self._file.seek(0)
        return 0

    def truncate(self, size: int | None = None) -> int:
        """Begin anew."""
        self._file.truncate(0)
        self._checksum.restart()
        self.size = 0
        return 0

    def _grown(self, block: bytes, what: str) -> None:
        self._checksum.add(block)
        self.size += len(block)
        if time.monotonic() - self._told > _EVERY or self.size == self._total:
            self._told = time.monotonic()
            self._tell({what: self.size})


class Checksum:
    """The checksum that a hub gives for a file: SHA-256 for a large one, that of a git object for a small one."""

    def __init__(self, expected: str, size: int) -> None:
        """Prepare to hold a file against what the hub says.

        Raises:
            Stopped: the hub says nothing that a file can be held against.
        """
        if not (_SHA256.fullmatch(expected) or _GIT.fullmatch(expected)):
            raise Stopped(Trouble.NO_CHECKSUM, expected[:80])
        self._expected = expected
        self._size = size
        self.restart()

    def restart(self) -> None:
        """Forget what was added."""
        if len(self._expected) == hashlib.sha256().digest_size * 2:
            self._hash = hashlib.sha256()
        else:
            self._hash = hashlib.sha1(b"blob %d\0" % self._size, usedforsecurity=False)

    def add(self, block: bytes) -> None:
        """Add what comes next."""
        self._hash.update(block)

    def right(self) -> bool:
        """Whether all that was added is the file that was promised."""
        return self._hash.hexdigest() == self._expected


def main() -> None:
    """Fetch what standard input asks for."""
    told = _own_output()

    def tell(answer: dict[str, Any]) -> None:
        told.write(json.dumps(answer).encode("ascii") + b"\n")
        told.flush()

    try:
        _fetch(json.loads(sys.stdin.buffer.readline()), tell)
    except Stopped as stopped:
        tell({"problem": stopped.trouble.value, "detail": stopped.detail})
    except BrokenPipeError:
        os._exit(_GONE)
    except OSError as error:
        tell(_of_disk(error))
    except Exception as error:  # a library on odd answers may raise anything at all
        tell({"problem": Trouble.STRANGE.value, "detail": f"{type(error).__name__}: {error}"[:300]})
    os._exit(0)


def _own_output() -> BinaryIO:
    """Standard output for our answers only: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _fetch(asked: dict[str, str], tell: Tell) -> None:
    from huggingface_hub import hf_hub_url

    url = hf_hub_url(asked["repository"], asked["file"], revision=asked["revision"])
    known = _online(lambda: _metadata(url))
    if known.size is None or not known.etag:
        raise Stopped(Trouble.NO_CHECKSUM)
    checksum = Checksum(known.etag, known.size)
    tell({"found": {"size": known.size, "checksum": known.etag, "commit": known.commit_hash or ""}})
    order = json.loads(sys.stdin.buffer.readline() or b"{}")
    if "go" not in order:
        os._exit(_GONE)
    threading.Thread(target=_stop_with_the_other_side, daemon=True).start()
    _write(url, Path(order["go"]), Path(order["target"]), known.size, checksum, tell)
    tell({"fetched": known.size})


def _metadata(url: str) -> Any:
    from huggingface_hub import get_hf_file_metadata

    return get_hf_file_metadata(url, retry_on_errors=False)


def _write(url: str, part: Path, target: Path, size: int, checksum: Checksum, tell: Tell) -> None:
    from filelock import FileLock, Timeout

    lock = part.with_suffix(".lock")
    try:
        with FileLock(lock, timeout=0, mode=0o600):
            try:
                _complete(url, part, size, checksum, tell)
                if not checksum.right():
                    part.unlink()
                    raise Stopped(Trouble.WRONG)
                os.replace(part, target)
            finally:
                with suppress(OSError):  # where an open file cannot be deleted, `remove` does it later
                    lock.unlink()
    except Timeout as error:
        raise Stopped(Trouble.BUSY) from error


def _complete(url: str, part: Path, size: int, checksum: Checksum, tell: Tell) -> None:
    """Let the part grow to the whole."""
    if part.exists() and part.stat().st_size > size:
        part.unlink()
    with open(os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b") as file:
        growing = Growing(file, checksum, tell, size)
        growing.take_over()
        try:
            if growing.size < size:
                _online(lambda: _receive(url, growing, size))
            file.flush()
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno == errno.ENOSPC:
                file.truncate(0)  # a full disk stops more than this program
            raise


def _receive(url: str, growing: Growing, size: int) -> None:
    from huggingface_hub import constants
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    constants.DOWNLOAD_CHUNK_SIZE = _BLOCK  # 10 MB by itself, which is half a minute on a slow line
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    http_get(url, growing, resume_size=growing.size, headers=headers, expected_size=size)  # type: ignore[arg-type]


def _online(work: Callable[[], Any]) -> Any:
    """Do something on the network; what goes wrong there becomes a trouble of ours.

    Raises:
        Stopped: it went wrong there.
        OSError: it went wrong on our side.
    """
    from huggingface_hub import errors

    try:
        return work()
    except errors.GatedRepoError as error:
        raise Stopped(Trouble.GATED, _said(error)) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.EntryNotFoundError) as error:
        raise Stopped(Trouble.NOT_FOUND, _said(error)) from error
    except errors.HfHubHTTPError as error:
        status = error.response.status_code
        raise Stopped(Trouble.NOT_FOUND if status == 404 else Trouble.REFUSED, f"HTTP {status}") from error
    except OSError as error:
        if error.errno is not None or isinstance(error, (PermissionError, FileNotFoundError)):
            raise
        raise Stopped(Trouble.CUT, _said(error)) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0].startswith(("httpx", "httpcore", "h11")):
            raise Stopped(_kind_of_cut(error), _said(error)) from error
        raise


def _kind_of_cut(error: Exception) -> Trouble:
    names = {parent.__name__ for parent in type(error).__mro__}
    return Trouble.UNREACHABLE if names & {"ConnectError", "ConnectTimeout", "ProxyError"} else Trouble.CUT


def _said(error: Exception) -> str:
    text = str(error).strip()
    return (text.splitlines()[0] if text else type(error).__name__)[:300]


def _of_disk(error: OSError) -> dict[str, Any]:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return {"problem": (Trouble.FULL if full else Trouble.DISK).value, "detail": error.strerror or str(error)}


def _stop_with_the_other_side() -> None:
    """Whoever asked for this is gone: so are we. What has come in stays for the next time."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(_GONE)


if __name__ == "__main__":
    main()
