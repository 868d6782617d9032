"""Beside the table, where there is room: the own goal, the meter in full, and what was typed last."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from coach.live.balance import Balance
from coach.tui.widgets import live_meter, live_voice


class LiveSide(Vertical):
    """Nothing in it is needed to go on; it is there for a look in a quiet moment."""

    def compose(self) -> ComposeResult:
        """From what stays to what changes most."""
        yield Static(id="live-goal")
        yield Static(id="live-meter")
        yield Static(id="live-told")

    def show(self, goal: Sequence[str], balance: Balance, told: Sequence[Content]) -> None:
        """Bring all of it up to date."""
        self.query_one("#live-goal", Static).update(live_voice.goal(goal))
        self.query_one("#live-meter", Static).update(live_meter.in_full(balance))
        self.query_one("#live-told", Static).update(live_voice.told(told))
