"""A turn at one keyboard, and the page between two turns: on that one nothing stands that the other may not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.legible import without_steering
from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.tui.workshop.table import TableScreen
from coach.workshop import shelf
from coach.workshop.duo import Duo

if TYPE_CHECKING:
    from coach.tui.workshop.keyboard import KeyboardApp

_QUOTED = 280


class PassScreen(Screen[None]):
    """The screen goes to the other one; Enter says that it is there."""

    HELP = _(
        "You share one keyboard. Before each turn this page comes: turn the screen to whose turn it is, and only "
        "then press Enter. Who plays the employee has a card that the manager does not see. F5 rounds the talk off."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", _("I am here")),
        Binding("f5", "end", _("Round off")),
        Binding("escape", "app.quit", _("Stop")),
    ]

    def __init__(self, duo: Duo) -> None:
        super().__init__()
        self._duo = duo

    def compose(self) -> ComposeResult:
        """To whom the screen goes, and what was said last."""
        with VerticalScroll(classes="page passing"):
            for line, style in self._lines():
                yield Static(line, classes=style)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()

    def action_go(self) -> None:
        """The one whose turn it is sits down."""
        cast("KeyboardApp", self.app).sit()

    def action_end(self) -> None:
        """Round the talk off."""
        cast("KeyboardApp", self.app).end()

    def _lines(self) -> Iterator[tuple[Content, str]]:
        duo = self._duo
        name, other = duo.name(duo.turn), duo.name(duo.other(duo.turn))
        yield Content(_("Turn the screen to {name}").format(name=name)), "title"
        if duo.turn == duo.employee:
            told = _("{other} does not look now: the role card comes. {name}, press Enter when the screen is yours.")
        else:
            told = _("The role card is put away. {name}, press Enter when the screen is yours.")
        yield Content(told.format(name=name, other=other)), "lead"
        turns = duo.table().talk.turns
        if turns:
            said = without_steering(turns[-1].text)
            short = said if len(said) <= _QUOTED else said[:_QUOTED].rsplit(" ", 1)[0] + " …"
            words = f"«{short}»" if short.strip() else _("(a silence)")
            who = duo.name(duo.manager) if duo.turn == duo.employee else card_name(duo)
            yield Content.assemble((f"{who}  ", "$accent-word"), (words, "bold")), "lead"
        else:
            begins = _("{name} plays {role} and begins. {other} is the manager.")
            yield Content(begins.format(name=name, role=card_name(duo), other=other)), "lead"


class TurnScreen(TableScreen):
    """The own side of the talk, for one line; then the screen goes to the other."""

    HELP = _(
        "It is your turn: type what you would say, then Enter. An empty Enter is a silence. F3 shows your card or "
        "what you know, F6 the task, F5 rounds the talk off. Who plays the employee ticks what was told: F3, the "
        "arrows and the space bar."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "finish", _("Round off"), id="workshop.done"),
    ]

    @property
    def keyboard(self) -> KeyboardApp:
        """The app, with the two."""
        return cast("KeyboardApp", self.app)

    def heads(self) -> tuple[str, ...]:
        """With the name in front: both look at the same screen."""
        name = self.keyboard.playing.name(self.seat.seat_id)
        return tuple(f"{name} · {line}" for line in super().heads())

    def said(self) -> None:
        """The turn is over."""
        self.keyboard.go_on()

    def action_finish(self) -> None:
        """Round the talk off, for both."""
        self.keyboard.end()


def card_name(duo: Duo) -> str:
    """Who is played: the name on the role card."""
    role = duo.workshop.rounds[-1].plan.role
    return shelf.role_card(role).name if role else ""
