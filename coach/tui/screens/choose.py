"""Choosing what to practise: first the kind of talk, or a short exercise; then with whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.roleplay import exercise, library
from coach.roleplay.persona import Situation
from coach.tui.screens.employees import EmployeesScreen
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_KIND, _EXERCISE = "kind", "exercise"


class ChooseScreen(Screen[None]):
    """The kinds of talk by name, the short exercises below them; beside the list what the highlighted one is."""

    app: CoachApp
    CSS_PATH = "choose.tcss"
    HELP = _(
        "Choose a kind of talk with the arrows and Enter; then you choose with whom, and read a short briefing. "
        "A short exercise is one skill in five minutes, from a moment that is already there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def compose(self) -> ComposeResult:
        """A heading, the list, and what is highlighted in full."""
        with Vertical(id="choose"):
            yield Static(_("What do you want to practise?"), classes="title")
            with Horizontal(id="both"):
                yield OptionList(*_options(), id="kinds")
                yield Static(id="about")
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the list."""
        self.query_one(OptionList).focus()

    def action_choose(self) -> None:
        """Choose the highlighted line."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionHighlighted)
    def tell(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the highlighted line is."""
        what, _slash, name = (event.option.id or "").partition("/")
        shown = _about_exercise(name) if what == _EXERCISE else _about_kind(name)
        self.query_one("#about", Static).update(shown)

    @on(OptionList.OptionSelected)
    def go_on(self, event: OptionList.OptionSelected) -> None:
        """Go on to the employees of a kind of talk, or to an exercise."""
        what, _slash, name = (event.option.id or "").partition("/")
        if what == _EXERCISE:
            self.app.exercise(name)
        else:
            self.app.push_screen(EmployeesScreen(name))


def situations() -> list[Situation]:
    """The situations in the order in which absence goes."""
    order = list(SituationKind)
    return sorted(library.default().situations.values(), key=lambda one: order.index(one.kind))


def _options() -> Iterator[Option | None]:
    for situation in situations():
        yield Option(f"  {situation.title}", id=f"{_KIND}/{situation.id}")
    yield Option("", disabled=True)
    yield Option(Content.styled(_("Short exercise (5 minutes)"), "$accent-word bold"), disabled=True)
    for one in exercise.default():
        yield Option(f"  {one.title}", id=f"{_EXERCISE}/{one.id}")


def _about_kind(situation_id: str) -> Content:
    content = library.default()
    situation = content.situation(situation_id)
    names = [content.persona(situation_id, one).name for one in content.persona_ids(situation_id)]
    return Content.assemble(
        (situation.title, "bold"), "\n\n", situation.summary, "\n\n", (_with(names), "$aside")
    )  # fmt: skip


def _about_exercise(exercise_id: str) -> Content:
    one = exercise.exercise(exercise_id)
    people = [library.default().persona(setting.situation, setting.persona).name for setting in one.settings]
    first = one.summary[:1].upper() + one.summary[1:]
    return Content.assemble((one.title, "bold"), f"\n\n{first}.\n\n", (_with(people), "$aside"))


def _with(names: list[str]) -> str:
    *others, last = names
    if not others:
        return _("With {name}").format(name=last)
    return _("With {names} or {last}").format(names=", ".join(others), last=last)
