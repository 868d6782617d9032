from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.calibration import Bin, bins, expected_error, svg


def test_findings_fall_into_tenths_and_empty_tenths_are_left_out() -> None:
    found = bins(np.array([0.31, 0.39, 0.95]), np.array([True, False, True]))
    assert [(part.low, part.n, part.right) for part in found] == [(0.3, 2, 0.5), (0.9, 1, 1.0)]
    assert found[0].certainty == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("certainty", "low"), [(0.0, 0.0), (0.3, 0.3), (0.6, 0.6), (0.7, 0.7), (0.9, 0.9), (1.0, 0.9)]
)
def test_an_edge_belongs_to_the_tenth_above_it_and_one_to_the_last(certainty: float, low: float) -> None:
    assert bins(np.array([certainty]), np.array([True]))[0].low == low


def test_who_is_as_often_right_as_sure_has_no_error() -> None:
    certainty = np.repeat([0.25, 0.75], 4)
    right = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=bool)
    assert expected_error(bins(certainty, right)) == pytest.approx(0.0)


def test_the_error_is_the_distance_weighted_by_how_many() -> None:
    found = [Bin(0.8, 0.9, 3, 0.8, 0.5), Bin(0.9, 1.0, 1, 0.9, 1.0)]
    assert expected_error(found) == pytest.approx((3 * 0.3 + 0.1) / 4)


def test_what_was_never_said_and_never_there_makes_the_error_small_only() -> None:
    sure, right = np.array([0.9, 0.9]), np.array([True, False])
    more = expected_error(bins(np.append(sure, np.zeros(8)), np.append(right, np.zeros(8, dtype=bool))))
    assert more == pytest.approx(expected_error(bins(sure, right)) * 2 / 10)


def test_nothing_said_has_no_error() -> None:
    assert math.isnan(expected_error([]))


def test_the_picture_is_xml_with_a_dot_for_each_tenth_in_its_place() -> None:
    drawn = ElementTree.fromstring(svg([Bin(0.3, 0.4, 4, 0.35, 0.2), Bin(0.9, 1.0, 9, 1.0, 1.0)]))
    low, high = [item for item in drawn.iter() if item.tag.endswith("circle")]
    frame = next(item for item in drawn.iter() if item.tag.endswith("rect") and item.get("fill") == "none")
    corner = float(frame.attrib["x"]) + float(frame.attrib["width"]), float(frame.attrib["y"])
    assert (float(high.attrib["cx"]), float(high.attrib["cy"])) == corner
    assert float(low.attrib["cy"]) > float(high.attrib["cy"])
    assert float(low.attrib["r"]) < float(high.attrib["r"])


def test_the_picture_of_nothing_is_still_xml() -> None:
    assert ElementTree.fromstring(svg([])).tag.endswith("svg")
