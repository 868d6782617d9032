"""How it goes over weeks: per skill and per situation, the first talks beside the latest, and what is still due.

Figures swing by themselves, so nothing is called better or worse here, and of a few talks nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from coach.conversation import Help
from coach.debrief import texts
from coach.debrief.entry import Entry
from coach.debrief.need import SAFE, STEADY
from coach.debrief.part import Part
from coach.debrief.skill import SKILLS
from coach.roleplay import library

ENOUGH = 4
"""From so many talks on, the first are shown beside the latest."""
MOST_WEEKS = 104
"""So far back the drawing over weeks goes; everything counts in the figures beside it."""
_SIDE = 3
"""At most so many talks stand on either side."""
_LAST = 5
"""The exercises that so many latest talks advised can be due."""
_WEEK = timedelta(days=7)


class Figures(Part):
    """A skill over a history; a value is None where there was nothing to count.

    `before` and `after` are the first and the latest talks, `without_help` the latest rounds without help; `weeks`
    goes with `Progress.weeks`.
    """

    skill: str
    total: float | None
    before: float | None
    after: float | None
    without_help: float | None
    weeks: tuple[float | None, ...]


class SituationFigures(Part):
    """The history in one situation."""

    situation: str
    title: str
    talks: int
    without_help: int
    skills: tuple[Figures, ...]


class Due(Part):
    """An exercise that was advised and has not been practised since."""

    need: str
    exercise: str
    focus: str | None
    advised: datetime
    talk: str


class Progress(Part):
    """The history as far as it is kept on this computer.

    `talks` counts those that the figures rest on, `uncounted` exercises and further tries, `unreadable` what could
    not be read. `side` is how many talks stand on each side of a comparison, 0 when there are too few. `weeks` holds
    the Monday of each week up to the last talk (at most `MOST_WEEKS`), and `weeks_without_help` whether a round
    without help fell in it.
    """

    talks: int
    without_help: int
    uncounted: int
    unreadable: int
    side: int
    weeks: tuple[date, ...]
    weeks_without_help: tuple[bool, ...]
    skills: tuple[Figures, ...]
    situations: tuple[SituationFigures, ...]
    due: tuple[Due, ...]
    note: str
    entries: tuple[Entry, ...]


def progress(found: Sequence[Entry | None]) -> Progress:
    """The history from its entries, in any order; None stands for a talk that could not be read."""
    all_read = sorted((one for one in found if one), key=lambda one: one.started)
    talks = [one for one in all_read if one.counts]
    weeks, by_week = _weeks(talks), _by_week(talks)
    notes = texts.data().notes
    return Progress(
        talks=len(talks),
        without_help=sum(one.help is Help.NONE for one in talks),
        uncounted=len(all_read) - len(talks),
        unreadable=len(found) - len(all_read),
        side=_side(talks),
        weeks=weeks,
        weeks_without_help=tuple(any(t.help is Help.NONE for t in by_week.get(week, ())) for week in weeks),
        skills=_figures(talks, weeks),
        situations=tuple(_situations(talks)),
        due=tuple(_due(all_read)),
        note=notes.progress if _side(talks) else notes.progress_few,
        entries=tuple(reversed(all_read)),
    )


def of_situation(whole: Progress, situation: str) -> Progress:
    """The same history with only the talks of one situation."""
    return progress([one for one in whole.entries if one.situation == situation])


def _figures(talks: Sequence[Entry], weeks: Sequence[date] = ()) -> tuple[Figures, ...]:
    side = _side(talks)
    alone = [talk for talk in talks if talk.help is Help.NONE][-_SIDE:]
    by_week = _by_week(talks)
    return tuple(
        Figures(
            skill=skill.id,
            total=skill.value(talks),
            before=skill.value(talks[:side]) if side else None,
            after=skill.value(talks[-side:]) if side else None,
            without_help=skill.value(alone) if alone else None,
            weeks=tuple(skill.value(by_week[week]) if week in by_week else None for week in weeks),
        )
        for skill in SKILLS
    )


def _side(talks: Sequence[Entry]) -> int:
    return min(_SIDE, len(talks) // 2) if len(talks) >= ENOUGH else 0


def _monday(moment: datetime) -> date:
    day = moment.astimezone().date()
    return day - timedelta(days=day.weekday())


def _weeks(talks: Sequence[Entry]) -> tuple[date, ...]:
    if not talks:
        return ()
    first, last = _monday(talks[0].started), _monday(talks[-1].started)
    first = max(first, last - _WEEK * (MOST_WEEKS - 1))
    return tuple(first + _WEEK * number for number in range((last - first) // _WEEK + 1))


def _by_week(talks: Sequence[Entry]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for talk in talks:
        found.setdefault(_monday(talk.started), []).append(talk)
    return found


def _situations(talks: Sequence[Entry]) -> Iterator[SituationFigures]:
    """The situations that were played, the one played most first."""
    known = library.default().situations
    played: dict[str, list[Entry]] = {}
    for talk in talks:
        played.setdefault(talk.situation, []).append(talk)
    for name, own in sorted(played.items(), key=lambda one: (-len(one[1]), one[0])):
        yield SituationFigures(
            situation=name,
            title=known[name].title if name in known else name,
            talks=len(own),
            without_help=sum(talk.help is Help.NONE for talk in own),
            skills=_figures(own),
        )


def _due(found: Sequence[Entry]) -> Iterator[Due]:
    """What the latest whole talks advised and was not practised since, the latest advice first.

    Practised is: the focus exercise for it was done, or a later whole talk went without the need for it.
    """
    data = texts.data()
    advised: dict[str, Entry] = {}
    for one in [talk for talk in found if talk.focus is None][-_LAST:]:
        advised.pop(one.needs[0], None)
        advised[one.needs[0]] = one
    for need, one in reversed(advised.items()):
        focus = data.trains.get(need)
        later = (talk for talk in found if talk.started > one.started)
        done = any((talk.focus == focus) if talk.focus else (need not in talk.needs) for talk in later)
        if need not in (STEADY, SAFE) and not done:
            yield Due(need=need, exercise=data.exercises[need], focus=focus, advised=one.started, talk=one.talk)
