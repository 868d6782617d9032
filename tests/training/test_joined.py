"""Lines made of two: they carry what either carries, and never hang on an answer that is not there."""

from __future__ import annotations

from typing import Any

from training.joined import joined

Row = dict[str, Any]


def row(text: str, flags: list[str], moves: list[str], before: str | None = None, kind: str = "say") -> Row:
    return {"text": text, "before": before, "kind": kind, "flags": flags, "moves": moves}


ROWS = [
    row("Wat heb je?", ["medical_probe"], ["question_open"]),
    row("Beterschap.", [], ["empathy"]),
    row("Hoe dan?", [], ["question_open"], before="Het rooster knelt."),
    row("mw. heeft migraine", ["privacy_breach"], [], kind="note"),
    row("zonder eind", [], []),
    row("Een lange zin. " * 10, [], []),
]


def test_a_joined_line_carries_what_either_of_its_lines_carries() -> None:
    for line in joined(ROWS, 20):
        one, other = ROWS[line.first], ROWS[line.second]
        assert line.row["text"] == f"{one['text']} {other['text']}"
        assert set(line.row["flags"]) == {*one["flags"], *other["flags"]}
        assert set(line.row["moves"]) == {*one["moves"], *other["moves"]}
        assert line.row["before"] == one["before"]


def test_only_short_finished_spoken_lines_are_joined_and_an_answer_only_comes_first() -> None:
    lines = joined(ROWS, 50)
    assert {line.first for line in lines} == {0, 1, 2}
    assert {line.second for line in lines} == {0, 1}
    assert all(line.first != line.second for line in lines)


def test_the_same_lines_give_the_same_ones_and_none_give_none() -> None:
    assert joined(ROWS, 5) == joined(ROWS, 5)
    assert joined([], 5) == []
    assert joined(ROWS[2:], 5) == []
