"""Where sound comes from: a microphone of this computer, through PortAudio (package sounddevice)."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from coach.live.sound.voice import RATE
from coach.messages import gettext as _

BLOCK_SECONDS = 0.096
"""Sound comes in pieces of three windows of the detector: one waking up for each."""


class SourceError(Exception):
    """There is no sound now; the message says why, and it can be tried again."""


class ImpossibleError(SourceError):
    """There will be no sound until something is installed; the message says what."""


class Source(Protocol):
    """Something that delivers sound once it is open: mono, `RATE` samples a second, 32-bit floats as bytes."""

    def open(self, deliver: Callable[[bytes], bool]) -> None:
        """Begin; `deliver` is called from a thread of the source, and says whether the piece was taken.

        Raises:
            SourceError: there is no sound now.
        """
        ...

    def alive(self) -> bool:
        """Whether it still delivers, as far as it knows."""
        ...

    def close(self) -> None:
        """End; may be called more than once."""
        ...


class Device:
    """A microphone: the one with this name, or else the one that the computer uses for recording."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name
        self._stream: Any = None
        self._opened = False

    def open(self, deliver: Callable[[bytes], bool]) -> None:
        """See `Source`."""
        library = self._library()
        try:
            told = library.query_devices(self._name, "input")
            self._stream = self._started(library, told, deliver)
        except (library.PortAudioError, ValueError, OSError) as error:
            self.close()
            raise SourceError(_no_microphone(self._name, error)) from error

    def alive(self) -> bool:
        """See `Source`; some systems go on saying so for a device that is gone."""
        with suppress(Exception):
            return self._stream is not None and bool(self._stream.active)
        return False

    def close(self) -> None:
        """See `Source`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(Exception):
                stream.close(ignore_errors=True)

    def _library(self) -> Any:
        library = portaudio()
        if self._opened:
            # PortAudio looks only once which devices there are: one that was plugged in later needs a new look.
            with suppress(Exception):
                library._terminate()
            with suppress(Exception):
                library._initialize()
        self._opened = True
        return library

    def _started(self, library: Any, told: Any, deliver: Callable[[bytes], bool]) -> Any:
        """A running stream, at the rate that is wanted or else at the device's own."""
        own = round(told["default_samplerate"])
        channels = max(1, min(2, told["max_input_channels"]))
        attempts = [(RATE, 1), (own, 1), (own, channels)]
        for attempt, (rate, count) in enumerate(attempts):
            convert = Converter(rate, count)

            def taken(data: Any, _frames: int, _time: Any, _flags: Any, convert: Converter = convert) -> None:
                deliver(convert(bytes(data)))

            try:
                stream = library.RawInputStream(
                    samplerate=rate,
                    blocksize=round(rate * BLOCK_SECONDS),
                    device=self._name,
                    channels=count,
                    dtype="float32",
                    callback=taken,
                )
                stream.start()
            except library.PortAudioError:
                if attempt == len(attempts) - 1:
                    raise
            else:
                return stream
        raise AssertionError


class Converter:
    """Makes `RATE` samples a second and one channel of what a device delivers; keeps less than a sample of it."""

    def __init__(self, rate: int, channels: int) -> None:
        self._channels = channels
        self._ratio = rate / RATE
        self._rest = array("f")
        self._phase = 0.0

    def __call__(self, sound: bytes) -> bytes:
        """The next piece: each new sample is the mean of those that it stands for."""
        if self._channels == 1 and self._ratio == 1.0:
            return sound
        samples = array("f", sound)
        data = self._rest + (samples[:: self._channels] if self._channels > 1 else samples)
        made = array("f")
        begin = self._phase
        while begin + self._ratio <= len(data):
            first, last = int(begin), max(int(begin) + 1, int(begin + self._ratio))
            made.append(sum(data[first:last]) / (last - first))
            begin += self._ratio
        self._rest = data[int(begin) :]
        self._phase = begin - int(begin)
        return made.tobytes()


def portaudio() -> Any:
    """The sound library.

    Raises:
        ImpossibleError: it is not there.
    """
    try:
        import sounddevice
    except ImportError as error:
        raise ImpossibleError(_("The microphone needs the extra “voice”: make voice")) from error
    except OSError as error:
        problem = _("The microphone needs PortAudio, and it is not installed.")
        if sys.platform == "linux":
            problem += " " + _("On Debian and Ubuntu: sudo apt install libportaudio2")
        raise ImpossibleError(problem) from error
    return sounddevice


def microphones() -> tuple[str, ...]:
    """The names of the microphones of this computer, the one that it uses for recording first.

    Raises:
        SourceError: the sound library is not there, or does not answer.
    """
    library = portaudio()
    try:
        devices = [device for device in library.query_devices() if device["max_input_channels"] > 0]
        default = library.default.device[0]
    except (library.PortAudioError, ValueError, OSError) as error:
        raise SourceError(str(error)) from error
    devices.sort(key=lambda device: device["index"] != default)
    return tuple(dict.fromkeys(str(device["name"]) for device in devices))


def _no_microphone(name: str | None, error: Exception) -> str:
    if name:
        return _("The microphone “{name}” is not there, or cannot be used: {reason}").format(
            name=name, reason=str(error)
        )
    return _("No microphone found. Plug one in, or choose one in the settings of the computer.")
