"""What the labelled lines are made of: counts, repetition, and whether held-out lines leaked into training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks import explained
from benchmarks.diversity import NEAR, Spread, distinct_share, nearest_to, nearest_within
from benchmarks.markdown import section, table
from benchmarks.readings import LABELS, gold_of, sparring

Rows = Sequence[Mapping[str, Any]]
_LONG = 6
"""Below this many words two lines are often alike by chance."""


def text(training: Rows, held_out: Mapping[str, Rows]) -> str:
    """The part of the report on data."""
    parts = {"training": training, **held_out}
    return section(
        "9. Data",
        [*_counts(parts), "", *_labels(parts), "", *_repetition(parts), "", *_leaks(training, held_out)],
    )


def _counts(parts: Mapping[str, Rows]) -> list[str]:
    columns = [facts(rows) for rows in parts.values()]
    body = [[name, *(column[name] for column in columns)] for name in columns[0]]
    told = explained.DATA.format(sparring=f"{len(sparring()):,}")
    return [told, "", *table(["", *parts], body)]


def facts(rows: Rows) -> dict[str, str]:
    """The plain counts of a part."""
    pairs = Counter(row["pair"] for row in rows if row.get("pair"))
    total = len(rows)
    return {
        "lines": f"{total:,}",
        "clean (no flag)": _share(sum(not row["flags"] for row in rows), total),
        "nothing at all (no flag, no move)": _share(sum(not (row["flags"] or row["moves"]) for row in rows), total),
        "notes": _share(sum(row.get("kind") == "note" for row in rows), total),
        "with the turn before": _share(sum(bool(row.get("before")) for row in rows), total),
        "author keys": f"{len({row.get('author') or row['id'] for row in rows}):,}",
        "pairs": f"{sum(count > 1 for count in pairs.values()):,}",
    }


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})" if whole else "0"


def _labels(parts: Mapping[str, Rows]) -> list[str]:
    counts = [gold_of(rows).sum(axis=0) for rows in parts.values()]
    body = [[f"`{label}`", *(f"{column[index]:,}" for column in counts)] for index, label in enumerate(LABELS)]
    return ["Lines that carry each label:", "", *table(["label", *parts], body)]


def _repetition(parts: Mapping[str, Rows]) -> list[str]:
    body = []
    for name, rows in parts.items():
        texts = [row["text"] for row in rows]
        spread = Spread.of(nearest_within(texts, [row.get("pair") for row in rows]))
        again = len(rows) - len(set(texts)), len(rows) - len({(row.get("before"), row["text"]) for row in rows})
        likeness = f"{spread.median:.2f}", f"{spread.high:.2f}"
        body.append([name, f"{distinct_share(texts):.3f}", *likeness, *(f"{n:,}" for n in (spread.near, *again))])
    head = ["part", "distinct", "median", "95 %", "near", "same text", "same turn"]
    return [explained.REPETITION.format(near=NEAR), "", *table(head, body)]


def _leaks(training: Rows, held_out: Mapping[str, Rows]) -> list[str]:
    taught = [row["text"] for row in training]
    body = []
    for name, rows in held_out.items():
        alike = nearest_to([row["text"] for row in rows], taught)
        spread = Spread.of(alike)
        long = np.array([len(row["text"].split()) >= _LONG for row in rows])
        longest = Spread.of(alike[long])
        figures = (spread.median, spread.high, spread.largest, longest.largest)
        body.append([name, *(f"{value:.2f}" for value in figures), str(spread.near), str(longest.near)])
    told = explained.LEAKS.format(long=_LONG)
    head = ["part", "median", "95 %", "largest", "largest, long", f"above {NEAR}", f"above {NEAR}, long"]
    return [told, "", *table(head, body)]
