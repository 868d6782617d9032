"""What every screen of a seat has: a line on top that says where you are, and a quiet card from the trainer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from coach.messages import gettext as _
from coach.workshop.plan import Role, Round
from coach.workshop.views import CurrentRound

if TYPE_CHECKING:
    from coach.tui.workshop.seat import SeatApp
    from coach.workshop.clock import Clock

_MINUTE = timedelta(minutes=1)
_STEP = 10
_DRAWN = 0.06
"""Seconds between two drawings: over a line that is not felt, and with 25 seats it saves half of the work."""


class SeatHead(Static):
    """Left where you are, right how long it takes. The right side always shows."""

    def __init__(self) -> None:
        super().__init__(id="seat-head", markup=False)
        self._told: tuple[tuple[str, ...], str] = ((), "")

    def tell(self, left: str | Sequence[str], right: str) -> None:
        """Show this, when it is something else than before; of several on the left the first that fits."""
        told = ((left,) if isinstance(left, str) else tuple(left), right)
        if told != self._told:
            self._told = told
            self._draw()

    def on_resize(self) -> None:
        """Draw to the new width."""
        self._draw()

    def _draw(self) -> None:
        left, right = self._told
        width = self.size.width or self.app.size.width
        room = width - len(right) - 3
        fitting = next((one for one in left if len(one) <= room), left[-1] if left else "")
        self.update(two_sides(fitting, right, width), layout=False)


class CardLine(Static):
    """The latest thing that the trainer sent to all, until it is put away."""

    def __init__(self) -> None:
        super().__init__(id="card-line", markup=False)
        self._text = ""

    def tell(self, text: str) -> None:
        """Show this card; none when it is empty."""
        if text != self._text:
            self._text = text
            self.update(Content.assemble((_("From the trainer") + "  ", "$accent-word bold"), text, _key()))
            self.set_class(bool(text), "-shown")


class Unhurried(Screen[None]):
    """Draws a little less often than a terminal of one's own: what changes in the same moment is drawn at once."""

    _gathering: Timer | None = None

    @property
    def _update_timer(self) -> Timer:
        if self._gathering is None:
            self._gathering = self.set_interval(_DRAWN, self._on_timer_update, name="screen_update", pause=True)
        return self._gathering


class Place(Unhurried):
    """A screen of a seat; `follow` is called again and again, and changes only what is different."""

    @property
    def seat(self) -> SeatApp:
        """The app, with the workshop and the seat."""
        return cast("SeatApp", self.app)

    def follow(self) -> None:
        """Bring what is shown up to date."""
        self.query_one(CardLine).tell(self.seat.card)


def two_sides(left: str, right: str, width: int) -> Content:
    """A line of so many columns; the right side always shows."""
    end = f"{right} " if right else ""
    room = max(0, width - len(end))
    begin = f" {left}"
    shown = begin if len(begin) < room else f"{begin[: max(0, room - 2)]}… "
    return Content.assemble((f"{shown:<{room}}", "$aside"), (end, "$accent-word"))


def time_left(clock: Clock) -> str:
    """What is left of a round, in whole minutes until the last one: a clock that ticks is for the board."""
    if clock.left >= _MINUTE:
        minutes = -(-clock.left // _MINUTE)
        return _("{count} min left").format(count=minutes)
    if clock.left:
        seconds = -(-clock.left // timedelta(seconds=_STEP)) * _STEP
        return _("{count} s left").format(count=seconds)
    return _("time is up")


def round_title(one: CurrentRound | None, rounds: int) -> str:
    """Which round it is."""
    return f"{round_number(one, rounds)} · {one.plan.title}" if one else ""


def round_number(one: CurrentRound | None, rounds: int) -> str:
    """Which round it is, by its number."""
    return _("Round {number}/{count}").format(number=one.index + 1, count=rounds) if one else ""


def role_in_words(role: Role, one: Round, name: str = "") -> str:
    """What someone does in a round, in a few words."""
    return {
        Role.MANAGER: _("you are the manager"),
        Role.EMPLOYEE: _("you are {name}").format(name=name),
        Role.OBSERVER: _("you watch"),
        Role.VOTER: _("you advise"),
    }[role]


def _key() -> tuple[str, str]:
    return ("   F6 " + _("put away"), "$aside")
