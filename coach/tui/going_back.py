"""Ways back in a talk: its own earlier lines, and the other ways it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.messages import gettext as _
from coach.roleplay.comparison import beside, levels_shown, other_ways, steps
from coach.store import StoreError

if TYPE_CHECKING:
    from coach.roleplay.practice import Practice
    from coach.tui.app import CoachApp


def choose_line(app: CoachApp, practice: Practice, go_back: Callable[[int], None]) -> None:
    """Let the user choose an earlier line, and go back to it; say so when there is none."""
    from coach.tui.screens.rewind import RewindScreen

    if not practice.moments:
        app.notify(_("There is nothing to take back yet."), markup=False)
        return
    own = [step for step in steps(practice.talk) if step.place in practice.moments]
    screen = RewindScreen(own, practice.employee.persona.name, levels=levels_shown(practice.talk))
    app.push_screen(screen, lambda place: None if place is None else go_back(place))


def show_other_ways(app: CoachApp, practice: Practice) -> None:
    """Show the talk beside the way it went before something was taken back; say so when there is none."""
    from coach.tui.screens.branches import BranchesScreen

    try:
        others = other_ways(practice.talk, practice.store)
        compared = beside(practice.talk, others[0], practice.store) if others else None
    except StoreError as error:
        app.notify(str(error), timeout=12, markup=False)
        return
    if compared:
        app.push_screen(BranchesScreen(practice, others, compared))
    else:
        app.notify(_("This talk went one way only. F4 or F7 goes back and makes another."), markup=False)
