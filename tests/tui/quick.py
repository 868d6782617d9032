"""What makes a program on the stage quick to start and to wait for, without a change in what it does."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from textual import _wait, app, pilot
from textual.css.stylesheet import Stylesheet

_SOON = 1 / 50
"""Seconds: a timer that is due within this time belongs to what a key set going (the next frame is one)."""
_ROUNDS = 3
"""A program has settled when nothing stood ready so often in a row: a socket may just have been written to."""
_MOST = 60.0
"""Seconds after which a program that never settles is let go; then the test fails on what it looks for."""
_already_there = frozenset(threading.enumerate())
"""The threads of those who run the tests: at work for them, not for a program."""


def make_quick(monkeypatch: Any) -> None:
    """Wait for what a program still has to do, and read each style sheet once for all programs of a session."""
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", settled)
    monkeypatch.setattr(Stylesheet, "_parse_rules", _read_once(Stylesheet._parse_rules))


async def settled(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing is ready to run and no timer is due soon; for timers, `max_sleep` seconds in all.

    Textual itself sleeps, at least twice for every key, until the processor has rested or a second has passed. So
    does this only while a thread is at work, for of threads the loop knows nothing.
    """
    loop: Any = asyncio.get_running_loop()
    end, quiet = loop.time() + _MOST, 0
    while quiet < _ROUNDS and loop.time() < end:
        if _thread_at_work(loop):
            await _wait.wait_for_idle(min_sleep, max_sleep)
            return
        timer = _next_timer(loop) if max_sleep > 0 else None
        quiet = quiet + 1 if timer is None and not loop._ready else 0
        wait = 0.0 if timer is None or loop._ready else timer
        max_sleep -= wait
        await asyncio.sleep(wait)


def _next_timer(loop: Any) -> float | None:
    """Seconds until the next timer that is due soon."""
    due = min((timer._when for timer in loop._scheduled if not timer._cancelled), default=None)
    left = None if due is None else max(0.0, due - loop.time())
    return left if left is not None and left < _SOON else None


def _thread_at_work(loop: Any) -> bool:
    """Whether anything runs beside the loop; the threads of its own pool count only while they do something."""
    pool = loop._default_executor
    own = pool._threads if pool else set()
    if pool and len(own) > pool._idle_semaphore._value:
        return True
    return not _already_there.union(own).issuperset(threading.enumerate())


def _read_once(parse: Any) -> Any:
    """Rules are never changed once they have been read: for the same text, place and colours they are the same."""
    known: dict[object, Any] = {}

    def parsed(sheet: Any, *given: Any, **named: Any) -> Any:
        key = (given, tuple(sorted(named.items())), tuple(sorted(sheet._variables.items())))
        if key not in known:
            known[key] = parse(sheet, *given, **named)
        return known[key]

    return parsed
