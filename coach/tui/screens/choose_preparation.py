"""Choosing what to prepare: something that was begun, a kind of talk, or the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import layout, preparation
from coach.preparation.errors import ShelfError
from coach.preparation.preparation import kind_name
from coach.preparation.worksheet import FORM, Worksheet
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_NAME_WIDTH = 26
_AIM_WIDTH = 44


class ChoosePreparationScreen(Screen[None]):
    """What was begun comes first; then a line for each kind of talk, and the form."""

    app: CoachApp
    CSS_PATH = "choose_preparation.tcss"
    HELP = _(
        "Choose with the arrows and Enter. What you fill in stays on this computer, in files that only you can read; "
        "F8 deletes what is highlighted. The form is for the talk at the return after a long absence."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("f8", "delete", _("Delete")),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sheets: tuple[Worksheet, ...] = ()

    def compose(self) -> ComposeResult:
        """A heading and the list."""
        with Vertical(id="choose"):
            yield Static(_("What do you want to prepare?"), classes="title")
            yield OptionList(id="preparations")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Look again at what was begun: it changes while other screens are open."""
        self._fill()

    def action_choose(self) -> None:
        """Choose the highlighted line."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        what, _slash, name = (event.option.id or "").partition("/")
        sheet = self._sheet(name) if what == "kept" else None
        if sheet is not None:
            self.app.prepare(sheet.kind, sheet)
        elif what == "kind":
            self.app.prepare(SituationKind(name))
        elif what == FORM:
            self.app.prepare(None)

    @work
    async def action_delete(self) -> None:
        """Delete what is highlighted, after asking."""
        sheet = self._highlighted()
        if sheet is None:
            self.app.notify(_("Only what you began can be deleted."), markup=False)
            return
        choices = [Content(_("delete it for good")), Content(_("leave it"))]
        if await self.app.push_screen_wait(PickScreen(_("Delete what you filled in here?"), choices)) == 0:
            try:
                self.app.shelf.delete(sheet.id)
            except ShelfError as error:
                self.app.notify(str(error), timeout=12, markup=False)
            self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Deleting is offered when there is something to delete."""
        return action != "delete" or bool(self._sheets)

    def _fill(self) -> None:
        found = self.query_one(OptionList)
        found.clear_options()
        self._sheets = self.app.shelf.list()
        found.add_options([*_kept(self._sheets), *_kinds()])
        found.focus()
        found.action_first()
        self.refresh_bindings()
        for warning in self.app.shelf.warnings:
            self.app.notify(warning, timeout=12, markup=False)

    def _highlighted(self) -> Worksheet | None:
        found = self.query_one(OptionList)
        option = found.highlighted_option
        what, _slash, name = ((option.id if option else "") or "").partition("/")
        return self._sheet(name) if what == "kept" else None

    def _sheet(self, sheet_id: str) -> Worksheet | None:
        return next((sheet for sheet in self._sheets if sheet.id == sheet_id), None)


def _kept(sheets: tuple[Worksheet, ...]) -> Iterator[Option]:
    if not sheets:
        return
    yield _heading(_("Go on with"))
    for sheet in sheets:
        name = kind_name(sheet.kind) if sheet.kind else _("Form")
        who = sheet.text("medewerker") or sheet.text(layout.invitation_box("name"))
        when = f"{sheet.changed.astimezone():%d-%m %H:%M}"
        line = " · ".join(filter(None, (who, when, _("handed over") if sheet.handed_over else "")))
        yield Option(_line(name, line), id=f"kept/{sheet.id}")


def _kinds() -> Iterator[Option]:
    yield _heading(_("Begin anew"))
    for talk in preparation.default().kinds:
        short = shorten(re.split(r"[:,]", talk.aim)[0], _AIM_WIDTH, placeholder="…")
        yield Option(_line(kind_name(talk.kind), short), id=f"kind/{talk.kind.value}")
    yield Option(_line(_("Form"), _("for the return after a long absence")), id=FORM)


def _heading(text: str) -> Option:
    return Option(Content.styled(text, "$accent-word bold"), disabled=True)


def _line(name: str, rest: str) -> Content:
    return Content.assemble((f"  {name:<{_NAME_WIDTH}}", "bold"), (rest, "$aside"))
