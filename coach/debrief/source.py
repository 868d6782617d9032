"""The guidance behind something on a debrief."""

from __future__ import annotations

from collections.abc import Iterable

from coach import guidance
from coach.conversation import Flag
from coach.debrief.part import Part
from coach.guidance.passage import Passage

_MOST = 2


class Source(Part):
    """A passage of guidance, as the debrief names it."""

    id: str
    title: str
    sources: tuple[str, ...]


def behind(flag: Flag) -> tuple[Source, ...]:
    """The passages behind a flag, the nearest first."""
    return sources(guidance.passages_for(flag)[:_MOST])


def named(passage_id: str) -> tuple[Source, ...]:
    """The passage of this id; nothing when there is none."""
    passage = guidance.library().passage(passage_id)
    return sources([passage] if passage else [])


def sources(passages: Iterable[Passage]) -> tuple[Source, ...]:
    """Passages in their shortest form: id, title, sources."""
    return tuple(Source(id=p.id, title=p.title, sources=p.sources) for p in passages)
