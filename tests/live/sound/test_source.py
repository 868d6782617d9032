from __future__ import annotations

import builtins
import math
import sys
from array import array
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.live.sound.source import Converter, Device, ImpossibleError, SourceError, microphones


class PortAudioError(Exception):
    pass


class Library:
    """A sound library with one microphone, which may refuse rates and may be absent: there is none in a test."""

    PortAudioError = PortAudioError

    def __init__(self, rate: int = 48_000, channels: int = 2, refused: tuple[tuple[int, int], ...] = ()) -> None:
        self.there = True
        self.looks = 0
        self.streams: list[SimpleNamespace] = []
        self._told = {"name": "Headset", "index": 1, "default_samplerate": rate, "max_input_channels": channels}
        self._refused = refused
        self.default = SimpleNamespace(device=(1, 2))

    def query_devices(self, name: str | None = None, kind: str | None = None) -> Any:
        if not self.there or name not in (None, "Headset"):
            raise ValueError("no such device")
        speaker = {"name": "Speaker", "index": 2, "max_input_channels": 0}
        return self._told if kind else [speaker, {**self._told, "name": "Built-in", "index": 0}, self._told]

    def RawInputStream(self, **options: Any) -> Any:
        if (options["samplerate"], options["channels"]) in self._refused:
            raise PortAudioError("Invalid sample rate")
        stream = SimpleNamespace(**options, active=True, start=lambda: None, close=lambda **_options: None)
        self.streams.append(stream)
        return stream

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.looks += 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


def test_it_asks_for_what_the_detector_needs(library: Library) -> None:
    heard: list[bytes] = []
    device = Device()
    device.open(lambda sound: heard.append(sound) is None)
    (stream,) = library.streams
    assert (stream.samplerate, stream.channels, stream.dtype) == (16_000, 1, "float32")
    stream.callback(b"\0" * 8, 2, None, None)
    assert heard == [b"\0" * 8]
    assert device.alive()
    device.close()
    device.close()
    assert not device.alive()


@pytest.mark.parametrize(
    ("refused", "used"),
    [(((16_000, 1),), (48_000, 1)), (((16_000, 1), (48_000, 1)), (48_000, 2))],
)
def test_a_device_that_cannot_do_that_is_converted(
    monkeypatch: pytest.MonkeyPatch, refused: tuple[tuple[int, int], ...], used: tuple[int, int]
) -> None:
    library = Library(refused=refused)
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    heard: list[bytes] = []
    Device().open(lambda sound: heard.append(sound) is None)
    (stream,) = library.streams
    assert (stream.samplerate, stream.channels) == used
    stream.callback(array("f", [0.25] * stream.blocksize * stream.channels).tobytes(), 0, None, None)
    assert array("f", heard[0]).tolist() == [0.25] * 1536


def test_a_device_that_refuses_everything_gives_a_clear_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", Library(refused=((16_000, 1), (48_000, 1), (48_000, 2))))
    with pytest.raises(SourceError, match="Invalid sample rate"):
        Device("Headset").open(lambda _sound: True)


def test_a_microphone_that_was_plugged_in_later_is_found(library: Library) -> None:
    device = Device()
    library.there = False
    with pytest.raises(SourceError) as caught:
        device.open(lambda _sound: True)
    assert not isinstance(caught.value, ImpossibleError)
    library.there = True
    device.open(lambda _sound: True)
    assert library.looks == 1
    assert device.alive()


def test_a_name_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(SourceError, match="Telefoon"):
        Device("Telefoon").open(lambda _sound: True)


def test_only_microphones_are_listed_the_usual_one_first(library: Library) -> None:
    assert microphones() == ("Headset", "Built-in")


@pytest.mark.parametrize(("error", "hint"), [(ImportError, "make voice"), (OSError, "PortAudio")])
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, error: type[Exception], hint: str) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **options: Any) -> Any:
        if name == "sounddevice":
            raise error("not here")
        return real(name, *rest, **options)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImpossibleError, match=hint):
        Device().open(lambda _sound: True)


@given(
    st.sampled_from([8_000, 16_000, 22_050, 44_100, 48_000, 96_000]),
    st.integers(1, 2),
    st.lists(st.integers(1, 3000), min_size=1, max_size=8),
)
def test_conversion_keeps_the_length_and_the_level(rate: int, channels: int, pieces: list[int]) -> None:
    convert = Converter(rate, channels)
    made = array("f")
    for frames in pieces:
        made.frombytes(convert(array("f", [0.5] * frames * channels).tobytes()))
    assert abs(len(made) - sum(pieces) * 16_000 / rate) <= max(1, 16_000 / rate)
    assert all(sample == pytest.approx(0.5) for sample in made)


def test_a_tone_is_the_same_tone_after_conversion() -> None:
    convert = Converter(48_000, 1)
    tone = array("f", (math.sin(math.tau * 200 * index / 48_000) for index in range(48_000)))
    made = array("f", convert(tone.tobytes()))
    crossings = sum(before < 0 <= after for before, after in pairwise(made))
    assert crossings == pytest.approx(200, abs=2)
