"""Home: three doors, and what lies quietly beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach import locations
from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.model.choice import Choice
    from coach.model.selection import Standing
    from coach.store import Summary
    from coach.tui.app import CoachApp


class HomeScreen(Screen[None]):
    """The first screen. Number keys and the arrows choose a door."""

    app: CoachApp
    CSS_PATH = "home.tcss"
    HELP = _(
        "Practise is a talk with an employee who reacts to how you talk. Everything you type stays on this "
        "computer; you can stop at any moment and go on later."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "practise", _("Practise")),
        Binding("2", "live", _("Live"), show=False),
        Binding("4", "prepare", _("Prepare"), show=False),
        Binding("v", "resume", _("Go on")),
        Binding("b", "library", _("Library")),
        Binding("p", "progress", _("Progress")),
        Binding("m", "model", _("Language model"), show=False),
        Binding("t", "app.theme", _("Theme")),
        Binding("q", "app.quit", _("Stop")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._unfinished: Summary | None = None
        self._has_finished = False

    def compose(self) -> ComposeResult:
        """Title, doors, and one line with what was left open."""
        with Vertical(id="home"):
            yield Static("Verzuimcoach", classes="title")
            yield Static(_("Practise the talk about absence before you hold it."), classes="aside")
            if not locations.database().exists():
                yield Static(_welcome(), id="welcome")
            yield OptionList(*_doors(), id="doors")
            yield Static(id="open-talk", classes="hint")
            yield Static(_private(None), id="private", classes="quiet", markup=False)
            yield Static(_model_line(None, None), id="model-line", classes="quiet", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the first door."""
        self.query_one("#doors", OptionList).focus()

    def on_screen_resume(self) -> None:
        """Look again at what can be gone on with: it changes while other screens are open."""
        self.call_after_refresh(self._look)

    def _look(self) -> None:
        """Ask the store; after the first frame, which must not wait for it."""
        from coach.model import selection
        from coach.store import StoreError

        found = selection.standing()
        fetching = self.app.fetching.percentage() if self.app.fetching else None
        self.query_one("#private", Static).update(_private(found.choice))
        self.query_one("#model-line", Static).update(_model_line(found, fetching))
        try:
            self._unfinished = self.app.store.latest_unfinished()
            self._has_finished = any(summary.finished for summary in self.app.store.list())
        except StoreError as error:
            self.app.notify(str(error), timeout=12, markup=False)
            return
        self.query_one("#open-talk", Static).update(_resume_line(self._unfinished))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going on is only offered when there is something to go on with, progress when there is some to see."""
        if action == "progress":
            return self._has_finished
        return action != "resume" or self._unfinished is not None

    @on(OptionList.OptionSelected, "#doors")
    def open_door(self, event: OptionList.OptionSelected) -> None:
        """Open the door that was chosen."""
        if event.option.id == "practise":
            self.action_practise()
        elif event.option.id == "live":
            self.action_live()
        elif event.option.id == "prepare":
            self.action_prepare()

    def action_practise(self) -> None:
        """Choose a situation and an employee."""
        from coach.tui.screens.choose import ChooseScreen

        self.app.push_screen(ChooseScreen())

    def action_live(self) -> None:
        """Begin a call with cards beside it."""
        self.app.live()

    def action_prepare(self) -> None:
        """Choose what to prepare."""
        from coach.tui.screens.choose_preparation import ChoosePreparationScreen

        self.app.push_screen(ChoosePreparationScreen())

    def action_library(self) -> None:
        """Open the guidance."""
        self.app.browse()

    def action_progress(self) -> None:
        """Show how it goes over weeks."""
        from coach.tui.screens.progress import ProgressScreen

        self.app.push_screen(ProgressScreen())

    def action_model(self) -> None:
        """Choose a language model, or do without."""
        from coach.tui.screens.models import ModelsScreen

        self.app.push_screen(ModelsScreen())

    def action_resume(self) -> None:
        """Go on with the latest unfinished talk."""
        from coach import roleplay
        from coach.content import ContentError
        from coach.roleplay.library import UnknownContent
        from coach.roleplay.practice import Practice
        from coach.store import StoreError

        try:
            talk = self.app.store.load(self._unfinished.id) if self._unfinished else None
            if talk:
                employee = roleplay.employee(talk.situation, talk.persona)
                self.app.practise(Practice(employee, self.app.store, talk, silences=self.app.silences))
        except (StoreError, UnknownContent, ContentError) as error:
            self.app.notify(str(error), timeout=12, markup=False)


def _doors() -> list[Option]:
    practise = _door("1", _("Practise"), _("a talk with an employee who reacts to you"))
    live = _door("2", _("Live"), _("cards beside a real call"))
    workshop = _door("3", _("Workshop"), _("with a group: coach workshop run"))
    prepare = _door("4", _("Prepare"), _("a real talk, step by step"))
    return [
        Option(practise, id="practise"),
        Option(live, id="live"),
        Option(workshop, id="workshop", disabled=True),
        Option(prepare, id="prepare"),
    ]


def _door(key: str, name: str, line: str) -> Content:
    return Content.assemble((f" {key}  ", "$aside"), (f"{name:<14}", "bold"), (line, "$aside"))


def _welcome() -> str:
    return _(
        "You talk, the employee answers, and the coach reads along. It says what you do well and what you had "
        "better hold back, with the reason. Nobody keeps a score."
    )


def _private(chosen: Choice | None) -> str:
    from coach.model import address

    if chosen and chosen.url and address.leaves(chosen.url, chosen.model):
        return _("What the language model is asked goes to {where}; all else stays on this computer.").format(
            where=chosen.name
        )
    return _("Everything runs on this computer. Nothing is sent anywhere.")


def _model_line(found: Standing | None, fetching: int | None) -> str:
    if fetching is not None:
        return _("m  language model: on its way, {share} %").format(share=fetching)
    if found and found.problem:
        return _("m  language model: cannot be used yet")
    if found and found.choice:
        return _("m  language model: {name}").format(name=found.choice.name)
    return _("m  language model: none, and none is needed")


def _resume_line(summary: Summary | None) -> str:
    if summary is None:
        return ""
    when = summary.latest.astimezone().strftime("%d-%m %H:%M")
    name = summary.persona.capitalize()
    return _("v  go on with {name}, {count} turns, {when}").format(name=name, count=summary.manager_turns, when=when)
