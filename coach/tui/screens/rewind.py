"""Going back: every line that was said, and what it did; Enter goes back to just before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.roleplay import comparison_text
from coach.roleplay.comparison import Step
from coach.tui.widgets.footer import Footer

_BEFORE_WORDS = 12
"""Columns for the number of the line and what it did."""
_READ_CHARS = 400


class RewindScreen(ModalScreen[int | None]):
    """Gives the place in the talk of the line that was chosen, or None. `person` is the employee's name.

    `levels` says whether trust may be seen.
    """

    CSS_PATH = "rewind.tcss"
    HELP = _(
        "Choose the line that you want to say differently. What was said from there on is kept: "
        "F8 in the talk shows both ways side by side."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Back to before this line"), key_display="Enter", priority=True),
        Binding("escape,f7", "dismiss(None)", _("Cancel"), key_display="Esc"),
        Binding("f1", "app.help", _("Help")),  # the keys of the program do not reach a page over a screen
    ]

    def __init__(self, steps: Sequence[Step], person: str, *, levels: bool) -> None:
        super().__init__()
        self._steps = steps
        self._person = person
        self._levels = levels

    def compose(self) -> ComposeResult:
        """The lines, the latest highlighted, and below them the whole of the one that is."""
        with Vertical(classes="dialog"):
            yield Static(_("Back to which line?"), classes="title", markup=False)
            note = _("number, what it did to trust, and what you said") if self._levels else _("what you said")
            yield Static(note, classes="aside", markup=False)
            yield OptionList(id="lines")
            yield Static(id="read")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the latest line."""
        lines = self.query_one(OptionList)
        lines.focus()
        self._fill(len(self._steps) - 1)

    def on_resize(self) -> None:
        """Cut the lines to the new width."""
        lines = self.query_one(OptionList)
        if lines.highlighted is not None:
            self._fill(lines.highlighted)

    @on(OptionList.OptionHighlighted)
    def read(self, event: OptionList.OptionHighlighted) -> None:
        """Show the whole line, and the answer to it."""
        step = self._steps[event.option_index]
        parts = [Content.assemble((_("You") + "  ", "$accent-word"), comparison_text.words(step.said)[:_READ_CHARS])]
        if step.answer:
            answer = comparison_text.words(step.answer)[:_READ_CHARS]
            parts.append(Content.assemble((self._person + "  ", "$aside"), answer))
        self.query_one("#read", Static).update(Content("\n").join(parts))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Go back to before this line."""
        self.dismiss(self._steps[event.option_index].place)

    def action_choose(self) -> None:
        """Go back to before the line that is highlighted."""
        self.query_one(OptionList).action_select()

    def _fill(self, highlighted: int) -> None:
        lines = self.query_one(OptionList)
        lines.clear_options()
        lines.add_options(Option(self._line(step)) for step in self._steps)
        lines.highlighted = highlighted
        self.call_after_refresh(lines.scroll_to_highlight)

    def _line(self, step: Step) -> Content:
        room = max(10, min(84, self.app.size.width * 96 // 100) - 8 - _BEFORE_WORDS)
        said = " ".join(comparison_text.words(step.said).split())
        words = Content(said).truncate(room, ellipsis=True)
        return Content.assemble((f"{step.number:>3}  ", "$aside"), self._effect(step), words)

    def _effect(self, step: Step) -> Content:
        change = step.trust_change if self._levels else None
        if not change:
            return Content(" " * 7)
        return Content.styled(f"{change:+4d}   ", "$good" if change > 0 else "$hard")
