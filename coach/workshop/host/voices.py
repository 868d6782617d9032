"""One language model for all seats: each gets its turn, and when many wait, the written lines speak.

shared = SharedVoices()            # the model that the user of this computer chose, if any
voices = shared.of(seat_id)        # for the talks of one seat
shared.close()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, cast

from coach.messages import gettext as _
from coach.model import engines
from coach.model.choice import Choice, ChoiceError
from coach.model.contract import Engine, Limits, Request, Status, Token, Usage, never
from coach.roleplay.model_voice import ModelVoice, Standing
from coach.roleplay.scene import Scene, Voice
from coach.roleplay.voice import AuthoredVoice
from coach.roleplay.voices import Voices
from coach.workshop.host.turnstile import Turnstile

SERVER_AT_ONCE = 4
"""Requests that a server gets at once: it has a queue of its own, and answers several together."""
_READY = (Status.READY, Status.BUSY)


class SeatEngine:
    """The shared model as one seat sees it. See `coach.model.contract.Engine`."""

    def __init__(self, seat: str, turnstile: Turnstile) -> None:
        self._seat, self._turnstile = seat, turnstile
        self._first = turnstile.engines[0]
        self._usage: Usage | None = None
        self._taken_back = 0

    def start(self) -> None:
        """Begin to load."""
        self._first.start()

    def status(self) -> tuple[Status, str]:
        """How the model stands."""
        return self._first.status()

    @property
    def is_crowded(self) -> bool:
        """Whether so many wait that this seat had better not ask now."""
        return self._turnstile.is_crowded(self._seat)

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        """The answer, when it is this seat's turn."""
        began = self._taken_back

        def over() -> bool:
            return cancelled() or self._taken_back != began

        engine = self._turnstile.enter(self._seat, over)
        if engine is None:
            return
        try:
            with closing(cast("Any", engine.stream(request, over))) as tokens:
                yield from tokens
            self._usage = engine.usage()
        finally:
            self._turnstile.leave(self._seat, engine)

    def cancel(self) -> None:
        """Take back what this seat asks now; others are not touched."""
        self._taken_back += 1

    def count(self, text: str) -> int:
        """The number of tokens in a text."""
        return self._first.count(text)

    def limits(self) -> Limits:
        """What the model can hold."""
        return self._first.limits()

    def usage(self) -> Usage | None:
        """What the last request of this seat cost."""
        return self._usage

    def close(self) -> None:
        """This seat asks nothing more; the model stays for the others."""
        self.cancel()


class SeatVoice(ModelVoice):
    """The shared model as the voice of one seat; while too many wait, the line that was written is said instead."""

    def __init__(self, engine: SeatEngine) -> None:
        super().__init__(engine)
        self._seat_engine = engine

    def pauses(self, scene: Scene) -> bool:
        """Whether the model is asked for this answer."""
        return super().pauses(scene) and not self._seat_engine.is_crowded

    def standing(self) -> Standing:
        """Which voice speaks; the same words all the time, for the crowd comes and goes from second to second."""
        found = super().standing()
        return (
            Standing(True, _("{voice}; written lines when many ask at once").format(voice=found.words))
            if found.model
            else found
        )


class SeatVoices(Voices):
    """The voices of one seat: the shared model for its talks, or the written lines."""

    def __init__(self, seat: str, turnstile: Turnstile | None, problem: str | None) -> None:
        super().__init__()
        self.problem = problem
        self._seat_engine = SeatEngine(seat, turnstile) if turnstile else None
        self._own = SeatVoice(self._seat_engine) if self._seat_engine else None

    def current(self) -> Voice:
        """The voice for the next talk of this seat."""
        if self._own is None:
            return AuthoredVoice()
        self._own.start()
        return self._own

    def engine(self) -> Engine | None:
        """The model, for whoever asks it something beside the talk; None as long as it cannot be asked."""
        engine = self._seat_engine
        return engine if engine and engine.status()[0] in _READY and not engine.is_crowded else None

    @property
    def is_loading(self) -> bool:
        """Whether the model is on its way."""
        return self._own is not None and self._own.engine.status()[0] in (Status.STARTING, Status.LOADING)

    def close(self) -> None:
        """Ask nothing more."""
        if self._seat_engine:
            self._seat_engine.close()


class SharedVoices:
    """The model that was chosen on this computer, once for all seats; the written lines when none was.

    Attributes:
        problem: why the model that was chosen cannot be used; None when there is nothing to say.
    """

    def __init__(self, shared: Sequence[Engine] | None = None) -> None:
        """Use these engines, copies of one model; those that the user chose when None. Begins to load at once."""
        self.problem: str | None = None
        self._engines = tuple(self._chosen() if shared is None else shared)
        self._turnstile = Turnstile(self._engines) if self._engines else None
        self._seats: dict[str, SeatVoices] = {}
        for engine in self._engines:
            engine.start()

    @property
    def has_model(self) -> bool:
        """Whether there is a model at all."""
        return bool(self._engines)

    def of(self, seat: str) -> SeatVoices:
        """The voices of one seat: the same at each call."""
        return self._seats.setdefault(seat, SeatVoices(seat, self._turnstile, self.problem))

    def close(self) -> None:
        """Let go of the model."""
        for seat in self._seats.values():
            seat.close()
        for engine in self._engines:
            engine.close()

    def _chosen(self) -> Iterator[Engine]:
        try:
            choice = Choice.load()
        except ChoiceError as error:
            self.problem = str(error)
            return
        for _number in range(SERVER_AT_ONCE if choice and choice.url else 1):
            if choice:
                yield engines.engine_of(choice)
