"""Listens to a source of sound, and tells when somebody speaks; runs in the process with the microphone."""

from __future__ import annotations

import queue
from collections.abc import Callable
from threading import Event

from coach.live.clock import elapsed
from coach.live.sound.notice import Kind, Notice
from coach.live.sound.source import BLOCK_SECONDS, ImpossibleError, Source, SourceError, portaudio
from coach.live.sound.voice import RATE, SAMPLE, Detector, Voice, silero
from coach.messages import gettext as _

BUFFER = 0.5
"""At no time is more sound in memory than so many seconds of it."""
_WAITING = 3
"""Pieces that may wait; with the one in hand and what the sound system holds itself, less than `BUFFER`."""
_SILENT = 2.0
"""Seconds without a piece of sound, after which the device counts as gone: not all systems say so."""
_WAKING = 6.0
"""Seconds that a device gets for its first piece: a wireless headset has to change its ways first."""
_STILL = 5.0
_BEAT = 1.0
_STEP = 0.25


class Ear:
    """Sound in, moments out. A source that goes away is looked for again until `run` is told to stop.

    Args:
        tell: called from the thread of `run`.
        clock: must be the one that the meter goes by.
        retry: seconds between two looks for a source that is not there.
    """

    def __init__(
        self,
        source: Source,
        tell: Callable[[Notice], None],
        *,
        detector: Callable[[], Detector] = silero,
        clock: Callable[[], float] = elapsed,
        retry: float = 2.0,
    ) -> None:
        self._source, self._tell, self._clock = source, tell, clock
        self._detector, self._retry = detector, retry
        self._pieces: queue.Queue[tuple[bytes, float]] = queue.Queue(_WAITING)
        self._last = clock()

    @property
    def held(self) -> float:
        """Seconds of sound that are in memory at most: the pieces that may wait, and the one in hand."""
        return (_WAITING + 1) * BLOCK_SECONDS

    def run(self, stop: Event) -> None:
        """Listen until `stop` is set, or until it turns out to be impossible here."""
        told = ""
        while not stop.is_set():
            try:
                voice = Voice(self._made())
                self._source.open(self._deliver)
                told = ""
                self._hear(voice, stop)
            except ImpossibleError as error:
                self._tell(Notice(Kind.IMPOSSIBLE, self._clock(), reason=str(error)))
                return
            except SourceError as error:
                if str(error) != told:
                    self._tell(Notice(Kind.LOST, self._last, reason=str(error)))
                    told = str(error)
                self._tell(Notice(Kind.BEAT, self._clock()))
            finally:
                self._source.close()
                self._let_go()
            stop.wait(self._retry)

    def _made(self) -> Detector:
        try:
            return self._detector()
        except ImportError as error:
            portaudio()
            problem = _("There is no voice detector for this kind of computer. The key works everywhere.")
            raise ImpossibleError(problem) from error
        except (OSError, RuntimeError) as error:
            problem = _("The voice detector cannot be loaded: {reason}").format(reason=error)
            raise ImpossibleError(problem) from error

    def _deliver(self, sound: bytes) -> bool:
        """Called by the source: keep a piece until it is looked at; what does not fit is dropped."""
        try:
            self._pieces.put_nowait((sound, self._clock()))
        except queue.Full:
            return False
        return True

    def _let_go(self) -> None:
        while not self._pieces.empty():
            self._pieces.get_nowait()

    def _hear(self, voice: Voice, stop: Event) -> None:
        """Look at piece after piece, until the source is gone.

        Moments are counted in samples from the first one on: how long a piece waited does not matter. When pieces
        were dropped, the count is set right by the clock.

        Raises:
            SourceError: no sound comes any more.
        """
        began: float | None = None
        self._last = beat = self._clock()
        received = 0
        while not stop.is_set():
            try:
                sound, arrived = self._pieces.get(timeout=_STEP)
            except queue.Empty:
                patience = _WAKING if began is None else _SILENT
                if not self._source.alive() or self._clock() - self._last > patience:
                    raise SourceError(_("The microphone has gone away. It goes on as soon as it is back.")) from None
                continue
            received += len(sound)
            heard = received / (RATE * SAMPLE)
            if began is None:
                began = arrived - heard
                self._tell(Notice(Kind.ON, began))
            began = max(began, arrived - heard - BUFFER)
            for speaking, second in voice.feed(sound):
                self._tell(Notice(Kind.BEGINS if speaking else Kind.ENDS, began + second))
            self._last = self._clock()
            if self._last - beat >= _BEAT:
                self._tell(Notice(Kind.BEAT, self._last, still=voice.still_seconds >= _STILL))
                beat = self._last
