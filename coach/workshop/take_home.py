"""What a participant takes home: two pages about the own talks, made for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from coach.conversation import Conversation
from coach.debrief import Debrief, debrief
from coach.debrief.entry import Entry
from coach.debrief.measures import Measures
from coach.debrief.moment import Moment
from coach.debrief.part import Part
from coach.debrief.skill import SKILLS, Skill
from coach.debrief.trust import TrustPoint
from coach.messages import gettext as _
from coach.roleplay import library
from coach.roleplay.library import UnknownContent
from coach.roleplay.persona import Persona, Situation
from coach.workshop import interval, results, shelf
from coach.workshop.plan import Form, Role, Round
from coach.workshop.seat import Group, Seat

if TYPE_CHECKING:
    from coach.workshop.views import CurrentRound
    from coach.workshop.workshop import Workshop

MOMENTS = 3
STRENGTHS = 3
"""So much of all talks together fits on two pages; the rest is not better for being longer."""
_QUOTED = 220


class OwnChange(Part):
    """A measure in the own first and last round without help, in words.

    `of_before` and `of_after` say out of how much it was counted, with a margin where that can be given; they are
    empty where the figure says it by itself.
    """

    name: str
    before: str
    after: str
    of_before: str = ""
    of_after: str = ""


class Sentence(Part):
    """An own line that could be said better, or that was good: what was said, why, and what else could be said."""

    round: str
    said: str
    why: str
    instead: str = ""


class Answered(Part):
    """An observer's question and answer."""

    text: str
    met: bool


class OwnRound(Part):
    """One round as this participant held it.

    `figures` stand in the order of `figure_names`; they are empty where this one was not the manager, and `trust` is
    where nobody kept it.
    """

    title: str
    focus: str
    role: Role
    form: Form
    person: str
    turns: int
    figures: tuple[str, ...]
    trust: tuple[TrustPoint, ...]
    answers: tuple[Answered, ...]


class TakeHome(Part):
    """The two pages of one participant.

    Attributes:
        name: the pseudonym.
        takes_home: what the participant wrote down to do.
        changes: the own first and last round; empty when one of them was too short or not held.
        exercise: what to practise next, in a sentence; `focus` names the exercise of the program for it, if any.
    """

    name: str
    title: str
    on: date
    keep_until: date
    takes_home: str
    changes: tuple[OwnChange, ...]
    strengths: tuple[Sentence, ...]
    moments: tuple[Sentence, ...]
    rounds: tuple[OwnRound, ...]
    exercise: str
    focus: str
    focus_id: str | None


def take_home(workshop: Workshop, seat: Seat) -> TakeHome:
    """The report of a seat, of the rounds that are over."""
    rounds: list[OwnRound] = []
    looked: list[tuple[str, Debrief]] = []
    for one, number, group, role in _held(workshop, seat.id):
        talk = workshop.talk_of(one.number, number)
        report = (
            looked_back(one.plan, talk) if talk and role is Role.MANAGER and group.form is not Form.ROOM else None
        )
        if report:
            looked.append((one.plan.title, report))
        rounds.append(_round(workshop, one, number, group, role, report))
    last = looked[-1][1] if looked else None
    return TakeHome(
        name=seat.name, title=workshop.title, on=workshop.created.astimezone().date(),
        keep_until=workshop.keep_until, takes_home=seat.takes_home, changes=tuple(_changes(workshop, seat.id)),
        strengths=tuple(_strengths(looked)), moments=tuple(_moments(looked)), rounds=tuple(rounds),
        exercise=last.exercise if last else "", focus=last.focus_title if last else "",
        focus_id=last.focus_next if last else None,
    )  # fmt: skip


def _held(workshop: Workshop, seat: str) -> Iterator[tuple[CurrentRound, int, Group, Role]]:
    """The rounds in which a seat had a part, each with its group and role."""
    for one in workshop.rounds:
        for number, group in enumerate(one.groups):
            role = group.role_of(seat)
            if role and one.ended:
                yield one, number, group, role


def looked_back(one: Round, talk: Conversation) -> Debrief | None:
    """The debrief of an own talk; None when nothing was said in it."""
    if not any(turn.reading for turn in talk.turns):
        return None
    persona: Persona | None = None
    situation: Situation | None = None
    try:
        if talk.state is not None:
            situation = library.default().situation(talk.situation)
            persona = library.default().persona(talk.situation, talk.persona)
    except UnknownContent:
        persona = None
    found = debrief(talk, persona, one.title, situation=situation)
    # Between people the employee is the name on the role card; the talk only knows the id of the card.
    return found.model_copy(update={"person": shelf.role_card(one.role).name}) if one.role and not persona else found


def _round(
    workshop: Workshop, one: CurrentRound, number: int, group: Group, role: Role, report: Debrief | None
) -> OwnRound:
    marks = workshop.run(one.number).marks.get(number, {}) if group.form is not Form.ROOM else {}
    return OwnRound(
        title=one.plan.title, focus=one.plan.focus, role=role, form=group.form,
        person=_person(one.plan, group, report), turns=report.measures.manager_turns if report else 0,
        figures=tuple(norm.shown for norm in report.norms if norm.id in _SHOWN) if report else (),
        trust=report.trust if report else (),
        answers=tuple(
            Answered(text=criterion.text, met=marks[criterion.id])
            for criterion in one.plan.criteria
            if role is Role.MANAGER and criterion.id in marks
        ),
    )  # fmt: skip


_SHOWN = ("ratio", "share", "questions", "flags")


def _person(one: Round, group: Group, report: Debrief | None) -> str:
    """With whom the talk was: the simulated employee or the part of the role card, never another participant."""
    if group.employee is None:
        return shelf.role_card(one.role).name if one.role else ""
    return report.person if report else ""


def _changes(workshop: Workshop, seat: str) -> Iterator[OwnChange]:
    both = results.pairs(workshop).get(seat)
    if both is None:
        return
    turns = [str(one.measures.manager_turns) for one in both]
    yield OwnChange(name=_("your turns"), before=turns[0], after=turns[1])
    for skill in SKILLS:
        first, last = (_figure(skill, one) for one in both)
        of_first, of_last = (_counted(skill, one.measures) for one in both)
        yield OwnChange(name=skill.name, before=first, after=last, of_before=of_first, of_after=of_last)


def _figure(skill: Skill, one: Entry) -> str:
    return str(one.agreements) if skill.id == "agreements" else skill.shown(skill.value([one]))


def _counted(skill: Skill, seen: Measures) -> str:
    """Out of how much a figure of one talk was counted: one talk holds little, and that may be seen."""
    asked = seen.open_questions + seen.closed_questions
    if skill.id == "open" and asked:
        low, high = (round(bound * 20) * 5 for bound in interval.share(seen.open_questions, asked))
        words = _("{part} of {whole} questions, margin {low} to {high} %")
        return words.format(part=seen.open_questions, whole=asked, low=low, high=high)
    if skill.id == "ratio" and seen.questions:
        return _("{part} to {whole} questions").format(part=seen.reflections, whole=seen.questions)
    if skill.id == "flags" and seen.manager_turns:
        return _("{part} in {whole} turns").format(part=seen.hard_flags + seen.soft_flags, whole=seen.manager_turns)
    return ""


def _strengths(looked: list[tuple[str, Debrief]]) -> Iterator[Sentence]:
    """One of each kind, no words twice, the latest round first."""
    kinds: set[str] = set()
    quoted: set[str] = set()
    for title, report in reversed(looked):
        for one in report.strengths:
            again = any(one.quote in other or other in one.quote for other in quoted)
            if one.name not in kinds and not again and len(kinds) < STRENGTHS:
                kinds.add(one.name)
                quoted.add(one.quote)
                yield Sentence(round=title, said=_cut(one.quote), why=f"{one.name}: {one.why}")


def _moments(looked: list[tuple[str, Debrief]]) -> Iterator[Sentence]:
    """The lines for which something better is known, those that did most first; in the order of the day."""
    found = [
        (-abs(moment.change), place, title, moment)
        for place, (title, report) in enumerate(looked)
        for moment in report.moments
        if moment.instead and moment.said.strip()
    ]
    heaviest: dict[str, tuple[float, int, str, Moment]] = {}
    for one in sorted(found, key=lambda one: one[0]):
        # The same words, or the same reason, in another round: once is enough.
        if not any(one[3].said == other[3].said or one[3].why == other[3].why for other in heaviest.values()):
            heaviest[one[3].said] = one
    for _weight, _place, title, moment in sorted(list(heaviest.values())[:MOMENTS], key=lambda one: one[1]):
        yield Sentence(round=title, said=_cut(moment.said), why=moment.why, instead=moment.instead)


def _cut(text: str) -> str:
    """A line short enough to quote."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED].rsplit(" ", 1)[0] + " …"


def figure_names() -> tuple[str, ...]:
    """What the figures of a round are called."""
    return (
        _("reflections per question"),
        _("words of the other"),
        _("open questions / closed questions"),
        _("flags per ten turns"),
    )


def role_name(role: Role) -> str:
    """A role in a word."""
    return {
        Role.MANAGER: _("manager"),
        Role.EMPLOYEE: _("employee"),
        Role.OBSERVER: _("observer"),
        Role.VOTER: _("in the room"),
    }[role]


def form_beside(one: Round) -> str:
    """The form of work, to stand beside the title of a round; empty when the title says it already."""
    name = form_name(one.form)
    return "" if name.casefold() in one.title.casefold() else name


def form_name(form: Form) -> str:
    """A form of work in a few words."""
    return {
        Form.SOLO: _("everyone with a simulated employee"),
        Form.PAIR: _("in pairs"),
        Form.TRIAD: _("in threes, with an observer"),
        Form.ROOM: _("one talks, the room advises"),
    }[form]
