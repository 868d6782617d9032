"""What others judged of the played calls: every line of every call, by cards that lay there."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import live

JUDGED = Path(live.__file__).parent / "live_judged.jsonl"


def test_every_line_of_the_played_calls_was_judged() -> None:
    rows = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    heard = [turn["heard"] for _kind, _number, turns in live.calls() for turn in turns if "heard" in turn]
    assert sorted(row["heard"] for row in rows) == sorted(heard)
    assert all(set(row["fits"]) <= set(row["shown"]) and row["why"] for row in rows)


def test_a_line_counts_when_any_of_the_three_cards_served_it() -> None:
    found = live.judged()
    assert found["calls"] == 40
    assert 0 < found["fitting first"] < found["fitting among three"] < 1
