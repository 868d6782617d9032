"""A participant's seat: one app that goes with the workshop from the lobby to what is taken home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from coach import guidance, phrasing, roleplay
from coach.messages import gettext as _
from coach.roleplay.scene import Voice
from coach.roleplay.voice import AuthoredVoice
from coach.roleplay.voices import Voices
from coach.tui import theme
from coach.tui.workshop.hosted import Hosted
from coach.tui.workshop.pulse import Pulse
from coach.tui.workshop.workshop_app import WorkshopApp
from coach.workshop import Plan, Refusal, WorkshopError, grouping
from coach.workshop.plan import Form
from coach.workshop.views import Stage

if TYPE_CHECKING:
    from coach.roleplay.practice import Practice
    from coach.tui.workshop.still import StillScreen
    from coach.workshop import Workshop
    from coach.workshop.seat import Seat
    from coach.workshop.views import Part

LOOKS = 0.25
"""Seconds between two looks at what changed."""
_CARD_FOR = timedelta(minutes=15)
"""A card is no longer news after this, for who comes back."""

Where = tuple[object, ...]
"""What a seat shows: another one means another screen."""


class WrittenVoices(Voices):
    """No language model, whatever was chosen on this computer: the written lines."""

    def current(self) -> Voice:
        """The voice of the written lines."""
        return AuthoredVoice()


class SeatApp(Hosted, WorkshopApp):
    """Follows the workshop. Whatever happens, the seat stays: nothing here leads out of it."""

    CSS_PATH = ["../app.tcss", "../screens/practice.tcss", "seat.tcss"]  # type: ignore[assignment]  # noqa: RUF012
    has_library: ClassVar[bool] = False
    blinks: ClassVar[bool] = False
    draft_rest: ClassVar[float] = 0.7
    """Seconds without a key after which a draft is read: with many who type, not after every word."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "task", _("Task"), priority=True),
    ]

    def __init__(
        self, workshop: Workshop, seat_id: str, *, voices: Voices | None = None, report_at: str = ""
    ) -> None:
        super().__init__(keep=False)
        self.theme = theme.DEFAULT
        self.workshop = workshop
        self.seat_id = seat_id
        self.report_at = report_at
        self.shared_voices = voices or WrittenVoices()
        self.pulse = Pulse.of(workshop)
        self._where: Where = ()
        self._still: StillScreen | None = None
        self._put_away = 0
        self._trouble = ""

    # -- what CoachApp does with a computer of one's own ------------------------------------------------------------

    @property
    def voices(self) -> Voices:
        """One for all seats; it is not for a seat to close."""
        return self.shared_voices

    def _leave_when_asked(self) -> None:
        """Signals are for the program, not for a seat."""

    def _warm_up(self) -> None:
        """Load once for all seats what the first round needs, while people come in."""
        if self.pulse.warms_up():
            plan = self.workshop.plan
            self.run_worker(lambda: _load(plan), thread=True, group="warm-up", exit_on_error=False)

    def browse(self, passage: str | None = None) -> None:
        """The library reads files of the computer that it runs on; a seat has none there."""

    def practise(self, practice: Practice) -> None:
        """Talks are those of the rounds."""

    def go_home(self) -> None:
        """There is no home in a workshop."""

    async def action_quit(self) -> None:
        """Say what leaving means; the seat stays."""
        from coach.tui.workshop.leave import LeaveScreen

        if not isinstance(self.screen, LeaveScreen):
            self.push_screen(LeaveScreen())

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave instead."""
        self.notify(_("Ctrl+Q says how you can leave. Your seat stays yours."), markup=False)

    # -- following ----------------------------------------------------------------------------------------------

    def open_first(self) -> None:
        """Show where the workshop is, and keep looking."""
        self.look()
        self.set_interval(LOOKS, self.look)

    def look(self) -> None:
        """See whether anything changed, and show it."""
        if not self.is_running:  # it is being closed: the screens are half gone
            return
        try:
            self.pulse.beat()
            where = self.where()
        except WorkshopError as error:
            self._tell(error)
            return
        self._trouble = ""
        if where != self._where:
            self._where = where
            self._go(where)
        self._stand_still()
        for screen in self.screen_stack:
            follow = getattr(screen, "follow", None)
            if follow and screen.is_mounted:
                self._followed(follow)

    def where(self) -> Where:
        """What this seat is to show now.

        Raises:
            WorkshopError: the seat is no longer there (UNKNOWN).
        """
        workshop = self.workshop
        workshop.seat(self.seat_id)
        stage, one = workshop.stage, workshop.round
        if stage is Stage.CLOSED:
            return ("closed",)
        if one is None:
            return ("lobby",)
        if stage is Stage.BETWEEN:
            return ("between", one.number)
        part = workshop.part(self.seat_id)
        if part is None:
            return ("lobby", one.number)
        if part.form is Form.SOLO and self.seat_id in workshop.run(one.number).done:
            return ("done", one.number, part.number)
        if part.form is Form.ROOM:
            return ("room", one.number)
        return ("round", one.number, part.number, part.form, part.role, part.employee)

    @property
    def me(self) -> Seat:
        """This seat.

        Raises:
            WorkshopError: it was given up (UNKNOWN).
        """
        return self.workshop.seat(self.seat_id)

    @property
    def card(self) -> str:
        """What the trainer sent last, until it is put away; empty when there is nothing."""
        cards, one = self.workshop.cards, self.workshop.round
        if len(cards) <= self._put_away or datetime.now(UTC) - cards[-1].at > _CARD_FOR:
            return ""
        if cards[-1].round != (one.index if one and not one.ended else None):
            return ""  # it was about another moment
        return cards[-1].text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A task is shown again when there is one, or a card to put away."""
        return action != "task" or bool(self.card) or self._where[:1] in (("round",), ("room",))

    def action_task(self) -> None:
        """Put a card away; or show the task of the round again."""
        from coach.tui.workshop.intro import IntroScreen

        if isinstance(self.screen, IntroScreen):
            self.pop_screen()
            return
        if self.card:
            self._put_away = len(self.workshop.cards)
            self.look()
            return
        part = self.workshop.part(self.seat_id)
        if part and self._where[:1] in (("round",), ("room",)) and self._still is None:
            self.push_screen(IntroScreen(part))

    def done(self) -> None:
        """The talk of this round is rounded off."""
        self.doing(lambda: self.workshop.done(self.seat_id))
        self.look()

    def _tell(self, error: WorkshopError) -> None:
        """Say what is the matter, once; the seat keeps looking."""
        if error.refusal is Refusal.UNKNOWN:
            if self._where != ("gone",):
                self._where = ("gone",)
                self._go(self._where)
        elif str(error) != self._trouble:
            self._trouble = str(error)
            self.notify(self._trouble, timeout=12, markup=False)

    def _followed(self, follow: Callable[[], None]) -> None:
        try:
            follow()
        except WorkshopError:
            return  # it changed just then: the next look shows how

    def _go(self, where: Where) -> None:
        """Show another screen in place of all that is open."""
        from coach.tui.workshop.intro import IntroScreen

        self._still = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(self._screen(where))
        part = self.workshop.part(self.seat_id) if where[0] in ("round", "room") else None
        if part and not self._has_begun(part):
            self.push_screen(IntroScreen(part))

    def _has_begun(self, part: Part) -> bool:
        """Whether this seat has already seen what the round is about: it comes back to it."""
        run = self.workshop.run(self.workshop.rounds[-1].number)
        talk = self.workshop.talk_of(run.number, part.number)
        return talk is not None and len(talk.turns) > 2

    def _screen(self, where: Where) -> Screen[None]:
        from coach.tui.workshop import between, closing, leave, lobby

        kinds: dict[object, Callable[[], Screen[None]]] = {
            "between": between.BetweenScreen, "done": between.DoneScreen, "closed": closing.ClosingScreen,
            "gone": leave.GoneScreen, "room": self._room, "round": self._round,
        }  # fmt: skip
        return kinds.get(where[0], lobby.LobbyScreen)()

    def _round(self) -> Screen[None]:
        from coach.tui.workshop.solo import SoloScreen
        from coach.tui.workshop.table import screen_for

        part = self._part()
        if part.form is Form.SOLO:
            return SoloScreen(self.workshop.practice(self.seat_id, self.voices.current()))
        return screen_for(self.workshop.table(self.seat_id), part)

    def _room(self) -> Screen[None]:
        from coach.tui.workshop.room import RoomScreen

        return RoomScreen(self.workshop.room(self.seat_id))

    def _part(self) -> Part:
        part = self.workshop.part(self.seat_id)
        assert part is not None
        return part

    def _stand_still(self) -> None:
        """Lay a page over the round while the clock stands still, and take it away again."""
        from coach.tui.workshop.still import StillScreen

        stage, moment = self.workshop.stage, self.workshop.frozen
        still = self._where[:1] in (("round",), ("room",), ("done",)) and stage in (Stage.PAUSED, Stage.FROZEN)
        if still and self._still and self._still.moment == moment:
            return
        if self._still:
            gone, self._still = self._still, None
            while gone in self.screen_stack:
                self.pop_screen()
        if still:
            self._still = StillScreen(moment)
            self.push_screen(self._still)


def _load(plan: Plan) -> None:
    """The reader, the guidance, and the employees of a plan."""
    phrasing.read("Hoe gaat het?")
    guidance.library()
    for one in plan.rounds:
        for name in grouping.employees(one) if one.is_simulated else ():
            situation, slash, persona = name.partition("/")
            roleplay.employee(*((situation, persona) if slash else (one.situation, name)))
