"""Help: what this screen is for, and every key that works on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui import keys
from coach.tui.widgets.footer import Footer


class HelpScreen(ModalScreen[None]):
    """Explains the screen it was opened on.

    A screen that extends another one names in `WITHOUT` the actions of that one that it never offers.
    """

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "app.pop_screen", _("Back"), key_display="Esc")
    ]

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """The purpose in a few sentences, then the keys."""
        with VerticalScroll(classes="dialog"):
            yield Static(_("Help"), classes="title")
            yield Static(getattr(self._about, "HELP", None) or "", classes="text", markup=False)
            yield Static(_("Keys"), classes="heading")
            yield Static(Content("\n").join(_keys(self._about)), classes="keys")
            yield Static(_("Signs"), classes="heading")
            yield Static(_signs())
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


def _keys(screen: Screen[object]) -> list[Content]:
    """Every key of ours that works on a screen, with what it does; those of the framework go without saying."""
    lines: list[Content] = []
    without = getattr(screen, "WITHOUT", ())
    first = {binding.key for binding in _own_bindings(type(screen.app)) if binding.priority}
    known: set[str] = set()
    for owner in (screen.focused, screen, screen.app):
        for binding in _own_bindings(type(owner)):
            if binding.action in without or (binding.key in first and owner is not screen.app):
                continue  # the key is not there, or does what the whole program does with it
            shown = binding.key_display or keys.name(binding.key)
            if binding.description and not {binding.key, shown} & known:
                lines.append(Content.assemble((f"{shown:<8}", "$accent-word"), binding.description))
            known |= {binding.key, shown}
    return lines


def _own_bindings(cls: type) -> Iterator[Binding]:
    for ancestor in cls.__mro__:
        if ancestor.__module__.startswith("coach."):
            bindings = ancestor.__dict__.get("BINDINGS", ())
            yield from (binding for binding in bindings if isinstance(binding, Binding))


def _signs() -> Content:
    return Content("\n").join(
        (
            Content.assemble(("■ ", "$hard"), _("not allowed: privacy or labour law")),
            Content.assemble(("▲ ", "$soft"), _("allowed, but it harms the talk")),
            Content.assemble(("● ", "$good"), _("this works")),
            Content.assemble(("· ", "$quiet"), _("a matter of style")),
        )
    )
