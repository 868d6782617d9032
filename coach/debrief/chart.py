"""Figures as drawings: rows of characters for a terminal, points for an SVG line."""

from __future__ import annotations

from collections.abc import Sequence

from coach.debrief.trust import TrustPoint

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BASE = 100


def sparkline(points: Sequence[TrustPoint]) -> str:
    """One character a point, low to high."""
    return "".join(_EIGHTHS[1 + min(7, point.trust * 8 // (_BASE + 1))] for point in points)


def line(values: Sequence[float | None], top: float) -> str:
    """One character a value, from 0 to `top`; a value that is not there is a dot."""
    return "".join("·" if value is None else _EIGHTHS[1 + min(7, int(value / top * 8))] for value in values)


def bar(value: float, scale: float, marks: Sequence[float], width: int) -> str:
    """A bar from 0 to `scale` of `width` characters, with an upright line at each mark."""
    cells = ["▓" if index < round(min(value, scale) / scale * width) else "░" for index in range(width)]
    for mark in marks:
        cells[min(width - 1, round(mark / scale * width))] = "│"
    return "".join(cells)


def columns(points: Sequence[TrustPoint], rows: int, width: int) -> list[str]:
    """A bar chart `rows` high and at most `width` wide, top row first. Long talks are thinned out evenly."""
    room = max(1, width // 2)
    shown = points if len(points) <= room else [points[i * len(points) // room] for i in range(room)]
    return ["".join(_cell(point.trust, row, rows) + " " for point in shown) for row in reversed(range(rows))]


def polyline(points: Sequence[TrustPoint], width: float, height: float) -> str:
    """The points of an SVG polyline in a box, as `x,y` pairs."""
    if not points:
        return ""
    step = width / max(1, len(points) - 1)
    return " ".join(
        f"{index * step:.1f},{height - point.trust / _BASE * height:.1f}" for index, point in enumerate(points)
    )


def _cell(trust: int, row: int, rows: int) -> str:
    filled = trust / _BASE * rows - row
    return _EIGHTHS[max(0, min(8, round(filled * 8)))]


def marks(points: Sequence[TrustPoint], turns: Sequence[int], width: int) -> str:
    """A line of numbers under `columns`, at the turns given, in their order."""
    room = max(1, width // 2)
    cells = [" "] * min(len(points), room)
    for number, turn in enumerate(turns, 1):
        place = next((index for index, point in enumerate(points) if point.turn == turn), None)
        if place is not None and cells:
            cells[min(len(cells) - 1, place * len(cells) // len(points))] = str(number)
    return "".join(cell + " " for cell in cells)
