"""The practice talk: the conversation as the hero, the coach beside it, the draft below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from coach import guidance, locations
from coach.conversation import Conversation, Flag, Reading, Speaker, Turn
from coach.debrief.measures import measure
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.silence import Scope
from coach.roleplay.practice import Practice
from coach.tui import clipboard
from coach.tui.widgets.coach_pane import about_phase, about_reading, flag_name, in_short
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.meter import ListeningMeter
from coach.tui.widgets.passage_view import standing_name
from coach.tui.widgets.talk_log import TalkLog

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


_ENOUGH_WORDS = 3
"""A draft of fewer words is only the beginning of a sentence: nothing can be said of it yet."""


class PracticeScreen(Screen[None]):
    """One talk. Everything the keys do is also in the footer or in F1."""

    app: CoachApp
    CSS_PATH = "practice.tcss"
    HELP = _(
        "Type what you would say and press Enter. An empty Enter lets a silence fall: that is a move too. "
        "Words that you had better hold back are underlined, with the reason beside them. "
        "A flag is a hint by a helper, not a verdict: F3 shows why, and with x you say there that it is not right. "
        "It then stays away; `coach silences` lists what you called so. "
        "With m you also see what the coach doubts about."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "hint", _("Hint"), id="practice.hint"),
        Binding("f3", "why", _("Why"), id="practice.why"),
        Binding("f4", "back", _("Take back"), id="practice.back"),
        Binding("f5", "finish", _("Round off"), id="practice.finish"),
        Binding("escape", "leave", _("Home"), id="practice.leave"),
        # These three mean something else in a text area; here they are about the talk.
        Binding("f6", "copy", _("Copy the talk"), show=False, priority=True, id="practice.copy"),
        Binding("pageup", "scroll(-1)", _("Read back"), show=False, priority=True),
        Binding("pagedown", "scroll(1)", _("Read on"), show=False, priority=True),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice
        self.rules = reader.default().rules
        self._hints = 0
        self._trouble: str | None = None
        self._given_back = ""
        self._asked_terminal = False

    def compose(self) -> ComposeResult:
        """Head, talk and coach side by side, one line of coach for narrow screens, and the draft."""
        person = self.practice.employee.persona.name
        names = {flag.value: file.name for flag, file in self.rules.flags.items()}
        yield Static(id="head")
        with Horizontal(id="middle"):
            yield TalkLog(person, names, id="talk")
            with VerticalScroll(id="coach", can_focus=False):
                yield ListeningMeter(id="meter")
                yield Static(_("Your last line"), classes="heading")
                yield Static(id="reading")
                yield Static(_("You could now"), classes="heading")
                yield Static(id="hint")
        yield Static(id="short")
        with Vertical(id="foot"):
            with Horizontal(id="typing"):
                yield Static(">", id="prompt")
                yield Draft(_("What do you say?"), id="draft")
            yield Static(id="draft-reading")
        yield Footer()

    def on_mount(self) -> None:
        """Show the talk so far."""
        self.query_one(TalkLog).add(self.practice.shown.turns)
        self._refresh()
        self.query_one(Draft).focus()

    def on_resize(self) -> None:
        """Draw the head to the new width."""
        for head in self.query("#head").results(Static):
            head.update(self._head())

    @on(Draft.Said)
    def say(self, message: Draft.Said) -> None:
        """Say the line and show what it did."""
        if self.practice.over:
            self.app.notify(_("This talk is over. F5 looks back on it."), markup=False)
            self.query_one(Draft).put(message.text)
            return
        exchange = self.practice.say(message.text)
        log = self.query_one(TalkLog)
        log.anchor()  # who speaks has done with reading back
        log.add((exchange.said, exchange.answer))
        self.query_one("#draft-reading", Static).update("")
        self._hints = 0
        self._refresh()

    @on(Draft.Paused)
    def read_draft(self, message: Draft.Paused) -> None:
        """Say quietly what the draft would do."""
        begun = len(message.text.split()) >= _ENOUGH_WORDS
        reading = self.practice.read(message.text) if begun else Reading()
        self.query_one("#draft-reading", Static).update(in_short(reading, self.rules))

    def action_hint(self) -> None:
        """Show aim and traps of this phase, and other questions with every press."""
        self._hints += 1
        self._show_hint()
        if self._is_narrow():
            self._explain(_("You could now"), self._hint_content())

    def action_why(self) -> None:
        """Show the reading of the last line with the guidance behind it."""
        from coach.tui.screens.why import WhyScreen

        turn = self._last_said()
        if turn is None or turn.reading is None:
            self.app.notify(_("Say something first; then F3 tells what it did."), markup=False)
            return
        self.app.push_screen(WhyScreen(turn, self.rules, self._not_right))

    def action_back(self) -> None:
        """Take back the last exchange and put the words in the draft, before what was being typed there."""
        before = len(self.practice.talk.turns)
        said = self.practice.take_back()
        if said is None:
            self.app.notify(_("There is nothing to take back yet."), markup=False)
            return
        self.query_one(TalkLog).drop_last(before - len(self.practice.talk.turns))
        draft = self.query_one(Draft)
        typed = "" if draft.text == self._given_back else draft.text
        draft.put(" ".join(text for text in (said, typed) if text))
        self._given_back = draft.text
        self._refresh()

    def action_finish(self) -> None:
        """Close the talk and look back on it."""
        if self._last_said() is None:
            self.app.notify(_("Say something first; then there is something to look back on."), markup=False)
            return
        self.practice.finish()
        self.app.look_back(self.practice)

    def action_leave(self) -> None:
        """Go home; the talk can be gone on with."""
        self.app.go_home()

    def action_scroll(self, direction: int) -> None:
        """Read back or on without leaving the draft."""
        log = self.query_one(TalkLog)
        log.scroll_relative(y=direction * max(1, log.size.height - 2), animate=False)

    def action_copy(self) -> None:
        """Copy the whole talk as text; where nobody can say whether that worked, a second press makes a file."""
        text = as_text(self.practice.talk, self.practice.employee.persona.name)
        if self._asked_terminal:
            self._asked_terminal = False
            self._save(text)
            return
        way = clipboard.copy(text, self.app)
        self._asked_terminal = way is clipboard.Way.TERMINAL
        told = {
            clipboard.Way.CLIPBOARD: _("The talk is on the clipboard."),
            clipboard.Way.TERMINAL: _(
                "Asked the terminal to copy. Not there? Press F6 again: then it becomes a file."
            ),
        }
        self.app.notify(told[way], markup=False)

    def _save(self, text: str) -> None:
        folder = locations.documents()
        try:
            path = clipboard.save(text, folder, f"verzuimcoach-{self.practice.employee.persona.id}", ".txt")
        except OSError as error:
            reason = error.strerror or str(error)
            told = _("Not saved in {folder}: {reason}").format(folder=folder, reason=reason)
        else:
            told = _("Saved: {file}").format(file=path)
        self.app.notify(told, timeout=12, markup=False)

    def _refresh(self) -> None:
        """Bring head, meter, reading and hints up to date with the talk."""
        talk = self.practice.talk
        self.query_one("#head", Static).update(self._head())
        self.query_one(ListeningMeter).show(measure(talk))
        turn = self._last_said()
        reading = turn.reading if turn and turn.reading else None
        nothing = Content.styled(_("She came in. What is your first sentence?"), "$aside")
        shown = about_reading(reading, self.rules) if reading else nothing
        self.query_one("#reading", Static).update(shown + self._behind(reading))
        self.query_one("#short", Static).update(self._short(reading))
        self._show_hint()
        invitation = _("The talk is over. F5 looks back on it.") if self.practice.over else _("What do you say?")
        self.query_one(Draft).placeholder = invitation
        self._tell_trouble()

    def _head(self) -> Content:
        employee, practice = self.practice.employee, self.practice
        number = practice.talk.state.phase + 1 if practice.talk.state else 1
        title = f" {_('Practise')} · {employee.situation.title} · {employee.persona.name}, {employee.persona.role}"
        phase = _("phase {number}/{count} {title}").format(
            number=number, count=len(employee.situation.phases), title=practice.phase.title
        )
        room = max(0, self.app.size.width - len(phase) - 2)
        shown = title if len(title) < room else f"{title[: max(0, room - 2)]}… "
        return Content.assemble((f"{shown:<{room}}", "$aside"), (phase, "$accent-word"))

    def _behind(self, reading: Reading | None) -> Content:
        """The passage that the first flag rests on, by title and standing; F3 shows all of it."""
        flag = next(iter(reading.shown()), None) if reading else None
        passage = next(iter(guidance.passages_for(flag)), None) if flag else None
        if passage is None:
            return Content("")
        line = _("Guidance") + f": {passage.title} ({standing_name(passage)})  F3"
        return Content.styled(f"\n\n{line}", "$aside")

    def _short(self, reading: Reading | None) -> Content:
        if reading is None:
            return Content.styled(_("F2 gives a question to begin with"), "$aside")
        more = Content.styled("   " + _("F3 why and what else"), "$aside")
        short = in_short(reading, self.rules)
        return short + more if short else more

    def _show_hint(self) -> None:
        self.query_one("#hint", Static).update(self._hint_content())

    def _hint_content(self) -> Content:
        questions = self.practice.questions(9)
        start = self._hints * 3 % max(1, len(questions))
        chosen = (questions[start:] + questions[:start])[:3]
        return about_phase(self.practice.phase, chosen, fully=self._hints > 0)

    def _explain(self, title: str, content: Content) -> None:
        from coach.tui.screens.why import NoteScreen

        self.app.push_screen(NoteScreen(f"{title} · {self.practice.phase.title}", content))

    def _last_said(self) -> Turn | None:
        return next((t for t in reversed(self.practice.shown.turns) if t.speaker is Speaker.MANAGER), None)

    def _not_right(self, flag: Flag, scope: Scope) -> Turn | None:
        """Leave a flag on the last line out from now on; returns that line as it reads then."""
        name = flag_name(flag, self.rules)
        try:
            number = self.practice.not_right(flag, scope)
        except OSError as error:
            reason = error.strerror or str(error)
            told = _("«{flag}» stays away until you stop. It could not be kept: {reason}").format(
                flag=name, reason=reason
            )
        else:
            told = _("«{flag}» stays away. To undo it: coach silences remove {number}").format(
                flag=name, number=number
            )
            if not self.practice.silences.kept:
                told = _("«{flag}» stays away until you stop: this session keeps nothing.").format(flag=name)
        self.app.notify(told, timeout=12, markup=False)
        self.query_one(TalkLog).mark_anew(self.practice.shown.turns)
        self._refresh()
        return self._last_said()

    def _is_narrow(self) -> bool:
        return not self.has_class("-wide")

    def _tell_trouble(self) -> None:
        trouble = self.practice.trouble
        if trouble and trouble != self._trouble:
            self.app.notify(trouble, title=_("Not kept"), timeout=15, markup=False)
        self._trouble = trouble


def as_text(talk: Conversation, person: str) -> str:
    """The talk as lines `Name: words`."""
    names = {Speaker.MANAGER: _("You"), Speaker.EMPLOYEE: person}
    return "\n".join(f"{names[turn.speaker]}: {turn.text}" for turn in talk.turns)
