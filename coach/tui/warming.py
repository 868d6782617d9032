"""Reading in what a screen will need, while the user looks around.

What is read is kept for the whole program, but two threads that read the same at the same time do it twice, and hold
it twice: whoever reads holds the lock.
"""

from __future__ import annotations

from threading import Lock

READING_IN = Lock()
"""Held while something large is read in; never for long at a stretch."""
