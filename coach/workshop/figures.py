"""The figures of a group in a round: anonymous, rounded, and none at all of a group that is too small.

A figure is shown when enough people have something in it; that holds for each phase and for each point of a trust
line by itself. Shares are rounded to 5 %, counts per ten turns to a half and reflections a question to a tenth, so
that one line more does not tell whose it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.content import ContentError
from coach.conversation import Conversation
from coach.debrief import flagged, safety, trust
from coach.debrief.measures import measure
from coach.debrief.part import Part
from coach.debrief.turns import given, own
from coach.messages import gettext as _
from coach.roleplay import library
from coach.roleplay.library import UnknownContent


class PhaseFigures(Part):
    """Flags in ten turns of the managers in one phase, of `n` people."""

    title: str
    n: int
    flags: float


class TrustMean(Part):
    """Mean trust (0-100) after the managers' turn of this number, of `n` people; `turn` 0 is how it began."""

    turn: int
    trust: int
    n: int


class EmployeeTrust(Part):
    """The trust line of the talks with one simulated employee; `name` is the employee's."""

    name: str
    points: tuple[TrustMean, ...]


class GroupFigures(Part):
    """What a group did, of `n` people.

    `open_share` and `listening` lie between 0 and 1; `ratio` is reflections a question; `flags` counts in ten turns.
    None where nothing was asked or said. `by_employee` holds a line for each simulated employee when there are two or
    more, as far as enough people talked with every one of them: else the line of a few could be worked out.
    """

    n: int
    turns: int
    open_share: float | None
    ratio: float | None
    flags: float | None
    listening: float | None
    phases: tuple[PhaseFigures, ...]
    trust: tuple[TrustMean, ...]
    by_employee: tuple[EmployeeTrust, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """The talk of one manager; `simulated` when its employee was the program's."""

    seat: str
    talk: Conversation
    simulated: bool = True


def figures(held: Sequence[Held], least: int) -> GroupFigures | None:
    """The figures of these talks, one for each person; None when fewer than `least` people said anything."""
    said = [Held(one.seat, safety.spared(one.talk), one.simulated) for one in held]
    measured = {one.seat: measure(own(one.talk)) for one in said}
    measured = {seat: found for seat, found in measured.items() if found.manager_turns}
    if len(measured) < least:
        return None
    all_of = list(measured.values())
    asked_open, closed = sum(m.open_questions for m in all_of), sum(m.closed_questions for m in all_of)
    asked, given_back = sum(m.questions for m in all_of), sum(m.reflections for m in all_of)
    fell, turns = sum(m.hard_flags + m.soft_flags for m in all_of), sum(m.manager_turns for m in all_of)
    heard = sum(m.employee_words for m in all_of)
    words = heard + sum(m.manager_words for m in all_of)
    held = [one for one in said if one.seat in measured]
    return GroupFigures(
        n=len(measured),
        turns=turns,
        open_share=_share(asked_open, asked_open + closed),
        ratio=_tenth(given_back, asked),
        flags=_rate(fell * 10, turns),
        listening=_share(heard, words),
        phases=tuple(_phases(held, least)),
        trust=tuple(_trust(held, least)),
        by_employee=tuple(_by_employee(held, least)),
    )


def too_few(least: int) -> str:
    """Why there are no figures."""
    return _("Figures appear from {count} people on, so that nobody can be recognised.").format(count=least)


def names() -> tuple[str, ...]:
    """What the figures are called, in the order of `rows`."""
    return _("open questions"), _("reflections per question"), _("flags per ten turns"), _("words of the other")


def rows(found: GroupFigures) -> Iterator[tuple[str, str]]:
    """The figures in words: a name and a value each."""
    values = (_percent(found.open_share), _decimal(found.ratio), _decimal(found.flags), _percent(found.listening))
    yield from zip(names(), values, strict=True)


def _phases(held: Sequence[Held], least: int) -> Iterator[PhaseFigures]:
    """The phases of the situation, as far as enough people came to them; only for one situation."""
    simulated = [one for one in held if one.simulated]
    situations = {one.talk.situation for one in simulated}
    if len(situations) != 1:
        return
    try:
        situation = library.default().situation(situations.pop())
    except UnknownContent:
        return
    seen: dict[int, list[flagged.PhaseSeen]] = {}
    for one in simulated:
        since = given(one.talk)
        for phase in flagged.phases(one.talk, tuple(flagged.flags(one.talk, since)), situation, since):
            seen.setdefault(phase.index, []).append(phase)
    for index, found in sorted(seen.items()):
        if len(found) >= least:
            fell, turns = sum(p.hard + p.soft for p in found), sum(p.turns for p in found)
            rate = _rate(fell * 10, turns)
            yield PhaseFigures(title=situation.phases[index].title, n=len(found), flags=rate or 0.0)


def _trust(held: Sequence[Held], least: int) -> Iterator[TrustMean]:
    return _means([_curve(one.talk) for one in held if one.simulated], least)


def _by_employee(held: Sequence[Held], least: int) -> Iterator[EmployeeTrust]:
    """A line for each employee, all as long as the shortest; none for one employee alone."""
    talks: dict[tuple[str, str], list[Conversation]] = {}
    for one in held:
        if one.simulated:
            talks.setdefault((one.talk.situation, one.talk.persona), []).append(one.talk)
    lines = {who: tuple(_means([_curve(talk) for talk in found], least)) for who, found in talks.items()}
    length = min(map(len, lines.values()), default=0)
    if len(lines) > 1 and length > 1:
        for situation, persona in sorted(lines):
            points = lines[situation, persona][:length]
            yield EmployeeTrust(name=name(situation, persona), points=points)


def _means(curves: Sequence[Sequence[int]], least: int) -> Iterator[TrustMean]:
    """The mean at each turn, as far as enough of these talks came."""
    for turn in range(max(map(len, curves), default=0)):
        points = [curve[turn] for curve in curves if len(curve) > turn]
        if len(points) < least:
            return
        yield TrustMean(turn=turn, trust=round(sum(points) / len(points)), n=len(points))


def name(situation: str, persona: str) -> str:
    """What an employee is called; the id of one who is no longer there."""
    try:
        return library.default().persona(situation, persona).name
    except (UnknownContent, ContentError):
        return persona


def _curve(talk: Conversation) -> list[int]:
    since = given(talk)
    points = list(trust.trust(talk))
    before = [point.trust for point in points if point.turn <= max(1, since)]
    return [*before[-1:], *(point.trust for point in points if point.turn > max(1, since))]


def _share(part: float, whole: float) -> float | None:
    return round(part / whole * 20) / 20 if whole else None


def _rate(part: float, whole: float) -> float | None:
    return round(part / whole * 2) / 2 if whole else None


def _tenth(part: float, whole: float) -> float | None:
    return round(part / whole, 1) if whole else None


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{round(value * 100)} %"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
