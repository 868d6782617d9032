"""While the clock stands still: a quiet page over the round, or what all look at together."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.legible import without_steering
from coach.messages import gettext as _
from coach.tui.widgets.footer import Footer
from coach.workshop.views import FrozenMoment


class StillScreen(ModalScreen[None]):
    """Nothing to do but wait; what was being typed stays below it. `moment` is None for a pause."""

    HELP = _("The trainer has stopped the clock. Nothing is lost; this page goes away by itself.")

    def __init__(self, moment: FrozenMoment | None) -> None:
        super().__init__()
        self.moment = moment

    def compose(self) -> ComposeResult:
        """Why it stands still, and the sentence that is looked at."""
        with VerticalScroll(classes="dialog"):
            for text, style in self._lines():
                yield Static(text, classes=style)
        yield Footer()

    def _lines(self) -> Iterator[tuple[Content, str]]:
        moment = self.moment
        if moment is None:
            yield Content(_("The clock stands still")), "title"
            yield Content(_("You go on in a moment. What you were typing is still there.")), "lead"
            return
        yield Content(_("Looking together")), "title"
        if not moment.line:
            yield Content(_("Look up for a moment: the trainer shows something or asks something.")), "lead"
            return
        if moment.before:
            yield _said(_("The employee"), moment.before, "$aside"), "lead"
        yield _said(_("The manager"), moment.line, "bold"), "lead"
        if moment.answer:
            yield _said(_("The employee"), moment.answer, "$aside"), "lead"
        yield Content(_("Who said this does not matter. What does it do, and what else could you say?")), "lead aside"

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()


def _said(name: str, text: str, style: str) -> Content:
    return Content.assemble((f"{name}  ", "$accent-word"), (f"«{without_steering(text)}»", style))
