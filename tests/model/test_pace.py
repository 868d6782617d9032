"""Fewer threads while the processor is needed elsewhere, and all of them again later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.model.pace import Pace


def _after(pace: Pace, times: list[float]) -> int:
    for seconds in times:
        pace.took(seconds)
    return pace.threads


def test_a_quiet_machine_keeps_its_threads() -> None:
    assert _after(Pace(8), [0.1, 0.11, 0.12] * 200) == 8


def test_a_text_that_grows_keeps_its_threads() -> None:
    assert _after(Pace(8), [0.1 + 0.0001 * token for token in range(4000)]) == 8


def test_a_hiccup_keeps_its_threads() -> None:
    assert _after(Pace(8), [0.1] * 5 + [2.0, 2.0] + [0.1] * 20) == 8


def test_threads_that_wait_for_one_another_become_fewer_and_come_back() -> None:
    pace = Pace(8)
    assert _after(pace, [0.1] * 10) == 8
    assert _after(pace, [0.5] * 6) == 4
    assert _after(pace, [0.5] * 20) == 1
    assert _after(pace, [0.1] * 1000) == 8


@given(st.lists(st.floats(0, 1e6)), st.integers(1, 64))
def test_there_is_always_a_thread(times: list[float], most: int) -> None:
    assert 1 <= _after(Pace(most), times) <= most
