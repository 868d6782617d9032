"""What may and may not on the screen: in the list of the library, and in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from coach import guidance
from coach.guidance.answer import Decision
from coach.guidance.naming import act_name, ruling_name
from coach.guidance.verdict import Ruling
from coach.messages import gettext as _
from coach.tui.widgets import passage_view
from coach.tui.widgets.coach_pane import marked

if TYPE_CHECKING:
    from coach.words.cited import Claim

_SIGNS = {
    Ruling.YES: ("●", "$good"),
    Ruling.NO: ("■", "$hard"),
    Ruling.RATHER_NOT: ("▲", "$soft"),
    Ruling.ONLY_IF: ("▲", "$soft"),
}
"""A sign and a colour beside the words, never in their place."""


def verdict_line(decision: Decision) -> Content:
    """The verdict in a line of the list, and on the next what it is about."""
    sign, style = _SIGNS[decision.ruling]
    head = Content.assemble((f"{sign} ", style), (ruling_name(decision.ruling), "bold"))
    return Content.assemble(head, (f"\n  {_subject(decision)}", "$quiet"))


def drawn(decision: Decision, words: Content | None = None) -> Content:
    """The verdict with its reason and what can be said, and below it the passages that it rests on.

    Between the two come the `words` that a language model has for it, marked.
    """
    passages = [passage for id in decision.passages if (passage := guidance.passage(id))]
    behind = [Content.assemble("\n", passage_view.drawn(passage)) for passage in passages]
    return Content("\n").join([*_lines(decision), *((words,) if words else ()), *behind])


def worded(claims: Sequence[Claim], model: str) -> Content:
    """What a language model says, each claim with the title of the passage that says so."""
    told = []
    for claim in claims:
        passage = guidance.passage(claim.passage)
        title = passage.title if passage else claim.passage
        told.append(Content.assemble(claim.text, (f" ({title})", "$aside")))
    return Content("\n").join([Content(""), marked(model), *told])


def _lines(decision: Decision) -> Iterator[Content]:
    sign, style = _SIGNS[decision.ruling]
    yield Content.assemble((f"{sign} ", style), (ruling_name(decision.ruling), "bold"))
    yield Content.styled(_subject(decision), "$accent-word")
    yield Content(decision.why)
    yield Content.styled("\n" + _("You can say"), "$good")
    yield from (Content(f"● «{sentence}»") for sentence in decision.safe)
    yield Content("")
    yield from passage_view.source_lines(source.id for source in decision.sources)
    checked = decision.checked.strftime("%d-%m-%Y")
    yield Content.styled(_("Checked on {date}. No legal advice.").format(date=checked), "$aside")


def _subject(decision: Decision) -> str:
    return f"{act_name(decision.act)}: {decision.topic}"
