"""The bounds within which a document is read, and how a reading process holds itself to them."""

from __future__ import annotations

import os
import sys
import threading
import time

MEGABYTE = 1_000_000

MAX_BYTES = 50 * MEGABYTE
"""A larger file is not opened."""
MAX_TEXT_BYTES = 10 * MEGABYTE
"""The same for files that are text themselves: a page takes about 3,000 bytes."""
MAX_PAGES = 500
"""Pages of a PDF or slides of a presentation."""
MAX_CHARS = 2_000_000
"""Text of one document: that of some 700 full pages."""
MAX_PARTS = 5_000
"""Files inside a Word or PowerPoint file."""
MAX_UNPACKED = 200 * MEGABYTE
"""All those files together, unpacked."""
MAX_XML = 25 * MEGABYTE
"""One of them that has to be parsed, unpacked."""

MEMORY = 400 * MEGABYTE
"""What the process that reads may use, the interpreter and the parsers included."""
SECONDS = 50
"""How long it may take, from start to end."""

TOO_MUCH = 77
"""Exit code of a process that went past its memory where the system has no such bound itself."""

_LOOK_EVERY = 0.05


def confine() -> None:
    """Bind this process: memory, time, no files written. What a system cannot bind stays as it is.

    Windows has none of these; there the bounds on the file itself and the clock of the parent remain.
    """
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        "RLIMIT_AS": MEMORY,
        "RLIMIT_CPU": SECONDS,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, most in bounds.items():
        _bind(getattr(resource, name, None), most)
    if sys.platform == "darwin":  # accepts a bound on memory, and does not keep it
        threading.Thread(target=_watch, daemon=True).start()


def _bind(kind: int | None, most: int) -> None:
    import resource

    if kind is None:
        return
    _soft, hard = resource.getrlimit(kind)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (limit, hard))
    except (OSError, ValueError):
        return


def _watch() -> None:
    """End the process as soon as it has used more than it may."""
    import resource

    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= MEMORY:
        time.sleep(_LOOK_EVERY)
    os._exit(TOO_MUCH)
