"""The line above a talk: what it is, with whom, and how far it has come."""

from __future__ import annotations

from textual.content import Content

from coach.conversation import Help
from coach.messages import gettext as _
from coach.roleplay import exercise, level
from coach.roleplay.practice import Practice


def head(practice: Practice, width: int) -> Content:
    """The line for a screen of so many columns; the end of it always shows."""
    place = f"{_place(practice)} "
    title = f" {_title(practice)}"
    room = max(0, width - len(place) - 1)
    shown = title if len(title) < room else f"{title[: max(0, room - 2)]}… "
    return Content.assemble((f"{shown:<{room}}", "$aside"), (place, "$accent-word"))


def _title(practice: Practice) -> str:
    persona = practice.employee.persona
    short = exercise.of(practice.talk)
    if short:
        return f"{_('Exercise')} · {short.title} · {persona.name}"
    return f"{_('Practise')} · {practice.employee.situation.title} · {persona.name}, {persona.role}"


def _place(practice: Practice) -> str:
    """Which turn of an exercise it is, or which phase of a talk; without help nobody says how far it has come."""
    talk = practice.talk
    unaided = [level.name(talk.help)] if talk.help is not Help.WITH else []
    short = exercise.of(talk)
    if short:
        taken = min(exercise.turns_taken(talk) + 1, short.turns)
        return " · ".join([*unaided, _("turn {number}/{count}").format(number=taken, count=short.turns)])
    if talk.help is Help.NONE:
        return unaided[0]
    number = talk.state.phase + 1 if talk.state else 1
    count = len(practice.employee.situation.phases)
    phase = _("phase {number}/{count} {title}").format(number=number, count=count, title=practice.phase.title)
    return " · ".join([*unaided, phase])
