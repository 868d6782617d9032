from __future__ import annotations

from benchmarks import agreement, fresh
from benchmarks.accuracy import HARD
from benchmarks.readings import labelled, read


def test_the_reader_has_learned_from_none_of_the_fresh_lines() -> None:
    learned = {(row["text"], row.get("before")) for row in labelled()}
    new = [row for name in fresh.AIMS for row in fresh.lines([fresh.FRESH / f"{name}.jsonl"])]
    assert len(new) > 6000
    assert learned.isdisjoint((row["text"], row.get("before")) for row in new)


def test_every_set_has_an_aim() -> None:
    assert {path.stem for path in fresh.FRESH.glob("*.jsonl")} == set(fresh.AIMS)


def test_the_second_reader_is_held_against_the_same_lines() -> None:
    known = agreement.second_labels(fresh.SECOND)
    rows = [row for row in fresh.lines([fresh.FRESH / "y01.jsonl"]) if row["id"] in known][:20]
    table = fresh.readers(read(rows))
    assert table[0] == "|  | n | second reader of the contract | this reader |"
    assert table[2].startswith(f"| hard flags | {sum(bool(HARD & {*row['flags']}) for row in rows)} |")
