"""Two people at one keyboard: they take turns, and between two turns the screen is turned around."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from coach.messages import gettext as _
from coach.tui.workshop.asking import SureScreen
from coach.tui.workshop.pulse import Pulse
from coach.tui.workshop.workshop_app import WorkshopApp
from coach.workshop import Hall, Plan, Workshop, WorkshopError
from coach.workshop.duo import Duo

LOOKS = 2.0
"""Seconds between two looks at the clock: it tells whole minutes."""
_BEGUN = 2
"""From so many lines on nobody needs to be told what the round is about: they come back to it."""


class KeyboardApp(WorkshopApp):
    """Goes from the two names to the last page. `seat_id` is the one who sits at the keyboard now.

    Whatever is on the screen is meant for that one, but for the page between two turns: that is for both.
    """

    CSS_PATH = ["../app.tcss", "../screens/practice.tcss", "seat.tcss", "console.tcss"]  # type: ignore[assignment]  # noqa: RUF012
    has_library: ClassVar[bool] = False
    card = ""
    """Nobody sends any here."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "task", _("Task"), priority=True),
    ]

    def __init__(
        self, hall: Hall, plan: Plan, index: int | None = None, *, duo: Duo | None = None, keep: bool = True
    ) -> None:
        """Begin after a plan, at one of its rounds; or go on with `duo`. `keep`: whether the hall outlives this."""
        super().__init__(keep=False)
        self.hall, self.plan, self.index = hall, plan, index
        self.keeps = keep
        self.duo = duo
        self.seat_id = duo.turn if duo else ""
        self._told: set[tuple[int, str]] = set()

    @property
    def workshop(self) -> Workshop:
        """The workshop that the two are in; there once they have sat down."""
        return self.playing.workshop

    @property
    def playing(self) -> Duo:
        """The two; there once they have sat down."""
        assert self.duo is not None
        return self.duo

    @property
    def pulse(self) -> Pulse:
        """What was said here; for the talk on the screen."""
        return Pulse.of(self.workshop)

    def open_first(self) -> None:
        """Ask for two names; or go on where they were."""
        from coach.tui.workshop.keyboard_start import KeyboardStartScreen

        self.set_interval(LOOKS, self.look)
        if self.duo is None:
            self.push_screen(KeyboardStartScreen(self.plan, self.index))
        else:
            self.go_on()

    def begin(self, names: tuple[str, str]) -> bool:
        """The two sit down under these names; False when that could not be, and they were told why."""
        try:
            self.duo = Duo.begin(self.hall, self.plan, names, self.index)
        except WorkshopError as error:
            self.notify(str(error), timeout=8, markup=False)
            return False
        self.go_on()
        return True

    def go_on(self) -> None:
        """To the page between two turns; to the last page when the round is over."""
        from coach.tui.workshop.keyboard_end import KeyboardEndScreen
        from coach.tui.workshop.keyboard_turn import PassScreen

        if self.playing.is_over:
            self.seat_id = self.playing.manager
            self._show(KeyboardEndScreen())
        else:
            self._show(PassScreen(self.playing))

    def sit(self) -> None:
        """Whose turn it is sits at the keyboard: the own side of the talk, and at first what the round is about."""
        from coach.tui.workshop.intro import IntroScreen
        from coach.tui.workshop.keyboard_turn import TurnScreen

        duo = self.playing
        self.seat_id = duo.turn
        part = duo.workshop.part(self.seat_id)
        assert part is not None
        table = duo.table(self.seat_id)
        self._show(TurnScreen(table, part))
        seen = (table.run, self.seat_id)
        if seen not in self._told and len(table.talk.turns) < _BEGUN:
            self.push_screen(IntroScreen(part))
        self._told.add(seen)

    def end(self) -> None:
        """Round the talk off, after a question."""
        told = _("Then you both see what it shows. Nothing more can be said in it.")

        def sure(yes: bool | None) -> None:
            if yes and self.doing(self.playing.end):
                self.go_on()

        self.push_screen(SureScreen(_("Round off the talk?"), told), sure)

    def swap(self) -> None:
        """The same again, with the roles turned."""
        if self.doing(self.playing.swap):
            self.go_on()

    def look(self) -> None:
        """Bring the clock up to date."""
        from coach.tui.workshop.keyboard_turn import TurnScreen

        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, TurnScreen) and screen.is_mounted:
                self.doing(screen.follow)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The task is shown again to who sits at the talk."""
        from coach.tui.workshop.intro import IntroScreen
        from coach.tui.workshop.keyboard_turn import TurnScreen

        return action != "task" or isinstance(self.screen, (TurnScreen, IntroScreen))

    def action_task(self) -> None:
        """Show what the round is about; or put that away."""
        from coach.tui.workshop.intro import IntroScreen

        if isinstance(self.screen, IntroScreen):
            self.pop_screen()
            return
        part = self.workshop.part(self.seat_id)
        if part:
            self.push_screen(IntroScreen(part))

    async def action_quit(self) -> None:
        """Ask first, once there is something to stop."""
        if isinstance(self.screen, SureScreen):
            return
        if self.duo is None:
            self.exit()
            return
        told = _("Nothing of this session is kept: save your reports on the last page first.")
        if self.keeps:
            told = _("Everything is kept. To go on: coach workshop pair --resume {code}").format(
                code=self.workshop.join_code
            )
        self.push_screen(SureScreen(_("Do you want to stop?"), told), lambda sure: self.exit() if sure else None)

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave instead."""
        self.notify(_("Ctrl+Q stops."), markup=False)

    def _show(self, screen: Screen[None]) -> None:
        """Show a screen in place of all that is open."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)
