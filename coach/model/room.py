"""What this computer has: working memory, and room on its disk."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where a container says how much of the memory it may use."""


def memory() -> int | None:
    """Bytes of working memory that programs may use; None when the system does not say."""
    found = _windows_memory() if sys.platform == "win32" else _posix_memory()
    limits = [limit for limit in (found, _container_limit()) if limit]
    return min(limits, default=None)


def free_disk(folder: Path) -> int:
    """Bytes that can still be written in a folder, or where it would be made.

    Raises:
        OSError: the disk cannot be looked at.
    """
    return shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists())).free


def _posix_memory() -> int | None:
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _container_limit() -> int | None:
    for path in _LIMITS:
        with suppress(OSError, ValueError):
            return int(path.read_text(encoding="ascii"))
    return None


def _windows_memory() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ("total", "free", "page", "page_free", "virtual", "left", "more")
            ),
        ]

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    return int(status.total) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
