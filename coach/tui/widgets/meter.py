"""The listening meter: the manager's share of the words, against the mark of the guidance."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from coach.debrief.measures import GUIDANCE_SHARE, Measures
from coach.messages import gettext as _

_WIDTH = 20


class ListeningMeter(Static):
    """A bar with a mark at 20 %, and the counts of questions and summaries in words."""

    def show(self, figures: Measures, who: str = "") -> None:
        """Draw these figures; `who` says whose they are when they are another's."""
        self.update(drawn(figures, who))


def drawn(figures: Measures, who: str = "") -> Content:
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
        (_share(round(share * 100), who), "bold"),
        ("".join(cells), style),
        ("  " + _("goal {goal} %").format(goal=round(goal * 100)), "$aside"),
        "\n",
        (counts, "$aside"),
    )


def _share(percent: int, who: str) -> str:
    return f"{who} {percent} %\n" if who else _("you {share} %").format(share=percent).ljust(9)
