"""One language model for all seats: fair, and never in the way of an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from coach.model.contract import Limits, Message, Request, Role, Status, Token, Usage, never
from coach.model.scripted import ScriptedEngine
from coach.roleplay.voice import AuthoredVoice
from coach.workshop.host.voices import SeatEngine, SharedVoices, Turnstile

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


def test_when_many_wait_the_model_is_not_ready_for_the_next_one() -> None:
    gated = Gated()
    turnstile = Turnstile([gated], waiting=1)
    first, second, third = (SeatEngine(name, turnstile) for name in "abc")
    told: list[str] = []
    threads = [_ask(first, "a", told)]
    _until(lambda: gated.asked == ["a"])
    assert second.status()[0] is Status.READY
    threads.append(_ask(second, "b", told))
    _until(lambda: len(turnstile._waiting) == 1)
    assert third.status()[0] is Status.LOADING
    assert first.status()[0] is Status.READY  # is being answered
    assert second.status()[0] is Status.READY  # has its place
    gated.gate.release(2)
    for thread in threads:
        thread.join(10)
    assert third.status()[0] is Status.READY


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
