"""Whether a certainty means what it says: of all that is said with 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

COUNT = 10
_SIZE, _EDGE = 240, 34
_INK, _PAPER, _GREY, _LINE = "#222222", "#ffffff", "#999999", "#1f6f8b"


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said with a certainty in one tenth: how often, how sure on average, and how often it was right."""

    low: float
    high: float
    n: int
    certainty: float
    right: float


def bins(certainty: np.ndarray, right: np.ndarray, count: int = COUNT) -> list[Bin]:
    """Findings sorted into equal steps of certainty; steps without findings are left out.

    A certainty on an edge belongs to the step above it, and 1 to the last step.
    """
    step = np.minimum(np.floor(np.round(certainty * count, 9)).astype(int), count - 1)
    return [
        Bin(
            index / count,
            (index + 1) / count,
            int((step == index).sum()),
            float(certainty[step == index].mean()),
            float(right[step == index].mean()),
        )
        for index in sorted(set(step.tolist()))
    ]


def expected_error(found: Sequence[Bin]) -> float:
    """Expected calibration error: the distance between sure and right, averaged over all findings."""
    total = sum(part.n for part in found)
    return sum(part.n * abs(part.certainty - part.right) for part in found) / total if total else float("nan")


def svg(found: Sequence[Bin]) -> str:
    """The reliability curve as a picture: sure to the right, right upwards, the dotted line is perfect."""
    places = [(_x(part.certainty), _y(part.right)) for part in found]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    most = max((part.n for part in found), default=1)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.5 + 4 * (part.n / most) ** 0.5:.1f}" fill="{_LINE}"/>'
        for (x, y), part in zip(places, found, strict=True)
    ]
    curve = f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>'
    return "\n".join([*_frame(), curve, *dots, "</svg>", ""])


def _x(value: float) -> float:
    return _EDGE + value * _SIZE


def _y(value: float) -> float:
    return 8 + (1 - value) * _SIZE


def _frame() -> list[str]:
    """The empty picture: paper, axes with their names, and the line on which sure is right."""
    width, height = _SIZE + _EDGE + 12, _SIZE + _EDGE + 12
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="10" role="img" aria-label="How sure against how often right">',
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="{_GREY}"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="{_GREY}" stroke-dasharray="3 3"/>',
    ]
    for tenth in range(0, 11, 2):
        value = tenth / 10
        out.append(f'<text x="{_x(value):.1f}" y="{_y(0) + 13}" text-anchor="middle" fill="{_INK}">{value}</text>')
        out.append(f'<text x="{_x(0) - 4}" y="{_y(value) + 3:.1f}" text-anchor="end" fill="{_INK}">{value}</text>')
    out.append(f'<text x="{_x(0.5)}" y="{_y(0) + 27}" text-anchor="middle" fill="{_INK}">certainty given</text>')
    turned = f'transform="translate(11 {_y(0.5)}) rotate(-90)"'
    out.append(f'<text {turned} text-anchor="middle" fill="{_INK}">share that was right</text>')
    return out
