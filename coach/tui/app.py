"""The application: it wires screens, store and themes together, and holds nothing of the domain."""

from __future__ import annotations

import asyncio
import signal
import sys
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from coach import locations
from coach.messages import gettext as _
from coach.tui import keys, theme

if TYPE_CHECKING:
    from coach.conversation import Help, SituationKind
    from coach.model.source import Source
    from coach.phrasing.silence import SilenceList
    from coach.preparation.shelf import Shelf
    from coach.preparation.worksheet import Worksheet
    from coach.roleplay.practice import Practice
    from coach.roleplay.voices import Voices
    from coach.store import Store
    from coach.tui.fetching import Fetching
    from coach.tui.live_way import LiveWay


_WARNINGS = 2
"""Of a file with many broken lines the first few are named; `coach silences` names them all."""


class CoachApp(App[None]):
    """Opens on the home screen, or on the briefing of a situation that was asked for."""

    TITLE = "Verzuimcoach"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    has_library: ClassVar[bool] = True
    """Whether the library can be opened from here."""
    blinks: ClassVar[bool] = True
    """Whether the cursor in the draft blinks: each time, a line is drawn and sent."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", _("Help"), id="help"),
        Binding("f9", "theme", _("Light or dark"), show=False, id="theme"),
        Binding("ctrl+q", "quit", _("Stop"), show=False, priority=True, id="quit"),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        *,
        keep: bool = True,
        situation: str | None = None,
        persona: str | None = None,
        exercise: str | None = None,
        level: Help | None = None,
        live: LiveWay | None = None,
    ) -> None:
        super().__init__()
        self._keep = keep
        self._asked = (exercise, situation, persona)
        self._live = live
        self._level = level
        self.fetching: Fetching | None = None
        for choice in theme.THEMES:
            self.register_theme(choice)
        self.theme = theme.remembered()

    @cached_property
    def store(self) -> Store:
        """Where talks are kept: opened after the first frame, for it must not wait for a disk.

        When the place cannot be used, the user is told and talks are kept in memory only.
        """
        from coach.store import StoreError, open_store

        try:
            return open_store(locations.database() if self._keep else None)
        except StoreError as error:
            self.notify(str(error), title=_("Nothing is kept this time"), timeout=15, markup=False)
            return open_store(None)

    @cached_property
    def silences(self) -> SilenceList:
        """The flags that the user called not right; a session that keeps nothing adds none to the file."""
        from coach.phrasing.silence import SilenceList

        silences = SilenceList.load(keep=self._keep)
        for warning in silences.warnings[:_WARNINGS]:
            self.notify(warning, timeout=15, markup=False)
        return silences

    @cached_property
    def shelf(self) -> Shelf:
        """Where preparations and forms are kept; a session that keeps nothing writes no file."""
        from coach.preparation.shelf import Shelf

        return Shelf(locations.preparations() if self._keep else None)

    @cached_property
    def voices(self) -> Voices:
        """Who finds the words of an employee; a language model that was chosen is loaded when a talk is near."""
        from coach.roleplay.voices import Voices

        return Voices()

    def on_mount(self) -> None:
        """Show the first screen, and load the reader while the user looks around."""
        self.open_first()
        self._leave_when_asked()
        self.call_after_refresh(self._warm_up)

    def open_first(self) -> None:
        """Show the first screen."""
        from coach.tui.screens.home import HomeScreen

        self.push_screen(HomeScreen())
        exercise, situation, persona = self._asked
        if exercise:
            self.exercise(exercise, situation, persona)
        elif situation:
            self.brief(situation, persona)
        elif self._live:
            self.live(self._live)

    def _leave_when_asked(self) -> None:
        """A closed window or a friendly kill ends the program as a key would: terminal restored, store closed."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(sign, self.exit)

    def brief(self, situation: str, persona: str | None = None) -> None:
        """Show the briefing of a situation."""
        from coach.tui.screens.briefing import BriefingScreen

        self.voices.current()
        self.push_screen(BriefingScreen(situation, persona))

    @property
    def level(self) -> Help:
        """How much the coach says in the next talk: as the user chose last, also in an earlier session."""
        if self._level is None:
            from coach.roleplay import level
            from coach.store import StoreError

            try:
                self._level = level.of(self.store.setting(level.SETTING))
            except StoreError:  # a choice that cannot be read is no reason to stop someone
                self._level = level.of(None)
        return self._level

    @level.setter
    def level(self, chosen: Help) -> None:
        from coach.roleplay import level
        from coach.store import StoreError

        self._level = chosen
        try:
            self.store.set_setting(level.SETTING, chosen.value)
        except StoreError as error:
            self.notify(str(error), timeout=12, markup=False)

    def exercise(self, exercise: str, situation: str | None = None, persona: str | None = None) -> None:
        """Show what a short exercise is; with an employee when one is named."""
        from coach.tui.screens.exercise import ExerciseScreen

        self.push_screen(ExerciseScreen(exercise, situation, persona))

    def live(self, way: LiveWay | None = None) -> None:
        """Begin a call: which kind of talk, and what for."""
        from coach.tui.live_way import LiveWay
        from coach.tui.screens.live_start import LiveStartScreen

        self.push_screen(LiveStartScreen(way or LiveWay()))

    def call(self, kind: SituationKind, goal: tuple[str, ...], way: LiveWay) -> None:
        """Go into a call, with cards beside it."""
        from coach.live.call import LiveCall
        from coach.tui.screens.live import LiveScreen
        from coach.tui.warming import READING_IN

        self.go_home()
        with READING_IN:
            call = LiveCall(kind, goal, silences=self.silences)
        self.push_screen(LiveScreen(call, way))

    def after_talk(self, practice: Practice) -> None:
        """Look back on a talk: on the points of an exercise, or on all of it."""
        from coach.roleplay import exercise
        from coach.tui.screens.exercise_end import ExerciseEndScreen

        chosen = exercise.of(practice.talk)
        if chosen is None:
            self.look_back(practice)
            return
        self.go_home()
        self.push_screen(ExerciseEndScreen(practice, chosen))

    def prepare(self, kind: SituationKind | None, sheet: Worksheet | None = None) -> None:
        """Prepare a kind of talk, or fill in the form when it is None; go on with `sheet` when there is one."""
        from coach.tui.screens.form import FormScreen
        from coach.tui.screens.prepare import PrepareScreen

        self.push_screen(PrepareScreen(kind, sheet) if kind else FormScreen(sheet))

    def practise(self, practice: Practice) -> None:
        """Go into a talk; whatever was open before it, except home, closes."""
        from coach.tui.screens.practice import PracticeScreen

        practice.employee.voice = self.voices.current()
        if self.voices.problem:
            self.notify(self.voices.problem, timeout=12, markup=False)
        self.go_home()
        self.push_screen(PracticeScreen(practice))

    def look_back(self, practice: Practice) -> None:
        """Show the debrief of a talk in place of the talk."""
        from coach.tui.screens.debrief import DebriefScreen

        self.go_home()
        self.push_screen(DebriefScreen(practice))

    def browse(self, passage: str | None = None) -> None:
        """Open the library, at a passage when one is given."""
        from coach.tui.screens.library import LibraryScreen

        self.push_screen(LibraryScreen(passage))

    def fetch(self, source: Source) -> None:
        """Fetch a language model while the program goes on."""
        from coach.tui.fetching import Fetching

        self.fetching = Fetching(self, source)
        self.fetching.start()

    def fetched(self, ended: Fetching) -> None:
        """A model came, or did not: say so, wherever the user is by now."""
        from coach.tui.screens.models import ModelsScreen

        self.fetching = None
        told, here = ended.ending()
        self.notify(told, timeout=8 if here or ended.cancelled else 20, markup=False)
        if isinstance(self.screen, ModelsScreen):
            self.screen.fill()

    def go_home(self) -> None:
        """Close every screen down to home."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on a keyboard."""
        return binding.key_display or keys.name(binding.key)

    def action_help(self) -> None:
        """Explain the screen that is open."""
        from coach.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_theme(self) -> None:
        """Go to the next theme, and remember it."""
        self.theme = theme.after(self.theme)
        if self._keep:
            theme.remember(self.theme)

    def action_help_quit(self) -> None:
        """Ctrl+C copies in this program; say how to leave instead."""
        self.notify(_("Ctrl+Q stops. Your talk is kept."), markup=False)

    def on_unmount(self) -> None:
        """Let go of the store, if it was ever opened."""
        if self.fetching is not None:
            self.fetching.cancel()
        if "voices" in self.__dict__:
            self.voices.close()
        if "store" in self.__dict__:
            self.store.close()

    def _warm_up(self) -> None:
        self.run_worker(_load_reader, thread=True, group="warm-up", exit_on_error=False)


def _load_reader() -> None:
    from coach import guidance, phrasing
    from coach.tui.warming import READING_IN

    with READING_IN:
        phrasing.read("Hoe gaat het?")
    with READING_IN:
        guidance.library()
