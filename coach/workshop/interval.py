"""How sure a mean is: the interval of Student's t, for small groups.

The interval says between which values the mean of many such groups would lie, 95 times in 100, if people differed by
chance alone. It says nothing about other causes: another employee, a second try, a lunch in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t, two-sided 95 %, for 1 to 30 degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean of `n` values with its 95 % interval."""

    n: int
    mean: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def interval(values: Sequence[float]) -> Interval | None:
    """The mean of values with its interval; None for fewer than two."""
    n = len(values)
    if n < 2:
        return None
    mean = fmean(values)
    half = t(n - 1) * stdev(values) / sqrt(n)
    return Interval(n, mean, mean - half, mean + half)


def share(part: int, whole: int) -> tuple[float, float]:
    """Between which shares the true one lies when `part` of `whole` were seen: the 95 % interval of Wilson.

    Raises:
        ValueError: of nothing there is no share.
    """
    if whole < 1 or not 0 <= part <= whole:
        raise ValueError("a share of nothing")
    z, seen = 1.96, part / whole
    middle = (seen + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * sqrt(seen * (1 - seen) / whole + z * z / (4 * whole * whole))
    # Rounding of the computer must not put the share that was seen outside.
    return min(seen, max(0.0, middle - half)), max(seen, min(1.0, middle + half))


def t(freedom: int) -> float:
    """Student's t, two-sided 95 %; from 31 degrees of freedom on to two decimals by its expansion."""
    return _T[freedom - 1] if freedom <= len(_T) else 1.96 + 2.372 / freedom + 2.82 / freedom**2
