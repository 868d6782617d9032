"""Choosing with whom to practise: the employees of one kind of talk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.roleplay import level, library
from coach.roleplay.persona import Persona
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class EmployeesScreen(Screen[None]):
    """Name, work and how hard it is on one line; the first sight below it."""

    app: CoachApp
    CSS_PATH = "employees.tcss"
    HELP = _(
        "Choose with the arrows and Enter; you read a short briefing before the talk begins. "
        "Begin with someone who comes along easily if you are new here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, situation: str) -> None:
        super().__init__()
        self.situation = library.default().situation(situation)

    def compose(self) -> ComposeResult:
        """The kind of talk, what it is, and who is there."""
        with Vertical(id="employees"):
            yield Static(
                _("{situation} · whom do you want to talk to?").format(situation=self.situation.title),
                classes="title",
                markup=False,
            )
            yield Static(self.situation.summary, classes="aside", markup=False)
            yield OptionList(*self._options(), id="personas")
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the list."""
        self.query_one(OptionList).focus()

    def action_choose(self) -> None:
        """Choose the highlighted line."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def brief(self, event: OptionList.OptionSelected) -> None:
        """Show the briefing of the chosen employee."""
        self.app.brief(self.situation.id, event.option.id)

    def _options(self) -> Iterator[Option]:
        content = library.default()
        for persona_id in content.persona_ids(self.situation.id):
            persona = content.persona(self.situation.id, persona_id)
            yield Option(_line(persona), id=persona.id)


def first_sight(persona: Persona) -> str:
    """What strikes at the first meeting: the first sentence on someone's temperament."""
    return persona.temperament.split(". ")[0].rstrip(".") + "."


def _line(persona: Persona) -> Content:
    return Content.assemble(
        (persona.name, "bold"), f", {persona.role}\n",
        (f"{first_sight(persona)}\n", "$aside"), (f"{level.difficulty(persona.difficulty)}\n", "$accent-word"),
    )  # fmt: skip
