from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks import worst
from benchmarks.accuracy import FLAGS
from benchmarks.readings import HELD_OUT, held_out, labelled

MEDICAL, THREAT, PRESSURE = (FLAGS.index(name) for name in ("medical_probe", "threat", "pressure"))


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"x-{n}", "before": None, "text": f"Regel *{n}*", "flags": [], "moves": ["empathy"]}
        for n in range(count)
    ]


def mistakes(given: dict[tuple[int, int], tuple[bool, float]], each: int = 10) -> list[tuple[str, str, str]]:
    """Level, kind and id of the mistakes, from (line, flag): (labelled, probability)."""
    count = 1 + max(line for line, _flag in given)
    gold, probable = np.zeros((count, len(FLAGS)), dtype=bool), np.zeros((count, len(FLAGS)))
    for place, (there, chance) in given.items():
        gold[place], probable[place] = there, chance
    return [(entry["level"], entry["kind"], entry["id"]) for entry in worst.worst(rows(count), gold, probable, each)]


def test_hard_alarms_come_first_then_hard_misses_then_the_soft_ones() -> None:
    given = {
        (0, PRESSURE): (True, 0.1),
        (1, PRESSURE): (False, 0.9),
        (2, THREAT): (True, 0.2),
        (3, MEDICAL): (False, 0.6),
    }
    assert mistakes(given) == [
        ("hard", "alarm", "x-3"),
        ("hard", "miss", "x-2"),
        ("soft", "alarm", "x-1"),
        ("soft", "miss", "x-0"),
    ]


def test_the_surest_alarm_and_the_least_probable_miss_lead() -> None:
    alarms = {(0, MEDICAL): (False, 0.7), (1, THREAT): (False, 0.99)}
    misses = {(0, MEDICAL): (True, 0.4), (1, THREAT): (True, 0.01)}
    assert [name for *_rest, name in mistakes(alarms)] == ["x-1", "x-0"]
    assert [name for *_rest, name in mistakes(misses)] == ["x-1", "x-0"]


def test_what_is_right_is_no_mistake() -> None:
    assert mistakes({(0, MEDICAL): (True, 0.5), (1, MEDICAL): (False, 0.49)}) == []


def test_no_more_than_asked_and_each_line_once() -> None:
    given = {(line, flag): (False, 0.9 - line / 10) for line in range(3) for flag in (MEDICAL, THREAT)}
    assert mistakes(given, each=2) == [("hard", "alarm", "x-0"), ("hard", "alarm", "x-1")]


def test_a_mistake_is_shown_with_its_words_and_labels_and_without_markup() -> None:
    gold, probable = np.zeros((1, len(FLAGS)), dtype=bool), np.zeros((1, len(FLAGS)))
    probable[0, MEDICAL] = 0.912
    text = "\n".join(worst.shown(worst.worst(rows(1), gold, probable)))
    assert "- `medical_probe` 0.91 · “Regel \\*0\\*” (labelled empathy; `x-0`)" in text


@pytest.fixture(scope="module")
def kept_back() -> set[str]:
    return {row["id"] for name in HELD_OUT for row in held_out(name)}


def test_held_out_lines_are_not_among_those_to_train_on(kept_back: set[str]) -> None:
    assert kept_back
    assert kept_back.isdisjoint(row["id"] for row in labelled())


def test_no_held_out_line_is_shown_as_a_mistake(kept_back: set[str]) -> None:
    assert kept_back.isdisjoint(entry["id"] for entry in worst.load())
