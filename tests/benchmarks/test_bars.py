from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy import FLAGS, MOVES, predicted
from benchmarks.bars import Bar, alarms, any_of, error_of_all, error_of_said, mean_f1, notes
from benchmarks.readings import FLAG_COLUMNS, HARD_COLUMNS, LABELS, Readings, gold_of, read, together
from coach.conversation import Band

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "kind": "say",
        "before": None,
        "text": "Wat heb je precies?",
        "flags": ["medical_probe"],
        "moves": [],
    },
    {
        "id": "2",
        "kind": "note",
        "before": None,
        "text": "Migraine, belt ma.",
        "flags": ["privacy_breach"],
        "moves": [],
    },
    {"id": "3", "kind": "say", "before": None, "text": "Dat moet wel lukken.", "flags": ["pressure"], "moves": []},
    {"id": "4", "kind": "say", "before": None, "text": "Wat heb je nodig?", "flags": [], "moves": ["question_open"]},
    {"id": "5", "kind": "say", "before": None, "text": "Tot morgen.", "flags": [], "moves": []},
]
SAID = {"1": {"medical_probe": 0.95}, "2": {"threat": 0.6}, "3": {"judgement": 0.4}, "4": {"pressure": 0.7}}


@pytest.fixture
def part() -> Readings:
    """Lines with certainties chosen by hand."""
    certainty = np.array([[SAID.get(row["id"], {}).get(flag, 0.0) for flag in FLAGS] for row in ROWS])
    band = np.digitize(certainty, [0.3, 0.5, 0.9])
    return Readings(ROWS, gold_of(ROWS), certainty, band, np.zeros((len(ROWS), len(MOVES)), dtype=bool))


def test_hard_flags_together_ask_only_whether_there_is_one(part: Readings) -> None:
    assert any_of(part, HARD_COLUMNS) == (1.0, 1.0, 1.0)
    assert any_of(part, [LABELS.index("privacy_breach")])[1] == 0.0


def test_maybe_does_not_count_and_certain_leaves_only_the_surest(part: Readings) -> None:
    assert part.found().sum() == 3
    assert part.found(Band.CERTAIN).sum() == 1
    assert part.found(Band.MAYBE).sum() == 4


def test_alarms_are_counted_on_clean_lines_only(part: Readings) -> None:
    assert alarms(part, FLAG_COLUMNS) == 0.5
    assert alarms(part, HARD_COLUMNS) == 0.0


def test_a_mean_leaves_out_what_does_not_occur(part: Readings) -> None:
    assert mean_f1(part, ["medical_probe", "capacity_probe"]) == 1.0
    assert mean_f1(part, FLAGS) == pytest.approx(1 / 3)
    assert math.isnan(mean_f1(part, ["capacity_probe"]))


def test_notes_are_taken_apart(part: Readings) -> None:
    assert [row["id"] for row in notes(part).rows] == ["2"]


def test_the_error_over_what_was_found_is_stricter_than_over_everything(part: Readings) -> None:
    assert error_of_said(part) == pytest.approx((0.05 + 0.6 + 0.4 + 0.7) / 4)
    missed = 2 / (len(ROWS) * len(FLAGS) - 4)
    assert error_of_all(part) == pytest.approx((0.05 + 0.6 + 0.4 + 0.7 + missed * 41) / 45)


def test_two_parts_together_hold_the_lines_of_both(part: Readings) -> None:
    both = together([part, notes(part)])
    assert len(both.rows) == both.gold.shape[0] == both.certainty.shape[0] == len(both.moves) == 6


@pytest.mark.parametrize(
    ("value", "at_most", "met"), [(0.9, False, True), (0.89, False, False), (0.9, True, True), (0.91, True, False)]
)
def test_a_bar_is_met_on_its_own_side(value: float, at_most: bool, met: bool) -> None:
    assert Bar("", 0.9, lambda part: 0.0, at_most).met(value) is met


@pytest.mark.parametrize("at_most", [True, False])
def test_a_bar_without_anything_to_measure_is_not_met(at_most: bool) -> None:
    assert not Bar("", 0.9, lambda part: 0.0, at_most).met(math.nan)


def test_the_report_reads_lines_as_the_other_measurements_do() -> None:
    found = read(ROWS).found()
    assert [{LABELS[column] for column in np.flatnonzero(line)} for line in found] == [predicted(row) for row in ROWS]
