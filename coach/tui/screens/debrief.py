"""Looking back: one page that reads like a letter, ways to keep it, and the way back into a moment of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from coach import locations
from coach.debrief import debrief, html, markdown, rounds
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.store import StoreError
from coach.tui import clipboard, copying
from coach.tui.suggesting import Suggesting
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.letter import letter, paragraph

if TYPE_CHECKING:
    from coach.conversation import Conversation
    from coach.tui.app import CoachApp

_LOOKS = 0.5
"""Seconds between two looks at whether a model is loaded."""


class DebriefScreen(Screen[None]):
    """The debrief of one talk."""

    app: CoachApp
    CSS_PATH = "debrief.tcss"
    HELP = _(
        "Read it from top to bottom. A number takes you back to that moment, to say it differently; this talk stays "
        "as it is. o goes to a short exercise for what it needed most. "
        "Saving makes two files: a page for reading or printing, and plain Markdown."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "retry(1)", _("Try a moment"), key_display="1-3"),
        Binding("2", "retry(2)", _("Try the second moment"), show=False),
        Binding("3", "retry(3)", _("Try the third moment"), show=False),
        Binding("o", "exercise", _("Exercise"), show=False),
        Binding("s", "save", _("Save")),
        Binding("c", "copy", _("Copy")),
        Binding("n", "again", _("Once more")),
        Binding("escape", "leave", _("Home")),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice
        self.employee = practice.employee
        self._suggesting: Suggesting | None = None
        self.report = debrief(
            practice.shown, self.employee.persona, situation=self.employee.situation, others=_others(practice)
        )

    def compose(self) -> ComposeResult:
        """The letter."""
        with VerticalScroll(id="letter"):
            for part in letter(self.report, retry=True):
                yield Static(part.content, classes=part.style)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#letter").focus()
        self.app.voices.current()
        self._suggest()

    def _suggest(self) -> None:
        """Have the model put the moments in a paragraph, as soon as it is loaded; the page is whole without it."""
        if not self.report.moments:
            return
        engine = self.app.voices.engine()
        if engine is None:
            if self.app.voices.is_loading:
                self.set_timer(_LOOKS, self._suggest)
            return
        from coach.words import moments

        report = self.report
        self._suggesting = Suggesting(engine, lambda asked, over: moments.find(asked, report, over), self)

    @on(Suggesting.Came)
    async def add(self, message: Suggesting.Came) -> None:
        """Put the paragraph below the moments, without moving what is being read."""
        self.report = self.report.model_copy(update={"paragraph": message.found})
        page = self.query_one("#letter", VerticalScroll)
        below = list(self.query(".moment"))[-1]
        added = Static(paragraph(message.found), classes="moment paragraph")
        await page.mount(added, after=below)
        self.call_after_refresh(self._hold_still, added)

    def _hold_still(self, added: Static) -> None:
        page = self.query_one("#letter", VerticalScroll)
        if added.virtual_region.y < page.scroll_offset.y:
            page.scroll_relative(y=added.outer_size.height + 1, animate=False, force=True)

    def on_unmount(self) -> None:
        """Leave the model alone."""
        if self._suggesting:
            self._suggesting.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A moment can be tried when there is one of that number."""
        if action == "exercise":
            return self.report.focus_next is not None
        if action != "retry":
            return True
        return isinstance(parameters[0], int) and parameters[0] <= len(self.report.moments)

    def action_retry(self, number: int) -> None:
        """Go back to a moment, in a talk of its own that shares what came before it."""
        moment = self.report.moments[number - 1]
        self.app.practise(self.practice.branch(moment.turn - 1))

    def action_exercise(self) -> None:
        """To the short exercise that trains what this talk needed most."""
        if self.report.focus_next:
            self.app.go_home()
            self.app.exercise(self.report.focus_next)

    def action_save(self) -> None:
        """Save as HTML and Markdown, and say where; the text stays on the screen when it fails."""
        folder = locations.documents()
        stem = f"verzuimcoach-{self.employee.persona.id}"
        try:
            page = clipboard.save(html(self.report), folder, stem, ".html")
            text = clipboard.save(markdown(self.report), folder, stem, ".md")
        except OSError as error:
            reason = error.strerror or str(error)
            self.app.notify(
                _("Not saved in {folder}: {reason}").format(folder=folder, reason=reason),
                timeout=12,
                markup=False,
            )
            return
        told = _("Saved in {folder}: {page} and {text}").format(folder=folder, page=page.name, text=text.name)
        self.app.notify(told, timeout=12, markup=False)

    def action_copy(self) -> None:
        """Copy the debrief as Markdown."""
        copying.copy(
            self.app,
            markdown(self.report),
            done=_("The page is on the clipboard."),
            asked=_("Asked the terminal to copy. Not there? Press s to save it as a file."),
        )

    def action_again(self) -> None:
        """The same employee once more, from the beginning; after an exercise that exercise."""
        situation, persona = self.employee.situation.id, self.employee.persona.id
        self.app.go_home()
        if self.report.focus:
            self.app.exercise(self.report.focus, situation, persona)
        else:
            self.app.brief(situation, persona)

    def action_leave(self) -> None:
        """Go home."""
        self.app.go_home()


def _others(practice: Practice) -> list[Conversation]:
    """Other rounds of this situation, as the user sees them; a store that cannot be read leaves the page as it is."""
    try:
        return [practice.silences.on(talk) for talk in rounds.find(practice.store, practice.talk)]
    except StoreError:
        return []
