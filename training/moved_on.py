"""Questions about the work, put after something medical or private that was said: they stay what they are.

Whoever is told about a bad night and asks which work has to be taken over does the right thing. The labelled lines
hold few of those beside the many that ask on: without these the answer before would weigh more than the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from training.joined import Joined

SEED = 2
LONGEST = 18
_WORK = frozenset({"c:work_task", "c:planning", "c:roster", "c:cover", "c:colleagues", "c:workload"})
_TOLD = (
    "body complaint illness little_ailment lay_body medication practitioner pregnancy result treatment sleep home "
    "relation lifestyle"
).split()
_OWN_TOLD = frozenset(f"c:{concept}" for concept in (*_TOLD, "recovery", "cause", "capacity"))
_BEFORE_TOLD = frozenset(f"pc:{concept}" for concept in _TOLD)
_POINTING = frozenset(
    f"w:{word}"
    for word in (
        "dit daar daarmee daarvan daarover daaraan daarbij daardoor daarin daarop erover ermee ervan eraan "
        "erbij erdoor erin hiermee hiervan hierover toen"
    ).split()
)
"""Words by which a line may go back to what was said before it."""
_ALONE = frozenset({"question_open", "question_closed", "autonomy", "offer_help"})


def moved_on(rows: Sequence[dict[str, Any]], found: Sequence[list[str]], share: float) -> list[Joined]:
    """As many such lines as that share of the lines; `found` are the features of each line.

    The same lines give the same ones. The second parent of a line is the one that its answer before comes from.
    """
    draw = Random(SEED)
    asked = [place for place, row in enumerate(rows) if _stands_alone(row, set(found[place]))]
    told = [place for place, names in enumerate(found) if not _BEFORE_TOLD.isdisjoint(names)]
    if not asked or not told:
        return []
    pairs = ((draw.choice(asked), draw.choice(told)) for _ in range(round(share * len(rows))))
    return [Joined(rows[one] | {"before": rows[other]["before"]}, one, other) for one, other in pairs if one != other]


def _stands_alone(row: dict[str, Any], found: set[str]) -> bool:
    """Whether a line without a flag asks about the work, and means the same whatever was said before it."""
    if row["flags"] or not row["moves"] or not _ALONE.issuperset(row["moves"]) or len(row["text"].split()) > LONGEST:
        return False
    if found.isdisjoint(_WORK) or not found.isdisjoint(_OWN_TOLD) or not found.isdisjoint(_POINTING):
        return False
    return "w:dat" not in found or not row.get("before")
