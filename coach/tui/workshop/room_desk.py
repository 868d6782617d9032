"""The room as the trainer sees it: everything that can be done in it, and lines when nobody is in front."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from coach.messages import gettext as _
from coach.tui.workshop.room import RoomScreen


class RoomDeskScreen(RoomScreen):
    """Over the console; Escape goes back to it."""

    HELP = _(
        "The room proposes and votes. F2 tries the best two out; 1 or 2 goes on with one of them. When nobody "
        "is in front, you type the lines; F4 asks who is in front to sit down."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.pop_screen", _("Console"))]

    @property
    def in_front(self) -> bool:
        """The trainer can do whatever who is in front can do."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The chair can be made empty, and not be taken."""
        if action == "chair":
            return self.room.talker is not None
        return super().check_action(action, parameters)

    def action_chair(self) -> None:
        """Have who is in front sit down."""
        self.seat.doing(self.room.sit_down)
        self.follow()

    def who(self) -> str:
        """Who says the lines."""
        talker = self.room.talker
        if talker is None:
            return _("you type the lines")
        return _("{name} is in front").format(name=self.seat.workshop.seat(talker).name)

    def asked_in_front(self) -> str:
        """The trainer types for the room."""
        return _("You type for the room. What do you say?")
