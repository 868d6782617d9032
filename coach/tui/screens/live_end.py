"""After a call: what may be kept, line by line; the rest is gone when you leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach import locations
from coach.conversation import Speaker
from coach.debrief.agreement import Who
from coach.live import moment
from coach.live.call import LiveCall
from coach.live.wrap_up import Line, WrapUp
from coach.messages import gettext as _
from coach.preparation import dates, export
from coach.preparation.errors import DateError, PreparationError
from coach.preparation.preparation import Message, kind_name
from coach.tui import clipboard
from coach.tui.screens.live_page import LivePage
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets import live_end
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.letter import Part
from coach.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_BROAD, _LOW = 110, 20
_TOLD_SECONDS = 12
_ORDER = (Who.MANAGER, Who.EMPLOYEE, Who.TOGETHER)


class LiveEndScreen(Screen[None]):
    """The lines of a call with a box in front; nothing is written before F5."""

    app: CoachApp
    CSS_PATH = "live_end.tcss"
    HELP = (
        _(
            "Agreements, dates and tasks stand here with a box in front; what is ticked is kept. What the privacy "
            "guard marks is not kept, and the safe wording stands beside it: s takes it over. Space keeps a line or "
            "not; a line about health asks for it twice."
        )
        + " "
        + _(
            "F5 saves a page with the agreements (after a long absence: the form), a message to the employee and the "
            "dates for your calendar. After that everything else of this call is gone."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "keep", _("Keep or not"), key_display=_("Space")),
        Binding("f5", "save", _("Save"), priority=True),
        Binding("s", "safe", _("Safe wording"), key_display="s"),
        Binding("w", "who", _("Who"), show=False, key_display="w"),
        Binding("d", "day", _("Day"), show=False, key_display="d"),
        Binding("n", "new", _("New"), show=False, key_display="n"),
        Binding("f2", "name", _("Names for the message"), show=False, priority=True),
        Binding("f3", "message", _("Message"), priority=True),
        Binding("f6", "copy", _("Copy the message"), show=False, priority=True),
        Binding("f7", "look_back", _("What your own lines show"), show=False, priority=True),
        Binding("f8", "nothing", _("Keep nothing"), show=False, priority=True),
        Binding("escape", "back", _("Back"), priority=True),
    ]

    def __init__(self, call: LiveCall, wrapped: WrapUp) -> None:
        super().__init__()
        self.call = call
        self.wrapped = wrapped
        self._names = ("", "")
        self._then: Callable[[str], None] | None = None

    def compose(self) -> ComposeResult:
        """The lines, the message beside them where there is room, what is to be known, and a line to type."""
        title = _("After the call · {kind}").format(kind=kind_name(self.call.kind))
        yield Static(f" {title}", id="end-head", markup=False)
        with Horizontal(id="end-desk"):
            with Vertical(id="end-left"):
                yield Static(
                    _("What is ticked is kept, when you save. Everything else is gone as soon as you leave."),
                    id="end-promise",
                )
                yield OptionList(id="end-lines")
            with VerticalScroll(id="end-right", can_focus=False):
                yield Static(id="end-message")
        with Vertical(id="end-foot"):
            yield Static(id="end-about")
            with Horizontal(id="end-typing"):
                yield Static(id="end-lead")
                yield SearchLine(id="end-line", compact=True, select_on_focus=False, max_length=1_000)
        yield Footer()

    def on_mount(self) -> None:
        """Show the lines, with the keyboard on the first."""
        self.query_one(Input).cursor_blink = False
        self._draw()
        self._rest()

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self.set_class(self.app.size.width >= _BROAD, "-broad")
        self.set_class(self.app.size.height < _LOW, "-low")

    # The lines.

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self.wrapped.lines()

    @property
    def _line(self) -> Line | None:
        """The highlighted line."""
        place = self.query_one(OptionList).highlighted
        lines = self._lines
        return lines[place] if place is not None and place < len(lines) else None

    @on(OptionList.OptionHighlighted)
    def tell(self) -> None:
        """Say what there is to know of the highlighted line."""
        self._tell(self._line)

    @on(OptionList.OptionSelected)
    def reword(self) -> None:
        """Enter on a line: other words for it."""
        each = self._line
        if each is not None:
            self._ask(_("Reword"), each.what, lambda text: self._changed(self.wrapped.reword(each.id, text)))

    def action_keep(self) -> None:
        """Keep the line as it is, or not."""
        if each := self._line:
            self._changed(self.wrapped.keep_line(each.id, not each.keep))

    def action_safe(self) -> None:
        """The safe wording in its place."""
        if each := self._line:
            self._changed(self.wrapped.use_safe(each.id))

    def action_who(self) -> None:
        """The next one who could do it."""
        if each := self._line:
            place = _ORDER.index(each.who) + 1 if each.who in _ORDER else 0
            self._changed(self.wrapped.assign(each.id, who=_ORDER[place % len(_ORDER)]))

    def action_day(self) -> None:
        """On which day."""
        each = self._line
        if each is not None:
            self._ask(_("Day"), dates.spoken(each.day) if each.day else "", lambda text: self._dated(each, text))

    def _dated(self, each: Line, text: str) -> None:
        try:
            day = moment.day(text, self.wrapped.today) or dates.parse(text)
        except DateError as error:
            self._notify(str(error))
        else:
            self._changed(self.wrapped.assign(each.id, day=day))

    def action_new(self) -> None:
        """Write down what was not gathered."""
        self._ask(_("New"), "", lambda text: self._changed(self.wrapped.add(text)) if text else None)

    def action_name(self) -> None:
        """The two names in the message; they stand nowhere else."""
        self._ask(_("Name of the employee"), self._names[0], self._named)

    def _named(self, name: str) -> None:
        self.wrapped.name(name)
        self._names = (name, self._names[1])
        self._ask(_("Your name"), self._names[1], self._signed)

    def _signed(self, name: str) -> None:
        self.wrapped.name(name)
        self._names = (self._names[0], name)
        self._draw()

    # The line to type on.

    def _ask(self, title: str, text: str, then: Callable[[str], None]) -> None:
        """Let something be typed; `then` gets it after Enter."""
        self._then = then
        line = self.query_one(Input)
        self.query_one("#end-lead", Static).update(f"{title} ›")
        line.disabled = False
        line.value = text
        line.cursor_position = len(text)
        line.focus()

    @on(Input.Submitted)
    def typed(self, event: Input.Submitted) -> None:
        """What was typed is done with."""
        then, text = self._then, event.value.strip()
        self._rest()
        if then is not None:
            then(text)

    def _rest(self) -> None:
        """Nothing is typed: the keyboard is on the lines."""
        self._then = None
        line = self.query_one(Input)
        line.value = ""
        line.disabled = True
        self.query_one("#end-lead", Static).update(
            Content.styled(
                _("Enter rewords · n new · w who · d day · F2 names · F7 look back · F8 let go"), "$quiet not bold"
            )
        )
        self.query_one(OptionList).focus()

    # Leaving.

    def action_back(self) -> None:
        """Out of the line that is typed; else back to the call."""
        if self._then is not None:
            self._rest()
        else:
            self.app.pop_screen()

    def action_message(self) -> None:
        """Read the message to the employee."""
        self.app.push_screen(LivePage([Part(live_end.message(self._message()))]))

    def action_look_back(self) -> None:
        """What the own lines show; the words of the employee are left out of it."""
        if any(turn.text for turn in self.call.talk.by(Speaker.MANAGER)):
            self.app.push_screen(LivePage(live_end.own_lines(self.call.own_debrief())))
        else:
            self._notify(_("There is nothing to look back on: you typed nothing that you said yourself."))

    def action_copy(self) -> None:
        """Copy the message to the employee."""
        message = self._message()
        way = clipboard.copy(f"{message.subject}\n\n{message.text}\n", self.app)
        told = {
            clipboard.Way.CLIPBOARD: _("It is on the clipboard."),
            clipboard.Way.TERMINAL: _("Asked the terminal to copy. Not there? F5 saves it as a file."),
        }
        self._notify(told[way])

    @work(group="end")
    async def action_save(self) -> None:
        """Ask as what, write it, and let go of everything else."""
        if not self.wrapped.kept():
            self._notify(_("Nothing is ticked, so there is nothing to save. F8 stops and keeps nothing."))
            return
        names = [
            _("Word, to print and sign (.docx)"),
            _("page for a browser (.html)"),
            _("text (.md)"),
            _("all three"),
        ]
        note = _("In {folder}, with the message and the dates. Everything else of this call is gone then.").format(
            folder=locations.documents()
        )
        picked = await self.app.push_screen_wait(PickScreen(_("Save as"), [Content(name) for name in names], note))
        if picked is not None:
            self._save(export.PAGES if picked == len(export.PAGES) else (export.PAGES[picked],))

    def _save(self, suffixes: tuple[str, ...]) -> None:
        folder, (name, manager) = locations.documents(), self._names
        try:
            files = self.wrapped.keep(folder, suffixes, name=name, manager=manager)
        except PreparationError as error:
            self._notify(str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            self._notify(_("Not saved in {folder}: {reason}").format(folder=folder, reason=reason))
        else:
            saved = _("Saved in {folder}: {names}").format(
                folder=folder, names=", ".join(file.name for file in files)
            )
            self._notify(saved + "\n" + _("Everything else of this call is gone."))
            self.app.go_home()

    @work(group="end")
    async def action_nothing(self) -> None:
        """Keep nothing, after asking."""
        choices = [Content(_("stop, and keep nothing")), Content(_("look on"))]
        if await self.app.push_screen_wait(PickScreen(_("Let go of everything of this call?"), choices)) == 0:
            self.wrapped.forget()
            self._notify(_("Nothing of this call was kept."))
            self.app.go_home()

    # Drawing.

    def _changed(self, each: Line) -> None:
        self._draw(each.id)

    def _draw(self, at: int | None = None) -> None:
        """Draw every line, with the one of this id highlighted."""
        found, lines = self.query_one(OptionList), self._lines
        place = next((place for place, each in enumerate(lines) if each.id == at), 0)
        found.clear_options()
        found.add_options(Option(live_end.line(each)) for each in lines)
        found.highlighted = place if lines else None
        self._tell(lines[place] if lines else None)
        self.query_one("#end-message", Static).update(live_end.message(self._message()))

    def _tell(self, each: Line | None) -> None:
        self.query_one("#end-about", Static).update(live_end.about(each), layout=False)

    def _message(self) -> Message:
        return self.wrapped.confirmation(*self._names)

    def _notify(self, text: str) -> None:
        self.app.notify(text, timeout=_TOLD_SECONDS, markup=False)
