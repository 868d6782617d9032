"""The lobby: you have a seat, this is how it will go, and this is what others may see of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from coach.messages import gettext as _
from coach.messages import ngettext
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.tick import Tick
from coach.tui.workshop.place import CardLine, Place, SeatHead
from coach.workshop.plan import Plan
from coach.workshop.seat import Consent, Seat
from coach.workshop.take_home import form_beside

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp


class LobbyScreen(Place):
    """Until the first round, and for who comes in where there is no place in the round."""

    HELP = _(
        "You wait for the trainer to begin; this page goes on by itself. With the arrows and the space bar you say "
        "what others may see. Whatever you choose, what you type is never shown with your name."
    )

    def compose(self) -> ComposeResult:
        """Who you are, the rounds, and what may be shown."""
        workshop, seat = self.seat.workshop, self.seat.me
        yield SeatHead()
        yield CardLine()
        with VerticalScroll(classes="page", can_focus=True):
            yield Static(_("You have a seat. Here you are called {name}.").format(name=seat.name), classes="title")
            yield Static(workshop.plan.aim, classes="lead", markup=False)
            yield Static(_("This is how it will go"), classes="heading")
            for line in _rounds(workshop.plan):
                yield Static(line, classes="step")
            yield from consents(workshop.plan, seat)
            yield Static(
                _("You need nothing else. When the trainer begins, this page goes on by itself."),
                classes="lead aside",
            )
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the first box."""
        ticks = list(self.query(Tick))
        (ticks[0] if ticks else self.query_one(VerticalScroll)).focus()
        self.follow()

    def follow(self) -> None:
        """Say how many are there."""
        super().follow()
        workshop = self.seat.workshop
        here = sum(seat.present for seat in workshop.seats)
        there = ngettext("{count} here", "{count} here", here).format(count=here)
        self.query_one(SeatHead).tell(workshop.title, there)

    @on(Tick.Changed)
    def changed(self) -> None:
        """Keep what was chosen."""
        keep_consents(self)


def consents(plan: Plan, seat: Seat) -> Iterator[Widget]:
    """The boxes for what may be shown; a plan that shows nothing says so."""
    yield Static(_("What may others see?"), classes="heading")
    if plan.trainer_sees_measures:
        yield Tick(
            "measures",
            _("The trainer may see my figures (questions, summaries, flags) on the own screen. Not what I type."),
            on=seat.consent.measures,
        )
    if plan.share_sentences:
        yield Tick(
            "sentences", _("A sentence of mine may be shown to all, without my name."), on=seat.consent.sentences
        )
    yield Static(_not_shown(plan), classes="lead aside")


def keep_consents(screen: Screen[None]) -> None:
    """Keep the boxes as they are ticked."""
    seat = cast("SeatApp", screen.app)
    on = {tick.tick: tick.on for tick in screen.query(Tick)}
    agreed = Consent(**{**seat.me.consent.model_dump(), **on})
    seat.doing(lambda: seat.workshop.agree(seat.seat_id, agreed))


def _not_shown(plan: Plan) -> str:
    if plan.trainer_sees_measures or plan.share_sentences:
        return _("Both may stay empty, and you can change them at any time. Figures of the group never name anyone.")
    return _("Nothing of what you type is shown to anyone. Figures are of the whole group only.")


def _rounds(plan: Plan) -> Iterator[Content]:
    for number, one in enumerate(plan.rounds, 1):
        minutes = _("{count} min").format(count=one.minutes)
        how = ", ".join(filter(None, (form_beside(one), minutes)))
        yield Content.assemble((f"{number}  ", "$accent-word bold"), one.title, (f"  {how}", "$aside"))
