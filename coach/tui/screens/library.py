"""The library: look something up in the guidance and the cards, or just read around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance import Card, Passage, Phase
from coach.guidance.answer import Decision, verdicts_for
from coach.guidance.documents.hit import OwnHit
from coach.guidance.documents.problem import DocumentError
from coach.guidance.naming import phase_name
from coach.guidance.shelf import Shelf
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.tui.screens.pick import PickScreen
from coach.tui.suggesting import Suggesting
from coach.tui.widgets import card_view, own_view, verdict_view
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.passage_view import PassageView
from coach.tui.widgets.search_line import SearchLine
from coach.tui.widgets.shelf_line import card_line, heading, passage_line

if TYPE_CHECKING:
    from coach.model.contract import Engine
    from coach.tui.app import CoachApp
    from coach.words.cited import Claim

_RESULTS = 12
_PAUSE = 0.08
_OWN_RESULTS, _OWN_AFTER = 4, 3
"""So many excerpts of own documents stand among the results, after the first few of the guidance."""
_FEW_WORDS = 2
"""So few words look something up; more may ask whether something may."""


_Item: TypeAlias = Passage | Card | Decision | OwnHit
_Line: TypeAlias = tuple[_Item | None, Content]
"""What a line of the list stands for, None for a heading, and how it looks."""


class LibraryScreen(Screen[None]):
    """A search line, what stands on the shelf that was chosen, and the passage or card that is read."""

    app: CoachApp
    CSS_PATH = "library.tcss"
    HELP = _(
        "Type a few words or a whole question; the list follows. With nothing typed you see everything. "
        "The arrows choose a passage, Page Up and Page Down read it. F2, F3 and F4 show only one kind of talk, "
        "one part of it or one source; F5 shows the cards for a talk in place of the passages."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", _("Next"), show=False, priority=True),
        Binding("up", "move(-1)", _("Previous"), show=False, priority=True),
        Binding("pagedown", "page(1)", _("Read on"), show=True, priority=True),
        Binding("pageup", "page(-1)", _("Read back"), show=False, priority=True),
        Binding("f2", "kind", _("Kind")),
        Binding("f3", "phase", _("Phase")),
        Binding("f4", "document", _("Source")),
        Binding("f5", "cards", _("Cards")),
        Binding("f8", "everything", _("Show everything again"), show=False),
        Binding("escape", "app.pop_screen", _("Back")),
    ]

    def __init__(self, passage: str | None = None) -> None:
        super().__init__()
        self._first = passage
        self._shelf = Shelf()
        self._cards = False
        self._shown: dict[str, _Item] = {}
        self._decided: tuple[str, tuple[Decision, ...]] = ("", ())
        self._timer: Timer | None = None
        self._suggesting: Suggesting | None = None
        self._words: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        """Search line above; the list beside the page, or above it when narrow; below them what is shown."""
        yield SearchLine(placeholder=_("What are you looking for?"), id="query", compact=True)
        with Horizontal(id="shelves"):
            yield OptionList(id="found")
            with VerticalScroll(id="page", can_focus=False):
                yield PassageView(id="passage")
        with Vertical(id="count-line"):
            yield Static(id="count", classes="aside", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Show everything, and open the passage that was asked for."""
        self.query_one("#found", OptionList).can_focus = False
        self.query_one(Input).focus()
        self._look()
        self._warm()
        if self._first in self._shown:
            found = self.query_one("#found", OptionList)
            found.highlighted = found.get_option_index(self._first or "")

    @work(thread=True, exit_on_error=False)
    def _warm(self) -> None:
        """Make the index of own documents, so that the first word that is typed need not wait for it."""
        with suppress(DocumentError):
            guidance.search_own("")

    @on(Input.Changed)
    def wait(self) -> None:
        """Search when the typing rests."""
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._look)

    @on(OptionList.OptionHighlighted, "#found")
    def read(self, event: OptionList.OptionHighlighted) -> None:
        """Open what is highlighted."""
        self._open(self._shown.get(event.option.id or ""))

    def action_move(self, step: int) -> None:
        """Go to the next or previous line without leaving the search line."""
        found = self.query_one("#found", OptionList)
        if step > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    def action_page(self, step: int) -> None:
        """Read on, or back."""
        page = self.query_one("#page")
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    def action_kind(self) -> None:
        """Choose a kind of talk."""
        self._ask_kind(lambda kind: self._go(replace(self._shelf, kind=kind), cards=self._cards and kind is not None))

    def action_phase(self) -> None:
        """Choose a part of the talk."""
        phases = list(Phase) if self._kind is None else [part.phase for part in guidance.deck(self._kind).phases]
        self._ask(
            _("Which part of the talk?"),
            _("all of it"),
            {phase_name(phase): phase for phase in phases},
            self._shelf.phase,
            lambda phase: self._go(replace(self._shelf, phase=phase)),
        )

    def action_document(self) -> None:
        """Choose a source."""
        self._ask(
            _("From which source?"),
            _("all sources"),
            {title: title for title in guidance.library().sources.documents},
            self._shelf.document,
            lambda document: self._go(replace(self._shelf, document=document)),
        )

    def action_cards(self) -> None:
        """Show the cards in place of the passages, or the passages again; cards belong to a kind of talk."""
        if self._cards or self._kind is not None:
            self._go(self._shelf, cards=not self._cards)
        else:
            self._ask_kind(lambda kind: self._go(replace(self._shelf, kind=kind), cards=kind is not None))

    def action_everything(self) -> None:
        """Put every choice and every word aside."""
        self.query_one(Input).value = ""
        self._go(Shelf(), cards=False)

    @property
    def _kind(self) -> SituationKind | None:
        return self._shelf.kind

    def _ask_kind(self, then: Callable[[SituationKind | None], None]) -> None:
        titles = {guidance.deck(kind).title: kind for kind in SituationKind}
        self._ask(_("Which kind of talk?"), _("all talks"), titles, self._kind, then)

    def _ask(
        self, title: str, everything: str, choices: dict[str, Any], now: object, then: Callable[[Any], None]
    ) -> None:
        """Ask for one of a few, with everything as the first; what is chosen now is highlighted."""
        values = [None, *choices.values()]
        names = [Content(name) for name in (everything, *choices)]

        def answered(index: int | None) -> None:
            if index is not None:
                then(values[index])

        self.app.push_screen(PickScreen(title, names, at=values.index(now) if now in values else 0), answered)

    def _go(self, shelf: Shelf, *, cards: bool | None = None) -> None:
        """Show another shelf. A phase that the kind of talk does not have would leave nothing: it is put aside."""
        if shelf.kind is not None and shelf.phase is not None and guidance.deck(shelf.kind).part(shelf.phase) is None:
            shelf = replace(shelf, phase=None)
        self._shelf = shelf
        self._cards = self._cards if cards is None else cards
        self._look()

    def _look(self) -> None:
        """Fill the list with what is on the shelf and answers what was typed."""
        query = self.query_one(Input).value.strip()
        if self._cards and self._kind is not None:
            self._look_at_cards(query, self._kind)
            return
        found = self._shelf.search(query, _RESULTS) if query else self._shelf.passages()
        offered = found or (self._shelf.suggestions() if query else [])
        told = _("{count} passages").format(count=len(found))
        if query and not found:
            told = _("Nothing found for these words. Perhaps one of these:")
        asked, decisions = self._decided
        verdicts = [(decision, verdict_view.verdict_line(decision)) for decision in decisions if asked == query]
        passages: list[_Line] = [(passage, passage_line(passage)) for passage in offered]
        own, trouble = self._own(query)
        at = _OWN_AFTER if found else 0
        self._fill([*verdicts, *passages[:at], *own, *passages[at:]], trouble or told)
        if asked != query and len(query.split()) > _FEW_WORDS:
            self._decide(query)

    def _own(self, query: str) -> tuple[list[_Line], str]:
        """What the organisation's own documents say, and what is the matter when they cannot be used."""
        if not query or not self._shelf.whole:
            return [], ""
        try:
            hits = guidance.search_own(query, _OWN_RESULTS)
        except DocumentError as error:
            return [], str(error)
        return [(hit, own_view.own_line(hit)) for hit in hits], ""

    @work(thread=True, exclusive=True, group="verdict", exit_on_error=False)
    def _decide(self, query: str) -> None:
        """See what may; the first time that takes a moment, and the list does not wait for it."""
        decisions = verdicts_for(query)
        self.app.call_from_thread(self._tell, query, decisions)

    def _tell(self, query: str, decisions: tuple[Decision, ...]) -> None:
        """Put the verdict above what was found, if that is still what is asked."""
        if self.is_attached and self.query_one(Input).value.strip() == query:
            self._decided = (query, decisions)
            if decisions:
                self._look()
                self._suggest(query)

    def _suggest(self, query: str) -> None:
        """Have the model word the answer from its passages; the verdict and the passages stand there already."""
        self._suggest_no_more()
        self.app.voices.current()
        engine = self.app.voices.engine()
        if engine is None or query in self._words:
            return
        from coach.guidance.answer import answer
        from coach.words import cited

        def look(asked: Engine, over: Callable[[], bool]) -> tuple[str, Sequence[Claim]] | None:
            claims = cited.find(asked, answer(query, cited.MOST_PASSAGES), over)
            return (query, claims) if claims else None

        self._suggesting = Suggesting(engine, look, self)

    def _suggest_no_more(self) -> None:
        if self._suggesting:
            self._suggesting.stop()
        self._suggesting = None

    @on(Suggesting.Came)
    def add(self, message: Suggesting.Came) -> None:
        """Show the words of the model below the verdict, if that is what is read."""
        if message.suggesting is not self._suggesting:
            return
        query, claims = message.found
        self._words[query] = verdict_view.worded(claims, message.suggesting.model)
        found = self.query_one("#found", OptionList)
        option = found.highlighted_option
        item = self._shown.get(option.id or "") if option else None
        if isinstance(item, Decision):
            self.query_one(PassageView).update(verdict_view.drawn(item, self._worded()))

    def _worded(self) -> Content | None:
        return self._words.get(self.query_one(Input).value.strip())

    def on_unmount(self) -> None:
        """Leave the model alone."""
        self._suggest_no_more()

    def _look_at_cards(self, query: str, kind: SituationKind) -> None:
        lines: list[_Line] = []
        if query:
            lines = [(card, card_line(card)) for card in self._shelf.find_cards(query, kind)]
        else:
            for part, cards in self._shelf.parts(kind):
                lines.append((None, heading(phase_name(part.phase))))
                lines.extend((card, card_line(card)) for card in cards)
        count = sum(item is not None for item, _line in lines)
        told = ngettext("{count} card", "{count} cards", count).format(count=count)
        self._fill(lines, _("No card holds these words.") if query and not count else told)

    def _fill(self, lines: Sequence[_Line], told: str) -> None:
        """Show these lines, open the first, and say what is shown."""
        self._shown = {_key(item): item for item, _line in lines if item is not None}
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_options(
            Option(line, id=_key(item) if item else None, disabled=item is None) for item, line in lines
        )
        found.highlighted = next((place for place, (item, _line) in enumerate(lines) if item is not None), None)
        if not self._shown:
            self._open(None)
        self.query_one("#count", Static).update("  ·  ".join((told, *self._chosen())))

    def _chosen(self) -> Iterable[str]:
        """How to see everything again, and what the list is narrowed to."""
        if not self._shelf.whole:
            yield _("F8 everything")
        if self._kind is not None:
            yield guidance.deck(self._kind).title
        if self._shelf.phase is not None:
            yield phase_name(self._shelf.phase)
        if self._shelf.document is not None:
            yield self._shelf.document

    def _open(self, item: _Item | None) -> None:
        page = self.query_one(PassageView)
        if isinstance(item, Passage):
            page.show(item)
        elif isinstance(item, Decision):
            page.update(verdict_view.drawn(item, self._worded()))
        elif isinstance(item, OwnHit):
            page.update(own_view.drawn(item))
        elif item is not None and self._kind is not None:
            page.update(card_view.drawn(item, phase_name(guidance.deck(self._kind).phase_of(item))))
        else:
            page.update("")
        self.query_one("#page").scroll_home(animate=False)


def _key(item: _Item) -> str:
    """How a line of the list is known; a verdict may have the id of a passage."""
    return f"verdict {item.id}" if isinstance(item, Decision) else item.id
