"""The door before the web server: how many may stand in it at once, and for how long without saying anything."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from coach.workshop.host import limits
from coach.workshop.host.log import Log, Turned

_SILENT = 15.0
"""So many seconds to send a whole first request."""


class Door:
    """Lets so many connections in, in all and from one address; the rest is closed at once."""

    def __init__(self, most: int, most_each: int, log: Log, each: bool = True) -> None:
        """`each` is False behind a proxy, where all come from one address."""
        self._most, self._most_each, self._log, self._each = most, most_each, log, each
        self._here: Counter[str] = Counter()
        self.open: dict[tuple[object, ...], Guest] = {}

    def spoke(self, peer: object) -> None:
        """A whole request has come from this end of a connection."""
        guest = self.open.get(tuple(peer)) if isinstance(peer, (tuple, list)) else None
        if guest:
            guest.spoke()

    def enters(self, peer: tuple[object, ...], guest: Guest) -> bool:
        """Whether a connection may stay; it is counted."""
        address = limits.of(str(peer[0])) if peer else ""
        if len(self.open) >= self._most or (self._each and self._here[address] >= self._most_each):
            self._log.turned(Turned.CONNECTIONS, str(peer[0]) if peer else "")
            return False
        self._here[address] += 1
        self.open[peer] = guest
        return True

    def leaves(self, peer: tuple[object, ...]) -> None:
        """A connection is gone."""
        if self.open.pop(peer, None) is not None:
            address = limits.of(str(peer[0])) if peer else ""
            self._here[address] -= 1
            if self._here[address] <= 0:
                del self._here[address]

    def silent(self, peer: tuple[object, ...]) -> None:
        """A connection has said nothing whole for too long."""
        self._log.turned(Turned.SLOW, str(peer[0]) if peer else "")


class Guest(asyncio.Protocol):
    """One connection: passes everything on to the web server, if it may stay."""

    def __init__(self, door: Door, make: Callable[[], asyncio.Protocol]) -> None:
        self._door, self._make = door, make
        self._inner: asyncio.Protocol | None = None
        self._peer: tuple[object, ...] = ()
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it in, or close it."""
        self._peer = tuple(transport.get_extra_info("peername") or ())
        if not self._door.enters(self._peer, self):
            _cut(transport)
            return
        self._timer = asyncio.get_running_loop().call_later(_SILENT, self._too_silent, transport)
        self._inner = self._make()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Pass on what came."""
        if self._inner:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass on that nothing more comes."""
        return self._inner.eof_received() if self._inner else None

    def pause_writing(self) -> None:
        """Pass on that the other end is slow."""
        if self._inner:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that the other end takes more."""
        if self._inner:
            self._inner.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        """Forget it."""
        self.spoke()
        if self._inner:
            self._door.leaves(self._peer)
            self._inner.connection_lost(error)
            self._inner = None

    def spoke(self) -> None:
        """A whole request has come: it may stay as long as the web server likes."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _too_silent(self, transport: asyncio.BaseTransport) -> None:
        self._door.silent(self._peer)
        _cut(transport)


def _cut(transport: asyncio.BaseTransport) -> None:
    assert isinstance(transport, asyncio.WriteTransport)
    transport.abort()
