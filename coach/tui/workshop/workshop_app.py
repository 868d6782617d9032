"""What every program of a workshop shares: a seat, the trainer's console, and two people at one keyboard."""

from __future__ import annotations

from collections.abc import Callable

from coach.tui.app import CoachApp
from coach.workshop import WorkshopError


class WorkshopApp(CoachApp):
    """A program in which something is done in a workshop."""

    def doing(self, act: Callable[[], object]) -> bool:
        """Do something in the workshop; what cannot be done is said. Returns whether it was done."""
        try:
            act()
        except WorkshopError as error:
            self.notify(str(error), timeout=8, markup=False)
            return False
        return True
