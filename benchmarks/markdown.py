"""Parts of a Markdown report."""

from __future__ import annotations

import math
from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under a head; figures stand to the right when every cell of the column starts with a digit or is empty."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(head)
    rule = ["---:" if column and all(_number(cell) for cell in column) else "---" for column in columns]
    return ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]


def _number(cell: str) -> bool:
    return not cell or cell == "–" or cell.replace(",", "").replace(".", "").isdigit()


def section(title: str, lines: Sequence[str], level: int = 2) -> str:
    """A part of the report under its title."""
    return "\n".join(["#" * level + f" {title}", "", *lines, ""])


def figure(value: float, places: int = 2) -> str:
    """A figure, or a dash when there was nothing to measure."""
    return "–" if math.isnan(value) else f"{value:.{places}f}"
