"""The privacy guard at work: why a text had better not be kept, a better wording, and what to do with it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.phrasing.rules import RuleSet
from coach.preparation.guard import Consent, Examined
from coach.tui.widgets.coach_pane import about_reading
from coach.tui.widgets.footer import Footer


class Choice(StrEnum):
    """What the user wants with a text that was flagged."""

    CHANGE = "change"
    EMPTY = "empty"
    HOLD = "hold"
    KEEP = "keep"


class GuardScreen(ModalScreen[Choice]):
    """Gives what is to be done with a flagged text; Escape goes back to it."""

    CSS_PATH = "guarding.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", _("Back to the text"))]

    def __init__(self, examined: Examined, rules: RuleSet) -> None:
        super().__init__()
        self._examined = examined
        self._rules = rules

    def compose(self) -> ComposeResult:
        """The reason, then the choices with their numbers."""
        hard = self._examined.needed is Consent.TWICE
        title = _("This does not belong on paper") if hard else _("Better not written so")
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(title, classes="title")
            yield Static(about_reading(self._examined.reading, self._rules), classes="text")
            yield OptionList(*self._options(), id="choices")
            yield Static(_("Nothing of it has been kept yet."), classes="aside")
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the first choice, and show that part."""
        self.query_one(OptionList).focus()

    def action_back(self) -> None:
        """Go back to the text."""
        self.dismiss(Choice.CHANGE)

    def on_key(self, event: events.Key) -> None:
        """A number chooses."""
        if event.character in set("1234"):
            event.stop()
            self.dismiss(list(Choice)[int(event.character or 0) - 1])

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Enter chooses what is highlighted."""
        self.dismiss(list(Choice)[event.option_index])

    def _options(self) -> list[Option]:
        names = (
            _("change it"),
            _("leave the box empty"),
            _("only on this screen, in no file"),
            _("keep it as it is"),
        )
        return [
            Option(Content.assemble((f"{number}  ", "$accent-word bold"), name))
            for number, name in enumerate(names, 1)
        ]
