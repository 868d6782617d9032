"""The room advises: all read along, propose what could be said next, and vote; two sentences are tried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay.comparison import Comparison
from coach.roleplay.employee import Employee
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.side import step_drawn
from coach.tui.workshop.place import SeatHead, round_title, time_left
from coach.tui.workshop.talk_place import SharedLog, TalkPlace
from coach.workshop import WorkshopError
from coach.workshop.room import Option, Room

_SECOND_DIGIT = 0.8
"""Seconds in which a number of two digits can be completed."""
_LABELS = ("1", "2")


class RoomDraft(Draft):
    """A draft in which a number on the empty line is a choice, not the beginning of a sentence."""

    class Chosen(Message):
        """A digit was pressed on the empty line."""

        def __init__(self, digit: str) -> None:
            self.digit = digit
            super().__init__()

    async def _on_key(self, event: events.Key) -> None:
        if not self.text and event.character and event.character in "0123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen(event.character))


class RoomScreen(TalkPlace):
    """One seat in the room: in front, or among those who advise."""

    HELP = _(
        "All of you advise one who talks with the simulated employee. Type what could be said next and press Enter: "
        "then it is on the list, without your name. The number of a sentence is your vote. Two sentences are tried "
        "out beside each other. F3 shows all sentences, F4 takes the chair in front when it is empty."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "try_out", _("Try both out")),
        Binding("f3", "pane", _("Sentences")),
        Binding("f4", "chair", _("In front or not")),
    ]

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self.employee = room.employee
        self._version = -1
        self._digits = ""
        self._pending: Timer | None = None
        self._tried: Comparison | None = None

    def log_of(self) -> SharedLog:
        """The talk: the room's own lines stand under a word for all of you."""
        names = {Speaker.MANAGER: _("In front"), Speaker.EMPLOYEE: self.employee.persona.name}
        return SharedLog(names, id="talk")

    def pane(self) -> Iterator[Widget]:
        """What is proposed."""
        yield Static(_("What could be said now?"), classes="heading first")
        yield Static(id="options")

    def invitation(self) -> str:
        """What stands in the empty draft."""
        return _("Propose a sentence, or type a number to vote")

    def compose(self) -> ComposeResult:
        """The room, and below it the place for two ways side by side."""
        for place, widget in enumerate(super().compose()):
            if isinstance(widget, Draft):
                yield RoomDraft(self.invitation(), id="draft")
            else:
                yield widget
            if place == 1:
                yield VerticalScroll(id="tried", can_focus=False)

    def on_mount(self) -> None:
        """Put the keyboard on the draft."""
        self.add_class("-stacked")
        self.query_one(RoomDraft).focus()
        self.follow()

    def follow(self) -> None:
        """Bring talk, proposals and the two ways up to date."""
        super().follow()
        workshop = self.seat.workshop
        left = f"{round_title(workshop.round, len(workshop.plan.rounds))} · {self.who()}"
        self.query_one(SeatHead).tell(left, time_left(workshop.clock()))
        if workshop.version == self._version:
            return
        self._version = workshop.version
        pulse = self.seat.pulse
        self.log_shown.follow(pulse.shared("room talk", lambda: self.room.talk).turns)
        self.query_one("#options", Static).update(Content("\n").join(self._options()))
        self._show_tried(pulse.shared("room tried", lambda: self.room.tried))
        self.query_one(RoomDraft).placeholder = self._what_to_type()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only who is in front does; and the chair only when it is empty or one's own."""
        if action == "try_out":
            return self.in_front and len(self.room.options) > 1 and self._tried is None
        if action == "chair":
            return self.room.talker in (None, self.seat.seat_id)
        return True

    @on(Draft.Said)
    def typed(self, message: Draft.Said) -> None:
        """Propose it; or say it, in front."""
        try:
            if self.in_front:
                self.room.say(message.text)
                self.log_shown.anchor()
            elif message.text.strip():
                self.room.propose(message.text)
        except WorkshopError as error:
            self.query_one(RoomDraft).put(message.text)
            self.app.notify(str(error), markup=False)
        self.follow()

    @on(RoomDraft.Chosen)
    def digit(self, message: RoomDraft.Chosen) -> None:
        """A vote; in front, while two ways are open, the one to go on with."""
        if self._tried and self.in_front:
            if message.digit in _LABELS:
                self.seat.doing(lambda: self.room.go_on(_LABELS.index(message.digit)))
                self.follow()
            return
        if self.in_front and self.seat.seat_id is None:
            return
        self._digits += message.digit
        numbers = [str(option.number) for option in self.room.options]
        if self._pending:
            self._pending.stop()
        if any(number.startswith(self._digits) and number != self._digits for number in numbers):
            self._pending = self.set_timer(_SECOND_DIGIT, self._vote)
        else:
            self._vote()

    def _vote(self) -> None:
        number, self._digits, self._pending = int(self._digits or 0), "", None
        if self.seat.doing(lambda: self.room.vote(number)):
            self.follow()

    def action_try_out(self) -> None:
        """Try the best two out, each in a way of its own."""
        self.seat.doing(self.room.try_out)
        self.follow()

    def action_pane(self) -> None:
        """The sentences by themselves, to read back in; and the talk again."""
        self.toggle_class("-pane")

    def action_chair(self) -> None:
        """Take the chair in front, or leave it."""
        self.seat.doing(self.room.sit_down if self.in_front else self.room.sit_in_front)
        self.follow()

    @property
    def in_front(self) -> bool:
        """Whether this seat says the lines."""
        return self.room.talker == self.seat.seat_id

    def who(self) -> str:
        """What one does here, in a few words."""
        return _("you are in front") if self.in_front else _("you advise")

    def asked_in_front(self) -> str:
        """What stands in the empty draft of who says the lines."""
        return _("You are in front. What do you say?")

    def _what_to_type(self) -> str:
        if self.in_front:
            if self._tried:
                return _("1 or 2: with which of these do you go on?")
            return self.asked_in_front()
        return self.invitation()

    def _options(self) -> Iterator[Content]:
        found = sorted(self.room.options, key=lambda option: option.number)
        if not found:
            yield Content.styled(_("Nothing yet. Who begins?"), "$aside")
        mine = self.room.vote_of_mine
        for option in found:
            yield option_line(option, voted=option.number == mine)

    def _show_tried(self, tried: Comparison | None) -> None:
        self.set_class(tried is not None, "-tried")
        if tried == self._tried:
            return
        self._tried = tried
        box = self.query_one("#tried", VerticalScroll)
        box.remove_children()
        if tried:
            box.mount_all(list(side_by_side(tried, self.employee, self._after())))

    def _after(self) -> str:
        if self.in_front:
            return _("Which one works better? Ask the room. 1 or 2 goes on with it.")
        return _("Which one works better, and why? Who is in front goes on with one of them.")


def option_line(option: Option, *, voted: bool) -> Content:
    """A proposal with its number and its votes; never who proposed it."""
    votes = ngettext("{count} vote", "{count} votes", option.votes).format(count=option.votes)
    notes = [votes] if option.votes else []
    notes += [_("your vote")] if voted else []
    notes += [_("yours")] if option.mine else []
    tail = "\n   " + " · ".join(notes) if notes else ""
    return Content.assemble(
        (f"{option.number:<3}", "$accent-word bold"), (option.text, "bold" if voted else ""), (tail, "$hint")
    )


def side_by_side(tried: Comparison, employee: Employee, after: str) -> Iterator[Widget]:
    """Two sentences and what each of them does; beside each other where there is room."""
    yield Static(_("Two sentences, the same moment"), classes="title")
    if tried.parting:
        name = employee.persona.name
        yield Static(Content.assemble((f"{name}: ", "$aside"), tried.parting.text), classes="lead")
    for row in tried.rows:
        sides = zip(_LABELS, row, strict=True)
        yield _row([step_drawn(label, step, employee, levels=tried.levels_shown) for label, step in sides])
    yield Static(after, classes="lead aside", markup=False)


def _row(sides: Sequence[Content]) -> Container:
    left, right = sides
    return Container(Static(left, classes="way"), Static(right, classes="way right"), classes="ways")
