"""A comparison in words: the pieces that every front shows, and the whole of it as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from coach.conversation import Conversation, EmployeeState, Turn
from coach.legible import without_steering
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay.comparison import Comparison, Outcome, Step, outcome
from coach.roleplay.employee import Employee

LABELS = ("A", "B")


def plain(comparison: Comparison, employee: Employee) -> str:
    """The whole comparison as lines of text, for the command line and the clipboard."""
    return "\n".join(_lines(comparison, employee)) + "\n"


def title(comparison: Comparison, employee: Employee) -> str:
    """What is compared, and where the two part."""
    return _("Side by side · {situation} · {name} · from your line {number} on").format(
        situation=employee.situation.title, name=employee.persona.name, number=comparison.number
    )


def head(label: str, talk: Conversation) -> str:
    """One of the two in a few words: when it was begun and how far it came."""
    when = talk.started.astimezone().strftime("%d-%m %H:%M")
    return f"{label} · {when} · {outcome_name(talk)}"


def outcome_name(talk: Conversation) -> str:
    """How far a talk has come, in the user's language."""
    names = {
        Outcome.OPEN: _("not finished"),
        Outcome.ROUNDED_OFF: _("rounded off by you"),
        Outcome.CLOSED: _("closed together"),
        Outcome.BROKEN_OFF: _("broken off by the employee"),
    }
    return names[outcome(talk)]


def words(turn: Turn) -> str:
    """What was said; a silence in words."""
    return without_steering(turn.text) if turn.text.strip() else _("(you let a silence fall)")


def effect(step: Step, employee: Employee) -> str:
    """What a step did to trust and tension, and the phase it led to; empty while there is no answer."""
    before, after = step.before, step.after
    if after is None or before is None:
        return ""
    trust = _("trust {before} → {after}").format(before=before.trust, after=after.trust)
    tension = _("tension {before} → {after}").format(before=before.tension, after=after.tension)
    return " · ".join((trust, tension, phase_name(after, employee)))


def told(step: Step, employee: Employee) -> tuple[str, ...]:
    """What came out in the answer, each item in a sentence."""
    summaries = {item.id: item.summary for item in employee.persona.memory}
    return tuple(summaries.get(item, item) for item in step.told)


def ending(talk: Conversation, employee: Employee, *, levels: bool) -> str:
    """How a talk stands at its end; `levels` says whether trust and what was told may be seen."""
    state = talk.state
    if state is None or not levels:
        return outcome_name(talk)
    count = len(state.revealed)
    return " · ".join(
        (
            outcome_name(talk),
            _("trust {trust}, tension {tension}").format(trust=state.trust, tension=state.tension),
            phase_name(state, employee),
            ngettext("{count} thing told", "{count} things told", count).format(count=count),
        )
    )


def phase_name(state: EmployeeState, employee: Employee) -> str:
    """The phase of the talk by number and title."""
    phases = employee.situation.phases
    index = min(state.phase, len(phases) - 1)
    return _("phase {number}/{count} {title}").format(number=index + 1, count=len(phases), title=phases[index].title)


def _lines(comparison: Comparison, employee: Employee) -> Iterator[str]:
    yield title(comparison, employee)
    if comparison.parting:
        yield f"{employee.persona.name}: {words(comparison.parting)}"
    yield ""
    for label, talk in zip(LABELS, comparison.talks, strict=True):
        yield f"{head(label, talk)} · {talk.id}"
    for number, row in enumerate(comparison.rows, comparison.number):
        yield from ("", _("Line {number}").format(number=number))
        for label, step in zip(LABELS, row, strict=True):
            lines = _step_lines(step, employee, comparison.levels_shown)
            yield from (f"{'' if place else label:<3}{line}" for place, line in enumerate(lines))
    yield from ("", _("How it stands"))
    for label, talk in zip(LABELS, comparison.talks, strict=True):
        yield f"{label}  {ending(talk, employee, levels=comparison.levels_shown)}"


def _step_lines(step: Step | None, employee: Employee, levels: bool) -> Iterator[str]:
    if step is None:
        yield _("(nothing said here)")
        return
    yield _("You") + ": " + " ".join(words(step.said).split())
    if step.answer:
        yield f"{employee.persona.name}: {' '.join(words(step.answer).split())}"
    if levels and effect(step, employee):
        yield "  " + effect(step, employee)
    if levels:
        yield from ("  " + _("told: {what}").format(what=what) for what in told(step, employee))
