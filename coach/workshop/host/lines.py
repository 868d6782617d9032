"""Lines to seats: who sits down gets the terminal of the seat, and the terminal outlives the line.

A terminal is opened when someone first sits down here and stays until the workshop stops, its user is gone for a long
time, or the seat is opened at another host. A second line to a seat takes it over, and the first is told so.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.host.aside import aside
from coach.workshop.host.log import LOG
from coach.workshop.host.terminal import Opener, Terminal
from coach.workshop.workshop import Workshop

LEAST = (20, 8)
MOST = (400, 200)
_LOOK = 1.0
_GRACE = 10.0
"""So many seconds without a line before a seat counts as empty."""
_PATIENCE = 600.0
"""So many seconds without a line before the terminal is let go; what was said stands in the hall."""


class Ended(IntEnum):
    """Why a line is closed by the host, as a code of the websocket. Codes below 4000: the line may be tried again."""

    AWAY = 1001
    """The host stops, perhaps to be started again."""
    ELSEWHERE = 4001
    """The seat was opened in another window, or at another host."""
    CLOSED = 4002
    """The terminal has ended by itself; it can be opened again."""
    LEFT = 4003
    """The seat is no more: its participant withdrew, or the workshop was erased."""


class Line(Protocol):
    """A way to one screen."""

    size: tuple[int, int]

    def write(self, data: bytes) -> None:
        """Send bytes as soon as it can be done. Never blocks and never raises."""
        ...

    async def end(self, why: Ended) -> None:
        """Close it."""
        ...


@dataclass(slots=True)
class _Place:
    """A seat that is or was open here."""

    terminal: Terminal | None = None
    line: Line | None = None
    left: float = 0.0
    is_away: bool = True
    """Whether the workshop knows that nobody sits here."""
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    watching: asyncio.Task[None] | None = None


class Lines:
    """All seats that are open at this host."""

    def __init__(self, workshop: Workshop, opener: Opener, host: str) -> None:
        """`host` is the name under which the workshop knows this program."""
        self._workshop, self._opener, self._host = workshop, opener, host
        self._places: dict[str, _Place] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def connected(self) -> int:
        """How many seats have a line now."""
        return sum(place.line is not None for place in self._places.values())

    @property
    def terminals(self) -> int:
        """How many terminals are open, with a line or without one."""
        return sum(place.terminal is not None for place in self._places.values())

    async def take(self, seat_id: str, line: Line) -> Terminal:
        """Give a line the terminal of a seat; a line that had it is ended.

        Raises:
            WorkshopError: there is no such seat.
        """
        place = self._places.setdefault(seat_id, _Place())
        async with place.opening:
            await self._arrive(seat_id)
            place.is_away = False
            if place.terminal is None:
                place.terminal = await self._opener(seat_id)
                place.watching = asyncio.create_task(self._watch_terminal(seat_id, place, place.terminal))
            earlier, place.line = place.line, line
            if earlier is not None:
                self._later(earlier.end(Ended.ELSEWHERE))
            terminal = place.terminal
            terminal.attach(line.write, *line.size)
            return terminal

    def leave(self, seat_id: str, line: Line) -> None:
        """A line has gone. Nothing happens when another one has the seat by now."""
        place = self._places.get(seat_id)
        if place is None:
            return
        if place.terminal is not None:
            place.terminal.detach(line.write)
        if place.line is line:
            place.line, place.left = None, time.monotonic()

    def has(self, seat_id: str, line: Line) -> bool:
        """Whether this line is the one of the seat."""
        place = self._places.get(seat_id)
        return place is not None and place.line is line

    async def look(self) -> None:
        """Until cancelled: see who left, who sits elsewhere now, and who is gone for good."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self._look_once()
            except WorkshopError as error:
                if error.refusal is Refusal.UNKNOWN:
                    await self._end_all(Ended.LEFT)
            except Exception as error:  # a host that stops looking would lose seats
                LOG.warning("looking after the seats failed: %s", type(error).__name__)

    async def stop(self) -> None:
        """Close every line and terminal; every seat is empty then."""
        self._stopping = True
        lines = [place.line for place in self._places.values() if place.line is not None]
        await asyncio.gather(*(line.end(Ended.AWAY) for line in lines), return_exceptions=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(self._let_go(seat_id, place) for seat_id, place in [*self._places.items()]))

    async def _look_once(self) -> None:
        await aside(self._workshop.refresh)
        seats = {seat.id: seat for seat in self._workshop.seats}
        for seat_id, place in [*self._places.items()]:
            seat = seats.get(seat_id)
            if seat is None:
                await self._end(seat_id, place, Ended.LEFT)
            elif place.line is not None and seat.host != self._host and not place.opening.locked():
                await self._hold_or_yield(seat_id, place, seat.host)
            elif place.line is None:
                await self._look_after_empty(seat_id, place, seat.host)

    async def _hold_or_yield(self, seat_id: str, place: _Place, host: str) -> None:
        if host:
            await self._end(seat_id, place, Ended.ELSEWHERE)
        else:
            await self._arrive(seat_id)

    async def _look_after_empty(self, seat_id: str, place: _Place, host: str) -> None:
        away = time.monotonic() - place.left
        if away > _GRACE and not place.is_away:
            place.is_away = True
            await aside(self._workshop.go, seat_id, self._host)
        if away > _PATIENCE or (host not in ("", self._host)):
            await self._let_go(seat_id, place)

    async def _arrive(self, seat_id: str) -> None:
        def arrive() -> None:
            self._workshop.refresh()
            self._workshop.arrive(seat_id, self._host)

        await aside(arrive)

    async def _watch_terminal(self, seat_id: str, place: _Place, terminal: Terminal) -> None:
        with suppress(Exception):
            await terminal.closed()
        if place.terminal is terminal:
            place.terminal = place.watching = None
            if place.line is not None:
                self._later(place.line.end(Ended.CLOSED))
                place.line, place.left = None, time.monotonic()
            with suppress(Exception):
                await terminal.close()

    async def _end_all(self, why: Ended) -> None:
        for seat_id, place in [*self._places.items()]:
            await self._end(seat_id, place, why)

    async def _end(self, seat_id: str, place: _Place, why: Ended) -> None:
        line, place.line = place.line, None
        if line is not None:
            self._later(line.end(why))
        place.is_away = True
        await self._let_go(seat_id, place)

    async def _let_go(self, seat_id: str, place: _Place) -> None:
        """Close the terminal of a seat, and say that nobody sits there."""
        async with place.opening:
            if place.line is not None and not self._stopping:
                return  # someone came back meanwhile
            terminal, place.terminal = place.terminal, None
            if place.watching is not None:
                place.watching.cancel()
                place.watching = None
            if terminal is not None:
                with suppress(Exception):
                    await asyncio.wait_for(terminal.close(), 5)
            if not place.is_away:
                place.is_away = True
                with suppress(WorkshopError):
                    await aside(self._workshop.go, seat_id, self._host)
            if not self._stopping:
                self._places.pop(seat_id, None)

    def _later(self, doing: Awaitable[None]) -> None:
        async def done() -> None:
            with suppress(Exception):
                await doing

        task = asyncio.create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
