"""Questions about the work after something medical or private: they stay without a flag, and mean the same there."""

from __future__ import annotations

from typing import Any

from training.moved_on import moved_on

Row = dict[str, Any]


def row(text: str, before: str | None = None, flags: tuple[str, ...] = ()) -> Row:
    return {"text": text, "before": before, "kind": "say", "flags": list(flags), "moves": ["question_open"]}


WORK, TOLD = "c:work_task", "pc:illness"
ROWS = [
    row("Welke taken moeten we overnemen?"),
    row("Hoe lang nog?", "Ik heb griep."),
    row("Wat vind je daarvan, met die taken?"),
    row("Welke taken doe je met die rug?"),
    row("Welke taken lukken je thuis?", flags=("pressure",)),
]
FOUND = [[WORK], [TOLD], [WORK, "w:daarvan"], [WORK, "c:body"], [WORK]]


def test_a_question_about_the_work_comes_after_what_was_told_and_keeps_its_labels() -> None:
    lines = moved_on(ROWS, FOUND, 5)
    assert lines
    for line in lines:
        assert line.row == ROWS[0] | {"before": "Ik heb griep."}
        assert (line.first, line.second) == (0, 1)


def test_a_line_that_points_back_or_asks_after_health_or_carries_a_flag_is_left_where_it_is() -> None:
    assert {line.first for line in moved_on(ROWS, FOUND, 20)} == {0}


def test_the_same_lines_give_the_same_ones_and_none_give_none() -> None:
    assert moved_on(ROWS, FOUND, 5) == moved_on(ROWS, FOUND, 5)
    assert moved_on([], [], 5) == []
    assert moved_on(ROWS[:1], FOUND[:1], 5) == []
