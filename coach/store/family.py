"""Talks that branched from one another, taken together.

Every way a talk went stays kept, so one practice can leave several talks behind. They are one family: the talk in
it in which something happened last stands for all of them, and only that one is offered to be gone on with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.store.contract import Summary

Family = tuple[Summary, ...]


def families(summaries: Sequence[Summary]) -> tuple[Family, ...]:
    """The families of kept talks, in the order in which they and their talks stand in the list."""
    parents = {summary.id: summary.branch.talk for summary in summaries if summary.branch}
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        found.setdefault(_origin(summary.id, parents), []).append(summary)
    return tuple(tuple(family) for family in found.values())


def family_of(talk_id: str, summaries: Sequence[Summary]) -> Family:
    """The family in which a talk stands; empty when it is not kept."""
    for family in families(summaries):
        if any(summary.id == talk_id for summary in family):
            return family
    return ()


def to_go_on_with(summaries: Sequence[Summary]) -> Summary | None:
    """The first talk that stands for its family and is not finished.

    Args:
        summaries: the kept talks, the latest first.
    """
    heads: Iterable[Summary] = (family[0] for family in families(summaries))
    return next((head for head in heads if not head.finished), None)


def _origin(talk_id: str, parents: dict[str, str]) -> str:
    """The id that a line of branches began with; that talk itself may be deleted."""
    seen = set()
    while talk_id in parents and talk_id not in seen:
        seen.add(talk_id)
        talk_id = parents[talk_id]
    return min(seen) if talk_id in seen else talk_id
