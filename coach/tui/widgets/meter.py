"""The listening meter: the manager's share of the words, against the mark of the guidance."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from coach.debrief.measures import GUIDANCE_SHARE, Measures
from coach.messages import gettext as _

_WIDTH = 20


class ListeningMeter(Static):
    """A bar with a mark at 20 %, and the counts of questions and summaries in words."""

    def show(self, figures: Measures) -> None:
        """Draw these figures."""
        self.update(drawn(figures))


def drawn(figures: Measures) -> Content:
    """The bar and the counts as text."""
    spoken = figures.manager_words + figures.employee_words
    share = figures.manager_words / spoken if spoken else 0.0
    goal = 1 - GUIDANCE_SHARE
    filled = round(share * _WIDTH)
    cells = ["▓" if index < filled else "░" for index in range(_WIDTH)]
    cells[round(goal * _WIDTH)] = "│"
    style = "$good" if share <= goal + 0.15 else "$soft"
    counts = _("open {open} · closed {closed} · summaries {reflections}").format(
        open=figures.open_questions, closed=figures.closed_questions, reflections=figures.reflections
    )
    return Content.assemble(
        (_("you {share} %").format(share=round(share * 100)).ljust(9), "bold"),
        ("".join(cells), style),
        ("  " + _("goal {goal} %").format(goal=round(goal * 100)), "$aside"),
        "\n",
        (counts, "$aside"),
    )
