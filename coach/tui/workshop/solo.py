"""The practice talk as it is held in a workshop: by the clock, at the plan's level of help, and nobody goes home."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.tui.screens.practice import PracticeScreen
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.talk_head import head
from coach.tui.workshop.place import CardLine, Unhurried, time_left
from coach.workshop import WorkshopError

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class SoloScreen(Unhurried, PracticeScreen):
    """A talk with a simulated employee, in a round."""

    CSS_PATH = "../screens/practice.tcss"
    WITHOUT: ClassVar[tuple[str, ...]] = ("copy", "branches")
    """What would reach for the clipboard or the files of the host, or leave the talk of the round."""
    HELP = _(
        "Type what you would say and press Enter. An empty Enter lets a silence fall: that is a move too. "
        "A flag is a hint by a helper, not a verdict. F4 takes your last line back, F7 an earlier one. "
        "F6 shows the task again, and F5 says that you are done; the others go on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "finish", _("Done"), id="practice.finish"),
        Binding("escape", "leave", show=False, id="practice.leave"),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice)
        self._left = ""

    @property
    def seat(self) -> SeatApp:
        """The app, with the workshop and the seat."""
        return cast("SeatApp", self.app)

    def compose(self) -> ComposeResult:
        """The talk, with a place for a card below the head."""
        for place, widget in enumerate(super().compose()):
            yield widget
            if place == 0:
                yield CardLine()

    def on_mount(self) -> None:
        """The clock stands in the head from the first moment."""
        self._left = time_left(self.seat.workshop.clock())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No clipboard, and no way out of the talk of the round."""
        return action not in self.WITHOUT

    def follow(self) -> None:
        """Bring clock and card up to date."""
        self.query_one(CardLine).tell(self.seat.card)
        left = time_left(self.seat.workshop.clock())
        if left != self._left:
            self._left = left
            self.on_resize()

    @on(Draft.Said)
    def say(self, message: Draft.Said) -> None:
        """Say the line; what cannot be said now stays in the draft."""
        message.prevent_default()
        try:
            super().say(message)
        except WorkshopError as error:
            self.query_one(Draft).put(message.text)
            self.app.notify(str(error), markup=False)

    def action_finish(self) -> None:
        """Round the talk off."""
        self._let_finish()
        if not self.practice.moments:
            self.app.notify(_("Say something first; then there is something to look back on."), markup=False)
            return
        self.seat.done()

    def action_leave(self) -> None:
        """Put a hint away; there is nowhere to go."""
        self._let_finish()
        if self._hints:
            self._hints = 0
            self._show_hint()

    def _head(self) -> Content:
        clock = f" · {self._left} " if self._left else ""
        line = head(self.practice, self.app.size.width - max(0, len(clock) - 1))
        return Content.assemble(line.rstrip(), (clock, "$accent-word"))
