"""Before a call: which kind of talk, two lines of your own, and start. A few keys and the first card is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation.preparation import kind_name
from coach.tui.live_way import LiveWay
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_GOAL_CHARS = 120
_LOW = 20


class LiveStartScreen(Screen[None]):
    """The kinds with their numbers, and room for a goal. Enter goes on; from an empty line it starts."""

    app: CoachApp
    CSS_PATH = "live_start.tcss"
    HELP = _(
        "Choose the kind of talk with its number or with the arrows. What you want to reach fits in two lines, and "
        "may stay empty; it stands beside the cards. Enter goes on, and starts from an empty line or the last one; "
        "F5 starts at once."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", _("Go on")),
        Binding("f5", "start", _("Start"), priority=True),
        *(Binding(str(number), f"kind({number})", show=False, priority=True, system=True) for number in range(1, 10)),
        Binding("down", "move(1)", show=False, priority=True, system=True),
        Binding("up", "move(-1)", show=False, priority=True, system=True),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, way: LiveWay) -> None:
        super().__init__()
        self._way = way

    def compose(self) -> ComposeResult:
        """The kinds, the two lines, and the promise."""
        with VerticalScroll(id="live-start", can_focus=False):
            yield Static(_("Beside a call"), classes="title")
            yield OptionList(*_kinds(), id="live-kinds")
            yield Static(_("What do you want to reach? (may stay empty)"), classes="aside")
            for number, example in enumerate((_("I hear how the roster works out"), ""), 1):
                with Horizontal(classes="goal"):
                    yield Static(f"{number}.")
                    yield SearchLine(
                        placeholder=example,
                        id=f"goal-{number}",
                        compact=True,
                        max_length=_GOAL_CHARS,
                        select_on_focus=False,
                    )
            yield Static(
                _("Everything stays in memory. Afterwards you say what may be kept; the rest is gone."),
                id="live-promise",
                classes="quiet",
            )
        yield Footer()

    def on_mount(self) -> None:
        """Put the keyboard on the kinds, or on the goal when the kind is known; make the first card ready."""
        kinds = self.query_one(OptionList)
        kinds.highlighted = list(SituationKind).index(self._way.kind) if self._way.kind else 0
        if self._way.kind is None:
            kinds.focus()
        else:
            self.query_one("#goal-1").focus()
        self._warm_up()

    def on_resize(self) -> None:
        """Without air where there is no room for it."""
        self.set_class(self.app.size.height < _LOW, "-low")

    @work(thread=True, exit_on_error=False, group="warm-up")
    def _warm_up(self) -> None:
        """Read what a call needs while the user chooses."""
        from coach.live import spare
        from coach.live.call import LiveCall
        from coach.tui.warming import READING_IN

        with READING_IN:
            call = LiveCall(self._way.kind or SituationKind.FREQUENT)
            call.heard("rooster")
            call.draft("Hoe gaat het?")
        with READING_IN:
            call.find("rooster")
            spare.give_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A number chooses a kind as long as nothing is typed; it is a number where there is a line for it."""
        return action != "kind" or not isinstance(self.focused, Input)

    def action_kind(self, number: int) -> None:
        """Choose a kind, and go on to the goal."""
        kinds = self.query_one(OptionList)
        if number <= kinds.option_count:
            kinds.highlighted = number - 1
            self.set_focus(self.query_one("#goal-1"))

    @on(OptionList.OptionSelected)
    def chosen(self) -> None:
        """A click on a kind goes on to the goal."""
        self.query_one("#goal-1").focus()

    @on(Input.Submitted)
    def action_on(self) -> None:
        """To the next line, and from an empty one or the last into the call: nobody has to fill in a goal."""
        line = self.focused
        if isinstance(line, Input) and (line.id == "goal-2" or not line.value.strip()):
            self.action_start()
        else:
            self.focus_next()

    def action_move(self, step: int) -> None:
        """Through the kinds, and on to the lines below them."""
        kinds = self.query_one(OptionList)
        last = kinds.option_count - 1
        if not kinds.has_focus:
            self.focus_next() if step > 0 else self.focus_previous()
        elif step > 0 and kinds.highlighted == last:
            self.focus_next()
        elif step > 0:
            kinds.action_cursor_down()
        elif kinds.highlighted:
            kinds.action_cursor_up()

    def action_start(self) -> None:
        """Into the call."""
        kind = list(SituationKind)[self.query_one(OptionList).highlighted or 0]
        goal = tuple(line.value for line in self.query(Input))
        self.app.call(kind, goal, self._way)


def _kinds() -> list[Option]:
    return [
        Option(Content.assemble((f"{number}  ", "$accent-word bold"), kind_name(kind)))
        for number, kind in enumerate(SituationKind, 1)
    ]
