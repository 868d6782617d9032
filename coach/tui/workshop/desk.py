"""The trainer's desk: the programme, the clock, who is there, and a key for everything that leads a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from coach.legible import without_steering
from coach.messages import gettext as _
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets.footer import Footer
from coach.tui.workshop.desk_actions import DeskActions
from coach.tui.workshop.people import People
from coach.tui.workshop.place import two_sides
from coach.tui.workshop.programme import Programme
from coach.workshop.plan import Form, Round
from coach.workshop.take_home import form_beside
from coach.workshop.views import Stage

if TYPE_CHECKING:
    from coach.workshop.clock import Clock
    from coach.workshop.event import MomentRef

_PEOPLE = 2.0
"""Seconds between two looks at how far everyone is: it reads every talk of the round."""
_MOMENTS = 9
_WIDE = 100
"""From so many columns on the people stand beside the programme."""


class DeskScreen(DeskActions):
    """Programme on the left, people on the right; on a narrow screen one of them at a time."""

    HELP = _(
        "The programme follows the rounds; with the arrows you move it by hand. s starts the next round, r another "
        "one, p stops the clock and lets it go on, e ends the round. + and - change the time by a minute, ] and [ by "
        "five. f freezes everything to look at one sentence together: you see it first. l shows link and code large."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "start", _("Start")),
        Binding("p", "pause", _("Pause or go on")),
        Binding("e", "end", _("End")),
        Binding("z", "room", _("The room")),
        Binding("c", "card", _("Card")),
        Binding("f", "freeze", _("Freeze")),
        Binding("l", "link", _("Link")),
        Binding("m", "more", _("More")),
        Binding("tab", "side", _("People"), show=False, priority=True),
        Binding("r", "choose", _("Another round"), show=False),
        Binding("plus,equals_sign", "extend(1)", _("One minute more"), show=False, key_display="+"),
        Binding("minus", "extend(-1)", _("One minute less"), show=False, key_display="-"),
        Binding("right_square_bracket", "extend(5)", _("Five minutes more"), show=False, key_display="]"),
        Binding("left_square_bracket", "extend(-5)", _("Five minutes less"), show=False, key_display="["),
        Binding("n", "code", _("New personal code"), show=False),
        Binding("u", "save", _("Save the results"), show=False),
        Binding("x", "close", _("Close the workshop"), show=False),
        Binding("w", "wipe", _("Erase the workshop"), show=False),
        Binding("down", "step(1)", _("Next step"), show=False),
        Binding("up", "step(-1)", _("Step before"), show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stage: tuple[object, ...] = ()
        self._trouble = ""
        self._version = -1

    def compose(self) -> ComposeResult:
        """Head, what it is about now, programme and people."""
        yield Static(id="desk-head", markup=False)
        yield Static(id="desk-now", markup=False)
        with Horizontal(id="desk"):
            yield Programme(self.desk.workshop.plan)
            yield People()
        yield Static(id="desk-link", markup=False)
        yield Static(id="desk-keys", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Begin to look."""
        self.follow()
        self.count()
        self.set_interval(_PEOPLE, self.count)

    def on_resize(self) -> None:
        """Draw the head to the new width."""
        self._version = -1
        self.follow()

    def follow(self) -> None:
        """Bring clock, programme and link up to date."""
        workshop = self.desk.workshop
        one, stage = workshop.round, workshop.stage
        self.query_one("#desk-head", Static).update(
            two_sides(f"{workshop.title} · {stage_name(stage)}", self._clock(), self.app.size.width), layout=False
        )
        programme = self.query_one(Programme)
        programme.follow(one.index if one else None, bool(one and one.ended))
        if stage is Stage.CLOSED:
            programme.close()
        if workshop.version != self._version:
            self._version = workshop.version
            self._link()
        now = (stage, one.number if one else None)
        if now != self._stage:
            self._stage = now
            self.remove_class("-people")  # what to do now stands in the programme
            self.query_one("#desk-now", Static).update(self._now())
            self.query_one("#desk-keys", Static).update(self._keys())
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that make sense now."""
        workshop = self.desk.workshop
        stage, one = workshop.stage, workshop.round
        held = stage in (Stage.RUNNING, Stage.PAUSED, Stage.FROZEN)
        return {
            "start": not held and stage is not Stage.CLOSED and workshop.next_round is not None,
            "choose": not held and stage is not Stage.CLOSED,
            "pause": held,
            "end": held,
            "extend": held,
            "freeze": held,
            "card": stage is not Stage.CLOSED,
            "close": stage is not Stage.CLOSED,
            "room": one is not None and one.plan.form is Form.ROOM and not one.ended,
        }.get(action, True)

    # -- clock ---------------------------------------------------------------------------------------------------

    def action_start(self) -> None:
        """Start the next round of the plan."""
        self.do(self.desk.workshop.start_round)

    def action_choose(self) -> None:
        """Start any round of the plan, also one that was held."""
        rounds = self.desk.workshop.plan.rounds
        choices = [Content.assemble(one.title, (f"  {_how(one)}", "$aside")) for one in rounds]
        at = self.desk.workshop.next_round or 0
        self.app.push_screen(
            PickScreen(_("Which round?"), choices, at=at),
            lambda index: None if index is None else self.do(lambda: self.desk.workshop.start_round(index)),
        )

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        workshop = self.desk.workshop
        self.do(workshop.pause if workshop.stage is Stage.RUNNING else workshop.resume)

    def action_extend(self, minutes: int) -> None:
        """More time, or less."""
        self.do(lambda: self.desk.workshop.extend(minutes))

    def action_end(self) -> None:
        """End the round, after a question: what is being typed is lost."""
        question = _("The talks of this round are rounded off, and everyone sees the questions to talk about.")
        self.if_sure(_("End this round?"), question, self.desk.workshop.end_round)

    def action_freeze(self) -> None:
        """Choose what all look at; the trainer reads it first."""
        workshop = self.desk.workshop
        moments = [(one, workshop.shown_moment(one)) for one in workshop.moments(_MOMENTS - 1)]
        choices = [Content(_("nothing: only the clock stands still, and everyone looks up"))]
        for _ref, seen in moments:
            after = f"\n     → {without_steering(seen.answer)}" if seen.answer else ""
            choices.append(Content.assemble(f"«{without_steering(seen.line)}»", (after, "$aside")))
        note = _(
            "Only of people who agreed to it, and without a name. It does not say who said it; keep it that way."
        )
        if len(moments) == 0:
            note = _("There is no sentence that may be shown: nobody who talks now has agreed to it.")
        self.app.push_screen(
            PickScreen(_("Look at what together?"), choices, note),
            lambda index: self._freeze(None if not index else moments[index - 1][0], index),
        )

    def _freeze(self, moment: MomentRef | None, index: int | None) -> None:
        if index is not None:
            self.do(lambda: self.desk.workshop.freeze(moment))

    # -- looks ---------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Move the programme by hand."""
        self.query_one(Programme).go(by)

    def action_side(self) -> None:
        """On a narrow screen: the other of the two."""
        self.toggle_class("-people")

    def action_scroll(self, direction: int) -> None:
        """Through what is shown."""
        shown = self.query_one(People) if self.has_class("-people") else self.query_one(Programme)
        shown.scroll_relative(y=direction * max(1, shown.size.height - 2), animate=False)

    def _now(self) -> Content:
        """One line on what is played now."""
        workshop = self.desk.workshop
        one = workshop.round
        if workshop.stage is Stage.CLOSED:
            return Content.styled(_("Closed. Save the results with u; everyone fetches the own report."), "$hint")
        if one is None or one.ended:
            following = workshop.next_round
            if following is None:
                return Content.styled(_("All rounds were held. x closes the workshop."), "$hint")
            title = workshop.plan.rounds[following].title
            return Content.styled(_("s starts: {round}").format(round=title), "$hint")
        if workshop.stage in (Stage.PAUSED, Stage.FROZEN):
            seen = workshop.frozen
            line = f" «{without_steering(seen.line)}»" if seen and seen.line else ""
            return Content.assemble((_("The clock stands still; p lets everyone go on."), "$hint"), line)
        form = form_beside(one.plan)
        return Content.assemble(
            (one.plan.title, "bold"), (f"  {form} · " if form else "  ", "$aside"), one.plan.focus
        )

    def _keys(self) -> Content:
        """The keys for which there is no room in the footer, as far as they do something now."""
        known = (
            ("r", _("another round"), "choose"), ("+ -", _("time"), "extend"), ("n", _("new code"), "code"),
            ("u", _("results"), "save"), ("x", _("close"), "close"), ("w", _("erase"), "wipe"),
        )  # fmt: skip
        parts = [
            Content.assemble((f"{key.upper()} ", "$accent-word bold"), (told, "$aside"))
            for key, told, action in known
            if self.check_action(action, ())
        ]
        return Content("  ").join(parts)

    def _link(self) -> None:
        workshop, host = self.desk.workshop, self.desk.host
        where = f"{host.url} · " if host else ""
        here = sum(seat.present for seat in workshop.seats)
        people = _("{here} here of {count}").format(here=here, count=len(workshop.seats))
        people = people if workshop.seats else _("nobody yet")
        more = " · Tab" if self.app.size.width < _WIDE else ""
        line = two_sides(where + _("code") + f" {workshop.join_code}", people + more, self.app.size.width)
        self.query_one("#desk-link", Static).update(line, layout=False)

    def _clock(self) -> str:
        workshop = self.desk.workshop
        return clock_text(workshop.clock(), workshop.stage)

    def tell(self, trouble: str) -> None:
        """Say why nothing new is seen; nothing when it is empty."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.query_one("#desk-now", Static).update(trouble or self._now())


def _how(one: Round) -> str:
    """The form of a round and its minutes."""
    return ", ".join(filter(None, (form_beside(one), _("{count} min").format(count=one.minutes))))


def stage_name(stage: Stage) -> str:
    """Where the workshop is, in a few words."""
    return {
        Stage.LOBBY: _("coming in"),
        Stage.RUNNING: _("a round is running"),
        Stage.PAUSED: _("the clock stands still"),
        Stage.FROZEN: _("looking together"),
        Stage.BETWEEN: _("talking about it"),
        Stage.CLOSED: _("closed"),
    }[stage]


def clock_text(clock: Clock, stage: Stage) -> str:
    """The clock for the trainer: to the second, and how far over the time it is."""
    if stage not in (Stage.RUNNING, Stage.PAUSED, Stage.FROZEN):
        return ""
    over = int(clock.over_time.total_seconds())
    if over > 0:
        return _("{time} over time").format(time=f"+{over // 60}:{over % 60:02d}")
    return clock.text
