from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.live.sound.voice import WINDOW, WINDOW_BYTES, Voice

SOUND = b"\x00\x00\x80\x3e" * WINDOW


class Guesses:
    """A detector that guesses what it was told to guess."""

    def __init__(self, guesses: list[float]) -> None:
        self._guesses = iter(guesses)

    def process(self, data: bytes, /) -> float:
        assert len(data) == WINDOW_BYTES
        return next(self._guesses)


def moments(guesses: list[float], piece: int = WINDOW_BYTES) -> list[tuple[bool, float]]:
    voice, sound = Voice(Guesses(guesses)), SOUND * len(guesses)
    return [told for start in range(0, len(sound), piece) for told in voice.feed(sound[start : start + piece])]


def test_speaking_begins_and_ends_where_the_sound_does() -> None:
    told = moments([0.0] * 10 + [0.9] * 20 + [0.1] * 20)
    assert told == [(True, pytest.approx(10 * 0.032)), (False, pytest.approx(30 * 0.032))]


@pytest.mark.parametrize(
    "guesses",
    [
        pytest.param([0.0] * 9 + [0.9] * 2 + [0.0] * 20, id="a click"),
        pytest.param([0.48] * 50, id="in doubt, as it was"),
    ],
)
def test_what_is_too_short_or_too_faint_is_no_speech(guesses: list[float]) -> None:
    assert moments(guesses) == []


def test_a_gap_between_words_is_no_end() -> None:
    told = moments([0.9] * 10 + [0.1] * 5 + [0.9] * 10 + [0.47] * 30)
    assert told == [(True, 0.0)]


def test_nothing_at_all_is_not_shown_to_the_detector() -> None:
    voice = Voice(Guesses([]))
    assert list(voice.feed(bytes(WINDOW_BYTES * 50))) == []
    assert voice.still_seconds == pytest.approx(1.6)


def test_noise_ends_the_stillness() -> None:
    voice = Voice(Guesses([0.0]))
    list(voice.feed(bytes(WINDOW_BYTES * 50) + SOUND))
    assert voice.still_seconds == 0


@given(st.lists(st.floats(0, 1), max_size=80), st.integers(1, 5 * WINDOW_BYTES))
def test_it_does_not_matter_in_which_pieces_sound_comes(guesses: list[float], piece: int) -> None:
    told = moments(guesses, piece)
    assert told == moments(guesses)
    assert [speaking for speaking, _at in told] == [index % 2 == 0 for index in range(len(told))]
    assert all(before < after for (_a, before), (_b, after) in pairwise(told))
    assert all(0 <= at <= len(guesses) * WINDOW / 16_000 for _speaking, at in told)
