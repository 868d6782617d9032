"""Whether a plan makes sense as a whole: everything it names exists, and the times add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach import content, locations
from coach.content import ContentError
from coach.messages import gettext as _
from coach.roleplay import exercise, library
from coach.roleplay.library import UnknownContent
from coach.workshop import shelf
from coach.workshop.plan import Measured, Plan, RoleCard, Round


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that cannot be meant: where in the file, step by step, and what."""

    place: tuple[str | int, ...]
    problem: str


def problems(path: Path) -> Iterator[str]:
    """Everything that is wrong with the file of a plan, one sentence each with file, line and field."""
    found = content.faults(path, Plan)
    if found:
        yield from map(str, found)
        return
    for odd in oddities(content.load(path, Plan), path.stem):
        yield str(content.fault(path, odd.place, odd.problem))


def all_problems() -> Iterator[str]:
    """Everything that is wrong with the plans and role cards that come with the program or are the trainer's own."""
    for path in shelf.plan_files():
        yield from problems(path)
    for folder in (locations.workshops(), locations.own_workshops()):
        for path in content.files(folder / "roles", "*.yaml"):
            yield from _card(path)
    try:
        shelf.names()
    except ContentError as error:
        yield str(error)


def oddities(plan: Plan, name: str) -> Iterator[Odd]:
    """What does not fit together in a plan; `name` is that of its file, without the ending."""
    if plan.id != name:
        yield Odd(("id",), _("the file is named after its id: {name} expected").format(name=name))
    if plan.least > plan.most:
        yield Odd(("least",), _("more than `most`"))
    ids = [one.id for one in plan.rounds]
    for place, one in enumerate(plan.rounds):
        if one.id in ids[:place]:
            yield Odd(("rounds", place, "id"), _("there is a round of this name already"))
        yield from (Odd(("rounds", place, *odd.place), odd.problem) for odd in _round(plan, place, one))
    yield from _measured(plan)
    yield from _guide(plan)


def _round(plan: Plan, place: int, one: Round) -> Iterator[Odd]:
    known = library.default()
    try:
        known.situation(one.situation)
    except UnknownContent as error:
        yield Odd(("situation",), str(error))
        return
    for number, name in enumerate(one.employees):
        try:
            known.persona(one.situation, name)
        except (UnknownContent, ContentError) as error:
            yield Odd(("employees", number), str(error))
    if one.exercise:
        try:
            exercise.exercise(one.exercise)
        except UnknownContent as error:
            yield Odd(("exercise",), str(error))
    if one.role:
        try:
            card = shelf.role_card(one.role)
            if card.situation != one.situation:
                yield Odd(("role",), _("this role card is for «{name}»").format(name=card.situation))
        except ContentError as error:
            yield Odd(("role",), str(error))
    if one.again and not any((r.id, r.form, r.role) == (one.again, one.form, one.role) for r in plan.rounds[:place]):
        yield Odd(("again",), _("an earlier round with the same form and role card is expected here"))


def _measured(plan: Plan) -> Iterator[Odd]:
    sides = [[r for r in plan.rounds if r.measured is side] for side in Measured]
    if not any(sides):
        return
    if [len(side) for side in sides] != [1, 1]:
        yield Odd(("rounds",), _("one round is measured before, and one after: no more and no fewer"))
        return
    (first,), (last,) = sides
    where: tuple[str | int, ...] = ("rounds", plan.place(last.id))
    if plan.place(first.id) > plan.place(last.id):
        yield Odd((*where, "measured"), _("the round that is measured after comes before the other"))
    if (first.situation, set(first.employees)) != (last.situation, set(last.employees)) or len(first.employees) < 2:
        problem = _("both measured rounds have the same situation and the same two or more employees")
        yield Odd((*where, "employees" if last.employees else "situation"), problem)


def _guide(plan: Plan) -> Iterator[Odd]:
    total = sum(step.minutes for step in plan.guide.steps)
    if total != plan.minutes:
        problem = _("the steps of the guide take {total} minutes, the plan says {minutes}")
        yield Odd(("minutes",), problem.format(total=total, minutes=plan.minutes))
    known = {one.id: one for one in plan.rounds}
    for place, step in enumerate(plan.guide.steps):
        where: tuple[str | int, ...] = ("guide", "steps", place)
        if step.round is not None and step.round not in known:
            yield Odd((*where, "round"), _("there is no such round in this plan"))
        elif step.round is not None and step.minutes < known[step.round].minutes:
            yield Odd((*where, "minutes"), _("shorter than the round that is held in it"))
    told = [step.round for step in plan.guide.steps if step.round in known]
    if told != [one.id for one in plan.rounds]:
        yield Odd(("guide", "steps"), _("every round stands in the guide once, in the order of the plan"))


def _card(path: Path) -> Iterator[str]:
    found = content.faults(path, RoleCard)
    if found:
        yield from map(str, found)
        return
    card = content.load(path, RoleCard)
    if card.id != path.stem:
        problem = _("the file is named after its id: {name} expected").format(name=path.stem)
        yield str(content.fault(path, ("id",), problem))
    try:
        library.default().situation(card.situation)
    except UnknownContent as error:
        yield str(content.fault(path, ("situation",), str(error)))
