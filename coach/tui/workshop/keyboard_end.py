"""The last page of a talk at one keyboard: what to talk about, what it shows, and the reports of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from coach import locations
from coach.debrief.measures import measure
from coach.debrief.turns import own
from coach.messages import gettext as _
from coach.tui import clipboard, theme
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.meter import drawn
from coach.tui.workshop.asking import LineScreen
from coach.tui.workshop.keyboard_turn import card_name
from coach.tui.workshop.looking_back import LookBackScreen
from coach.workshop import WorkshopError, render
from coach.workshop.workshop import MAX_TAKEN

if TYPE_CHECKING:
    from coach.tui.workshop.keyboard import KeyboardApp
    from coach.workshop.duo import Duo


class KeyboardEndScreen(Screen[None]):
    """For both: nothing is secret any more."""

    HELP = _(
        "The talk is over, and you may both see everything. d looks back on it, o plays it again with the roles "
        "turned, m writes down what each of you takes home, b saves your two reports."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "look_back", _("Look back")),
        Binding("o", "swap", _("Roles turned")),
        Binding("m", "take", _("Take home")),
        Binding("b", "save", _("Save reports")),
        Binding("escape", "app.quit", _("Stop")),
    ]

    @property
    def duo(self) -> Duo:
        """The two."""
        return cast("KeyboardApp", self.app).playing

    def compose(self) -> ComposeResult:
        """The questions, the figures, what was told, and where the reports are."""
        with VerticalScroll(classes="page"):
            yield Static(_("Talk about it"), classes="title")
            for question in self.duo.workshop.rounds[-1].plan.discussion:
                yield Static(Content.assemble(("· ", "$accent-word"), question), classes="lead")
            yield from self._shown()
            yield Static(_("What you take home"), classes="heading")
            yield Static(self._taken(), id="taken")
            yield Static(_("Your reports"), classes="heading")
            for line in self._reports():
                yield Static(line, markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll the page."""
        self.query_one(VerticalScroll).focus()

    def action_look_back(self) -> None:
        """Read the talk back, as a letter to who was the manager."""
        self.app.push_screen(LookBackScreen())

    def action_swap(self) -> None:
        """Play it again, the other way round."""
        cast("KeyboardApp", self.app).swap()

    def action_take(self) -> None:
        """Each writes one sentence down, one after the other."""
        self._ask(list(self.duo.seats))

    def _ask(self, left: list[str]) -> None:
        if not left:
            return
        seat, *after = left
        note = _(
            "One sentence that you will say, or one thing that you will do. It is on your report and nowhere else."
        )

        def given(text: str | None) -> None:
            if text:
                cast("KeyboardApp", self.app).doing(lambda: self.duo.workshop.take(seat, text))
                self.query_one("#taken", Static).update(self._taken())
            self._ask(after)

        title = _("{name}, what do you take home?").format(name=self.duo.name(seat))
        value = self.duo.workshop.seat(seat).takes_home
        self.app.push_screen(LineScreen(title, note, value=value, most=MAX_TAKEN), given)

    def action_save(self) -> None:
        """Save the two pages of each, in a folder."""
        note = _("Two pages for each of you, to print (HTML) and as Markdown.")

        def chosen(folder: str | None) -> None:
            if folder:
                self._save(Path(folder).expanduser())

        self.app.push_screen(LineScreen(_("In which folder?"), note, value=str(locations.documents())), chosen)

    @work(thread=True, exclusive=True, group="reports", exit_on_error=False)
    def _save(self, folder: Path) -> None:
        saved, word = [], _("report")
        try:
            for seat in self.duo.seats:
                report = self.duo.report(seat)
                stem = f"{word}-{_plain(report.name)}"
                for text, end in (
                    (render.take_home_html(report), ".html"),
                    (render.take_home_markdown(report), ".md"),
                ):
                    saved.append(clipboard.save(text, folder, stem, end).name)
        except WorkshopError as error:
            told = str(error)
        except OSError as error:
            told = _("Not saved in {folder}: {reason}").format(folder=folder, reason=error.strerror or str(error))
        else:
            told = _("Saved in {folder}: {names}").format(folder=folder, names=", ".join(saved))
        self.app.call_from_thread(self.app.notify, told, timeout=15, markup=False)

    def _shown(self) -> Iterator[Widget]:
        """The talk in figures, and how much of the card was earned."""
        duo, one = self.duo, self.duo.workshop.rounds[-1]
        talk = duo.workshop.talk_of(one.number, 0)
        if talk is None:
            return
        name = duo.name(duo.manager)
        yield Static(_("The talk of {name}").format(name=name), classes="heading", markup=False)
        yield Static(drawn(measure(own(talk)), name))
        card = duo.table(duo.employee).role_card
        if card:
            told = _("{name} told {count} of the {all} things on the card of {role}.").format(
                name=duo.name(duo.employee), count=len(duo.table(duo.employee).told), all=len(card.layers),
                role=card_name(duo),
            )  # fmt: skip
            yield Static(told, classes="aside", markup=False)

    def _taken(self) -> Content:
        found = []
        for seat in map(self.duo.workshop.seat, self.duo.seats):
            words = (f"{theme.GOOD} «{seat.takes_home}»", "$good") if seat.takes_home else ("–", "$quiet")
            found.append(Content.assemble((f"{seat.name}  ", "bold"), words))
        return Content("\n").join(found)

    def _reports(self) -> Iterator[str]:
        duo, app = self.duo, cast("KeyboardApp", self.app)
        yield _("b saves the two pages of each of you.")
        if not app.keeps:
            yield _("Nothing else is kept of this session.")
            return
        until = f"{duo.workshop.keep_until:%d-%m-%Y}"
        told = _("Kept until {date}. Later: coach workshop mine {code}, each with the own code")
        yield told.format(date=until, code=duo.workshop.join_code) + (":" if duo.codes else ".")
        for seat, code in duo.codes.items():
            yield f"    {duo.name(seat)}  {code}"


def _plain(name: str) -> str:
    """A pseudonym as part of a file name."""
    return "".join(sign if sign.isalnum() else "-" for sign in name.lower())
