"""The lines above a call: which one it is, how far it has come, and who speaks."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from coach.live.balance import Balance
from coach.live.call import LiveCall
from coach.live.microphone import MicState
from coach.messages import gettext as _
from coach.preparation.preparation import kind_name
from coach.tui.widgets import live_hand, live_meter, live_voice


class LiveTop(Vertical):
    """Two lines; in the small layout one, which the phase and the meter share."""

    def compose(self) -> ComposeResult:
        """The call and the meter, then the phases."""
        yield Static(id="live-head")
        yield Static(id="live-phases")

    def show(self, call: LiveCall, balance: Balance, state: MicState, *, small: bool, bar: bool, tiny: bool) -> None:
        """Bring both lines up to date; where it is tiny only an open microphone is still told."""
        width = self.app.size.width
        mark = live_voice.microphone(state)
        meter = Content("") if tiny else live_meter.drawn(balance, bar=bar)
        right = Content("  ").join(part for part in (mark, meter) if part)
        phases = live_hand.phases(call.phases, call.phase, 0 if small else width - 2)
        title = Content.styled(f" {_('Live')} · {kind_name(call.kind)}", "$aside")
        line = live_voice.both_sides(phases, right, width - 2) if small else phases
        self.query_one("#live-phases", Static).update(line, layout=False)
        self.query_one("#live-head", Static).update(live_voice.both_sides(title, right, width - 1), layout=False)
