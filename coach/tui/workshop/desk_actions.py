"""What the trainer does less often: cards, codes, links, results, and the end of a workshop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import work
from textual.content import Content
from textual.screen import Screen

from coach import locations
from coach.messages import gettext as _
from coach.tui import clipboard
from coach.tui.screens.pick import PickScreen
from coach.tui.workshop.asking import LineScreen, NoteScreen, SureScreen, spaced
from coach.tui.workshop.people import People
from coach.workshop import WorkshopError, codes, render
from coach.workshop.workshop import MAX_CARD

if TYPE_CHECKING:
    from coach.tui.workshop.console import ConsoleApp
    from coach.workshop.views import SeatProgress


class DeskActions(Screen[None]):
    """The part of the desk that asks something first. `follow` brings the desk up to date."""

    @property
    def desk(self) -> ConsoleApp:
        """The app, with the workshop and the host."""
        return cast("ConsoleApp", self.app)

    def follow(self) -> None:
        """Bring the desk up to date."""
        raise NotImplementedError

    def do(self, act: Callable[[], object]) -> None:
        """Do something in the workshop, and show at once what it did."""
        self.desk.doing(act)
        self.follow()
        self.count()

    def if_sure(self, title: str, told: str, act: Callable[[], object]) -> None:
        """Ask first."""
        self.app.push_screen(SureScreen(title, told), lambda sure: self.do(act) if sure else None)

    @work(thread=True, exclusive=True, group="people", exit_on_error=False)
    def count(self) -> None:
        """See how far everyone is, beside the interface: it reads every talk of the round."""
        try:
            found = self.desk.workshop.overview()
        except WorkshopError:
            return
        self.app.call_from_thread(self._show_people, found)

    def _show_people(self, found: Sequence[SeatProgress]) -> None:
        if self.is_mounted:
            self.query_one(People).show(found)

    # -- people --------------------------------------------------------------------------------------------------

    def action_card(self) -> None:
        """Send a few words to everyone's screen."""
        note = _("It stands quietly on top of everyone's screen until they put it away.")
        self.app.push_screen(
            LineScreen(_("What do you want to say to everyone?"), note, most=MAX_CARD),
            lambda text: self.do(lambda: self.desk.workshop.send_card(text)) if text else None,
        )

    def action_code(self) -> None:
        """Another personal code for who has lost it."""
        seats = self.desk.workshop.seats
        if not seats:
            self.app.notify(_("Nobody has come in yet."), markup=False)
            return
        self.app.push_screen(
            PickScreen(_("Who has lost the personal code?"), [Content(seat.name) for seat in seats]),
            lambda index: None if index is None else self._new_code(seats[index].id),
        )

    def _new_code(self, seat_id: str) -> None:
        found: list[str] = []
        if self.desk.doing(lambda: found.append(self.desk.workshop.new_code(seat_id))):
            note = _("Let only this person read it. The old code no longer works; this page shows it once.")
            self.app.push_screen(NoteScreen(_("A new personal code"), spaced(found[0]), Content(note)))

    def action_room(self) -> None:
        """To the room: proposals, votes, two sentences beside each other, and lines when nobody is in front."""
        from coach.tui.workshop.room_desk import RoomDeskScreen

        self.app.push_screen(RoomDeskScreen(self.desk.workshop.room()))

    def action_link(self) -> None:
        """Link and code, large."""
        host, workshop = self.desk.host, self.desk.workshop
        parts = []
        if host:
            parts.append(Content.assemble((_("Open in a browser") + "\n", "$aside"), (host.url, "bold")))
        parts.append(Content.assemble((_("The code to come in with") + "\n\n", "$aside"), spaced(workshop.join_code)))
        if host:
            board = _("Only for you: the board for the big screen")
            parts.append(Content.assemble((board + "\n", "$aside"), host.board_url))
            parts += [Content.styled(f"▲ {warning}", "$soft") for warning in host.warnings]
        self.app.push_screen(NoteScreen(_("Coming in"), *parts))

    def action_more(self) -> None:
        """What is done less often."""
        actions = {
            _("start another round of the plan"): "choose",
            _("a new personal code for someone who lost it"): "code",
            _("save the results of the group"): "save",
            _("close the workshop"): "close",
            _("erase the workshop with everything in it"): "wipe",
        }
        found = [(name, action) for name, action in actions.items() if self.check_action(action, ())]
        self.app.push_screen(
            PickScreen(_("What do you want to do?"), [Content(name) for name, _action in found]),
            lambda index: None if index is None else getattr(self, f"action_{found[index][1]}")(),
        )

    # -- the end -------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the results of the group in a folder."""
        note = _("A page to print, Markdown, and a table (CSV). Nothing in them is about one person.")

        def chosen(folder: str | None) -> None:
            if folder:
                self._save(Path(folder).expanduser())

        self.app.push_screen(LineScreen(_("In which folder?"), note, value=str(locations.documents())), chosen)

    @work(thread=True, exclusive=True, group="results", exit_on_error=False)
    def _save(self, folder: Path) -> None:
        workshop = self.desk.workshop
        stem = f"workshop-{codes.read(workshop.join_code).lower()}"
        try:
            found = workshop.results()
            page = clipboard.save(render.group_html(found), folder, stem, ".html")
            text = clipboard.save(render.group_markdown(found), folder, stem, ".md")
            table = clipboard.save("\ufeff" + render.group_csv(found), folder, stem, ".csv")
        except WorkshopError as error:
            told = str(error)
        except OSError as error:
            told = _("Not saved in {folder}: {reason}").format(folder=folder, reason=error.strerror or str(error))
        else:
            told = _("Saved in {folder}: {names}").format(
                folder=folder, names=", ".join(path.name for path in (page, text, table))
            )
            told += f"\n\n{found.no_figures}" if found.no_figures else ""
        self.app.call_from_thread(self.app.notify, told, timeout=15, markup=False)

    def action_close(self) -> None:
        """End the workshop for everyone."""
        told = _("Everyone sees where the own report is. No more rounds can be held; the results stay until {date}.")
        date = f"{self.desk.workshop.keep_until:%d-%m-%Y}"
        self.if_sure(_("Close the workshop?"), told.format(date=date), self.desk.workshop.close)

    def action_wipe(self) -> None:
        """Erase everything, after two questions."""
        told = _(
            "Every talk, every report and the results are erased at once, for everyone. It cannot be brought back."
        )
        self.if_sure(_("Erase the workshop?"), told, self._wipe_really)

    def _wipe_really(self) -> None:
        code = self.desk.workshop.join_code
        note = _("It is {code}. Anything else keeps everything.").format(code=code)

        def typed(text: str | None) -> None:
            if text and codes.read(text) == codes.read(code):
                self.do(self.desk.workshop.wipe)
            else:
                self.app.notify(_("Nothing was erased."), markup=False)

        self.app.push_screen(LineScreen(_("Then type the code of this workshop"), note), typed)
