"""What is seen beside a call: nothing moves unless the user did something, or a hint is worth it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.live.call import LiveCall
from coach.live.hand import Hand, Why
from coach.live.microphone import MicState
from coach.messages import gettext as _
from coach.tui.hearing import Hearing
from coach.tui.live_way import LiveWay
from coach.tui.suggesting import Suggesting
from coach.tui.widgets import live_meter, live_voice
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.live_line import LiveLine, Mode, lead
from coach.tui.widgets.live_side import LiveSide
from coach.tui.widgets.live_table import LiveTable
from coach.tui.widgets.live_top import LiveTop

if TYPE_CHECKING:
    from coach.live.balance import Balance
    from coach.tui.app import CoachApp

_BEAT = 1.0
"""The meter wants to be asked so often."""
_REMEMBERED = 8
_NARROWEST, _LOWEST = 64, 20
_TINY_WIDTH, _TINY_HEIGHT = 30, 12
_TALL, _BROAD = 32, 110


class LiveView(Screen[None]):
    """One call on the screen, in the layout that fits; what listens along comes in here."""

    app: CoachApp

    def __init__(self, call: LiveCall, way: LiveWay) -> None:
        super().__init__()
        self.call = call
        self.hearing = Hearing(call, self, way.transcript)
        self._compact = way.compact
        self._told: list[Content] = []
        self._answer: Content | None = None
        """What was just done with the line, as long as nothing else happened."""
        self._metered: tuple[object, ...] = ()
        self._suggesting: Suggesting | None = None
        self._suggested: tuple[str, str] | None = None
        """What a model suggests for the last thing heard, and the name of the model."""

    # Laying out.

    def compose(self) -> ComposeResult:
        """Where am I, the card and what stands by, the voice of the coach, and the line."""
        yield LiveTop(id="live-top")
        with Horizontal(id="live-desk"):
            yield LiveTable(id="live-table")
            yield LiveSide(id="live-side")
        with Vertical(id="live-foot"):
            yield Static(id="live-hint")
            with Horizontal(id="live-typing"):
                yield Static(id="live-lead")
                yield LiveLine(id="live-line")
        yield Static(live_voice.keys(), id="live-keys")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first hand, and begin to listen to what was asked for."""
        self._take(Mode.HEARD)
        self._line.focus()
        self._fit()
        self.set_interval(_BEAT, self._beat)
        self.hearing.start()
        self.app.voices.near_engine()

    def on_unmount(self) -> None:
        """Whatever ends the call: nobody listens any more, and nothing of it is left."""
        self._suggest_no_more()
        self.hearing.stop()
        self.call.forget()

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._fit()

    def _fit(self) -> None:
        """Choose the layout that fits, or the small one when that was asked for."""
        width, height = self.app.size
        small = self._compact or width < _NARROWEST or height < _LOWEST
        self.set_class(small, "-compact")
        self.set_class(width < _TINY_WIDTH or height < _TINY_HEIGHT, "-tiny")
        self.set_class(not small and height >= _TALL, "-tall")
        self.set_class(width >= _BROAD, "-broad")
        self._take(self._line.mode)
        self._draw()
        self.call_after_refresh(self._draw)

    @property
    def _table(self) -> LiveTable:
        return self.query_one(LiveTable)

    @property
    def _line(self) -> LiveLine:
        return self.query_one(LiveLine)

    # What comes by itself.

    @on(Hearing.Came)
    def fed(self, message: Hearing.Came) -> None:
        """A line of the transcript."""
        turn = message.turn
        hand = self.call.feed(turn)
        if turn.final and not turn.revision:
            self._remember(live_voice.fed(turn))
        self._show(hand)
        if turn.final and not turn.late:
            self._suggest()

    # What a model adds.

    def _suggest(self) -> None:
        """Have a model on this computer look for one more follow-up; the cards lie there already."""
        self._suggest_no_more()
        engine = self.app.voices.near_engine() if self.call.open_words else None
        if engine is None:
            return
        from coach.words import follow_up

        moment = follow_up.Moment(self.call.open_words, self.call.open_cards, self.call.hand().aim)
        self._suggesting = Suggesting(engine, lambda asked, over: follow_up.find(asked, moment, over), self)

    def _suggest_no_more(self) -> None:
        """The moment is past."""
        if self._suggesting:
            self._suggesting.stop()
        self._suggesting = self._suggested = None

    @on(Suggesting.Came)
    def offer(self, message: Suggesting.Came) -> None:
        """Show what the model suggests below the card, marked as its own."""
        if message.suggesting is self._suggesting:
            self._suggested = (message.found, message.suggesting.model)
            self._draw()

    @on(Hearing.Changed)
    def heard_differently(self) -> None:
        """The microphone or the transcript stands differently: the mark follows, trouble is told."""
        microphone = self.hearing.microphone
        if microphone.state in (MicState.LOST, MicState.IMPOSSIBLE):
            self.app.notify(microphone.told, timeout=10, markup=False)
        self._draw_head()
        if not self._line.value:
            self._speak(self._standing())

    def _beat(self) -> None:
        """Ask the meter; what is shown changes only when a step was taken or a hint came or went."""
        if self.is_attached:
            self._draw_meter(self.call.meter.tick())

    # Drawing.

    def _take(self, mode: Mode) -> None:
        """The line holds something else from now on."""
        self._line.take(mode, quiet=self.has_class("-tiny"))
        self.query_one("#live-lead", Static).update(lead(mode) + " ›")

    def _remember(self, told: Content) -> None:
        self._told = [*self._told, told][-_REMEMBERED:]

    def _show(self, hand: Hand) -> None:
        """Bring everything up to date with a new hand."""
        self._answer = None
        self._draw(hand)
        if not self._line.value:
            self._speak(self._standing(hand))

    def _speak(self, words: Content) -> None:
        self.query_one("#live-hint", Static).update(words, layout=self.has_class("-tiny"))

    def _standing(self, hand: Hand | None = None) -> Content:
        """What the coach says as long as nothing is typed: one thing at a time, the most pressing first."""
        hand = hand or self.call.hand()
        balance = self.call.meter.tick()
        if hand.urgent and hand.hint:
            return live_voice.hint(hand.hint, pressing=True)
        if self._answer is not None:
            return self._answer
        if balance.hint:
            return live_voice.hint(balance.hint.text)
        if hand.hint:
            return live_voice.hint(hand.hint)
        if name := self.hearing.unknown:
            return live_voice.hint(_("= says who «{name}» is in the transcript.").format(name=name))
        told = self.hearing.microphone.told or self.hearing.told or balance.told_missed()
        if told:
            return Content.styled(told, "$aside")
        return self._told[-1] if self._told and not self.has_class("-tiny") else Content("")

    def _draw(self, hand: Hand | None = None) -> None:
        if not self.is_mounted:
            return
        hand = hand or self.call.hand()
        small, tall = self.has_class("-compact"), self.has_class("-tall")
        self.set_class(hand.why is Why.MEDICAL, "-medical")
        self.set_class(hand.why is Why.DANGER, "-danger")
        self._table.show(hand, self.call.goal, small=small, tall=tall, suggested=self._suggested)
        self._draw_head()
        self._draw_side(self.call.meter.tick())

    def _draw_head(self) -> None:
        small = self.has_class("-compact")
        self.query_one(LiveTop).show(
            self.call,
            self.call.meter.tick(),
            self.hearing.microphone.state,
            small=small,
            bar=not small and not (self.has_class("-tall") and self.has_class("-broad")),
            tiny=self.has_class("-tiny"),
        )

    def _draw_side(self, balance: Balance) -> None:
        self.query_one(LiveSide).show(self.call.goal, balance, self._told)

    def _draw_meter(self, balance: Balance) -> None:
        """Draw the meter anew when it has moved a step."""
        now = live_meter.figures(balance)
        if now == self._metered:
            return
        self._metered = now
        self._draw_head()
        self._draw_side(balance)
        if not self._line.value:
            self._speak(self._standing())
