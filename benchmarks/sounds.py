"""Sound to measure with: sentences of a synthesiser, silence, noise and music; and a source that plays it.

    python -m benchmarks.sounds FILE.wav

plays a file at the speed of life along the road of the microphone, and tells what `coach.live.sound.capture` tells.
"""

from __future__ import annotations

import math
import random
import sys
import threading
import time
import wave
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from coach.live.sound.capture import listen, shut
from coach.live.sound.source import BLOCK_SECONDS, SourceError
from coach.live.sound.voice import RATE, SAMPLE

SPEECH = Path(__file__).parent.parent / "tests" / "live" / "sounds"
_CHORDS = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (164.8, 207.7, 246.9))


def sentences(folder: Path = SPEECH) -> list[array[float]]:
    """The spoken sentences in a folder, in order of their names."""
    return [read(path) for path in sorted(folder.glob("*.wav"))]


def read(path: Path) -> array[float]:
    """The samples of a mono file of `RATE` samples a second, of 8 or 16 bits.

    Raises:
        ValueError: the file is something else.
    """
    with wave.open(str(path)) as file:
        if (file.getnchannels(), file.getframerate()) != (1, RATE):
            raise ValueError(f"{path}: not mono at {RATE} Hz")
        frames = file.readframes(file.getnframes())
        if file.getsampwidth() == 1:
            return array("f", ((byte - 128) / 128 for byte in frames))
        return array("f", (value / 32768 for value in array("h", frames)))


def write(path: Path, samples: Sequence[float]) -> None:
    """Keep samples as a file of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", (round(max(-1.0, min(1.0, x)) * 32767) for x in samples)).tobytes())


def silence(seconds: float) -> array[float]:
    """No sound at all."""
    return array("f", bytes(round(seconds * RATE) * SAMPLE))


def noise(seconds: float, loud: float, seed: int = 1) -> array[float]:
    """The hiss of a room with a fan: white noise of this effective value."""
    chance = random.Random(seed)
    return array("f", (chance.gauss(0.0, loud) for _ in range(round(seconds * RATE))))


def keys(seconds: float, loud: float = 0.3, seed: int = 1) -> array[float]:
    """Somebody who types: short clicks at irregular moments."""
    chance, sound = random.Random(seed), silence(seconds)
    at = 0.1
    while at < seconds - 0.1:
        start = round(at * RATE)
        for index in range(240):
            sound[start + index] += chance.gauss(0.0, loud) * math.exp(-index / 50)
        at += chance.uniform(0.08, 0.5)
    return sound


def music(seconds: float, loud: float = 0.2) -> array[float]:
    """Chords with a beat, as from a radio in the next room."""
    sound = array("f")
    for index in range(round(seconds * RATE)):
        moment = index / RATE
        chord = _CHORDS[int(moment / 2) % len(_CHORDS)]
        within = moment % 0.5
        tones = (math.tau * pitch * moment for pitch in chord)
        tone = sum(math.sin(angle) + 0.4 * math.sin(2 * angle) for angle in tones)
        drum = math.sin(math.tau * 80 * within) * math.exp(-within * 18)
        sound.append(loud * (tone / 5 * (1 - within) + drum))
    return sound


def talk(parts: Iterable[Sequence[float]], pauses: Iterable[float]) -> tuple[array[float], float]:
    """Parts with a pause before each of them, and how many seconds of speech that is."""
    sound, spoken = array("f"), 0
    for part, pause in zip(parts, pauses, strict=False):
        sound.extend(silence(pause))
        sound.extend(part)
        spoken += len(part)
    return sound, spoken / RATE


def mixed(sound: Sequence[float], other: Sequence[float]) -> array[float]:
    """Two sounds at once, as long as the first."""
    return array("f", (a + b for a, b in zip(sound, other, strict=True)))


class Played:
    """A `coach.live.sound.source.Source` of samples: as fast as they are taken, or at the speed of life.

    `clock` is the clock of the sound: it stands where the playing has come to.
    """

    def __init__(self, samples: Sequence[float], *, live: bool = False) -> None:
        self._sound = memoryview(array("f", samples).tobytes())
        self._live = live
        self._position = 0
        self._open = False
        self._ended = threading.Event()

    def open(self, deliver: Callable[[bytes], bool]) -> None:
        """Play from where it was left."""
        if self._position >= len(self._sound):
            raise SourceError("the sound is over")
        self._open = True
        threading.Thread(target=self._play, args=(deliver,), daemon=True).start()

    def alive(self) -> bool:
        """Whether there is sound left."""
        return self._open and not self._ended.is_set()

    def close(self) -> None:
        """Stop playing."""
        self._open = False

    def clock(self) -> float:
        """Seconds of sound that were played."""
        return self._position / (RATE * SAMPLE)

    def _play(self, deliver: Callable[[bytes], bool]) -> None:
        step = round(RATE * BLOCK_SECONDS) * SAMPLE
        began = time.monotonic() - self.clock()
        while self._open and self._position < len(self._sound):
            piece = bytes(self._sound[self._position : self._position + step])
            self._position += len(piece)
            if self._live:
                time.sleep(max(0.0, began + self.clock() - time.monotonic()))
                deliver(piece)
            else:
                while self._open and not deliver(piece):
                    time.sleep(0.001)
        self._ended.set()


def main() -> None:
    """Play the file named on the command line."""
    source = Played(read(Path(sys.argv[1])), live=True)
    shut()
    listen(source)


if __name__ == "__main__":
    main()
