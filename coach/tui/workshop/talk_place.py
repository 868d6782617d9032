"""A screen with a talk on it that others have a part in: the talk, a pane beside it, and often a line to type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Speaker, Turn
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.talk_log import TalkLog, TurnView
from coach.tui.workshop.place import CardLine, Place, SeatHead

_NAME = 9
"""Signs of a name beside a talk; for a longer one the column is wider."""


class SharedLog(TalkLog):
    """A talk in which the names depend on who looks."""

    def __init__(self, names: dict[Speaker, str], *, id: str | None = None) -> None:
        flags = {flag.value: file.name for flag, file in reader.default().rules.flags.items()}
        super().__init__(names[Speaker.EMPLOYEE], flags, id=id)
        self.names = names
        self.set_class(max(map(len, names.values())) > _NAME, "-long-names")
        self.shown: tuple[Turn, ...] = ()

    def follow(self, turns: tuple[Turn, ...]) -> bool:
        """Show the talk as it is now; returns whether there was anything new."""
        if turns == self.shown:
            return False
        same = 0
        for one, other in zip(self.shown, turns, strict=False):
            if one != other:
                break
            same += 1
        if same < len(self.shown):
            self.drop_last(len(self.shown) - same)
        self.add(turns[same:])
        self.shown = turns
        return True

    def _views(self, turns: Iterable[Turn], marked: bool) -> Iterator[TurnView]:
        for turn in turns:
            yield TurnView(turn, self.names[turn.speaker], self._marks(turn) if marked else ())


class TalkPlace(Place):
    """The talk on the left, a pane on the right; on a narrow screen F3 puts one in the place of the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", _("Read back"), show=False, priority=True),
        Binding("pagedown", "scroll(1)", _("Read on"), show=False, priority=True),
    ]

    def log_of(self) -> SharedLog:
        """The talk, to be put in its place."""
        raise NotImplementedError

    def pane(self) -> Iterable[Widget]:
        """What stands beside the talk."""
        raise NotImplementedError

    def invitation(self) -> str | None:
        """What stands in the empty draft; None where there is no draft."""
        return None

    def compose(self) -> ComposeResult:
        """Head, card, talk and pane, a notice, and the draft."""
        yield SeatHead()
        yield CardLine()
        with Horizontal(id="middle"):
            yield self.log_of()
            with VerticalScroll(id="side", can_focus=False):
                yield from self.pane()
        yield Static(id="notice", markup=False)
        invitation = self.invitation()
        if invitation is not None:
            with Vertical(id="foot"), Horizontal(id="typing"):
                yield Static(">", id="prompt")
                yield Draft(invitation, id="draft")
        yield Footer()

    @property
    def log_shown(self) -> SharedLog:
        """The talk on the screen."""
        return self.query_one(SharedLog)

    def notice(self, text: str | Content) -> None:
        """Say something below the talk; nothing when it is empty."""
        line = self.query_one("#notice", Static)
        line.update(text)
        line.set_class(bool(text), "-shown")

    def action_scroll(self, direction: int) -> None:
        """Read back or on without leaving the draft."""
        pane = self.query_one("#side") if self.has_class("-pane") else self.log_shown
        pane.scroll_relative(y=direction * max(1, pane.size.height - 2), animate=False)
