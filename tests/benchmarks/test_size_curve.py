from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("sklearn", reason="needs the extra `train`")

import itertools

from benchmarks import size_curve

ROWS: list[dict[str, Any]] = [{"id": str(n), "author": f"pen-{n % 16}" if n < 32 else None} for n in range(40)]


def authors(lines: list[int]) -> set[str]:
    return {ROWS[line]["author"] or ROWS[line]["id"] for line in lines}


def test_each_size_holds_the_smaller_ones_and_the_last_is_everything() -> None:
    parts = [size_curve.chosen(ROWS, fraction) for fraction in size_curve.FRACTIONS]
    assert [len(authors(lines)) for lines in parts] == [3, 6, 12]
    for smaller, larger in itertools.pairwise(parts):
        assert set(smaller) < set(larger)


def test_an_author_is_taken_with_all_lines_or_not_at_all() -> None:
    lines = size_curve.chosen(ROWS, 0.5)
    assert lines == [n for n, row in enumerate(ROWS) if (row["author"] or row["id"]) in authors(lines)]
