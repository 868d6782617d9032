"""The coach beside a talk: the meter, the last line read back, and what could be said now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.conversation import Conversation
from coach.debrief.measures import measure
from coach.messages import gettext as _
from coach.roleplay import exercise
from coach.tui.widgets.meter import ListeningMeter


class CoachColumn(VerticalScroll, can_focus=False):
    """Shows what it is given; a narrow screen leaves it out."""

    def __init__(self) -> None:
        super().__init__(id="coach")

    def compose(self) -> ComposeResult:
        """One below the other."""
        yield ListeningMeter(id="meter")
        yield Static(_("Your last line"), classes="heading")
        yield Static(id="reading")
        yield Static(id="hint-title", classes="heading")
        yield Static(id="hint")

    def read_back(self, talk: Conversation, reading: Content) -> None:
        """Show how the talk is divided, without what an exercise had already said, and what the last line did."""
        own = talk.model_copy(update={"turns": talk.turns[exercise.prepared(talk) :]})
        self.query_one(ListeningMeter).show(measure(own))
        self.query_one("#reading", Static).update(reading)

    def advise(self, title: str, hint: Content) -> None:
        """Show what could be said now."""
        self.query_one("#hint-title", Static).update(title)
        self.query_one("#hint", Static).update(hint)
