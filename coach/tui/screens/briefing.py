"""The briefing: half a page before the talk. What happened, what you know, what to think of."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from coach import roleplay
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.help_line import HelpLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_SEEDS = 1_000_000


class BriefingScreen(Screen[None]):
    """What a manager would know on the morning of the talk."""

    app: CoachApp
    CSS_PATH = "briefing.tcss"
    HELP = _(
        "Read it once, and press Enter when you are ready. The other says something first; then it is your turn. "
        "With h you choose how much the coach says: all along, after each line, or nothing until the end."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", _("Start the talk")),
        Binding("h", "help_level", _("Help level"), show=False),
        Binding("p", "prepare", _("Prepare a real talk")),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, situation: str, persona: str | None = None) -> None:
        super().__init__()
        self.employee = roleplay.employee(situation, persona)

    def compose(self) -> ComposeResult:
        """The page, then the keys."""
        persona = self.employee.persona
        situation = self.employee.situation
        with VerticalScroll(id="briefing"):
            yield Static(f"{situation.title} · {persona.name}, {persona.role}", classes="title", markup=False)
            yield Static(persona.briefing.happened, markup=False)
            yield Static(_("What you know"), classes="heading")
            for fact in persona.briefing.facts:
                yield Static(f"· {fact}", markup=False, classes="item")
            yield Static(_("Before you begin"), classes="heading")
            for tip in persona.briefing.prepare:
                yield Static(f"· {tip}", markup=False, classes="item")
            yield Static(_("Aim of this talk"), classes="heading")
            yield Static(situation.aim, markup=False)
        yield HelpLine()
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#briefing").focus()

    def action_help_level(self) -> None:
        """Go to the next level of help."""
        self.query_one(HelpLine).next()

    def action_prepare(self) -> None:
        """Prepare a talk of this kind that is really to be held."""
        self.app.prepare(self.employee.situation.kind)

    def action_start(self) -> None:
        """Begin a new talk, with chance of its own."""
        seed = secrets.randbelow(_SEEDS)
        level = self.app.level
        self.app.practise(Practice(self.employee, self.app.store, seed=seed, silences=self.app.silences, level=level))
