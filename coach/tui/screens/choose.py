"""Choosing what to practise: a situation and an employee in one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.roleplay import library

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class ChooseScreen(Screen[None]):
    """One line per employee, under the situation she belongs to."""

    app: CoachApp
    CSS_PATH = "choose.tcss"
    HELP = _("Choose with the arrows and Enter. You read a short briefing first; the talk starts after that.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def compose(self) -> ComposeResult:
        """A heading and the list."""
        with Vertical(id="choose"):
            yield Static(_("Whom do you want to talk to?"), classes="title")
            yield OptionList(*_options(), id="personas")
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
        situation, _slash, persona = (event.option.id or "").partition("/")
        self.app.brief(situation, persona)


def _options() -> Iterator[Option | None]:
    content = library.default()
    for situation in content.situations.values():
        heading = Content.assemble((f"{situation.title}  ", "$accent-word bold"), (situation.summary, "$aside"))
        yield Option(heading, disabled=True)
        for persona_id in content.persona_ids(situation.id):
            persona = content.persona(situation.id, persona_id)
            first_sight = persona.temperament.split(". ")[0].rstrip(".")
            line = Content.assemble((f"  {persona.name}", "bold"), (f", {persona.role}. {first_sight}.", "$aside"))
            yield Option(line, id=f"{situation.id}/{persona.id}")
