"""Looking back on one's own talk of a round: as a letter for the manager, as the talk itself for the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Conversation, Speaker
from coach.debrief import Debrief
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.tui.widgets.coach_pane import in_short
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.letter import letter
from coach.tui.widgets.talk_log import TurnView
from coach.workshop.plan import Form, Role
from coach.workshop.take_home import looked_back

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class LookBackScreen(Screen[None]):
    """What was said in the talk of this seat, and what it shows. For this seat only."""

    CSS_PATH = "../screens/debrief.tcss"
    HELP = _("Read it from top to bottom. Only you see this page; it is on the report that you take home, too.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,d", "app.pop_screen", _("Back"), key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """A page that fills when it is ready."""
        with VerticalScroll(id="letter"):
            yield Static(_("One moment: looking back on your talk …"), classes="aside")
        yield Footer()

    def on_mount(self) -> None:
        """Read the talk beside the interface: it takes a moment, and others type."""
        self.query_one("#letter").focus()
        self._read()

    @work(thread=True, exclusive=True, group="look-back", exit_on_error=False)
    def _read(self) -> None:
        seat = cast("SeatApp", self.app)
        workshop = seat.workshop
        one, part = workshop.round, workshop.part(seat.seat_id)
        talk = workshop.talk_of(one.number, part.number) if one and part else None
        manager = part is not None and part.role is Role.MANAGER and part.form is not Form.ROOM
        report = looked_back(part.round, talk) if part and talk and manager else None
        seat.call_from_thread(self._show, report, talk)

    def _show(self, report: Debrief | None, talk: Conversation | None) -> None:
        page = self.query_one("#letter", VerticalScroll)
        page.remove_children()
        page.mount_all(list(_letter(report) if report else _talk(talk)))


def _letter(report: Debrief) -> Iterator[Widget]:
    for part in letter(report):
        yield Static(part.content, classes=part.style)


def _talk(talk: Conversation | None) -> Iterator[Widget]:
    """The talk with what each line of the manager did."""
    yield Static(_("The talk of this round"), classes="title")
    if talk is None or not talk.turns:
        yield Static(_("Nothing was said in it."), classes="aside")
        return
    rules, names = reader.default().rules, {Speaker.MANAGER: _("manager"), Speaker.EMPLOYEE: _("employee")}
    for turn in talk.turns:
        yield TurnView(turn, names[turn.speaker])
        if turn.reading:
            yield Static(in_short(turn.reading, rules), classes="mark")
