"""What changed in a workshop, asked for by many screens and looked up once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary, ref

if TYPE_CHECKING:
    from coach.workshop import Workshop

EVERY = 0.5
"""Seconds between two looks at what other programs wrote, however many screens ask."""
ELSEWHERE = 1.5
"""Seconds between two looks at a talk of which the other half may sit at another program."""
_Found = TypeVar("_Found")
_PULSES: WeakKeyDictionary[Workshop, Pulse] = WeakKeyDictionary()


class Pulse:
    """One for each open workshop: `beat` as often as one likes, `said` when a line was said here."""

    def __init__(self, workshop: Workshop) -> None:
        """Use `of`."""
        self._workshop = ref(workshop)
        self._looked = 0.0
        self._lines: Counter[tuple[int, int]] = Counter()
        self._kept: tuple[int, dict[str, Any]] = (-1, {})
        self._is_warm = False

    @classmethod
    def of(cls, workshop: Workshop) -> Pulse:
        """The one of this workshop."""
        found = _PULSES.get(workshop)
        if found is None:
            found = _PULSES[workshop] = cls(workshop)
        return found

    def beat(self) -> int:
        """The version of the workshop as it is now, or was less than `EVERY` ago.

        Raises:
            WorkshopError: it was erased, or cannot be read now.
        """
        workshop = self._workshop()
        assert workshop is not None
        now = monotonic()
        if now - self._looked >= EVERY:
            self._looked = now
            workshop.refresh()
        return workshop.version

    def shared(self, name: str, find: Callable[[], _Found]) -> _Found:
        """What is the same for all seats, looked up once for each version of the workshop."""
        workshop = self._workshop()
        assert workshop is not None
        if self._kept[0] != workshop.version:
            self._kept = (workshop.version, {})
        kept = self._kept[1]
        if name not in kept:
            kept[name] = find()
        found: _Found = kept[name]
        return found

    def warms_up(self) -> bool:
        """Whether the one who asks is the first, and is to load what all seats need."""
        first, self._is_warm = not self._is_warm, True
        return first

    def said(self, run: int, group: int) -> None:
        """A line was said at a table, by someone at this program."""
        self._lines[run, group] += 1

    def lines(self, run: int, group: int) -> int:
        """How many lines were said at a table by people at this program: another number, other lines."""
        return self._lines[run, group]
