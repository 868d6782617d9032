"""Lines put one after the other, so that the reader learns that what is clear stays clear in longer company.

Most labelled lines are a sentence or two. In a talk a flagged sentence often stands beside others that are fine; a
model that weighs a whole line by its parts must have met that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

SEED = 1
LONGEST = 22
"""Lines of more words are long enough by themselves."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A line made of two, by their places among the labelled lines; it carries what either of them carries."""

    row: dict[str, Any]
    first: int
    second: int


def joined(rows: Sequence[dict[str, Any]], share: float) -> list[Joined]:
    """As many joined lines as that share of the lines; the same lines give the same ones.

    The second line must be one that nothing was said before: its meaning does not hang on an answer.
    """
    draw = Random(SEED)
    said = [place for place, row in enumerate(rows) if _fits(row)]
    alone = [place for place in said if not rows[place].get("before")]
    if not alone:
        return []
    pairs = ((draw.choice(said), draw.choice(alone)) for _ in range(round(share * len(rows))))
    return [Joined(_together(rows[one], rows[other]), one, other) for one, other in pairs if one != other]


def _fits(row: dict[str, Any]) -> bool:
    text = row["text"].strip()
    return (row.get("kind") or "say") == "say" and len(text.split()) <= LONGEST and text[-1:] in (".", "?", "!")


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": f"{one['text'].strip()} {other['text'].strip()}",
        "before": one.get("before"),
        "kind": "say",
        "flags": sorted({*one["flags"], *other["flags"]}),
        "moves": sorted({*one["moves"], *other["moves"]}),
    }
