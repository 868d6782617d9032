"""Who takes part and how far everyone is, on the trainer's console. Figures only of who agreed to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.messages import gettext as _
from coach.messages import ngettext
from coach.tui import theme
from coach.workshop.seat import Seat
from coach.workshop.take_home import role_name
from coach.workshop.views import SeatProgress

_NAME = 14
_ROLE = 15


class People(VerticalScroll, can_focus=False):
    """A line for each seat, in order of joining."""

    def __init__(self) -> None:
        super().__init__(id="people")
        self._shown: tuple[SeatProgress, ...] | None = None

    def compose(self) -> Iterator[Static]:
        """A head and the lines."""
        yield Static(id="people-head", classes="heading first")
        yield Static(id="people-lines")

    def show(self, found: Sequence[SeatProgress]) -> None:
        """Show these, when they are others than before."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        here = sum(one.seat.present for one in found)
        groups = Counter(one.group for one in found)
        head = _("{here} here of {count}").format(here=here, count=len(found))
        if any(group is not None and count > 1 for group, count in groups.items()):
            head += " · " + _("the number is the table")
        self.query_one("#people-head", Static).update(head if found else "")
        lines = Content("\n").join(person(one, groups[one.group] > 1) for one in found)
        nobody = Content.styled(_("Nobody yet. Press l for the link and the code."), "$aside")
        self.query_one("#people-lines", Static).update(lines if found else nobody)


def person(one: SeatProgress, together: bool) -> Content:
    """A seat in a line: a sign and a word for each thing, never a colour alone. `together`: it sits with others."""
    name = (f"{one.seat.name:<{_NAME + 1}}", "bold")
    parts = list(_part(one, together))
    if len(one.seat.name) > _NAME and parts:  # whole, and what belongs to it on a line of its own
        name = (f"{one.seat.name}\n{'':<{_NAME + 3}}", "bold")
    return Content.assemble(_here(one.seat), name, *parts, *_now(one), *_figures(one))


def _here(seat: Seat) -> tuple[str, str]:
    return (f"{theme.GOOD} ", "$good") if seat.present else ("○ ", "$quiet")


def _part(one: SeatProgress, together: bool) -> Iterator[tuple[str, str]]:
    if one.group is None or one.role is None:
        return
    yield f"{one.group + 1 if together else '':>2} ", "$quiet"
    yield f"{role_name(one.role):<{_ROLE}}", "$aside"
    if one.turns:
        yield ngettext("{count} line", "{count} lines", one.turns).format(count=one.turns), ""


def _now(one: SeatProgress) -> Iterator[tuple[str, str]]:
    """Whether it is away, or done: there is room for one word."""
    if not one.seat.present:
        yield "  " + _("away"), "$soft"
    elif one.done:
        yield "  " + _("done"), "$good"


def _figures(one: SeatProgress) -> Iterator[tuple[str, str]]:
    found = one.measures
    if found is None:
        return
    told = _("open {open} · closed {closed} · summaries {reflections}").format(
        open=found.open_questions, closed=found.closed_questions, reflections=found.reflections
    )
    flags = theme.SIGNS["hard"] * found.hard_flags + theme.SIGNS["soft"] * found.soft_flags
    yield f"\n    {told}  {flags}", "$hint"
