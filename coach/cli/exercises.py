"""Short exercises on the command line: which there are, what one asks, and what it showed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from coach import roleplay
from coach.cli import output
from coach.conversation import Conversation, Help
from coach.messages import gettext as _
from coach.roleplay import Employee, exercise
from coach.roleplay.exercise import Exercise, Setting

_WIDTH = 96


def begun(
    exercise_id: str, situation: str | None, persona: str | None, seed: int, level: Help
) -> tuple[Employee, Conversation]:
    """The employee with whom an exercise is done, and the talk as far as it has come when it begins.

    Without an employee the seed decides with whom.

    Raises:
        UnknownContent: there is no such exercise, or it is not done with this employee.
    """
    chosen = exercise.exercise(exercise_id)
    setting = chosen.setting(situation, persona, turn=seed)
    talk = exercise.begin(chosen, setting, seed, level)
    return roleplay.employee(setting.situation, setting.persona), talk


def listing() -> Iterator[str]:
    """A line for each exercise, with whom it can be done."""
    for one in exercise.default():
        people = ", ".join(setting.persona for setting in one.settings)
        yield f"{one.id}  {one.title}: {one.summary} ({people})"


def introduction(talk: Conversation) -> Iterator[str]:
    """What the exercise asks, before it begins; nothing for a whole talk."""
    chosen = exercise.of(talk)
    if chosen is None:
        return
    setting = _setting(chosen, talk)
    yield click.wrap_text(chosen.why, _WIDTH)
    yield ""
    yield from (f"- {line}" for line in chosen.todo)
    yield ""
    yield click.wrap_text(setting.scene, _WIDTH)


def counted(talk: Conversation) -> str:
    """Which of its turns an exercise has come to; empty for a whole talk."""
    chosen = exercise.of(talk)
    if chosen is None:
        return ""
    taken = exercise.turns_taken(talk)
    return _("turn {number}/{count}").format(number=taken, count=chosen.turns)


def outcome(talk: Conversation, name: str) -> Iterator[str]:
    """Each point with its answer and the words that show it, then the closing word; nothing for a whole talk."""
    chosen, results = exercise.of(talk), exercise.results(talk)
    if chosen is None:
        return
    yield f"# {chosen.title} · {name}"
    yield ""
    for result in results:
        found = result.evidence
        yield f"- {_('yes') if found.met else _('not yet')}: {result.criterion.text}"
        if found.turn is not None:
            said = talk.turns[found.turn - 1]
            words = output.safe(" ".join(found.quote.split())) or _("(silence)")
            yield f"  {name if said.state else _('You')}: «{words}»"
    yield ""
    met = all(result.evidence.met for result in results)
    yield click.wrap_text(chosen.done if met else chosen.again, _WIDTH)


def as_json(talk: Conversation) -> dict[str, Any] | None:
    """What an exercise showed; None for a whole talk. `turn` counts from 1 over all turns, those before it too."""
    chosen = exercise.of(talk)
    if chosen is None:
        return None
    rows = [
        {
            "id": result.criterion.id,
            "text": result.criterion.text,
            "met": result.evidence.met,
            "turn": result.evidence.turn,
            "quote": result.evidence.quote,
        }
        for result in exercise.results(talk)
    ]
    return {
        "id": chosen.id,
        "title": chosen.title,
        "turns": chosen.turns,
        "turns_before": exercise.prepared(talk),
        "criteria": rows,
    }


def _setting(chosen: Exercise, talk: Conversation) -> Setting:
    return chosen.setting(talk.situation, talk.persona)
