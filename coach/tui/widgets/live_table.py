"""What lies on the table during a call: the card, two spare ones, a trap and the checks, or what was looked up."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.live.hand import Found, Hand
from coach.tui.widgets import live_hand, live_voice


class LiveTable(Vertical):
    """Each part in a place of its own, which it never leaves; what is looked up lies over all of them."""

    def compose(self) -> ComposeResult:
        """From top to bottom in the order in which the eye needs it."""
        yield Static(id="live-aim")
        with VerticalScroll(id="live-card", can_focus=False):
            yield Static(id="live-question")
        yield Static(id="live-first", classes="spare")
        yield Static(id="live-second", classes="spare")
        yield Static(id="live-trap")
        yield Static(id="live-checks")
        yield OptionList(id="live-found")

    def on_mount(self) -> None:
        """The keyboard stays on the line."""
        self._list.can_focus = False

    def show(
        self,
        hand: Hand,
        goal: Sequence[str],
        *,
        small: bool,
        tall: bool,
        suggested: tuple[str, str] | None = None,
    ) -> None:
        """Lay down a hand; the goal stands above it where there is no room for what the phase is for.

        What a model suggested, with its name, comes below the card.
        """
        form = live_hand.Form.of(small=small, tall=tall)
        room = self.content_size.width - (4 if tall else 2)
        first, second = (*hand.spare, None, None)[:2]
        checks = live_hand.next_check(hand.checks) if small else live_hand.checks(hand.checks, room)
        self._put("#live-aim", Content(hand.aim if tall else " · ".join(goal)))
        question = live_hand.question_only(hand) if small else live_hand.question(hand)
        if suggested and not hand.urgent and hand.shown is None:
            question += live_hand.suggested(*suggested, small=small)
        self.query_one("#live-question", Static).update(question)
        self._put("#live-first", live_hand.spare(1, first, form, room))
        self._put("#live-second", live_hand.spare(2, second, form, room))
        self._put("#live-trap", live_hand.trap(hand.trap, form, room))
        self._put("#live-checks", checks)

    def offer(self, found: Sequence[Found], *, small: bool) -> None:
        """List what was found."""
        self._list.clear_options()
        self._list.add_options(Option(live_voice.found(each, brief=small)) for each in found)
        self._list.highlighted = 0 if found else None

    @property
    def place(self) -> int | None:
        """Which of what was found is highlighted, from 0."""
        return self._list.highlighted

    def move(self, step: int) -> None:
        """Highlight the next or previous thing that was found."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def read_on(self, direction: int) -> None:
        """Read a long card or passage on, or back."""
        card = self.query_one("#live-card")
        card.scroll_relative(y=direction * max(1, card.size.height - 2), animate=False)

    def from_the_top(self) -> None:
        """Show the card from its first line."""
        self.query_one("#live-card").scroll_home(animate=False)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#live-found", OptionList)

    def _put(self, part: str, drawn: Content) -> None:
        self.query_one(part, Static).update(drawn, layout=False)
