"""The listening meter: how much of the talk is the manager's, and whether silences get their time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from threading import RLock

from coach.conversation import Speaker
from coach.live.balance import Balance, Cause, Hint, Missed, Source
from coach.live.clock import elapsed
from coach.live.fed_turn import FedTurn
from coach.live.told import Told

LONG_STRETCH = 60.0
"""A stretch of so many seconds is worth a hint: a sixth of what the guidance leaves the manager in half an hour."""
PAUSE = 3.0
"""A silence of a few seconds does its work (domain facts, section on silence)."""
CUT_FROM = 1.2
"""Shorter than this is a breath, not a silence."""
BRIDGE = 2.0
"""A break of the manager's shorter than this does not end his stretch."""
GAP = 10.0
"""Not asked anything for so long, the meter concludes that nobody was there to ask: sleep, a closed lid, a halt."""
_CUT_SHOWN, _CUT_REST = 10.0, 120.0
_CUTS_HEARD, _CUTS_WITHIN = 3, 180.0


class _Who(Enum):
    """What one stretch of time is taken to be."""

    MANAGER = "manager"
    EMPLOYEE = "employee"
    SILENCE = "silence"
    OTHER = "other"
    """The microphone hears nothing of the manager: the other speaks, or nobody does."""
    OFF = "off"
    """Not measured, and not asked to."""
    DEAF = "deaf"
    """Asked to, but there is no microphone."""


_QUIET = (_Who.SILENCE, _Who.OTHER)
_SPEAKERS = {_Who.MANAGER: Speaker.MANAGER, _Who.EMPLOYEE: Speaker.EMPLOYEE}


@dataclass(slots=True)
class _Pots:
    manager: float = 0.0
    employee: float = 0.0
    silence: float = 0.0
    other: float = 0.0
    off: float = 0.0
    deaf: float = 0.0

    def add(self, who: _Who, seconds: float) -> None:
        setattr(self, who.value, getattr(self, who.value) + seconds)


class Meter:
    """Measures one call, by key, by microphone or by transcript; only lengths of time are kept, never sound.

    Ask for `tick` about once a second. When it was not asked for longer than `GAP`, what lies between is not guessed:
    it is told as missed, and who speaks is unknown again. All methods may be called from any thread. `at` is a moment
    of `clock`, now when left out; one before the last change counts as that change's.

    Args:
        clock: seconds that only go forward and count sleep, see `coach.live.clock`.
    """

    def __init__(self, *, clock: Callable[[], float] = elapsed) -> None:
        self._clock = clock
        self._lock = RLock()
        self._began = self._seen = self._since = clock()
        self._who = _Who.OFF
        self._before: _Who = _Who.OFF
        self._source: Source | None = None
        self._listening = False
        self._pots = _Pots()
        self._told = Told()
        self._missed: list[Missed] = []
        self._stretch: tuple[float, float] | None = None
        self._longest = 0.0
        self._given = 0
        self._cuts: list[float] = []
        self._cut_shown: float | None = None

    def toggle(self, at: float | None = None) -> Speaker | None:
        """The other one speaks now: the manager first, then the employee, and so on. Says who.

        While the microphone listens it knows better, and the key changes nothing; when it fails, the key takes over.
        """
        with self._lock:
            self._catch_up(at)
            if not self._listening or self._who is _Who.DEAF:
                self._listening = False
                self._key(_Who.EMPLOYEE if self._who is _Who.MANAGER else _Who.MANAGER, at)
            return _SPEAKERS.get(self._who)

    def silence(self, at: float | None = None) -> None:
        """Nobody speaks now, by key; before the first `toggle` it changes nothing."""
        with self._lock:
            self._catch_up(at)
            if not self._listening and self._who is not _Who.OFF:
                self._change(_Who.SILENCE, at)

    def stop(self, at: float | None = None) -> None:
        """Measure nothing until the next `toggle`, `listen` or line: a break, or the end."""
        with self._lock:
            self._catch_up(at)
            self._change(_Who.OFF, at)
            self._listening = False

    def listen(self, at: float | None = None) -> None:
        """The microphone hears the manager from now on; so far he says nothing."""
        with self._lock:
            self._catch_up(at)
            self._source, self._listening = Source.MICROPHONE, True
            self._change(_Who.OTHER, at)

    def voice(self, speaking: bool, at: float | None = None) -> None:
        """The microphone hears the manager begin, or stop; does nothing unless it listens."""
        with self._lock:
            self._catch_up(None)
            if self._listening and self._who is not _Who.DEAF:
                self._change(_Who.MANAGER if speaking else _Who.OTHER, at)

    def deafen(self, at: float | None = None) -> None:
        """The microphone is gone: until `listen` or `stop` the time counts as missed."""
        with self._lock:
            self._catch_up(at)
            if self._listening:
                self._change(_Who.DEAF, at)

    def feed(self, turn: FedTurn) -> None:
        """A line of a transcript; it counts as long as neither key nor microphone measures."""
        with self._lock:
            self._told.add(turn)

    def tick(self, at: float | None = None) -> Balance:
        """Note that the program is awake, and give the figures as they are now."""
        with self._lock:
            return self._balance(self._catch_up(at))

    def _now(self, at: float | None) -> float:
        return self._clock() if at is None else at

    def _catch_up(self, at: float | None) -> float:
        """The present moment; when it comes much later than the last one, what lies between was missed."""
        now = max(self._now(at), self._seen)
        if now - self._seen > GAP and self._who is not _Who.OFF:
            # The microphone goes on by itself; who speaks by key nobody knows any more.
            after = _Who.OFF if not self._listening else _Who.DEAF if self._who is _Who.DEAF else _Who.OTHER
            self._change(_Who.OFF, self._seen)
            asleep = self._since
            self._missed.append(Missed(asleep - self._began, now - asleep, Cause.AWAY))
            self._before, self._who, self._since, self._stretch = _Who.OFF, after, now, None
        self._seen = now
        return now

    def _key(self, who: _Who, at: float | None) -> None:
        self._source = Source.KEY
        self._change(who, at)

    def _change(self, who: _Who, at: float | None) -> None:
        """End the present stretch of time at a moment, and begin another."""
        moment = max(self._now(at), self._since)
        if who is self._who:
            return
        length, ended = moment - self._since, self._who
        self._pots.add(ended, length)
        if ended is _Who.MANAGER:
            self._stretch_to(moment)
        elif ended is _Who.DEAF and length:
            self._missed.append(Missed(self._since - self._began, length, Cause.MICROPHONE))
        elif ended in _QUIET:
            self._quiet_ended(who, length, moment)
        if who is _Who.MANAGER and not (self._stretch and moment - self._stretch[1] < BRIDGE and ended in _QUIET):
            self._stretch = (moment, moment)
        self._before, self._who, self._since = ended, who, moment

    def _quiet_ended(self, who: _Who, length: float, moment: float) -> None:
        """A silence is over: it was given its time, or the manager cut it off."""
        if self._was_given(length):
            self._given += 1
        elif who is _Who.MANAGER and length >= CUT_FROM and self._before is _Who.MANAGER:
            self._cuts.append(moment)

    def _was_given(self, length: float) -> bool:
        """A silence by key always counts; what the microphone takes for one only after the manager has spoken."""
        return length >= PAUSE and (self._who is _Who.SILENCE or self._before is _Who.MANAGER)

    def _stretch_to(self, moment: float) -> None:
        if self._stretch:
            self._stretch = (self._stretch[0], moment)
            self._longest = max(self._longest, moment - self._stretch[0])

    def _balance(self, now: float) -> Balance:
        if self._source is None:
            return replace(self._told.balance(), missed=tuple(self._missed))
        running = max(0.0, now - self._since)
        pots = replace(self._pots)
        pots.add(self._who, running)
        current = now - self._stretch[0] if self._who is _Who.MANAGER and self._stretch else 0.0
        given = self._given + (self._who in _QUIET and self._was_given(running))
        missed = list(self._missed)
        if self._who is _Who.DEAF and running:
            missed.append(Missed(self._since - self._began, running, Cause.MICROPHONE))
        return Balance(
            source=self._source,
            speaker=_SPEAKERS.get(self._who),
            manager=pots.manager,
            other=pots.employee + pots.other,
            silence=pots.silence,
            longest=max(self._longest, current),
            current=current,
            given=given,
            cut=len(self._cuts),
            missed=tuple(missed),
            hint=self._hint(current, now),
        )

    def _hint(self, current: float, now: float) -> Hint | None:
        """A long stretch first; a cut silence for a few seconds, and then not again for a while."""
        if self._who is _Who.OFF:
            return None
        if current >= LONG_STRETCH:
            return Hint.LONG
        last = self._cuts[-1] if self._cuts else None
        if last is None or now - last > _CUT_SHOWN:
            return None
        if self._cut_shown is not None and last != self._cut_shown and last - self._cut_shown < _CUT_REST:
            return None
        # The microphone cannot tell a short answer from a silence: only a habit is worth a word.
        recent = sum(now - cut <= _CUTS_WITHIN for cut in self._cuts)
        if self._source is Source.MICROPHONE and recent < _CUTS_HEARD:
            return None
        self._cut_shown = last
        return Hint.CUT
