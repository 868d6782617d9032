"""The end: what changed, what was good, what is taken home, and where the report is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.footer import Footer
from coach.tui.workshop.between import ConsentScreen, keep_taken, take_box
from coach.tui.workshop.place import CardLine, Place, SeatHead
from coach.workshop import WorkshopError
from coach.workshop.take_home import TakeHome, take_home

_NAME = 34
_VALUE = 12


class ClosingScreen(Place):
    """The last page of a seat."""

    HELP = _(
        "The workshop is over. Your report waits for you, with your personal code, until the day that stands here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "consent", _("What others see"))]

    def compose(self) -> ComposeResult:
        """Where the report is and what is taken home at once; what it shows as soon as it is counted."""
        workshop = self.seat.workshop
        yield SeatHead()
        yield CardLine()
        with VerticalScroll(classes="page"):
            yield Static(_("That was it. Thank you for practising."), classes="title")
            yield from take_box(self.seat.me.takes_home)
            yield Static(_("Your report"), classes="heading")
            where = self.seat.report_at or _("the page on which you came in")
            until = f"{workshop.keep_until:%d-%m-%Y}"
            told = _(
                "Two pages for you alone: fetch them with your personal code at {where}. They stay until {date}."
            )
            yield Static(told.format(where=where, date=until), markup=False)
            with Vertical(id="shown"):
                yield Static(_("One moment: your report is being counted …"), classes="aside lead")
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the line, and count beside the interface."""
        self.query_one(Draft).focus()
        self.follow()
        self._count()

    def follow(self) -> None:
        """Where this is."""
        super().follow()
        self.query_one(SeatHead).tell(self.seat.workshop.title, _("the workshop is over"))

    @on(Draft.Said)
    def take(self, message: Draft.Said) -> None:
        """Keep what is taken home."""
        keep_taken(self, message.text)

    def action_consent(self) -> None:
        """Change what others may see."""
        self.app.push_screen(ConsentScreen())

    @work(thread=True, exclusive=True, group="report", exit_on_error=False)
    def _count(self) -> None:
        seat = self.seat
        try:
            report = take_home(seat.workshop, seat.me)
        except WorkshopError:  # it was erased meanwhile: the next look says so
            return
        seat.call_from_thread(self._show, report)

    def _show(self, report: TakeHome) -> None:
        box = self.query_one("#shown", Vertical)
        box.remove_children()
        box.mount_all(list(_shown(report)))


def _shown(report: TakeHome) -> Iterator[Widget]:
    """The heart of the report."""
    if report.changes:
        yield Static(_("Your first and your last round"), classes="heading")
        for one in report.changes:
            line = f"{one.name:<{_NAME}}{one.before:>{_VALUE}}  →  {one.after}"
            yield Static(line, markup=False)
        yield Static(_("Two talks each: a small difference can be chance."), classes="aside")
    if report.strengths:
        yield Static(_("Keep this"), classes="heading")
        yield Static(Content.assemble((f"«{report.strengths[0].said}»", "bold"), f"\n{report.strengths[0].why}"))
    for moment in report.moments[:1]:
        yield Static(_("Try this once more"), classes="heading")
        better = Content.assemble((_("Better so") + ": ", "$accent-word"), f"«{moment.instead}»")
        yield Static(Content.assemble(f"«{moment.said}»\n{moment.why}\n", better))
    if report.exercise:
        yield Static(_("For next time"), classes="heading")
        yield Static(report.exercise, markup=False)
