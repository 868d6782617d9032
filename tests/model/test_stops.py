"""Stop texts end an answer wherever its pieces are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.model.stops import Stops

_letters = st.text("ab<|>", max_size=30)


def _shown(pieces: list[str], texts: tuple[str, ...]) -> str:
    stops = Stops(texts)
    shown = ""
    for piece in pieces:
        shown += stops.take(piece)
        if stops.reached:
            return shown
    return shown + stops.rest()


@given(st.lists(_letters, max_size=8), st.lists(st.text("ab<|>", min_size=1, max_size=4), max_size=3))
def test_the_answer_is_what_comes_before_the_first_stop(pieces: list[str], texts: list[str]) -> None:
    whole = "".join(pieces)
    # The piece that completes a stop text decides; within it the earliest place counts.
    ends = [place + len(stop) for stop in texts if (place := whole.find(stop)) >= 0]
    shown = _shown(pieces, tuple(texts))
    assert whole.startswith(shown)
    assert not any(stop in shown for stop in texts)
    if not ends:
        assert shown == whole


@given(st.lists(st.text("xyz", min_size=1, max_size=3), min_size=1, max_size=8))
def test_what_cannot_begin_a_stop_is_shown_at_once(pieces: list[str]) -> None:
    stops = Stops(("</s>",))
    assert [stops.take(piece) for piece in pieces] == pieces


def test_a_beginning_that_goes_on_otherwise_is_shown_after_all() -> None:
    stops = Stops(("\nUser:",))
    assert [stops.take(piece) for piece in ("Ja.", "\nUs", "er", "naam")] == ["Ja.", "", "", "\nUsernaam"]
    assert not stops.reached


def test_nothing_comes_after_a_stop() -> None:
    stops = Stops(("#",))
    assert (stops.take("a#b"), stops.reached, stops.take("c"), stops.rest()) == ("a", True, "", "")
