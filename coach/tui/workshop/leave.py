"""Leaving: what it means to close the window, and how to give up the seat with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.tui.workshop.place import Place

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class LeaveScreen(ModalScreen[None]):
    """The seat stays, whatever is pressed here, but for giving it up: that takes two different keys."""

    HELP = _("Closing the window loses nothing. Giving up the seat erases what you said.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "app.pop_screen", _("Stay"), key_display="Esc"),
        Binding("w", "give_up", _("Erase mine")),
        Binding("j,y", "really", _("Yes, erase"), key_display="j"),
    ]
    _asked = False

    def compose(self) -> ComposeResult:
        """What leaving means."""
        with VerticalScroll(classes="dialog"):
            yield Static(_("Do you want to leave?"), classes="title")
            yield Static(
                _(
                    "Then just close this window. Your seat stays yours, and nothing is lost. You come back with the "
                    "same link, or on another device with your personal code."
                ),
                classes="lead",
            )
            yield Static(_("With w you give up the seat: what you said and your report are erased."), id="give-up")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each of the two keys only when it is its turn."""
        return {"give_up": not self._asked, "really": self._asked}.get(action, True)

    def action_give_up(self) -> None:
        """Ask once more."""
        self._asked = True
        question = _("Really erase everything of yours? It cannot be brought back. j erases it, Esc keeps it.")
        line = self.query_one("#give-up", Static)
        line.update(question)
        line.add_class("soft")
        self.refresh_bindings()

    def action_really(self) -> None:
        """Give up the seat."""
        seat = cast("SeatApp", self.app)
        seat.doing(lambda: seat.workshop.withdraw(seat.seat_id))
        seat.look()


class GoneScreen(Place):
    """The seat was given up, or the workshop was erased: there is nothing here any more."""

    HELP = _("There is nothing here any more. You can close this window.")

    def compose(self) -> ComposeResult:
        """That it is over."""
        with VerticalScroll(classes="page"):
            yield Static(_("You have left this workshop"), classes="title")
            yield Static(
                _("Nothing of yours is kept here any more. You can close this window. Thank you for being there."),
                classes="lead",
            )
        yield Footer()

    def follow(self) -> None:
        """Nothing changes here."""
