"""Rounds side by side: the same situation with help, with a look back, without help, or along another branch.

One talk is one talk: figures of two rounds differ by chance too, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from coach.conversation import Conversation, Help
from coach.debrief import agreement, judged
from coach.debrief.measures import Measures, measure
from coach.debrief.norm import decimal, flag_rate, percent
from coach.debrief.part import Part
from coach.debrief.turns import given, own
from coach.messages import gettext as _
from coach.roleplay import level
from coach.roleplay.persona import Criterion
from coach.store import Store, StoreError, Summary
from coach.store.family import family_of

MOST = 3
"""So many rounds fit beside one another in a terminal of 80 columns."""
_HELP = tuple(Help)


class Round(Part):
    """One talk in the comparison. `answers` are those to the criteria, in the order of `Comparison.criteria`.

    `trust` is how it ended, `shared` the number of turns that it has in common with another talk.
    """

    talk: str
    is_this: bool
    help: Help
    shared: int
    persona: str
    started: datetime
    measures: Measures
    trust: int | None
    told: int
    agreements: int
    answers: tuple[bool | None, ...]


class Comparison(Part):
    """Two or more rounds of one situation, most help first; `criteria` are the texts of what was judged."""

    rounds: tuple[Round, ...]
    criteria: tuple[str, ...]


def find(store: Store, talk: Conversation) -> tuple[Conversation, ...]:
    """The finished talks that a talk is best compared with: its latest branch, and other levels of help.

    Those with the same employee come first. Talks that cannot be read are left out, for this is an extra.

    Raises:
        StoreError: the list of talks cannot be read.
    """
    kept = store.list()
    kin = {one.id for one in family_of(talk.id, kept)}
    fitting = [one for one in kept if _fits(one, talk)]
    fitting.sort(key=lambda one: one.persona != talk.persona)
    near = [one for one in fitting if one.id in kin]
    others = [next((one for one in fitting if one.help is other), None) for other in _HELP if other is not talk.help]
    chosen = {one.id: one for one in (*near[:1], *others, *near[1:]) if one}
    return tuple(_loaded(store, list(chosen.values())[: MOST - 1]))


def compare(talk: Conversation, others: Sequence[Conversation], criteria: tuple[Criterion, ...]) -> Comparison | None:
    """The rounds side by side; None when there is nothing to compare with."""
    if not others:
        return None
    rounds = [_round(one, criteria, is_this=one is talk) for one in (talk, *others)]
    rounds.sort(key=lambda one: (_HELP.index(one.help), one.started))
    return Comparison(rounds=tuple(rounds), criteria=tuple(criterion.text for criterion in criteria))


def heads(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Three lines above each round: how much help, which talk it is, and with whom or from where."""
    return [
        (
            level.name(one.help),
            _("this talk") if one.is_this else f"{one.started.astimezone():%d-%m %H:%M}",
            _("from turn {turn}").format(turn=one.shared + 1) if one.shared else one.persona.capitalize(),
        )
        for one in comparison.rounds
    ]


def rows(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The measures of the rounds: a name, and a value for each."""
    shown: tuple[tuple[str, Callable[[Round], str]], ...] = (
        (_("your turns"), lambda one: str(one.measures.manager_turns)),
        (_("reflections per question"), lambda one: decimal(one.measures.ratio)),
        (_("words of the other"), lambda one: percent(one.measures.employee_share)),
        (
            _("open questions / closed questions"),
            lambda one: f"{one.measures.open_questions} / {one.measures.closed_questions}",
        ),
        (_("flags per ten turns"), lambda one: decimal(flag_rate(one.measures))),
        (_("trust at the end"), lambda one: "–" if one.trust is None else str(one.trust)),
        (_("things told"), lambda one: str(one.told)),
        (_("Agreements").lower(), lambda one: str(one.agreements)),
    )
    for name, show in shown:
        yield name, [show(one) for one in comparison.rounds]


def answers(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The criteria of the rounds: the text, and yes, no or a dash for each."""
    names = {True: _("yes"), False: _("no"), None: "–"}
    for place, text in enumerate(comparison.criteria):
        yield text, [names[one.answers[place]] for one in comparison.rounds]


def _round(talk: Conversation, criteria: tuple[Criterion, ...], *, is_this: bool) -> Round:
    since, state = given(talk), talk.state
    found = judged.judged(criteria, talk, since=since)
    return Round(
        talk=talk.id, is_this=is_this, help=talk.help, shared=talk.branch.turns if talk.branch else 0,
        persona=talk.persona, started=talk.started,
        measures=measure(own(talk)),
        trust=state.trust if state else None, told=len(state.revealed) if state else 0,
        agreements=sum(one.turn > since for one in agreement.default().find(talk)),
        answers=tuple(one.met for one in found),
    )  # fmt: skip


def _fits(summary: Summary, talk: Conversation) -> bool:
    same = (summary.situation, summary.focus) == (talk.situation, talk.focus)
    return same and summary.finished and summary.id != talk.id and summary.manager_turns > 0


def _loaded(store: Store, chosen: Sequence[Summary]) -> Iterator[Conversation]:
    for summary in chosen:
        with suppress(StoreError):
            talk = store.load(summary.id)
            if talk is not None:
                yield talk
