"""A short exercise: what it is for, what to do, and the moment at which it begins."""

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
from coach.messages import ngettext
from coach.roleplay import exercise, level, library
from coach.roleplay.practice import Practice
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.help_line import HelpLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_SEEDS = 1_000_000


class ExerciseScreen(Screen[None]):
    """Why, what to do, with whom; Enter begins, and `w` takes the next employee."""

    app: CoachApp
    CSS_PATH = "exercise.tcss"
    HELP = _(
        "An exercise begins in the middle of a talk and takes a few turns. At the end you see for each point whether "
        "you did it, with your own words. It can be done again at once, with the same employee or another."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", _("Begin")),
        Binding("h", "help_level", _("Help level"), show=False),
        Binding("w", "other", _("Someone else")),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, exercise_id: str, situation: str | None = None, persona: str | None = None) -> None:
        super().__init__()
        self.exercise = exercise.exercise(exercise_id)
        self.place = self.exercise.settings.index(self.exercise.setting(situation, persona))

    @property
    def setting(self) -> exercise.Setting:
        """With whom it is done, and from which moment on."""
        return self.exercise.settings[self.place]

    def compose(self) -> ComposeResult:
        """The page, the level of help, then the keys."""
        with VerticalScroll(id="exercise"):
            yield Static(
                _("Short exercise · {title}").format(title=self.exercise.title), classes="title", markup=False
            )
            yield Static(self.exercise.why, markup=False)
            yield Static(_("What you do"), classes="heading")
            for line in self.exercise.todo:
                yield Static(f"· {line}", markup=False)
            yield Static(_("The moment"), classes="heading")
            yield Static(id="scene", markup=False)
            yield Static(id="facts", classes="aside", markup=False)
        yield HelpLine()
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#exercise").focus()
        self._tell()

    def action_help_level(self) -> None:
        """Go to the next level of help."""
        self.query_one(HelpLine).next()

    def action_other(self) -> None:
        """Do it with the next employee."""
        self.place = (self.place + 1) % len(self.exercise.settings)
        self._tell()

    def action_start(self) -> None:
        """Begin, with chance of its own."""
        setting = self.setting
        talk = exercise.begin(self.exercise, setting, secrets.randbelow(_SEEDS), self.app.level)
        who = roleplay.employee(setting.situation, setting.persona)
        self.app.practise(Practice(who, self.app.store, silences=self.app.silences, begun=talk))

    def _tell(self) -> None:
        persona = library.default().persona(self.setting.situation, self.setting.persona)
        turns = ngettext("You have one turn.", "You have {count} turns.", self.exercise.turns)
        who = f"{persona.name}, {persona.role} · {level.difficulty(persona.difficulty)}"
        lines = (who, self.setting.scene, turns.format(count=self.exercise.turns))
        self.query_one("#scene", Static).update("\n".join(lines))
        facts = "" if self.setting.start else "\n".join(f"· {fact}" for fact in persona.briefing.facts)
        self.query_one("#facts", Static).update(facts)
