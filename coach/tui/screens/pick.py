"""A small question over the screen below it: pick one of a few, by number or with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer


class PickScreen(ModalScreen[int | None]):
    """Gives the index of what was picked, from 0, or None. The first nine can be picked by number.

    `at` is the index of the choice that is highlighted at first.
    """

    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Cancel")),
    ]

    def __init__(self, title: str, choices: Sequence[Content], note: str = "", at: int = 0) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._note = note
        self._at = at

    def compose(self) -> ComposeResult:
        """The question, the choices with their numbers, and a note below them."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield OptionList(*self._options(), id="choices")
            if self._note:
                yield Static(self._note, classes="aside", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the choice to begin with."""
        choices = self.query_one(OptionList)
        choices.focus()
        choices.highlighted = self._at

    def on_key(self, event: events.Key) -> None:
        """A number picks."""
        if event.character in set("123456789"[: len(self._choices)]):
            event.stop()
            self.dismiss(int(event.character or 0) - 1)

    @on(OptionList.OptionSelected)
    def pick(self, event: OptionList.OptionSelected) -> None:
        """Enter picks what is highlighted."""
        self.dismiss(event.option_index)

    def _options(self) -> list[Option]:
        return [
            Option(Content.assemble((f"{number if number < 10 else '·'}  ", "$accent-word bold"), choice))
            for number, choice in enumerate(self._choices, 1)
        ]
