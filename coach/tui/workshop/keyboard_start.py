"""Two people sit down at one keyboard: what they are going to do, and under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.workshop import Plan, shelf, viewing
from coach.workshop.duo import round_of
from coach.workshop.people import MAX_NAME, free_name

if TYPE_CHECKING:
    from coach.tui.workshop.keyboard import KeyboardApp


class KeyboardStartScreen(Screen[None]):
    """Two lines with a name in each; Enter goes on from line to line, and then to the talk."""

    HELP = _(
        "Two of you play a talk on this keyboard. Choose two names that are not your own, or keep those that stand "
        "there. Enter goes on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("escape", "app.quit", _("Stop")),
    ]

    def __init__(self, plan: Plan, index: int | None) -> None:
        super().__init__()
        self._plan = plan
        self._round = plan.rounds[round_of(plan, index)]

    def compose(self) -> ComposeResult:
        """What comes, and the two names."""
        one = self._round
        card = shelf.role_card(one.role or "")
        first = free_name(())
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(_("Together at one keyboard"), classes="title")
            yield Static(f"{self._plan.title} · {one.title}", classes="aside", markup=False)
            how = _(
                "One of you is the manager, the other plays {name} from a role card. You take turns typing. Before "
                "each turn the screen asks to be turned around, for only one of you knows the card."
            )
            yield Static(how.format(name=card.name), classes="lead", markup=False)
            yield Static(viewing.of_two(one), classes="lead", markup=False)
            yield Static(_("Choose two names, not your own. Enter goes on."), classes="heading")
            for field, label, name in (
                ("manager", _("the manager"), first),
                ("employee", _("plays {name}").format(name=card.name), free_name((first,))),
            ):
                with Horizontal(classes="naming"):
                    yield Static(classes="here-mark")
                    yield Static(label, classes="label", markup=False)
                    yield Input(name, id=field, max_length=MAX_NAME, compact=True, select_on_focus=True)
            yield Static(self._kept(), classes="lead aside", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the first name."""
        for line in self.query(Input):
            line.cursor_blink = False
        self.query_one("#manager").focus()

    def on_descendant_focus(self) -> None:
        """Point at the line that is typed in."""
        for line in self.query(".naming"):
            here = line.query_one(Input) is self.focused
            line.query_one(".here-mark", Static).update(Content.styled("▸" if here else " ", "$accent-word"))

    @on(Input.Submitted)
    def given(self, message: Input.Submitted) -> None:
        """Enter goes to the second name, and from there to the talk."""
        first, second = self.query_one("#manager", Input), self.query_one("#employee", Input)
        if message.input is first:
            self.set_focus(second)
        else:
            cast("KeyboardApp", self.app).begin((first.value, second.value))

    def _kept(self) -> str:
        if not cast("KeyboardApp", self.app).keeps:
            return _("Nothing of this is kept. Say nothing about a person who really exists.")
        return _(
            "What you type is kept on this computer for {days} days, then it is erased. Say nothing about a person "
            "who really exists."
        ).format(days=self._plan.keep_days)
