"""Why: the reading of one line, and the passages of guidance behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coach import guidance
from coach.conversation import Flag, Level, Reading, Turn
from coach.messages import gettext as _
from coach.phrasing.rules import RuleSet
from coach.phrasing.silence import Scope
from coach.tui.screens.pick import PickScreen
from coach.tui.suggesting import Suggesting
from coach.tui.widgets.coach_pane import about_doubts, about_reading, flag_name, listed, named
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.passage_view import PassageView

if TYPE_CHECKING:
    from coach.tui.app import CoachApp
    from coach.words.opinion import Opinion

_PASSAGES = 3
_SCOPES = (Scope.HERE, Scope.EVERYWHERE)
_QUOTE_CHARS = 120


class NoteScreen(ModalScreen[None]):
    """A page over the screen below it; Escape closes it."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f2,f3", "app.pop_screen", _("Back"), key_display="Esc")
    ]

    def __init__(self, title: str, content: Content) -> None:
        super().__init__()
        self._title = title
        self._content = content

    def compose(self) -> ComposeResult:
        """A heading and the text."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._content, classes="text")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


class WhyScreen(NoteScreen):
    """What one line does, with the guidance that says so.

    `not_right` is called with a flag that the user does not agree with and how far that reaches; it gives the line
    as it reads then.
    """

    app: CoachApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "not_right", _("Not right")),
        Binding("m", "doubts", _("Doubts too")),
        Binding("b", "library", _("Library")),
    ]

    def __init__(
        self,
        turn: Turn,
        rules: RuleSet,
        not_right: Callable[[Flag, Scope], Turn | None],
        before: str | None = None,
        suggested: Content | None = None,
    ) -> None:
        super().__init__(_("What this line does"), Content(""))
        self._before = before
        self._suggested = suggested
        self._opinion: Opinion | None = None
        self._suggesting: Suggesting | None = None
        self._rules = rules
        self._not_right = not_right
        self._doubts = False
        self._show(turn)

    def compose(self) -> ComposeResult:
        """The line, its reading, what is doubtful when that is asked for, and the passages."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(
                f"«{self._said[:400]}»" if self._said else _("(you let a silence fall)"),
                classes="said",
                markup=False,
            )
            yield Static(self._content, classes="text")
            if self._doubts:
                yield Static(_("What the coach doubts about"), classes="heading")
                yield Static(self._about_doubts(), id="doubts")
            for passage in self._passages():
                yield PassageView(passage)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The library is only offered where there is one."""
        return action != "library" or self.app.has_library

    async def action_doubts(self) -> None:
        """Show what is doubtful as well, or leave it out again."""
        self._doubts = not self._doubts
        await self._draw()
        if self._doubts:
            self.query_one("#doubts").scroll_visible(animate=False)
            self._ask_opinion()

    def _about_doubts(self) -> Content:
        model = self._suggesting.model if self._suggesting else ""
        return about_doubts(self._reading, self._rules, self._opinion, model)

    def _ask_opinion(self) -> None:
        """Have the model look at what is doubtful, once; what the coach thinks stands there already."""
        engine = self.app.voices.engine()
        if engine is None or self._suggesting or not self._reading.doubtful():
            return
        from coach.words import opinion

        said, before, reading, rules = self._said, self._before, self._reading, self._rules
        self._suggesting = Suggesting(
            engine, lambda asked, over: opinion.find(asked, said, reading, rules, before, over), self
        )

    @on(Suggesting.Came)
    def hear(self, message: Suggesting.Came) -> None:
        """Show the second opinion below the doubts."""
        self._opinion = message.found
        if self._doubts:
            self.query_one("#doubts", Static).update(self._about_doubts())

    def on_unmount(self) -> None:
        """Leave the model alone."""
        if self._suggesting:
            self._suggesting.stop()

    def action_not_right(self) -> None:
        """Ask which of the flags on this page is not right, and how far that reaches."""
        flags = (*listed(self._reading), *(self._reading.doubtful() if self._doubts else ()))
        if not flags:
            self.app.notify(_("There is no flag here to call not right."), markup=False)
        elif len(flags) == 1:
            self._ask_scope(flags[0])
        else:
            choices = [Content.assemble(named(flag, self._rules), f"  «{_short(flag.quote)}»") for flag in flags]
            self.app.push_screen(
                PickScreen(_("Which one is not right?"), choices),
                lambda index: None if index is None else self._ask_scope(flags[index]),
            )

    def action_library(self) -> None:
        """Open the library at the passage that is being read; Escape comes back here."""
        views = list(self.query(PassageView))
        top = self.query_one(VerticalScroll).scroll_offset.y
        passage = next((view.passage for view in views if view.virtual_region.bottom > top), None)
        self.app.browse(passage.id if passage else None)

    def _ask_scope(self, flag: Flag) -> None:
        title = _("Not right: {flag}").format(flag=flag_name(flag, self._rules))
        everywhere = _("everywhere: whenever these words get it: «{quote}»").format(quote=_short(flag.quote))
        choices = [Content(_("here: with this line only")), Content(everywhere)]
        law = _("The law behind it stays the law: you only take the flag away.") if flag.level is Level.HARD else ""

        async def answered(index: int | None) -> None:
            turn = None if index is None else self._not_right(flag, _SCOPES[index])
            if turn is not None:
                self._show(turn)
                await self._draw()

        self.app.push_screen(PickScreen(title, choices, law), answered)

    def _show(self, turn: Turn) -> None:
        self._said = turn.text
        self._reading = turn.reading or Reading()
        self._content = about_reading(self._reading, self._rules, self._suggested)

    async def _draw(self) -> None:
        await self.recompose()
        self.query_one(VerticalScroll).focus()

    def _passages(self) -> list[guidance.Passage]:
        found: dict[str, guidance.Passage] = {}
        for flag in (*self._reading.shown(), *self._reading.style):
            for passage in guidance.passages_for(flag)[:2]:
                found.setdefault(passage.id, passage)
        return list(found.values())[:_PASSAGES]


def _short(quote: str) -> str:
    """Words on one line, cut off where a list would become a page."""
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTE_CHARS else f"{words[:_QUOTE_CHARS]}…"
