"""The results of a group, for the trainer: nothing about one person, and no more precision than there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from coach.debrief.entry import Entry, entry
from coach.debrief.part import Part
from coach.debrief.skill import SKILLS, Skill
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.workshop import figures
from coach.workshop.figures import GroupFigures
from coach.workshop.held import held, measured
from coach.workshop.interval import interval
from coach.workshop.plan import Form, Measured, Role

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop

LEAST_TURNS = 4
"""Of a talk with fewer turns of the manager nothing is compared."""
_FEWER_IS_BETTER = ("flags",)
_SHARES = ("open", "share")


class Observed(Part):
    """An observer's question, and at how many tables it was answered with yes and with no."""

    text: str
    yes: int
    no: int


class RoundResult(Part):
    """One round as it was held. `figures` is None with `why_not` when they are not shown."""

    title: str
    focus: str
    form: Form
    people: int
    figures: GroupFigures | None
    why_not: str
    observed: tuple[Observed, ...]


class Change(Part):
    """A measure in the first and the last round without help, of the same `n` people.

    `before`, `after`, `difference`, `low` and `high` are numbers of the skill's own kind (shares from 0 to 1); the
    last two are the 95 % interval of the mean difference per person. `clear` when that interval, as it is shown, lies
    on one side of zero, `better` when it lies on the good side.
    """

    id: str
    name: str
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    clear: bool
    better: bool


class GroupResults(Part):
    """The report of a group.

    `changes` is empty, with `why_not`, when there is nothing to compare or the group is too small. `no_figures` says
    why there is not a single figure in all of it; it is empty when there is one.
    """

    title: str
    plan: str
    on: date
    keep_until: date
    people: int
    least: int
    rounds: tuple[RoundResult, ...]
    changes: tuple[Change, ...]
    why_not: str
    no_figures: str = ""


def results(workshop: Workshop) -> GroupResults:
    """The results as far as the workshop has come; of rounds that are over."""
    workshop.refresh()
    changes, why_not = _changes(workshop)
    rounds = tuple(_round(workshop, one) for one in workshop.rounds if one.ended)
    counted = changes or any(one.figures or one.observed for one in rounds)
    return GroupResults(
        title=workshop.title, plan=workshop.plan.title, on=workshop.created.astimezone().date(),
        keep_until=workshop.keep_until, people=len(workshop.seats), least=workshop.plan.least_group,
        rounds=rounds, changes=changes, why_not=why_not,
        no_figures="" if counted else _none_at_all(len(workshop.seats), workshop.plan.least_group),
    )  # fmt: skip


def _none_at_all(people: int, least: int) -> str:
    """Why a report holds no figures: the group was too small, or too few of it said anything."""
    if people < least:
        told = ngettext(
            "There are no figures here, and that is meant so: {n} person took part, and figures appear from {count} "
            "people on. Of fewer, one could tell whose they are.",
            "There are no figures here, and that is meant so: {n} people took part, and figures appear from {count} "
            "people on. Of fewer, one could tell whose they are.",
            people,
        )
        return told.format(n=people, count=least)
    told = _(
        "There are no figures here: in no round did {count} people say enough for one. Of "
        "fewer, one could tell whose they are."
    )
    return told.format(count=least)


def shown(skill_id: str, value: float, *, signed: bool = False) -> str:
    """A figure of a comparison as it is read: whole percents, or one decimal."""
    read = _read(skill_id, value)
    if skill_id in _SHARES:
        text = f"{round(read * 100):+d}" if signed else f"{round(read * 100)} %"
    else:
        text = f"{read:+.1f}" if signed else f"{read:.1f}"
    return (text.lstrip("+") if not read else text).replace(".", ",").replace("-", "−")


def verdict(change: Change) -> str:
    """What a difference says, in two or three words."""
    if not change.clear:
        return _("can be chance")
    return _("clearly better") if change.better else _("clearly worse")


def _read(skill_id: str, value: float) -> float:
    """A figure as exact as it is shown; never a negative zero."""
    return round(value, 2 if skill_id in _SHARES else 1) + 0.0


def pairs(workshop: Workshop) -> dict[str, tuple[Entry, Entry]]:
    """The first and the last talk without help of each seat that held both, long enough to be counted."""
    before, after = measured(workshop, Measured.BEFORE), measured(workshop, Measured.AFTER)
    found = {seat: (entry(before[seat].talk), entry(after[seat].talk)) for seat in before if seat in after}
    return {
        seat: both for seat, both in found.items() if min(one.measures.manager_turns for one in both) >= LEAST_TURNS
    }


def _round(workshop: Workshop, one: CurrentRound) -> RoundResult:
    least, talks = workshop.plan.least_group, tuple(held(workshop, one))
    found = figures.figures(talks, least) if one.plan.form is not Form.ROOM else None
    room = one.plan.form is Form.ROOM
    return RoundResult(
        title=one.plan.title, focus=one.plan.focus, form=one.plan.form,
        people=sum(len(group.members) for group in one.groups), figures=found,
        why_not="" if found or room else figures.too_few(least), observed=tuple(observed(workshop, one)),
    )  # fmt: skip


def observed(workshop: Workshop, one: CurrentRound) -> Iterator[Observed]:
    """The answers of the observers; a question that too few tables answered is left out."""
    run = workshop.run(one.number)
    watched = [n for n, group in enumerate(one.groups) if group.with_role(Role.OBSERVER)]
    for criterion in one.plan.criteria:
        answers = [run.marks.get(n, {}).get(criterion.id) for n in watched]
        yes, no = answers.count(True), answers.count(False)
        if yes + no >= workshop.plan.least_group:
            yield Observed(text=criterion.text, yes=yes, no=no)


def _changes(workshop: Workshop) -> tuple[tuple[Change, ...], str]:
    sides = {one.measured for one in workshop.plan.rounds}
    if not sides >= {Measured.BEFORE, Measured.AFTER}:
        return (), _("This plan has no first and last round without help, so there is nothing to compare.")
    both, least = pairs(workshop), workshop.plan.least_group
    if len(both) < least:
        return (), _(
            "{n} people held both rounds without help long enough; a comparison appears from {count} on."
        ).format(n=len(both) if len(both) else 0, count=least)
    found = (_change(skill, list(both.values()), least) for skill in SKILLS)
    return tuple(one for one in found if one), ""


def _change(skill: Skill, both: list[tuple[Entry, Entry]], least: int) -> Change | None:
    """The change of one skill; None when too few people have it on both sides."""
    values = [(skill.value([first]), skill.value([last])) for first, last in both]
    known = [(first, last) for first, last in values if first is not None and last is not None]
    found = interval([last - first for first, last in known])
    if found is None or len(known) < least:
        return None
    # Judged as it is read: an interval that is shown to begin at zero says nothing, and no spread is no interval.
    low, high = _read(skill.id, found.low), _read(skill.id, found.high)
    clear = found.low < found.high and (low > 0 or high < 0)
    good = clear and (high < 0 if skill.id in _FEWER_IS_BETTER else low > 0)
    return Change(
        id=skill.id, name=skill.name, n=found.n, before=sum(first for first, _last in known) / found.n,
        after=sum(last for _first, last in known) / found.n, difference=found.mean, low=found.low, high=found.high,
        clear=clear, better=good,
    )  # fmt: skip
