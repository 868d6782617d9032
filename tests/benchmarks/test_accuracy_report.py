from __future__ import annotations

import numpy as np
import pytest

from benchmarks import accuracy_report
from benchmarks.intervals import Interval, share
from benchmarks.readings import held_out, read
from coach.phrasing import reader


@pytest.mark.parametrize(
    ("text", "speaks"),
    [("Is het je rug weer?", True), ("Slik je iets tegen de griep?", True), ("Wat is er dan?", False), ("", False)],
)
def test_a_direct_medical_question_names_something_of_health(text: str, speaks: bool) -> None:
    assert accuracy_report.speaks_of_health(reader.default(), text) is speaks


def test_every_concept_of_health_is_in_the_lexicon() -> None:
    assert set(accuracy_report.HEALTH) <= set(reader.default().lexicon.concepts)


def test_a_share_is_told_in_a_hundred() -> None:
    assert accuracy_report.per_hundred(Interval(0.055, 0.03, 0.0812)) == "5.5 [3.0–8.1]"
    assert accuracy_report.per_hundred(share(0, 0)) == "–"


def test_two_labellings_that_agree_by_chance_alone_have_no_kappa() -> None:
    first, second = np.array([1, 1, 0, 0], dtype=bool), np.array([1, 0, 1, 0], dtype=bool)
    assert accuracy_report.agreed(first, second) == ["0.00", "0.50"]
    assert accuracy_report.agreed(first, first) == ["1.00", "1.00"]


def test_the_second_labelling_covers_the_same_lines() -> None:
    part = read(held_out("heldout-2")[:5])
    assert accuracy_report.second_labelling(part).shape == part.gold.shape
