from __future__ import annotations

from typing import Any

from benchmarks import data_report
from benchmarks.markdown import table


def row(text: str, **more: Any) -> dict[str, Any]:
    return {"id": text, "author": "a", "before": None, "text": text, "flags": [], "moves": [], **more}


TRAINING = [
    row("Wat heb je nodig om morgen te beginnen?", pair="p1", moves=["question_open"]),
    row(
        "Wat heb je gemankeerd de hele week?",
        pair="p1",
        flags=["medical_probe"],
        author="b",
        before="Ik was er niet.",
    ),
    row("Hm.", pair="p2"),
    row("Terug op maandag.", kind="note"),
]


def test_the_plain_counts_of_a_part() -> None:
    assert data_report.facts(TRAINING) == {
        "lines": "4",
        "clean (no flag)": "3 (75%)",
        "nothing at all (no flag, no move)": "2 (50%)",
        "notes": "1 (25%)",
        "with the turn before": "1 (25%)",
        "author keys": "2",
        "pairs": "1",
    }


def test_a_leak_is_counted_and_no_held_out_word_is_shown() -> None:
    held_out = [
        row("Wat heb je nodig om morgen te beginnen?"),
        row("Volstrekt unieke zinsnede zonder evenknie hier."),
    ]
    text = data_report.text(TRAINING, {"heldout": held_out})
    last = text.strip().splitlines()[-1]
    assert last.startswith("| heldout |")
    assert last.endswith("| 1.00 | 1.00 | 1 | 1 |")
    assert "unieke" not in text


def test_a_table_puts_figures_to_the_right_and_words_to_the_left() -> None:
    assert table(["name", "n"], [["a", "1,024"], ["b", "–"]]) == [
        "| name | n |",
        "| --- | ---: |",
        "| a | 1,024 |",
        "| b | – |",
    ]
