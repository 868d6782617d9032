"""After a short exercise: each point with yes or no and the words that show it, and where to go from here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.roleplay import exercise
from coach.roleplay.exercise import Exercise, Result
from coach.roleplay.practice import Practice
from coach.tui import theme
from coach.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_QUOTE_CHARS = 160


class ExerciseEndScreen(Screen[None]):
    """What the exercise showed. `n` does it again, `g` goes to the whole talk, `d` to the whole look back."""

    app: CoachApp
    CSS_PATH = "exercise_end.tcss"
    HELP = _(
        "Each point is answered with yes or no; below it stand your own words, or the words that went against it. "
        "A point is a hint by a helper, not a mark."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "again", _("Once more")),
        Binding("g", "whole", _("The whole talk")),
        Binding("d", "look_back", _("All about this round")),
        Binding("escape", "leave", _("Home")),
    ]

    def __init__(self, practice: Practice, chosen: Exercise) -> None:
        super().__init__()
        self.practice = practice
        self.exercise = chosen
        self.results = exercise.results(practice.shown)

    def compose(self) -> ComposeResult:
        """The points in order, then the closing word."""
        name = self.practice.employee.persona.name
        with VerticalScroll(id="points"):
            yield Static(f"{self.exercise.title} · {name}", classes="title", markup=False)
            for result in self.results:
                yield from _point(result, quoted(result, self.practice.talk, name))
            met = all(result.evidence.met for result in self.results)
            yield Static(self.exercise.done if met else self.exercise.again, classes="closing", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one("#points").focus()

    def action_again(self) -> None:
        """The same exercise with the same employee; `w` there takes another."""
        talk = self.practice.talk
        self.app.go_home()
        self.app.exercise(self.exercise.id, talk.situation, talk.persona)

    def action_whole(self) -> None:
        """To the whole talk with this employee."""
        self.app.go_home()
        self.app.brief(self.practice.talk.situation, self.practice.talk.persona)

    def action_look_back(self) -> None:
        """To the debrief of this round."""
        self.app.look_back(self.practice)

    def action_leave(self) -> None:
        """Go home."""
        self.app.go_home()


def _point(result: Result, quote: str) -> Iterator[Widget]:
    """A point with its answer, and below it the words that show it."""
    met = result.evidence.met
    style, sign, answer = ("$good", theme.GOOD, _("yes")) if met else ("$soft", "○", _("not yet"))
    said = Static(Content.styled(f"{sign} {answer}", style), classes="answer")
    yield Horizontal(said, Static(result.criterion.text, classes="text", markup=False), classes="point")
    if quote:
        yield Static(quote, classes="quote aside", markup=False)


def quoted(result: Result, talk: Conversation, name: str) -> str:
    """The words behind an answer and who said them; a silence has none, and some answers have nothing to show."""
    found = result.evidence
    if found.turn is None:
        return ""
    words = " ".join(found.quote.split())
    if not words:
        return _("(you let a silence fall)")
    short = words if len(words) <= _QUOTE_CHARS else f"{words[:_QUOTE_CHARS]}…"
    said_by = name if talk.turns[found.turn - 1].state is not None else _("You")
    return f"{said_by}: «{short}»"
