"""The trainer's console: the programme, the clock, who is there, and everything that leads a workshop, by keys."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Protocol

from coach.messages import gettext as _
from coach.tui.workshop.asking import SureScreen
from coach.tui.workshop.desk import DeskScreen
from coach.tui.workshop.pulse import Pulse
from coach.tui.workshop.room_desk import RoomDeskScreen
from coach.tui.workshop.workshop_app import WorkshopApp
from coach.workshop import Refusal, WorkshopError

if TYPE_CHECKING:
    from coach.workshop import Workshop


LOOKS = 0.5
"""Seconds between two looks at what changed."""


class HostView(Protocol):
    """What the console shows of the host that serves the workshop."""

    @property
    def url(self) -> str:
        """The link to come in with."""
        ...

    @property
    def board_url(self) -> str:
        """The address of the board for the projector; only for the trainer."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the trainer should know about how it is served."""
        ...

    @property
    def connected(self) -> int:
        """How many lines are open."""
        ...


class ConsoleApp(WorkshopApp):
    """Leads a workshop. `host` is None when another program serves it."""

    CSS_PATH = ["../app.tcss", "../screens/practice.tcss", "seat.tcss", "console.tcss"]  # type: ignore[assignment]  # noqa: RUF012
    has_library: ClassVar[bool] = False
    card = ""
    seat_id: str | None = None
    """The trainer sits on no seat."""

    def __init__(self, workshop: Workshop, host: HostView | None = None) -> None:
        super().__init__(keep=False)
        self.workshop = workshop
        self.host = host
        self.pulse = Pulse.of(workshop)

    def open_first(self) -> None:
        """Show the desk; what others should know about the host is said once."""
        self.push_screen(DeskScreen())
        self.set_interval(LOOKS, self.look)
        for warning in self.host.warnings if self.host else ():
            self.notify(warning, title=_("Good to know"), timeout=20, markup=False)

    def look(self) -> None:
        """See whether anything changed, and bring what is open up to date."""
        if not self.is_running:  # it is being closed: the screens are half gone
            return
        trouble = ""
        try:
            self.pulse.beat()
        except WorkshopError as error:
            gone = error.refusal is Refusal.UNKNOWN
            trouble = _("This workshop was erased. Ctrl+Q stops.") if gone else str(error)
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.tell(trouble)
            if isinstance(screen, (DeskScreen, RoomDeskScreen)) and screen.is_mounted and not trouble:
                with suppress(WorkshopError):  # it changed just then: the next look shows how
                    screen.follow()

    async def action_quit(self) -> None:
        """Ask first: with this program the host stops, too."""
        if isinstance(self.screen, SureScreen):
            return
        told = _("Nothing is lost: go on later with `coach workshop run --resume {code}`.").format(
            code=self.workshop.join_code
        )
        if self.host:
            told = _("Everyone's screen stops with it until you start again.") + " " + told
        self.push_screen(SureScreen(_("Stop the console?"), told), lambda sure: self.exit() if sure else None)

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave instead."""
        self.notify(_("Ctrl+Q stops the console."), markup=False)
