"""One language model for many seats: who was answered longest ago is next, and a queue is never long.

turnstile = Turnstile(engines)       # copies of one model, each answers one request at a time
if not turnstile.is_crowded(seat):
    engine = turnstile.enter(seat)   # waits
    ...
    turnstile.leave(seat, engine)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.model.contract import Engine, never

WAITING = 2
"""So many requests may wait for each that is being answered; for more, an answer would come too late to be one."""
_LOOK = 0.05


@dataclass(slots=True)
class _Ticket:
    seat: str
    number: int


class Turnstile:
    """Lets seats to the engines one after the other; of those that wait, the one that was let in longest ago.

    A seat that was let in longer ago than those that wait finds room among them when others do not: whoever was
    turned away gets the model soon after, however busy it is. There are as many such places as there are engines.
    """

    def __init__(self, engines: Sequence[Engine], waiting: int | None = None) -> None:
        """`engines` are copies of one model, of which each answers one request at a time."""
        self.engines = tuple(engines)
        self._most = WAITING * len(self.engines) if waiting is None else waiting
        self._free = list(self.engines)
        self._waiting: list[_Ticket] = []
        self._inside: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._count = 0
        self._turn = threading.Condition()

    def is_crowded(self, seat: str) -> bool:
        """Whether a request of this seat would wait too long. Not when the seat is being answered already."""
        with self._turn:
            if self._free or seat in self._inside or any(ticket.seat == seat for ticket in self._waiting):
                return False
            before = sum(self._last.get(ticket.seat, 0) <= self._last.get(seat, 0) for ticket in self._waiting)
            return before >= self._most or self._is_full

    def enter(self, seat: str, cancelled: Callable[[], bool] = never) -> Engine | None:
        """Wait for an engine; None when the request was taken back, or when many came in the same moment.

        Call `leave` with it afterwards.
        """
        with self._turn:
            if self._is_full:
                return None
            self._count += 1
            ticket = _Ticket(seat, self._count)
            self._waiting.append(ticket)
            try:
                while not (self._free and self._next() is ticket):
                    if cancelled():
                        return None
                    self._turn.wait(_LOOK)
            finally:
                self._waiting.remove(ticket)
            self._count += 1
            self._last[seat] = self._count
            self._inside[seat] = self._inside.get(seat, 0) + 1
            return self._free.pop()

    def leave(self, seat: str, engine: Engine) -> None:
        """Give an engine back."""
        with self._turn:
            self._free.append(engine)
            self._inside[seat] -= 1
            if not self._inside[seat]:
                del self._inside[seat]
            self._turn.notify_all()

    @property
    def _is_full(self) -> bool:
        return not self._free and len(self._waiting) >= self._most + len(self.engines)

    def _next(self) -> _Ticket:
        return min(self._waiting, key=lambda ticket: (self._last.get(ticket.seat, 0), ticket.number))
