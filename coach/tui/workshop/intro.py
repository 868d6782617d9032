"""What a round asks of this seat: the task, what to look at, and what the manager knows beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.content import ContentError
from coach.messages import gettext as _
from coach.roleplay import library
from coach.roleplay.library import UnknownContent
from coach.tui.widgets.footer import Footer
from coach.tui.workshop.place import role_in_words, round_title
from coach.workshop import shelf, viewing
from coach.workshop.plan import Form, Role
from coach.workshop.views import Part

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class IntroScreen(ModalScreen[None]):
    """Over the screen of the round; Enter goes there. F6 brings it back."""

    HELP = _("What this round is about. Enter goes to it; F6 brings this page back at any time.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "app.pop_screen", _("To the round"), key_display="Enter"),
    ]

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part

    def compose(self) -> ComposeResult:
        """The cards of the trainer, then the round."""
        seat, part = cast("SeatApp", self.app), self._part
        with VerticalScroll(classes="dialog"):
            title = round_title(seat.workshop.round, len(seat.workshop.plan.rounds))
            yield Static(title, classes="title", markup=False)
            if seat.card:
                yield Static(_("From the trainer"), classes="heading")
                yield Static(seat.card, markup=False)
            yield Static(who(part, seat.seat_id), classes="who", markup=False)
            yield Static(part.round.task, classes="text", markup=False)
            yield Static(_("Look at this"), classes="heading")
            yield Static(part.round.focus, markup=False)
            for line, style in _known(part):
                yield Static(line, classes=style, markup=False)
            seen = viewing.of_group(part.round, part.group)
            if seen:
                yield Static(_("Who sees the readings"), classes="heading")
                yield Static(seen, markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


def who(part: Part, seat_id: str) -> str:
    """What this seat does, and with whom."""
    name = part.role_card.name if part.role_card else ""
    line = role_in_words(part.role, part.round, name)
    others = [part.names[one.seat] for one in part.group.members if one.seat != seat_id]
    line = line[:1].upper() + line[1:]
    if part.form in (Form.PAIR, Form.TRIAD) and others:
        return line + " · " + _("with {names}").format(names=" + ".join(others))
    return line


def _known(part: Part) -> Iterator[tuple[str, str]]:
    """What is known beforehand: by the manager of a talk, and by the whole room."""
    if part.employee:
        try:
            persona = library.default().persona(part.situation, part.employee)
        except (UnknownContent, ContentError):
            return
        yield f"{persona.name}, {persona.role}", "heading"
        yield persona.briefing.happened, ""
        for fact in persona.briefing.facts:
            yield f"· {fact}", ""
    elif part.role is Role.MANAGER and part.round.role:
        yield _("What you know"), "heading"
        yield shelf.role_card(part.round.role).manager, ""
    elif part.role is Role.EMPLOYEE and part.role_card:
        yield _("Your role card"), "heading"
        yield part.role_card.about, ""
        yield part.role_card.mood, ""
        yield _("What you tell, and when, stands on your card: F3."), "aside"
