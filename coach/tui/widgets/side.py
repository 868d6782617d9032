"""One side of a comparison on the screen: a line of the manager, the answer, and what it did."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.roleplay import comparison_text
from coach.roleplay.comparison import Step
from coach.roleplay.employee import Employee

_SHOWN_CHARS = 1_000


def step_drawn(label: str, step: Step | None, employee: Employee, *, levels: bool) -> Content:
    """What was said here on this side; `levels` says whether trust and what was told may be seen."""
    if step is None:
        return Content.assemble((f"{label}  ", "$quiet bold"), (_("(nothing said here)"), "$quiet"))
    return Content("\n").join(_parts(label, step, employee, levels))


def head_drawn(label: str, talk: Conversation, *, current: bool) -> Content:
    """Which of the two this is."""
    line = comparison_text.head(label, talk)
    return Content.assemble((line, "$accent-word bold"), (" · " + _("this talk") if current else "", "$aside"))


def ending_drawn(label: str, talk: Conversation, employee: Employee, *, levels: bool) -> Content:
    """How this side stands at its end."""
    told = comparison_text.ending(talk, employee, levels=levels)
    return Content.assemble((f"{label}  ", "$accent-word bold"), told)


def _parts(label: str, step: Step, employee: Employee, levels: bool) -> Iterator[Content]:
    said = comparison_text.words(step.said)[:_SHOWN_CHARS]
    yield Content.assemble((f"{label}  ", "$accent-word bold"), (_("You") + ": ", "$aside"), said)
    if step.answer:
        answer = comparison_text.words(step.answer)[:_SHOWN_CHARS]
        yield Content.assemble((f"{employee.persona.name}: ", "$aside"), (answer, "bold"))
    if not levels:
        return
    effect = comparison_text.effect(step, employee)
    if effect:
        yield Content.styled(effect, _tint(step.trust_change or 0))
    for told in comparison_text.told(step, employee):
        yield Content.styled(_("told: {what}").format(what=told), "$hint")


def _tint(change: int) -> str:
    if change == 0:
        return "$aside"
    return "$good" if change > 0 else "$hard"
