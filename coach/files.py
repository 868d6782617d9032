"""Writing files that nobody loses by: private ones (0600), whole or not at all, and never over another unasked."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_MOST = 1000


def put(path: Path, data: bytes) -> None:
    """Put a file in the place of what is there, if anything; that stays as it was when this fails.

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def put_new(path: Path, data: bytes) -> None:
    """Write a file where there is none.

    Raises:
        FileExistsError: there is one.
        OSError: it cannot be written; half a file is taken away again.
    """
    with open(path, "xb", opener=_private) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                os.unlink(path)
            raise


def put_beside(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a file in a folder, under the first free of the names `stem`, `stem-2`, `stem-3` and so on.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, _MOST):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        with suppress(FileExistsError):
            put_new(path, data)
            return path
    raise FileExistsError(f"{folder}/{stem}{suffix}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
