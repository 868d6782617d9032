"""Side by side: two ways one talk went, from the line where they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.messages import gettext as _
from coach.roleplay import comparison_text
from coach.roleplay.comparison import Comparison, Step, beside
from coach.roleplay.practice import Practice
from coach.store import StoreError
from coach.tui.copying import CopyThenSave
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.side import ending_drawn, head_drawn, step_drawn

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class BranchesScreen(Screen[None]):
    """The talk that is open beside another way that it went: beside each other when wide, else one below the other.

    `others` are the ids of the other ways, the latest first; `comparison` shows the first of them.
    """

    app: CoachApp
    CSS_PATH = "branches.tcss"
    HELP = _(
        "A is the talk you are in, B is another way it went before you went back. They begin at the line where they "
        "part. Every way is kept; at home only the latest is offered, and `coach talks branches` lists them all."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "another", _("Another way")),
        Binding("v", "go_on", _("Go on in B")),
        Binding("c", "copy", _("Copy")),
        Binding("escape,f8", "app.pop_screen", _("Back"), key_display="Esc"),
    ]

    def __init__(self, practice: Practice, others: Sequence[str], comparison: Comparison) -> None:
        super().__init__()
        self.practice = practice
        self.others = tuple(others)
        self.comparison = comparison
        self._chosen = 0
        self._copying = CopyThenSave(
            done=_("Both ways are on the clipboard."),
            asked=_("Asked the terminal to copy. Not there? Press c again: then it becomes a file."),
        )

    def compose(self) -> ComposeResult:
        """Where they part, the two line by line, and how each stands."""
        comparison, employee = self.comparison, self.practice.employee
        with VerticalScroll(id="sides"):
            yield Static(comparison_text.title(comparison, employee), classes="title", markup=False)
            yield from self._parting(comparison)
            left, right = comparison.talks
            other = head_drawn(self._label_of_other(), right, current=False)
            yield _row([head_drawn("A", left, current=True), other], "row short")
            for row in comparison.rows:
                yield _row(self._drawn(row, comparison), "row")
            yield Static(_("How it stands"), classes="heading")
            yield _row(self._endings(comparison), "row short")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#sides").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another way is only offered when there is one."""
        return action != "another" or len(self.others) > 1

    async def action_another(self) -> None:
        """Put the next way beside this talk."""
        chosen = (self._chosen + 1) % len(self.others)
        try:
            compared = beside(self.practice.talk, self.others[chosen], self.practice.store)
        except StoreError as error:
            self.app.notify(str(error), timeout=12, markup=False)
            return
        self._chosen = chosen
        self._copying.anew()
        self.comparison = compared or self.comparison
        await self.recompose()
        self.query_one("#sides").focus()

    def action_go_on(self) -> None:
        """Go on in the way that stands at B; this one is kept."""
        other, practice = self.comparison.talks[1], self.practice
        self.app.practise(Practice(practice.employee, practice.store, other, silences=practice.silences))

    def action_copy(self) -> None:
        """Copy the comparison as text; where nobody can say whether that worked, a second press makes a file."""
        employee = self.practice.employee
        self._copying.copy(self.app, comparison_text.plain(self.comparison, employee), f"{employee.persona.id}-a-b")

    def _parting(self, comparison: Comparison) -> Iterator[Static]:
        """The words that both share last: what the two lines answer."""
        if comparison.parting:
            name = self.practice.employee.persona.name
            said = comparison_text.words(comparison.parting)
            yield Static(Content.assemble((f"{name}: ", "$aside"), said), classes="parting")

    def _drawn(self, row: tuple[Step | None, Step | None], comparison: Comparison) -> list[Content]:
        employee, levels = self.practice.employee, comparison.levels_shown
        pairs = zip(comparison_text.LABELS, row, strict=True)
        return [step_drawn(label, step, employee, levels=levels) for label, step in pairs]

    def _endings(self, comparison: Comparison) -> list[Content]:
        employee, levels = self.practice.employee, comparison.levels_shown
        pairs = zip(comparison_text.LABELS, comparison.talks, strict=True)
        return [ending_drawn(label, talk, employee, levels=levels) for label, talk in pairs]

    def _label_of_other(self) -> str:
        return "B" if len(self.others) == 1 else f"B {self._chosen + 1}/{len(self.others)}"


def _row(sides: Sequence[Content], classes: str) -> Container:
    left, right = sides
    return Container(Static(left, classes="side"), Static(right, classes="side right"), classes=classes)
