from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.diversity import Index, Spread, distinct_share, grams, nearest_to, nearest_within

TEXTS = ["Hoe gaat het met je werk?", "Hoe gaat het met het werk?", "Tot morgen.", "tot  MORGEN."]


@given(st.lists(st.text("abc ", max_size=12), min_size=1, max_size=8), st.text("abc ", max_size=12))
def test_likeness_is_the_shared_part_of_the_grams(texts: list[str], text: str) -> None:
    own = grams(text)
    expected = [len(own & grams(other)) / len(own | grams(other)) for other in texts]
    assert Index(texts).likeness(text) == pytest.approx(expected)


def test_capitals_and_spaces_make_no_difference() -> None:
    assert nearest_within(TEXTS, [None] * 4)[2:].tolist() == [1.0, 1.0]


def test_a_line_is_not_its_own_neighbour() -> None:
    assert nearest_within(["Tot morgen.", "Iets anders dan dat."], [None, None]).max() < 0.2


def test_the_other_half_of_a_pair_is_no_neighbour() -> None:
    alone = nearest_within(TEXTS, [None, None, "p1", "p1"])
    assert alone[2:].max() < 0.2
    assert alone[:2].min() > 0.4


def test_a_leak_shows_as_a_likeness_of_one() -> None:
    found = nearest_to(["Tot morgen.", "Hoe laat begint de vergadering?"], TEXTS)
    assert found[0] == 1.0
    assert found[1] < 0.3


def test_the_spread_counts_lines_with_a_near_duplicate() -> None:
    spread = Spread.of(np.array([0.1, 0.2, 0.8, 0.9, 1.0]))
    assert (spread.median, spread.largest, spread.near) == (0.8, 1.0, 2)


def test_no_lines_have_no_spread() -> None:
    assert Spread.of(np.zeros(0)) == Spread(0.0, 0.0, 0.0, 0)


def test_four_words_that_come_back_are_not_distinct() -> None:
    assert distinct_share(["wat kan ik doen", "Wat kan ik doen"]) == 0.5
    assert distinct_share(["wat kan ik voor je doen"]) == 1.0
