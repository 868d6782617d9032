"""How samples lie: the same three figures wherever times are measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def spread(samples: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and largest, to one decimal; zeros when there are none."""
    ordered = sorted(samples) or [0.0]
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "most": round(ordered[-1], 1),
    }
