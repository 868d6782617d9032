"""Who watches: the talk as it runs, and the questions, answered with a key while it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.messages import gettext as _
from coach.tui import theme
from coach.tui.workshop.table import TablePlace
from coach.workshop.plan import Watched


class Criterion(Horizontal):
    """One question with its answer so far."""

    def __init__(self, watched: Watched) -> None:
        super().__init__(classes="criterion")
        self.watched = watched

    def compose(self) -> Iterator[Widget]:
        """The answer, and the words beside it."""
        yield Static(classes="answer")
        yield Static(self.watched.text, classes="words", markup=False)

    def tell(self, met: bool | None, *, here: bool) -> None:
        """Show the answer; `here` when the next key is about this one."""
        sign, style = {
            True: (f"{theme.GOOD} {_('yes')}", "$good"),
            False: (f"○ {_('no')}", "$soft"),
            None: ("–", "$quiet"),
        }[met]
        pointer = ("▸ ", "$accent-word bold") if here else ("  ", "")
        self.query_one(".answer", Static).update(Content.assemble(pointer, (sign, style)))
        words = Content.styled(self.watched.text, "bold") if here else Content(self.watched.text)
        self.query_one(".words", Static).update(words)


class ObserverScreen(TablePlace):
    """j or n answers the question that the pointer stands at, and goes to the next one that has no answer."""

    HELP = _(
        "You watch and listen. Answer each question while the talk runs: j for yes, n for no, x takes it back. "
        "The arrows choose a question. Write on paper which sentence opened something: you have the first word "
        "afterwards."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,y", "answer(True)", _("yes"), key_display="j"),
        Binding("n", "answer(False)", _("no"), key_display="n"),
        Binding("x,backspace,delete", "answer(None)", _("Take back"), key_display="x"),
        Binding("up", "choose(-1)", _("Choose"), key_display="↑↓"),
        Binding("down", "choose(1)", show=False),
        Binding("f8", "alone", _("On alone")),
    ]
    _at = 0

    def pane(self) -> Iterator[Widget]:
        """The questions first, then the figures for whom the plan shows them."""
        yield Static(_("Yes or no"), classes="heading first")
        if not self.table.criteria:
            yield Static(
                _("There are no questions in this round. Watch, and remember one sentence."), classes="aside"
            )
        for watched in self.table.criteria:
            yield Criterion(watched)
        yield from self.figures()

    def on_mount(self) -> None:
        """Begin at the first question without an answer."""
        self.set_class(True, "-stacked")
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to answer where there are no questions; and on alone only when nobody talks."""
        if action == "alone":
            return self.offered
        return action not in ("answer", "choose") or bool(self.table.criteria)

    def action_answer(self, met: bool | None) -> None:
        """Answer the question at the pointer."""
        lines = list(self.query(Criterion))
        chosen = lines[self._at].watched.id
        if not self.seat.doing(lambda: self.table.mark(chosen, met)):
            return
        if met is not None:
            answers = self.table.answers
            after = [*range(self._at + 1, len(lines)), *range(self._at)]
            self._at = next((place for place in after if lines[place].watched.id not in answers), self._at)
        self._show()

    def action_choose(self, step: int) -> None:
        """Go to another question."""
        self._at = (self._at + step) % max(1, len(self.query(Criterion)))
        self._show()

    def _show(self) -> None:
        answers = self.table.answers
        for place, line in enumerate(self.query(Criterion)):
            line.tell(answers.get(line.watched.id), here=place == self._at)
        for line in list(self.query(Criterion))[self._at : self._at + 1]:
            self.query_one("#side", VerticalScroll).scroll_to_widget(line, animate=False)
