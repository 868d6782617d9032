"""The language model: what is chosen, what fits this computer, fetching one, using it, and getting rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.messages import gettext as _
from coach.model import catalogue, choice, download, measure, room, selection, shelf, source
from coach.model.catalogue import Use
from coach.model.error import ModelError
from coach.tui.screens.pick import PickScreen
from coach.tui.widgets import model_view
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.model_view import Shown

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_LOOKS = 0.25


class ModelsScreen(Screen[None]):
    """The models in a list, the best first; beside it what the highlighted one is; below it what is being fetched."""

    app: CoachApp
    CSS_PATH = "models.tcss"
    HELP = _(
        "Everything works without a language model. With one, the employee speaks more freely; what must be right "
        "stays with the program. Enter fetches a model, and uses one that is here. Only then does the program go "
        "online, and nothing of you is sent. A file of your own or a server: coach model use FILE or URL."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("c", "cancel", _("Break off")),
        Binding("z", "off", _("Without")),
        Binding("f8", "delete", _("Delete")),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Shown] = []

    def compose(self) -> ComposeResult:
        """What is chosen, the list with the page beside it, and a line for what is being fetched."""
        with Vertical(id="models"):
            yield Static(_("Language model"), classes="title")
            yield Static(id="chosen", markup=False)
            with Horizontal(id="both"):
                yield OptionList(id="list")
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="page")
            yield Static(id="fetching", classes="hint", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the list, and look now and then at what is being fetched."""
        self.query_one(OptionList).focus()
        self.fill()
        self.set_interval(_LOOKS, self._tell_progress)

    def fill(self) -> None:
        """Show how things stand now; the highlighted line stays where it is."""
        if not self.query(OptionList):
            return  # a model may come while the screen opens, which fills itself then
        found = self.query_one(OptionList)
        at = found.highlighted
        try:
            self._shown = _all()
        except ModelError as error:
            self.app.notify(str(error), timeout=12, markup=False)
        found.clear_options()
        found.add_options(Option(model_view.line(shown)) for shown in self._shown)
        if self._shown:
            best = next((place for place, shown in enumerate(self._shown) if shown.used or shown.best), 0)
            found.highlighted = best if at is None else min(at, len(self._shown) - 1)
        self.query_one("#chosen", Static).update(_chosen())
        self._tell_progress()
        self.refresh_bindings()

    def action_choose(self) -> None:
        """Use the highlighted model when it is here, else fetch it."""
        shown = self._highlighted()
        if shown is None or shown.used:
            return
        if shown.here:
            self._use(shown)
        else:
            self._fetch(shown)

    @work
    async def _fetch(self, shown: Shown) -> None:
        """Fetch a model, after asking: this is the one moment at which the program goes online."""
        if self.app.fetching is not None:
            self.app.notify(_("One model is being fetched already."), markup=False)
            return
        title = _("Fetch {model} from {hub}?").format(model=_title(shown), hub=download.hub())
        choices = [Content(_("fetch it")), Content(_("not now"))]
        if await self.app.push_screen_wait(PickScreen(title, choices, _beforehand(shown))) == 0:
            self.app.fetch(shown.source)
            self.fill()

    @work
    async def action_delete(self) -> None:
        """Delete the highlighted model from this computer, after asking."""
        shown = self._highlighted()
        if shown is None or shown.kept is None:
            self.app.notify(_("This model is not on this computer."), markup=False)
            return
        if self._is_fetched(shown):
            self.app.notify(_("This model is being fetched. c stops that."), markup=False)
            return
        title = _("Delete {model} from this computer?").format(model=_title(shown))
        note = _("{size} becomes free. You can fetch it again.").format(size=measure.size(shown.kept.size))
        choices = [Content(_("delete it")), Content(_("leave it"))]
        if await self.app.push_screen_wait(PickScreen(title, choices, note, at=1)) == 0:
            try:
                selection.remove(shown.source)
            except OSError as error:
                self.app.notify(error.strerror or str(error), timeout=12, markup=False)
            self.fill()

    def action_cancel(self) -> None:
        """Stop fetching; what came in stays for the next time."""
        if self.app.fetching is not None:
            self.app.fetching.cancel()

    def action_off(self) -> None:
        """Do without a model again; what was fetched stays."""
        try:
            choice.forget()
        except OSError as error:
            self.app.notify(error.strerror or str(error), timeout=12, markup=False)
        self.fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What there is nothing for is not offered."""
        if action == "cancel":
            return self.app.fetching is not None
        if action == "off":
            return selection.standing().choice is not None
        if action == "delete":
            return any(shown.kept for shown in self._shown)
        return True

    @on(OptionList.OptionHighlighted)
    def tell(self) -> None:
        """Say what the highlighted model is."""
        shown = self._highlighted()
        self.query_one("#page", Static).update(model_view.about(shown, download.hub()) if shown else "")
        self.query_one("#about").scroll_home(animate=False)

    def _use(self, shown: Shown) -> None:
        try:
            selection.of_source(shown.source).save()
        except ModelError as error:
            self.app.notify(str(error), timeout=12, markup=False)
        except OSError as error:
            self.app.notify(error.strerror or str(error), timeout=12, markup=False)
        self.fill()

    def _tell_progress(self) -> None:
        fetching = self.app.fetching
        line = self.query_one("#fetching", Static)
        line.display = fetching is not None
        if fetching is not None:
            line.update(f"{fetching.source.name}  {fetching.told()}")

    def _is_fetched(self, shown: Shown) -> bool:
        return self.app.fetching is not None and self.app.fetching.source.path == shown.source.path

    def _highlighted(self) -> Shown | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None


def _all() -> list[Shown]:
    """The catalogue in its own order, then what else was fetched."""
    known, memory = catalogue.default(), room.memory()
    kept = {one.path if not one.part else one.source.path: one for one in shelf.kept()}
    chosen = selection.standing().choice
    used = chosen.file if chosen else None
    best = known.recommended(memory) if memory else None
    found = []
    for entry in known.models:
        at = source.of_entry(entry)
        fit = entry.fit(memory) if memory else None
        found.append(Shown(at, entry, kept.pop(at.path, None), at.path == used, entry == best, fit))
    found += [Shown(one.source, None, one, path == used, False, None) for path, one in kept.items()]
    return found


def _chosen() -> Content:
    """What is chosen now, and that it need not be."""
    found = selection.standing()
    without = (_("Everything works without one. With one, the employee speaks more freely."), "$aside")
    if found.choice is None:
        return Content.assemble((found.problem, "$soft"), "\n" if found.problem else "", without)
    if found.choice.url:
        told = _("{name}, at {where}: what it is asked goes there.")
        where = Content(told.format(name=found.choice.model or found.choice.name, where=found.choice.url))
    else:
        where = Content(_("{name} is chosen; it runs in this computer.").format(name=found.choice.name))
    return Content("\n").join((where, Content.styled(found.problem, "$soft"))) if found.problem else where


def _title(shown: Shown) -> str:
    return shown.entry.title if shown.entry else shown.source.path.stem


def _beforehand(shown: Shown) -> str:
    """What a person should know before saying yes."""
    entry = shown.entry
    if entry is None:
        return _("Nothing of you is sent.")
    here = shown.kept.size if shown.kept else 0
    lines = [_("{size} to fetch. Nothing of you is sent.").format(size=measure.size(max(0, entry.size - here)))]
    if shown.fit is catalogue.Fit.NOT:
        lines.append(_("This computer has too little memory to use it."))
    if entry.licence.use is Use.CONDITIONS:
        lines.append(_("There are conditions to its use: {url}").format(url=entry.licence.url))
    elif entry.licence.use is Use.NON_COMMERCIAL:
        lines.append(_("Its licence does not allow use at work: {url}").format(url=entry.licence.url))
    return "\n".join(lines)
