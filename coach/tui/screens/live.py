"""Beside a call: what every key does. One card, one question, and everything else in its own place below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input

from coach import guidance
from coach.conversation import Speaker
from coach.live.call import LiveCall
from coach.live.hand import Found, Hand
from coach.live.microphone import MicState
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.tui.live_way import LiveWay
from coach.tui.screens.live_view import LiveView
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets import live_hand, live_voice
from coach.tui.widgets.live_line import LiveLine, Mode

if TYPE_CHECKING:
    from coach.live.wrap_up import WrapUp

_PAUSE = 0.02
"""Seconds without a key after which what is typed is read: short of the 50 ms that feel like at once."""


class LiveScreen(LiveView):
    """One call. Nothing on it moves unless the user did something, or a hint is worth it."""

    CSS_PATH = "live.tcss"
    HELP = (
        _(
            "The card says one thing that you could ask now. A number takes what stands behind it: 1 and 2 another "
            "card, 3 and on tick something off. Left and right go through the phases of the talk. These keys, and "
            "the space bar, work as long as nothing is typed."
        )
        + " "
        + _(
            "Type in a few words what the other says, and the cards follow. Tab changes to what you want to say "
            "yourself: that is read while you type, with a better sentence when that is needed. An empty Enter is a "
            "silence that you let fall."
        )
        + " "
        + _(
            "F2 when you hear something medical, F4 when somebody's life may be in danger. Everything stays in "
            "memory: nothing is written until you round off with F5 and say what may be kept."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", _("Hear or say"), key_display="Tab"),
        Binding("f2", "medical", _("Medical"), priority=True),
        Binding("f4", "danger", _("Danger"), priority=True),
        Binding("f6", "note", _("Note"), priority=True),
        Binding("slash", "find", _("Find"), key_display="/"),
        Binding("f5", "finish", _("Round off"), priority=True),
        Binding("escape", "back", _("Back"), show=False, priority=True),
        Binding("left", "go(-1)", _("The phase before"), show=False, key_display="←"),
        Binding("right", "go(1)", _("The next phase"), show=False, key_display="→"),
        Binding("1", "number(1)", _("The first spare card"), show=False),
        Binding("2", "number(2)", _("The second spare card"), show=False),
        Binding("3", "number(3)", _("Tick off what has this number"), show=False, key_display="3-9"),
        Binding("space", "speaker", _("The other one speaks now"), show=False, key_display=_("Space")),
        Binding("f3", "why", _("The guidance behind the card"), show=False, priority=True),
        Binding("f7", "compact", _("Small or large"), show=False, priority=True),
        Binding("f8", "microphone", _("Microphone on or off"), show=False, priority=True),
        Binding("equals_sign", "who", _("Who is who in the transcript"), show=False, key_display="="),
        Binding("down", "move(1)", show=False, priority=True, system=True),
        Binding("up", "move(-1)", show=False, priority=True, system=True),
        Binding("pagedown", "scroll(1)", _("Read on"), show=False, priority=True),
        Binding("pageup", "scroll(-1)", _("Read back"), show=False, priority=True),
        Binding("ctrl+c", "stopping", show=False, priority=True, system=True),
    ]

    def __init__(self, call: LiveCall, way: LiveWay) -> None:
        super().__init__(call, way)
        self._before = Mode.HEARD
        self._found: tuple[Found, ...] = ()
        self._timer: Timer | None = None
        self._wrapped: tuple[object, WrapUp] | None = None

    # What is typed.

    @on(Input.Changed, "#live-line")
    def wait(self) -> None:
        """Read what is typed when the typing rests."""
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._read)

    def _read(self) -> None:
        """Say what the words on the line are worth, or find what answers them."""
        typed = self._line.value
        if typed.strip():
            self._answer = None
        if self._line.mode is Mode.FIND:
            self._look(typed)
        elif self._line.mode is Mode.SAID and typed.strip():
            self._speak(live_voice.of_draft(self.call.draft(typed), reader.default().rules))
        elif self._line.mode is Mode.NOTE and typed.strip():
            self._speak(live_voice.of_note(self.call.notes.read(typed)))
        else:
            self._speak(self._standing())

    @on(LiveLine.Pressed)
    def press(self, message: LiveLine.Pressed) -> None:
        """A key of the line that is no letter."""
        key = message.key
        if key == "enter":
            self._enter(message.mode, message.text)
        elif key.isdigit():
            self.action_number(int(key))
        else:
            _KEYS[key](self)

    def _enter(self, mode: Mode, text: str) -> None:
        """Send the line: heard, said, noted, or looked up."""
        if mode is Mode.FIND:
            self._choose()
        elif mode is Mode.NOTE:
            self._note(text)
        elif not text:
            self._silence()
        elif mode is Mode.HEARD:
            self._remember(live_voice.echo(Speaker.EMPLOYEE, text))
            self._show(self.call.heard(text))
            self._suggest()
        else:
            self._remember(live_voice.echo(Speaker.MANAGER, text))
            self._suggest_no_more()
            self._show(self.call.said(text))

    def _note(self, text: str) -> None:
        self._take(self._before)
        if text:
            note = self.call.notes.add(text)
            self._remember(live_voice.note(note.text))
            self._draw()
            self._answer = live_voice.of_note(note, taken=True)
            self._speak(self._answer)

    def _silence(self) -> None:
        """Nothing was said, on purpose."""
        self.call.meter.silence()
        self._remember(live_voice.silence())
        self._show(self.call.said(""))
        self._answer = live_voice.silence()
        self._speak(self._answer)

    # Keys.

    def action_turn(self) -> None:
        """From what the other says to what you want to say, and back; what is typed stays."""
        self._line.turn()
        self._turned()

    def _turned(self) -> None:
        self._take(self._line.mode)
        self._read()

    def action_note(self) -> None:
        """The line becomes a note, for one Enter."""
        if self._line.mode is Mode.NOTE:
            self._take(self._before)
        else:
            self._close_find()
            self._before = self._line.mode
            self._take(Mode.NOTE)
        self._read()

    def action_go(self, step: int) -> None:
        """Go through the phases of the talk."""
        self._suggest_no_more()
        self._show(self.call.go(step))

    def action_number(self, number: int) -> None:
        """Take what stands behind a number: a spare card, or something to tick off."""
        if number < live_hand.FIRST_CHECK:
            self._show(self.call.pick(number))
            return
        checks, place = self.call.checks(), number - live_hand.FIRST_CHECK
        if place < len(checks):
            self._show(self.call.tick(checks[place].id))

    def action_speaker(self) -> None:
        """The other one speaks now."""
        if self.hearing.microphone.state is MicState.ON:
            self._answer = Content.styled(_("The microphone hears when you speak; this key is not needed."), "$aside")
            self._speak(self._answer)
            return
        self.call.meter.toggle()
        self._draw_meter(self.call.meter.tick())

    def action_medical(self) -> None:
        """Something medical was said: what to say now, and a reminder."""
        self._urgent(self.call.medical())

    def action_danger(self) -> None:
        """Somebody's life may be in danger: safety first."""
        self._urgent(self.call.danger())

    def _urgent(self, hand: Hand) -> None:
        self._suggest_no_more()
        self._close_find()
        self._show(hand)
        self._table.from_the_top()

    def action_why(self) -> None:
        """Lay the passage behind the card on the table."""
        card = self.call.hand().question
        passage = next((each for id in card.passages if (each := guidance.passage(id))), None) if card else None
        if passage is not None:
            self._show(self.call.show(Found(passage.title, passage.title, passage=passage)))

    def action_compact(self) -> None:
        """The small layout, or the one that fits."""
        self._compact = not self._compact
        self._fit()

    @work(thread=True, exit_on_error=False, group="microphone")
    def action_microphone(self) -> None:
        """Turn the microphone on or off; closing it may take a moment, and no key waits for that."""
        microphone = self.hearing.microphone
        if microphone.on:
            microphone.stop()
        else:
            microphone.start()

    @work(group="who")
    async def action_who(self) -> None:
        """Say who somebody in the transcript is."""
        if not (name := self.hearing.unknown):
            return
        choices = [Content(_("that is me")), Content(_("that is the employee"))]
        picked = await self.app.push_screen_wait(PickScreen(_("Who is «{name}»?").format(name=name), choices))
        if picked is not None:
            self.hearing.assign(name, (Speaker.MANAGER, Speaker.EMPLOYEE)[picked])

    def action_scroll(self, direction: int) -> None:
        """Read a long card or passage on, or back."""
        self._table.read_on(direction)

    def action_stopping(self) -> None:
        """Ctrl+C is for copying in this program; say how to leave instead."""
        self.app.notify(_("F5 rounds off. Ctrl+Q stops at once: nothing of this call is kept then."), markup=False)

    def action_back(self) -> None:
        """One step back: out of looking up, the typed words, the card on top, and in the end the call."""
        if self._line.mode is Mode.FIND:
            self._close_find()
        elif self._line.value:
            self._line.value = ""
        elif (hand := self.call.hand()).urgent or hand.shown:
            self._show(self.call.back())
        elif self._line.mode is not Mode.HEARD:
            self._take(Mode.HEARD)
        else:
            self._leave()

    @work(group="leave")
    async def _leave(self) -> None:
        """Go home; after asking when there is something that would be gone."""
        if self._something():
            choices = [Content(_("round off: see what may be kept")), Content(_("stop, and keep nothing"))]
            picked = await self.app.push_screen_wait(
                PickScreen(_("Stop this call?"), choices, _("Esc goes on with the call."))
            )
            if picked == 0:
                self.action_finish()
            if picked != 1:
                return
        self.app.go_home()

    def action_finish(self) -> None:
        """Look through what may be kept."""
        from coach.tui.screens.live_end import LiveEndScreen

        self._hush()
        self._suggest_no_more()
        now = (self.call.talk, self.call.notes.all())
        if self._wrapped is None or self._wrapped[0] != now:
            self._wrapped = (now, self.call.wrap_up())
        self.app.push_screen(LiveEndScreen(self.call, self._wrapped[1]))

    @work(thread=True, exit_on_error=False, group="microphone")
    def _hush(self) -> None:
        """The talk is over: the microphone closes and nothing is measured any more."""
        self.hearing.microphone.stop()
        self.call.meter.stop()

    def _something(self) -> bool:
        return bool(self.call.talk.turns or self.call.notes.all())

    # Looking up.

    def action_find(self) -> None:
        """Find a card or a passage; what was typed waits."""
        if self._line.mode is not Mode.FIND:
            self._before = self._line.mode
            self._take(Mode.FIND)
            self.set_class(True, "-finding")
            self._look("")

    def action_move(self, step: int) -> None:
        """Go to the next or previous thing that was found."""
        if self._line.mode is Mode.FIND:
            self._table.move(step)

    def _look(self, words: str) -> None:
        self._found = self.call.find(words)
        self._table.offer(self._found, small=self.has_class("-compact"))
        nothing = words.strip() and not self._found
        self._speak(Content.styled(_("Nothing found. Try another word.") if nothing else "", "$aside"))

    def _choose(self) -> None:
        """Lay what is highlighted on the table."""
        place = self._table.place
        if place is not None and place < len(self._found):
            hand = self.call.show(self._found[place])
            self._close_find()
            self._show(hand)
            self._table.from_the_top()

    def _close_find(self) -> None:
        if self._line.mode is Mode.FIND:
            self._line.value = ""
            self._take(self._before)
            self.set_class(False, "-finding")
            self._draw()


_KEYS: dict[str, Callable[[LiveScreen], object]] = {
    "tab": LiveScreen._turned,
    "space": LiveScreen.action_speaker,
    "slash": LiveScreen.action_find,
    "equals_sign": LiveScreen.action_who,
    "left": lambda screen: screen.action_go(-1),
    "right": lambda screen: screen.action_go(1),
}
"""What the keys of an empty line do."""
