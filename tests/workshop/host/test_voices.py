"""One language model for all seats: fair, and never in the way of an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from coach import roleplay
from coach.model.contract import Limits, Message, Request, Role, Status, Token, Usage, never
from coach.model.scripted import ScriptedEngine
from coach.roleplay.practice import Practice
from coach.roleplay.voice import AuthoredVoice
from coach.store import open_store
from coach.workshop.host.turnstile import Turnstile
from coach.workshop.host.voices import SeatEngine, SeatVoice, SharedVoices

GOOD = "Nou, ik vind het werk nog steeds leuk, eigenlijk. Maar het is wel veel tegelijk op een dag."
MANY = 200
BETWEEN = 0.02
"""Seconds that a seat waits before it speaks again: nobody types without pause."""
ASKED = Request((Message(Role.USER, "Hoe gaat het?"),))


class Gated:
    """An engine that answers one request at a time, when the test lets it; remembers who asked."""

    def __init__(self) -> None:
        self.gate = threading.Semaphore(0)
        self.asked: list[str] = []
        self.most = 0
        self._busy = 0

    def start(self) -> None:
        return

    def status(self) -> tuple[Status, str]:
        return Status.READY, ""

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        self._busy += 1
        self.most = max(self.most, self._busy)
        self.asked.append(request.messages[0].text)
        try:
            while not self.gate.acquire(timeout=0.02):
                if cancelled():
                    return
            yield Token("Goed.")
        finally:
            self._busy -= 1

    def cancel(self) -> None:
        return

    def count(self, text: str) -> int:
        return len(text)

    def limits(self) -> Limits:
        return Limits(1000, "gated", "here")

    def usage(self) -> Usage | None:
        return None

    def close(self) -> None:
        return


class Counted(ScriptedEngine):
    """A script that remembers how many requests it answered at once, at most."""

    def __init__(self, delay: float) -> None:
        super().__init__(GOOD, delay=delay)
        self.most = self._now = 0

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            yield from super().stream(request, cancelled)
        finally:
            self._now -= 1


def _ask(engine: SeatEngine, text: str, told: list[str]) -> threading.Thread:
    def run() -> None:
        answer = "".join(token.text for token in engine.stream(Request((Message(Role.USER, text),))))
        told.append(f"{text}: {answer}")

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _until(seen: Callable[[], bool]) -> None:
    for _try in range(1000):
        if seen():
            return
        threading.Event().wait(0.01)
    raise AssertionError("never so")


def test_of_those_that_wait_the_one_answered_longest_ago_is_next() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=10)
    merel, vink, beuk = (SeatEngine(name, turnstile) for name in ("Merel", "Vink", "Beuk"))
    told: list[str] = []
    threads = [_ask(merel, "Merel 1", told)]
    _until(lambda: gated.asked == ["Merel 1"])
    for number, (engine, text) in enumerate(
        [(merel, "Merel 2"), (merel, "Merel 3"), (vink, "Vink 1"), (beuk, "Beuk 1"), (vink, "Vink 2")], 1
    ):
        threads.append(_ask(engine, text, told))
        _until(lambda number=number: len(turnstile._waiting) == number)  # type: ignore[misc]
    for number in range(6):
        _until(lambda number=number: len(gated.asked) == number + 1)  # type: ignore[misc]
        gated.gate.release()
    for thread in threads:
        thread.join(10)
    assert gated.asked == ["Merel 1", "Vink 1", "Beuk 1", "Merel 2", "Vink 2", "Merel 3"]
    assert gated.most == 1
    assert all(answer.endswith("Goed.") for answer in told)


def test_when_many_wait_the_next_one_is_told_so() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=1)
    first, second, third = (SeatEngine(name, turnstile) for name in "abc")
    told: list[str] = []
    threads = [_ask(first, "a", told)]
    _until(lambda: gated.asked == ["a"])
    assert not second.is_crowded
    threads.append(_ask(second, "b", told))
    _until(lambda: len(turnstile._waiting) == 1)
    assert third.is_crowded
    assert third.status()[0] is Status.READY  # the model itself is as well as ever
    assert not first.is_crowded  # is being answered
    assert not second.is_crowded  # has its place
    gated.gate.release(2)
    for thread in threads:
        thread.join(10)
    assert not third.is_crowded


def test_who_was_answered_longer_ago_than_those_that_wait_still_finds_room() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=1)
    merel, vink, beuk, eik = (SeatEngine(name, turnstile) for name in ("Merel", "Vink", "Beuk", "Eik"))
    told: list[str] = []
    for engine, text in ((beuk, "Beuk 1"), (merel, "Merel 1")):
        gated.gate.release()
        _ask(engine, text, told).join(10)
    threads = [_ask(vink, "Vink 1", told)]
    _until(lambda: gated.asked[2:] == ["Vink 1"])
    threads.append(_ask(merel, "Merel 2", told))
    _until(lambda: len(turnstile._waiting) == 1)
    assert not beuk.is_crowded  # Beuk had the model before Merel, who waits
    threads.append(_ask(beuk, "Beuk 2", told))
    _until(lambda: len(turnstile._waiting) == 2)
    assert eik.is_crowded  # never had it, but the queue is as long as it gets
    gated.gate.release(3)
    for thread in threads:
        thread.join(10)
    assert gated.asked[3:] == ["Beuk 2", "Merel 2"]


def test_of_many_in_the_same_moment_those_for_whom_there_is_no_place_get_nothing() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=1)
    told: list[str] = []
    threads = [_ask(SeatEngine("a", turnstile), "a", told)]
    _until(lambda: gated.asked == ["a"])
    for number, name in enumerate("bc", 1):
        threads.append(_ask(SeatEngine(name, turnstile), name, told))
        _until(lambda number=number: len(turnstile._waiting) == number)  # type: ignore[misc]
    late = _ask(SeatEngine("d", turnstile), "d", told)
    late.join(10)
    assert told == ["d: "]
    gated.gate.release(3)
    for thread in threads:
        thread.join(10)
    assert sorted(told) == ["a: Goed.", "b: Goed.", "c: Goed.", "d: "]


def test_a_crowd_is_no_failure_of_the_model() -> None:
    """However often a seat is turned away, the model words its answers again when there is room."""
    turnstile = Turnstile([ScriptedEngine(GOOD)], waiting=0)
    turnstile.engines[0].start()
    employee = roleplay.employee("frequent", "samira")
    employee.voice = voice = SeatVoice(SeatEngine("merel", turnstile))
    practice = Practice(employee, open_store(None), seed=7)
    for _time in range(5):
        taken = turnstile.enter("vink")
        assert taken is not None
        reply = practice.tell("Hoe zie jij de toekomst hier?")
        assert not reply.pauses
        assert " ".join(reply.sentences()) == reply.scene.authored
        turnstile.leave("vink", taken)
    taken = turnstile.enter("vink")
    assert taken is not None
    words = reply.sentences(lambda: False)
    turnstile.leave("vink", taken)
    assert " ".join(words) == GOOD
    assert voice.standing().model


def test_twenty_five_seats_behind_one_model_all_get_it_and_an_answer_to_every_line() -> None:
    engine = Counted(delay=0.001)
    shared = SharedVoices([engine])
    answers: dict[str, list[str]] = {f"seat {number}": [] for number in range(25)}

    def talk(seat: str) -> None:
        voice = shared.of(seat).current()
        assert isinstance(voice, SeatVoice)
        while not voice.spoken and len(answers[seat]) < MANY:
            employee = roleplay.employee("frequent", "samira")
            employee.voice = voice
            practice = Practice(employee, open_store(None), seed=7)
            answers[seat].append(practice.say("Hoe zie jij de toekomst hier?").answer.text)
            time.sleep(BETWEEN)

    threads = [threading.Thread(target=talk, args=(seat,)) for seat in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(GOOD in said for said in answers.values())
    assert all(text for said in answers.values() for text in said)
    assert engine.most == 1
    shared.close()


def test_a_request_that_is_taken_back_gives_its_place_away() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=5)
    first, second = SeatEngine("a", turnstile), SeatEngine("b", turnstile)
    told: list[str] = []
    one = _ask(first, "a", told)
    _until(lambda: gated.asked == ["a"])
    other = _ask(second, "b", told)
    _until(lambda: len(turnstile._waiting) == 1)
    second.cancel()
    other.join(10)
    assert told == ["b: "]
    assert first.status()[0] is Status.READY
    gated.gate.release()
    one.join(10)
    assert told == ["b: ", "a: Goed."]
    assert turnstile._free == [gated]


def test_seats_share_one_model_and_a_seat_that_leaves_does_not_close_it() -> None:
    engine = ScriptedEngine(["Prima."] * 4)
    shared = SharedVoices([engine])
    _until(lambda: engine.status()[0] is Status.READY)
    merel, vink = shared.of("merel"), shared.of("vink")
    assert merel is shared.of("merel")
    assert merel.current() is merel.current()
    assert merel.current() is not vink.current()
    merel.close()
    asked = vink.engine()
    assert asked is not None
    assert "".join(token.text for token in asked.stream(ASKED)) == "Prima."
    shared.close()
    assert engine.status()[0] is Status.OFF


def test_without_a_model_everyone_gets_the_written_lines() -> None:
    shared = SharedVoices()
    assert isinstance(shared.of("merel").current(), AuthoredVoice)
    assert shared.of("merel").engine() is None
    assert shared.problem is None
    shared.close()
