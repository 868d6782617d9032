"""The requests of one engine: answered one after the other, and taken back at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coach.model.patience import POLL


class TakenBack(Exception):
    """The request was taken back."""


class Call:
    """One request.

    Attributes:
        over: nobody waits for it any more: it was answered, given up or taken back.
    """

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self.over = False
        self._cancelled = cancelled
        self._taken_back = threading.Event()

    def taken_back(self) -> bool:
        """Whether it was taken back, by whoever asked or by `Calls.cancel`."""
        return self._taken_back.is_set() or self._cancelled()

    def take_back(self) -> None:
        """From now on nobody wants the answer."""
        self._taken_back.set()


class Calls:
    """All that are being answered or wait for their turn."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._open: set[Call] = set()

    @contextmanager
    def next(self, cancelled: Callable[[], bool]) -> Iterator[Call]:
        """A request, from the moment that it has its turn to the end of the block.

        Raises:
            TakenBack: it was taken back while it waited.
        """
        call = Call(cancelled)
        with self._lock:
            self._open.add(call)
        try:
            while not self._turn.acquire(timeout=POLL):
                if call.taken_back():
                    raise TakenBack
            try:
                yield call
            finally:
                call.over = True
                self._turn.release()
        finally:
            with self._lock:
                self._open.discard(call)

    def cancel(self) -> None:
        """Take back every request that there is now; those that come later are not touched."""
        with self._lock:
            for call in self._open:
                call.take_back()
