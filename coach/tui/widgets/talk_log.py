"""The conversation on the screen: who said what, and under the words what they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.conversation import Band, Flag, Speaker, Turn
from coach.legible import without_steering
from coach.messages import gettext as _
from coach.tui import theme

_GESTURE = re.compile(r"\([^()]*\)")
_NAME_WIDTH = 10
SHOWN_CHARS = 2_000
"""A turn is drawn up to here; all of it is kept."""


class TurnView(Vertical):
    """One turn: the name, the words, and the flags that hang under them."""

    def __init__(self, turn: Turn, name: str, marks: Iterable[tuple[Flag, str]] = ()) -> None:
        super().__init__(classes=turn.speaker.value)
        self.turn = turn
        self.said_by = name
        self.marks = tuple(marks)
        self._shown: Static | None = None

    def show(self, turn: Turn, marks: Iterable[tuple[Flag, str]]) -> None:
        """Show the same turn with other marks."""
        self.turn = turn
        self.marks = tuple(marks)
        self.refresh(recompose=True)

    def say(self, turn: Turn) -> None:
        """Show other words of the same speaker in the same place."""
        self.turn = turn
        if self._shown:
            self._shown.update(_words(turn, []))

    def compose(self) -> ComposeResult:
        """A row with name and words, and a line for each mark."""
        with Horizontal(classes="said"):
            yield Static(self.said_by, classes="name", markup=False)
            self._shown = Static(_words(self.turn, [flag for flag, _name in self.marks]), classes="words")
            yield self._shown
        for flag, name in self.marks:
            yield Static(_mark(flag, name), classes="mark")


class TalkLog(VerticalScroll, can_focus=True):
    """All turns, the latest in sight unless the user scrolled back to read."""

    def __init__(self, person: str, names: dict[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.person = person
        self.flag_names = names
        self._growing: TurnView | None = None

    def on_mount(self) -> None:
        """Follow the end of the talk."""
        self.anchor()

    def add(self, turns: Iterable[Turn], *, marked: bool = True) -> None:
        """Show turns below the last one."""
        self.mount_all(list(self._views(turns, marked)))

    def wait(self) -> None:
        """Show that the employee is about to speak."""
        self.hear(_("(is thinking)"))

    def hear(self, text: str) -> None:
        """Show what the employee has said so far."""
        self.heard(Turn(speaker=Speaker.EMPLOYEE, text=text), whole=False)

    def heard(self, turn: Turn, *, whole: bool = True) -> None:
        """Show all that the employee said; the words stay where they were growing."""
        view = self._growing or TurnView(turn, self.person)
        if self._growing is None:
            self.mount(view)
        elif view.turn.text != turn.text or whole:
            view.say(turn)
        self._growing = None if whole else view

    def mark_anew(self, turns: Iterable[Turn]) -> None:
        """Bring the marks up to date with how the turns read now; `turns` are those that are shown."""
        for view, turn in zip(self.query(TurnView), turns, strict=False):
            if view.turn.reading != turn.reading:
                view.show(turn, self._marks(turn))

    def drop_last(self, count: int) -> None:
        """Take the last turns off the screen."""
        for view in list(self.query(TurnView))[-count:]:
            view.remove()

    def _views(self, turns: Iterable[Turn], marked: bool) -> Iterator[TurnView]:
        for turn in turns:
            mine = turn.speaker is Speaker.MANAGER
            yield TurnView(turn, _("You") if mine else self.person, self._marks(turn) if marked else ())

    def _marks(self, turn: Turn) -> list[tuple[Flag, str]]:
        flags = turn.reading.shown() if turn.reading else ()
        return [(flag, self.flag_names.get(flag.id.value, flag.id.value)) for flag in flags]


def _words(turn: Turn, flags: list[Flag]) -> Content:
    text = without_steering(turn.text[:SHOWN_CHARS])
    if not text.strip():
        return Content.styled(_("(you let a silence fall)"), "$aside italic")
    content = Content(text)
    if len(turn.text) > SHOWN_CHARS:
        content += Content.styled(" …", "$aside")
    if turn.speaker is Speaker.EMPLOYEE:
        content = content.stylize("bold")
        for gesture in _GESTURE.finditer(text):
            content = content.stylize("$aside not bold italic", gesture.start(), gesture.end())
        return content
    if text == turn.text:  # offsets only hold when nothing was taken out
        for flag in reversed(flags):  # the heaviest comes first, and must end on top
            content = content.stylize(f"{theme.STYLES[flag.level]} underline", flag.start, flag.end)
    return content


def _mark(flag: Flag, name: str) -> Content:
    return Content.assemble(
        ("╰─ ", "$quiet"),
        (f"{theme.SIGNS[flag.level]} {band_name(flag.band)} · {name}", theme.STYLES[flag.level]),
    )


def band_name(band: Band) -> str:
    """The band in the user's language."""
    return {Band.CERTAIN: _("certain"), Band.LIKELY: _("likely"), Band.MAYBE: _("maybe")}[band]
