"""Seconds that only go forward: no setting of the clock touches them, and they go on while the computer sleeps."""

from __future__ import annotations

import sys
import time


def elapsed() -> float:
    """Seconds since some moment in the past, sleep included; setting the clock of the computer changes nothing.

    `time.monotonic` stands still while Linux or macOS sleeps: a talk with a closed lid in it would seem unbroken. On
    Windows it goes on by itself.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
