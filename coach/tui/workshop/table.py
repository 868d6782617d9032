"""A pair or a triad, for the two who talk: one is the manager, one plays the employee from a card with layers."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Conversation, Reading, Speaker
from coach.debrief.measures import Measures, measure
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.tui.widgets.coach_pane import about_reading, in_short
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.meter import ListeningMeter
from coach.tui.widgets.tick import Tick
from coach.tui.workshop.intro import who
from coach.tui.workshop.place import SeatHead, round_number, round_title, time_left
from coach.tui.workshop.pulse import ELSEWHERE
from coach.tui.workshop.talk_place import SharedLog, TalkPlace
from coach.workshop import WorkshopError, shelf, viewing
from coach.workshop.plan import Role
from coach.workshop.seat import SPEAKER
from coach.workshop.table import Table
from coach.workshop.views import Part

_AWAY = 12.0
"""Seconds without the other before going on alone is offered: a line that drops is back sooner."""


class TablePlace(TalkPlace):
    """A talk between people, followed as it grows, at this program or another one.

    `offered` says whether going on alone is offered.
    """

    def __init__(self, table: Table, part: Part) -> None:
        super().__init__()
        self.table = table
        self.part = part
        self.rules = reader.default().rules
        self.sees = table.sees_measures
        self._seen = (-1, 0.0)
        self._away_since: float | None = None
        self.offered = False

    def log_of(self) -> SharedLog:
        """The talk, with the names as this seat knows them."""
        return SharedLog(self.names(), id="talk")

    def names(self) -> dict[Speaker, str]:
        """Who says what: oneself, the other's pseudonym, and the employee by the name of the part."""
        found = {Speaker.MANAGER: "", Speaker.EMPLOYEE: ""}
        for member in self.part.group.members:
            if member.role in SPEAKER:
                mine = member.seat == self.seat.seat_id
                found[SPEAKER[member.role]] = _("You") if mine else self.part.names[member.seat]
        if found[Speaker.EMPLOYEE] != _("You") and self.part.round.role:
            found[Speaker.EMPLOYEE] = shelf.role_card(self.part.round.role).name
        return found

    def compose(self) -> ComposeResult:
        """The talk; where there is no room for a pane, the figures in one line below it."""
        for widget in super().compose():
            if widget.id == "notice" and self.sees:
                # Beside a role card there is no room in the pane for figures.
                yield Static(id="short", classes="always" if self.part.role is Role.EMPLOYEE else "")
            yield widget

    def on_mount(self) -> None:
        """Show the talk so far."""
        self.follow()

    def follow(self) -> None:
        """Bring head, talk and figures up to date."""
        super().follow()
        self.query_one(SeatHead).tell(self.heads(), time_left(self.seat.workshop.clock()))
        self.look_at_talk()
        alone = self._is_alone()
        if alone != self.offered:
            self.offered = alone
            self.notice(self._notice() if alone else "")
            self.refresh_bindings()

    def heads(self) -> tuple[str, ...]:
        """Where this is and with whom, the longest first; names are whole in each."""
        workshop = self.seat.workshop
        doing = who(self.part, self.seat.seat_id)
        number = round_number(workshop.round, len(workshop.plan.rounds))
        return f"{round_title(workshop.round, len(workshop.plan.rounds))} · {doing}", f"{number} · {doing}", doing

    def look_at_talk(self) -> None:
        """Show what was said since the last look: at once when it was said here, soon when it was elsewhere."""
        said, now = self.seat.pulse.lines(self.table.run, self.table.number), monotonic()
        if said == self._seen[0] and now - self._seen[1] < ELSEWHERE:
            return
        self._seen = (said, now)
        talk = self.table.talk
        if self.log_shown.follow(talk.turns):
            self.show_talk(talk)

    def show_talk(self, talk: Conversation) -> None:
        """Bring what stands beside the talk up to date with it."""
        if not self.sees:
            return
        whose = "" if self.part.role is Role.MANAGER else _("manager")
        self.query_one(ListeningMeter).show(measure(talk), whose)
        last = next((turn for turn in reversed(talk.turns) if turn.reading), None)
        reading = last.reading if last else None
        self.query_one("#reading", Static).update(about_reading(reading, self.rules) if reading else "")
        for line in self.query("#short").results(Static):
            line.update(self._in_a_line(measure(talk), reading))

    def _in_a_line(self, found: Measures, reading: Reading | None) -> Content:
        """The figures and the last reading, where there is no room for more."""
        counts = _("open {open} · closed {closed} · summaries {reflections}").format(
            open=found.open_questions, closed=found.closed_questions, reflections=found.reflections
        )
        whose = f"{_('manager')}: " if self.part.role is not Role.MANAGER else ""
        line = Content.styled(f"{whose}{counts}", "$aside")
        return Content.assemble(line, "   ", in_short(reading, self.rules)) if reading else line

    def figures(self) -> Iterator[Widget]:
        """Where the figures stand, for whom the plan shows them."""
        if self.sees:
            yield ListeningMeter(id="meter")
            mine = self.part.role is Role.MANAGER
            yield Static(_("Your last line") if mine else _("The manager's last line"), classes="heading")
            yield Static(id="reading")
            return
        told = viewing.of_seat(self.part.round, self.part.group, self.part.role)
        if told:
            yield Static(_("No readings here now"), classes="heading")
            yield Static(told, classes="aside", markup=False)

    def action_alone(self) -> None:
        """Go on with a simulated employee, when the other has left."""
        if self._is_alone():
            self.seat.doing(lambda: self.seat.workshop.work_alone(self.seat.seat_id))
            self.seat.look()

    def _notice(self) -> str:
        names = [self.part.names[one] for one in self._others() if one in self.part.names]
        away = _("{name} is away for a moment.").format(name=" + ".join(names)) if names else _("You sit here alone.")
        return f"{away} " + _("Wait quietly, or press F8 to go on with a simulated employee.")

    def _others(self) -> list[str]:
        """Those at this table without whom there is no talk."""
        return [m.seat for m in self.table.group.members if m.role in SPEAKER and m.seat != self.seat.seat_id]

    def _is_alone(self) -> bool:
        """Whether those whom this seat needs have been away for a while, or have left."""
        others = self._others()
        needed = 1 if self.part.role in SPEAKER else 2
        here = {seat.id for seat in self.seat.workshop.seats if seat.present}
        if len(others) >= needed and all(one in here for one in others):
            self._away_since = None
            return False
        if len(others) < needed:
            return True
        self._away_since = self._away_since or monotonic()
        return monotonic() - self._away_since >= _AWAY


class TableScreen(TablePlace):
    """One's own part in a talk between two people."""

    HELP = _(
        "You talk with the other participant: type what you would say, then Enter. F3 shows your card or what you "
        "know, F6 the task. Who plays the employee ticks what was told: F3, the arrows and the space bar."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "pane", _("Card"), id="workshop.card"),
        Binding("f3", "know", _("What you know"), id="workshop.know"),
        Binding("f3", "talk", _("To the talk"), id="workshop.talk"),
        Binding("f5", "finish", _("Done"), id="workshop.done"),
        Binding("f8", "alone", _("On alone"), id="workshop.alone"),
        Binding("escape", "to_draft", show=False),
    ]

    def pane(self) -> Iterator[Widget]:
        """The manager's knowledge, or the card of who plays the employee; and figures for whom they are meant."""
        card = self.table.role_card
        if card is None:
            if self.sees:
                yield from self.figures()
            yield Static(_("What you know"), classes="heading")
            yield Static(self.table.briefing, markup=False)
            if not self.sees:
                yield from self.figures()
            return
        yield Static(f"{card.name}, {card.role}", classes="heading first", markup=False)
        yield Static(card.mood, markup=False)
        yield Static(_("Tell it only then, and tick it with the space bar"), classes="heading")
        told = self.table.told
        for place, layer in enumerate(card.layers):
            yield Tick(str(place), f"{layer.when}\n→ {layer.tell}", on=place in told, classes="layer")
        yield Static(_("And if it goes wrong"), classes="heading")
        yield Static(card.stop, markup=False)
        yield from self.figures()

    def invitation(self) -> str:
        """What stands in the empty draft."""
        card = self.table.role_card
        return _("Begin for instance so: {words}").format(words=card.first_words) if card else self._asked()

    def _asked(self) -> str:
        return _("What do you say? F3 goes to your card") if self.table.role_card else _("What do you say?")

    def on_mount(self) -> None:
        """Put the keyboard on the draft."""
        self.query_one(Draft).focus()

    def on_resize(self) -> None:
        """What F3 does depends on whether there is room for both."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going on alone is only offered to who is alone; F3 says where it leads."""
        plays, inside = self.part.role is Role.EMPLOYEE, self.has_class("-pane")
        return {
            "alone": self.offered,
            "pane": plays and not inside,
            "know": not plays and not inside and self.has_class("-narrow"),
            "talk": inside,
        }.get(action, True)

    def show_talk(self, talk: Conversation) -> None:
        """The draft invites to the next line once there is one."""
        super().show_talk(talk)
        if talk.turns:
            self.query_one(Draft).placeholder = self._asked()

    @on(Draft.Said)
    def say(self, message: Draft.Said) -> None:
        """Say the line; what cannot be said now stays in the draft."""
        try:
            self.table.say(message.text)
        except WorkshopError as error:
            self.query_one(Draft).put(message.text)
            self.app.notify(str(error), markup=False)
            return
        self.log_shown.anchor()
        self.seat.pulse.said(self.table.run, self.table.number)
        self.said()

    def said(self) -> None:
        """A line was said here: show it."""
        self.look_at_talk()

    @on(Tick.Changed)
    def tell(self, message: Tick.Changed) -> None:
        """Keep that a layer was told, or not after all."""
        self.seat.doing(lambda: self.table.tell(int(message.tick), message.on))

    def action_pane(self) -> None:
        """To the card, to tick on it."""
        self.action_know()
        ticks = list(self.query(Tick))
        if ticks:
            self.call_after_refresh(ticks[0].focus)

    def action_know(self) -> None:
        """What stands beside the talk, in its place."""
        self.add_class("-pane")
        self.refresh_bindings()

    def action_talk(self) -> None:
        """Back to the talk."""
        self.action_to_draft()

    def action_to_draft(self) -> None:
        """Back to the line that is being typed."""
        self.remove_class("-pane")
        self.refresh_bindings()
        self.query_one(Draft).focus()

    def action_finish(self) -> None:
        """Tell the trainer that this talk is done; it can still be gone on with."""
        if self.seat.doing(lambda: self.seat.workshop.done(self.seat.seat_id)):
            self.app.notify(_("The trainer sees that you are done. You may still go on."), markup=False)


def screen_for(table: Table, part: Part) -> TablePlace:
    """The screen for a role at a table."""
    from coach.tui.workshop.observer import ObserverScreen

    return ObserverScreen(table, part) if part.role is Role.OBSERVER else TableScreen(table, part)
