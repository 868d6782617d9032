"""Lines of the list in the library: a passage, a card, or the heading above some."""

from __future__ import annotations

from textual.content import Content

from coach.guidance import Card, Passage
from coach.tui.widgets import card_view
from coach.tui.widgets.passage_view import standing_name


def passage_line(passage: Passage, marker: str = "") -> Content:
    """Title and standing; a marker, such as where the passage comes from, has a line of its own below them."""
    line = Content.assemble(passage.title, (f"  {standing_name(passage)}", "$quiet"))
    return Content.assemble(line, (f"\n  {marker}", "$accent-word")) if marker else line


def card_line(card: Card) -> Content:
    """A sign for what the card is for, and its title."""
    sign, style = card_view.sign(card)
    return Content.assemble((f"{sign} ", style), card.title)


def heading(name: str) -> Content:
    """What the lines below it have in common."""
    return Content.styled(name, "$accent-word")
