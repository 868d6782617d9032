from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import Speaker
from coach.live import clock as clock_module
from coach.live.balance import Balance, Cause, Hint, Source
from coach.live.fed_turn import FedTurn
from coach.live.meter import BRIDGE, GAP, LONG_STRETCH, PAUSE, Meter


class Clock:
    """A clock that a test moves on; the meter is asked every second, as a screen does."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, meter: Meter, seconds: float) -> Balance:
        """Time in which the program is awake."""
        until = self.now + seconds
        while self.now < until:
            self.now = min(until, self.now + 1.0)
            meter.tick()
        return meter.tick()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> Meter:
    return Meter(clock=clock)


def test_a_meter_that_was_told_nothing_says_nothing(meter: Meter, clock: Clock) -> None:
    balance = clock.passes(meter, 100)
    assert balance == Balance()
    assert balance.share is None


def test_the_key_tells_who_speaks(meter: Meter, clock: Clock) -> None:
    assert meter.toggle() is Speaker.MANAGER
    clock.passes(meter, 20)
    assert meter.toggle() is Speaker.EMPLOYEE
    clock.passes(meter, 60)
    meter.silence()
    clock.passes(meter, 20)
    assert meter.toggle() is Speaker.MANAGER
    balance = clock.passes(meter, 0)
    assert (balance.manager, balance.other, balance.silence) == (20, 60, 20)
    assert balance.share == pytest.approx(0.25)
    assert (balance.source, balance.speaker) == (Source.KEY, Speaker.MANAGER)
    assert balance.goal == pytest.approx(0.2)


def test_a_stop_ends_measuring_and_keeps_the_figures(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 5)
    meter.stop()
    balance = clock.passes(meter, 3600)
    assert (balance.manager, balance.speaker, balance.missed) == (5, None, ())


def test_silence_before_the_first_key_is_not_measured(meter: Meter, clock: Clock) -> None:
    meter.silence()
    assert clock.passes(meter, 9).silence == 0


def test_a_long_stretch_gives_a_hint_until_it_ends(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    assert clock.passes(meter, LONG_STRETCH - 1).hint is None
    balance = clock.passes(meter, 1)
    assert (balance.hint, balance.current) == (Hint.LONG, LONG_STRETCH)
    meter.toggle()
    balance = clock.passes(meter, 1)
    assert (balance.hint, balance.current, balance.longest) == (None, 0, LONG_STRETCH)


def test_a_breath_does_not_end_a_stretch(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 30)
    meter.silence()
    clock.passes(meter, BRIDGE / 2)
    meter.toggle()
    assert clock.passes(meter, 10).current == 40 + BRIDGE / 2


def test_a_turn_of_the_other_ends_a_stretch(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 30)
    meter.toggle()
    clock.passes(meter, 0.5)
    meter.toggle()
    assert clock.passes(meter, 10).current == 10


@pytest.mark.parametrize("who_goes_on", [1, 2])
def test_a_silence_that_got_its_time_counts_whoever_ends_it(meter: Meter, clock: Clock, who_goes_on: int) -> None:
    meter.toggle()
    clock.passes(meter, 5)
    meter.silence()
    assert clock.passes(meter, PAUSE).given == 1
    for _time in range(who_goes_on):
        meter.toggle()
    balance = clock.passes(meter, 1)
    assert (balance.given, balance.cut, balance.hint) == (1, 0, None)


def test_a_silence_that_is_cut_off_gives_one_gentle_hint(meter: Meter, clock: Clock) -> None:
    def cut() -> Balance:
        meter.silence()
        clock.passes(meter, PAUSE - 1)
        meter.toggle()
        return clock.passes(meter, 1)

    meter.toggle()
    clock.passes(meter, 5)
    assert cut().hint is Hint.CUT
    balance = clock.passes(meter, 12)
    assert (balance.cut, balance.hint) == (1, None)
    again = cut()
    assert (again.cut, again.hint) == (2, None)
    meter.toggle()
    clock.passes(meter, 150)
    meter.toggle()
    assert cut().hint is Hint.CUT


def test_the_other_may_end_a_silence_early(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 5)
    meter.toggle()
    meter.silence()
    clock.passes(meter, PAUSE - 1)
    meter.toggle()
    meter.toggle()
    assert clock.passes(meter, 1).cut == 0


def test_a_closed_lid_is_told_as_missed_and_nobody_speaks_after_it(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 20)
    clock.now += 600
    balance = meter.tick()
    assert (balance.manager, balance.longest, balance.speaker) == (20, 20, None)
    (missed,) = balance.missed
    assert (missed.at, missed.seconds, missed.cause) == (20, 600, Cause.AWAY)
    assert clock.passes(meter, 30).manager == 20
    assert meter.toggle() is Speaker.MANAGER
    assert clock.passes(meter, 5).manager == 25


def test_a_gap_is_noticed_by_whoever_comes_first(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 20)
    clock.now += 600
    assert meter.toggle() is Speaker.MANAGER
    assert meter.tick().missed_seconds == 600


def test_a_slow_moment_is_not_a_gap(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.now += GAP
    balance = meter.tick()
    assert (balance.manager, balance.missed) == (GAP, ())


def test_a_clock_that_goes_back_changes_nothing(meter: Meter, clock: Clock) -> None:
    meter.toggle()
    clock.passes(meter, 20)
    clock.now -= 3600
    assert meter.tick().manager == 20
    clock.now += 3605
    assert meter.tick().manager == 25


def test_setting_the_clock_of_the_computer_does_not_reach_the_meter(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    meter.toggle()
    balance = meter.tick()
    assert 0 <= balance.manager < GAP
    assert balance.missed == ()


def test_the_clock_counts_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = SimpleNamespace(
        CLOCK_BOOTTIME="with sleep",
        CLOCK_MONOTONIC="with sleep",
        clock_gettime=lambda name: name,
        monotonic=lambda: 7.0,
    )
    monkeypatch.setattr(clock_module, "time", fake)
    for platform, told in (("linux", "with sleep"), ("darwin", "with sleep"), ("win32", 7.0)):
        monkeypatch.setattr("coach.live.clock.sys", SimpleNamespace(platform=platform))
        assert clock_module.elapsed() == told


def test_the_microphone_counts_only_the_manager(meter: Meter, clock: Clock) -> None:
    meter.listen()
    clock.passes(meter, 10)
    meter.voice(True, clock.now - 1)
    clock.passes(meter, 9)
    meter.voice(False, clock.now - 0.5)
    balance = clock.passes(meter, 21)
    assert (balance.manager, balance.other) == (9.5, 30.5)
    assert (balance.source, balance.speaker, balance.given) == (Source.MICROPHONE, None, 1)


def test_time_before_the_manager_first_speaks_is_no_pause_given(meter: Meter, clock: Clock) -> None:
    meter.listen()
    assert clock.passes(meter, 30).given == 0


def test_the_key_is_silent_while_the_microphone_listens(meter: Meter, clock: Clock) -> None:
    meter.listen()
    meter.voice(True)
    assert meter.toggle() is Speaker.MANAGER
    meter.silence()
    assert clock.passes(meter, 5).manager == 5


def test_by_ear_only_a_habit_of_cutting_silences_is_worth_a_hint(meter: Meter, clock: Clock) -> None:
    meter.listen()
    hints = []
    for _time in range(4):
        meter.voice(True)
        hints.append(clock.passes(meter, 4).hint)
        meter.voice(False)
        clock.passes(meter, 2)
    assert hints == [None, None, None, Hint.CUT]


def test_a_lost_microphone_is_told_as_missed_and_goes_on(meter: Meter, clock: Clock) -> None:
    meter.listen()
    meter.voice(True)
    clock.passes(meter, 5)
    meter.deafen()
    balance = clock.passes(meter, 8)
    assert [(part.cause, part.seconds) for part in balance.missed] == [(Cause.MICROPHONE, 8)]
    meter.voice(True)
    meter.listen()
    balance = clock.passes(meter, 2)
    assert (balance.manager, balance.other, balance.missed_seconds) == (5, 2, 8)


def test_the_key_takes_over_from_a_lost_microphone(meter: Meter, clock: Clock) -> None:
    meter.listen()
    clock.passes(meter, 5)
    meter.deafen()
    clock.passes(meter, 5)
    assert meter.toggle() is Speaker.MANAGER
    balance = clock.passes(meter, 5)
    assert (balance.source, balance.manager) == (Source.KEY, 5)
    meter.listen()
    assert clock.passes(meter, 1).source is Source.MICROPHONE


def test_sleep_while_the_microphone_is_gone_is_told_apart(meter: Meter, clock: Clock) -> None:
    meter.listen()
    meter.deafen()
    clock.passes(meter, 4)
    clock.now += 100
    meter.tick()
    balance = clock.passes(meter, 3)
    assert [(part.cause, part.seconds) for part in balance.missed] == [
        (Cause.MICROPHONE, 4),
        (Cause.AWAY, 100),
        (Cause.MICROPHONE, 3),
    ]


def test_a_microphone_that_hears_both_is_suspected(meter: Meter, clock: Clock) -> None:
    meter.listen()
    meter.voice(True)
    assert not clock.passes(meter, 100).overheard
    assert clock.passes(meter, 100).overheard


def test_what_was_missed_is_a_sentence(meter: Meter, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    assert meter.tick().told_missed() == ""
    meter.toggle()
    clock.now += 300
    told = meter.tick().told_missed()
    assert told == "Not measured: 5 minutes (the computer was asleep or the program stood still)."


def test_a_transcript_fills_the_meter_when_nothing_else_does(meter: Meter) -> None:
    meter.feed(FedTurn("Hoe is het?", Speaker.MANAGER, 0.0, 2.0, number=1))
    meter.feed(FedTurn("Goed, druk, maar ik red het wel.", Speaker.EMPLOYEE, 2.5, 10.5, number=2))
    meter.feed(FedTurn("een twee drie vier vijf", None, number=3))
    balance = meter.tick()
    assert (balance.source, balance.manager, balance.other) == (Source.TRANSCRIPT, 2.0, 8.0)
    assert balance.unknown == pytest.approx(2.0)
    assert balance.share == pytest.approx(0.2)
    meter.feed(FedTurn("Hoe is het nu?", Speaker.MANAGER, 0.0, 3.0, number=1, revision=1))
    assert meter.tick().manager == 3.0
    meter.toggle()
    assert meter.tick().source is Source.KEY


def test_a_transcript_that_mostly_does_not_say_who_speaks_gives_no_share(meter: Meter) -> None:
    meter.feed(FedTurn("Hoe is het?", Speaker.MANAGER, 0.0, 2.0, number=1))
    meter.feed(FedTurn("Goed.", None, 2.0, 5.0, number=2))
    assert meter.tick().share is None


def test_lines_of_the_manager_that_follow_each_other_are_one_stretch(meter: Meter) -> None:
    meter.feed(FedTurn("Een.", Speaker.MANAGER, 0.0, 20.0, number=1))
    meter.feed(FedTurn("Twee.", Speaker.MANAGER, 20.5, 40.0, number=2))
    meter.feed(FedTurn("Ja.", Speaker.EMPLOYEE, 40.0, 41.0, number=3))
    meter.feed(FedTurn("Drie.", Speaker.MANAGER, 41.0, 50.0, number=4))
    assert meter.tick().longest == pytest.approx(39.5)


_DEEDS: dict[str, Callable[[Meter], object]] = {
    "toggle": Meter.toggle,
    "silence": Meter.silence,
    "stop": Meter.stop,
    "listen": Meter.listen,
    "speaks": lambda meter: meter.voice(True),
    "quiet": lambda meter: meter.voice(False),
    "deafen": Meter.deafen,
    "tick": Meter.tick,
}


@given(st.lists(st.tuples(st.sampled_from(sorted(_DEEDS)), st.floats(0, 40)), max_size=40))
def test_every_second_is_counted_at_most_once(deeds: list[tuple[str, float]]) -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    for deed, seconds in deeds:
        _DEEDS[deed](meter)
        clock.now += seconds
        balance = meter.tick()
        known = balance.manager + balance.other + balance.silence + balance.missed_seconds
        assert 0 <= known <= clock.now - 1000 + 1e-6
        assert min(balance.manager, balance.other, balance.silence, balance.current) >= 0
        assert balance.share is None or 0 <= balance.share <= 1
        assert balance.longest >= balance.current
