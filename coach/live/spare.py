"""Memory that reading in left over, handed back to the system: a call may lie beside a video meeting for an hour."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Hand back what is free, where the C library knows how (glibc); elsewhere the system does it by itself."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
