"""One card on the screen, with the passages that explain it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from coach import guidance
from coach.guidance import Card, CardType
from coach.messages import gettext as _
from coach.tui.widgets import passage_view

SIGNS = {CardType.CHECK: ("□", "$quiet"), CardType.TRAP: ("▲", "$soft")}
SAYING = ("●", "$good")
"""A sign for each type of card; what can be said has the sign of what works."""


def sign(card: Card) -> tuple[str, str]:
    """The sign of a card and its colour."""
    return SIGNS.get(card.type, SAYING)


def drawn(card: Card, phase: str) -> Content:
    """The card as styled text, with the name of its phase, and below it what it stands on."""
    passages = [passage for id in card.passages if (passage := guidance.passage(id))]
    behind = [Content.assemble("\n", passage_view.drawn(passage)) for passage in passages]
    return Content("\n").join([*_lines(card, phase), *behind])


def _lines(card: Card, phase: str) -> Iterator[Content]:
    yield Content.assemble((card.title, "bold"), (f"   {phase}", "$accent-word"))
    if card.text:
        yield Content(card.text)
    yield from (Content.assemble(("■ ", "$hard"), f"«{sentence}»") for sentence in card.avoid)
    yield from (Content.assemble(("● ", "$good"), f"«{sentence}»") for sentence in card.say)
    if card.when:
        yield Content.styled("\n" + _("When you hear or see"), "$aside")
        yield from (Content.styled(f"· {_moment(moment)}", "$aside") for moment in card.when)
    yield Content("")
    yield from passage_view.source_lines(card.sources)


def _moment(moment: str) -> str:
    """What someone says in quotation marks; what happens as it stands."""
    return moment if moment.startswith("(") else f"«{moment}»"
