"""A talk as a line in the history: what can be counted over many of them, and none of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from coach.conversation import Conversation, Help
from coach.debrief import agreement, safety
from coach.debrief.measures import Measures, measure
from coach.debrief.need import needs
from coach.debrief.part import Part
from coach.debrief.turns import given, manager_turns, own
from coach.store import Store, StoreError, Summary
from coach.store.family import families


class Entry(Part):
    """One finished talk. `counts` is False for focus exercises and for further tries of a talk that counts already.

    `needs` are the ids of what the talk needed, the heaviest first.
    """

    talk: str
    started: datetime
    situation: str
    persona: str
    help: Help
    focus: str | None
    counts: bool
    measures: Measures
    agreements: int
    trust: int | None
    needs: tuple[str, ...]


def finished(store: Store) -> tuple[tuple[Summary, bool], ...]:
    """The finished talks in which something was said, the latest first, each with whether it counts.

    Of talks that branched from one another only the first that was finished counts: the others are another try at
    the same moments.

    Raises:
        StoreError: the list cannot be read.
    """
    kept = store.list()
    first = {done[-1].id for family in families(kept) if (done := [one for one in family if _is_done(one)])}
    return tuple((one, one.id in first and one.focus is None) for one in kept if _is_done(one))


def entries(
    store: Store, chosen: Sequence[tuple[Summary, bool]], shown: Callable[[Conversation], Conversation]
) -> Iterator[Entry | None]:
    """The entry of each talk, or None for one that is gone or cannot be read.

    Args:
        store: where the talks are.
        chosen: those of `finished`.
        shown: gives a talk as the user sees it, without the flags called not right.
    """
    for summary, counts in chosen:
        try:
            talk = store.load(summary.id)
        except StoreError:
            talk = None
        yield entry(shown(talk), counts=counts) if talk else None


def entry(talk: Conversation, *, counts: bool = True) -> Entry:
    """What a talk adds to the history."""
    talk = safety.spared(talk)
    since, figures, danger = given(talk), measure(own(talk)), safety.outcome(talk)
    agreements = sum(one.turn > since for one in agreement.default().find(talk))
    flags = [
        (flag.id, flag.level) for _index, _turn, reading in manager_turns(talk, since) for flag in reading.shown()
    ]
    return Entry(
        talk=talk.id,
        started=talk.started,
        situation=talk.situation,
        persona=talk.persona,
        help=talk.help,
        focus=talk.focus,
        counts=counts,
        measures=figures,
        agreements=agreements,
        trust=talk.state.trust if talk.state else None,
        needs=needs(figures, flags, agreed=agreements > 0, safety=danger),
    )


def _is_done(summary: Summary) -> bool:
    return summary.finished and summary.manager_turns > 0
