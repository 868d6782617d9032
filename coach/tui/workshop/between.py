"""Between the rounds: what to talk about, and one's own talk to look back on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Help
from coach.debrief.measures import measure
from coach.debrief.turns import own
from coach.messages import gettext as _
from coach.tui import theme
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.meter import drawn
from coach.tui.widgets.tick import Tick
from coach.tui.workshop.lobby import consents, keep_consents
from coach.tui.workshop.looking_back import LookBackScreen
from coach.tui.workshop.place import CardLine, Place, SeatHead, round_title, time_left
from coach.workshop.plan import Form, Role
from coach.workshop.views import Part

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class BetweenScreen(Place):
    """Discussion; when the last round is over, also what is taken home."""

    HELP = _(
        "The round is over. Talk about these questions with one another. d looks back on your own talk; only you see "
        "it. t changes what others may see."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "look_back", _("Look back")),
        Binding("t", "consent", _("What others see")),
    ]

    def compose(self) -> ComposeResult:
        """The questions, the own figures, and after the last round the line to take home."""
        workshop, one = self.seat.workshop, self.seat.workshop.round
        part = workshop.part(self.seat.seat_id)
        yield SeatHead()
        yield CardLine()
        with VerticalScroll(classes="page"):
            if one:
                yield Static(_("Talk about it"), classes="title")
                for question in one.plan.discussion:
                    yield Static(Content.assemble(("· ", "$accent-word"), question), classes="lead")
            if part:
                yield from self._own(part)
            if workshop.next_round is None:
                yield from take_box(self.seat.me.takes_home)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()
        self.follow()

    def follow(self) -> None:
        """Say which round it was."""
        super().follow()
        workshop = self.seat.workshop
        self.query_one(SeatHead).tell(round_title(workshop.round, len(workshop.plan.rounds)), _("the round is over"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to look back on for who had no part in it."""
        return action != "look_back" or self.seat.workshop.part(self.seat.seat_id) is not None

    def action_look_back(self) -> None:
        """Look back on the own talk."""
        self.app.push_screen(LookBackScreen())

    def action_consent(self) -> None:
        """Change what others may see."""
        self.app.push_screen(ConsentScreen())

    @on(Draft.Said)
    def take(self, message: Draft.Said) -> None:
        """Keep what is taken home."""
        keep_taken(self, message.text)

    def _own(self, part: Part) -> Iterator[Widget]:
        """The own talk in figures, for who was the manager; the observer's answers for the whole table."""
        workshop, one = self.seat.workshop, self.seat.workshop.round
        talk = workshop.talk_of(one.number, part.number) if one else None
        if talk and part.role is Role.MANAGER and part.form is not Form.ROOM:
            yield Static(_("Your talk"), classes="heading")
            yield Static(drawn(measure(own(talk))))
            yield Static(_("d shows more: what worked, and what you could say instead."), classes="aside")
        if part.form in (Form.PAIR, Form.TRIAD):
            answers = workshop.table(self.seat.seat_id).answers
            asked = [watched for watched in part.round.criteria if watched.id in answers]
            if asked:
                yield Static(_("What the observer saw"), classes="heading")
            for watched in asked:
                sign, style = (theme.GOOD, "$good") if answers[watched.id] else ("○", "$soft")
                word = _("yes") if answers[watched.id] else _("no")
                yield Static(Content.assemble((f"{sign} {word:<5}", style), watched.text))


class DoneScreen(Place):
    """Done before the others: time to breathe, and to look back where that gives nothing away."""

    HELP = _("You are done; the others still talk. This page goes on by itself when the round is over.")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "look_back", _("Look back"))]

    def compose(self) -> ComposeResult:
        """That it is good so."""
        yield SeatHead()
        yield CardLine()
        with VerticalScroll(classes="page"):
            yield Static(_("You are done"), classes="title")
            yield Static(
                _("The others are still talking. Take a breath; nothing needs to be done now."), classes="lead"
            )
            if self._may_look_back():
                yield Static(_("With d you look back on your talk. Only you see that."), classes="lead")
            else:
                yield Static(
                    _("This round is without help. What it shows comes when it is over."), classes="lead aside"
                )
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()
        self.follow()

    def follow(self) -> None:
        """Say how long it takes."""
        super().follow()
        workshop = self.seat.workshop
        title = round_title(workshop.round, len(workshop.plan.rounds))
        self.query_one(SeatHead).tell(title, time_left(workshop.clock()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a round without help nothing is looked back on until it is over."""
        return action != "look_back" or self._may_look_back()

    def action_look_back(self) -> None:
        """Look back on the own talk."""
        self.app.push_screen(LookBackScreen())

    def _may_look_back(self) -> bool:
        one = self.seat.workshop.round
        return one is not None and one.plan.help is not Help.NONE


class ConsentScreen(ModalScreen[None]):
    """The boxes of the lobby, at any time."""

    HELP = _("With the arrows and the space bar you say what others may see. It holds for what was said before, too.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "app.pop_screen", _("Back"), key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """The boxes."""
        seat = cast("SeatApp", self.app)
        with VerticalScroll(classes="dialog", can_focus=False):
            yield from consents(seat.workshop.plan, seat.me)
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the first box."""
        for tick in list(self.query(Tick))[:1]:
            tick.focus()

    @on(Tick.Changed)
    def changed(self) -> None:
        """Keep what was chosen."""
        keep_consents(self)


def take_box(taken: str) -> Iterator[Widget]:
    """What is taken home, and a line to write it on."""
    yield Static(_("What do you take home?"), classes="heading")
    yield Static(
        _("One sentence that you will say, or one thing that you will do. It is on your report and nowhere else."),
        classes="aside",
    )
    yield Static(_kept(taken), id="taken", classes="good")
    with Vertical(id="take"), Horizontal(id="typing"):
        yield Static(">", id="prompt")
        yield Draft(_("Type it and press Enter"), id="draft")


def keep_taken(screen: Place, text: str) -> None:
    """Keep it; what cannot be kept stays in the line."""
    seat = screen.seat
    if text.strip() and seat.doing(lambda: seat.workshop.take(seat.seat_id, text)):
        screen.query_one("#taken", Static).update(_kept(seat.me.takes_home))
    elif text.strip():
        screen.query_one(Draft).put(text)


def _kept(text: str) -> Content:
    return Content.styled(f"{theme.GOOD} «{text}»", "$good") if text else Content("")
