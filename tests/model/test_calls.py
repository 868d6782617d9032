"""Requests wait for one another, and are taken back while they wait and while they are answered."""

from __future__ import annotations

import threading

import pytest

from coach.model.calls import Call, Calls, TakenBack
from coach.model.contract import never


def _waiting(calls: Calls, told: list[str], name: str) -> threading.Thread:
    def ask() -> None:
        try:
            with calls.next(never):
                told.append(name)
        except TakenBack:
            told.append(f"{name} taken back")

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def test_one_waits_until_the_one_before_is_over() -> None:
    calls, told = Calls(), []
    with calls.next(never) as first:
        second = _waiting(calls, told, "second")
        second.join(0.1)
        assert told == []
        assert not first.over
    second.join(20)
    assert told == ["second"]
    assert first.over


def test_cancel_takes_back_what_is_answered_and_what_waits_and_nothing_that_comes_later() -> None:
    calls, told = Calls(), []
    with calls.next(never) as first:
        second = _waiting(calls, told, "second")
        while not told:
            calls.cancel()
            second.join(0.02)
        assert first.taken_back()
    assert told == ["second taken back"]
    with calls.next(never) as third:
        assert not third.taken_back()


def test_whoever_asked_takes_back_as_well() -> None:
    over = threading.Event()
    with Calls().next(over.is_set) as call:
        assert not call.taken_back()
        over.set()
        assert call.taken_back()


def test_the_turn_is_given_on_whatever_goes_wrong() -> None:
    calls = Calls()
    left: list[Call] = []

    def failing() -> None:
        with calls.next(never) as call:
            left.append(call)
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        failing()
    assert left[0].over
    with calls.next(never) as call:
        assert not call.over


def test_one_that_was_taken_back_before_its_turn_never_has_one() -> None:
    calls = Calls()
    with calls.next(never), pytest.raises(TakenBack), calls.next(lambda: True):
        raise AssertionError("it had its turn")
