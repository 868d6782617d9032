"""The practice talk: the conversation as the hero, the coach beside it, the draft below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.conversation import Conversation, Flag, Help, Reading, Speaker, Turn
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.silence import Scope
from coach.roleplay import exercise, level
from coach.roleplay.hint import hint
from coach.roleplay.practice import Practice
from coach.roleplay.renewal import Renewal
from coach.tui import not_right
from coach.tui.copying import CopyThenSave
from coach.tui.speaking import Speaking
from coach.tui.suggesting import Suggesting
from coach.tui.widgets.coach_column import CoachColumn
from coach.tui.widgets.coach_pane import (
    about_hint,
    about_passage,
    about_phase,
    about_reading,
    flag_name,
    hint_title,
    in_short,
    one_line,
    suggestion,
)
from coach.tui.widgets.draft import Draft
from coach.tui.widgets.footer import Footer
from coach.tui.widgets.talk_head import head
from coach.tui.widgets.talk_log import TalkLog
from coach.tui.widgets.voice_line import VoiceLine

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


_ENOUGH_WORDS = 3
"""A draft of fewer words is only the beginning of a sentence: nothing can be said of it yet."""
_ALL_STEPS = 9
"""Asking for the hints up to here needs everything that they rest on."""


class PracticeScreen(Screen[None]):
    """One talk. Everything the keys do is also in the footer or in F1."""

    app: CoachApp
    CSS_PATH = "practice.tcss"
    HELP = (
        _(
            "Type what you would say and press Enter. An empty Enter lets a silence fall: that is a move too. "
            "Words that you had better hold back are underlined, with the reason beside them. "
            "A flag is a hint by a helper, not a verdict: F3 shows why, and with x you say there that it is not "
            "right. It then stays away; `coach silences` lists what you called so. "
            "With m you also see what the coach doubts about."
        )
        + _(" F2 gives a hint in three steps: what is happening, what fits, an example.")
        + _(
            " F4 takes your last line back, F7 an earlier one. Nothing is lost by it: F8 shows both ways side "
            "by side."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "hint", _("Hint"), id="practice.hint"),
        Binding("f3", "why", _("Why"), id="practice.why"),
        Binding("f4", "back", _("Take back"), id="practice.back"),
        Binding("f5", "finish", _("Round off"), id="practice.finish"),
        Binding("escape", "leave", _("Home"), id="practice.leave"),
        # Those with priority mean something else in a text area; here they are about the talk.
        Binding("f6", "copy", _("Copy the talk"), show=False, priority=True, id="practice.copy"),
        Binding("f7", "rewind", _("Back to an earlier line"), show=False, priority=True, id="practice.rewind"),
        Binding("f8", "branches", _("What was taken back beside this"), show=False, id="practice.branches"),
        Binding("pageup", "scroll(-1)", _("Read back"), show=False, priority=True),
        Binding("pagedown", "scroll(1)", _("Read on"), show=False, priority=True),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice
        self.rules = reader.default().rules
        self._hints = 0
        self._trouble: str | None = None
        self._renewal = Renewal(practice.talk)
        self._given_back = ""
        self._copying = CopyThenSave(
            done=_("The talk is on the clipboard."),
            asked=_("Asked the terminal to copy. Not there? Press F6 again: then it becomes a file."),
        )
        self._speaking: Speaking | None = None
        self._suggesting: Suggesting | None = None
        self._better: Content | None = None

    def compose(self) -> ComposeResult:
        """Head, talk and coach side by side, one line of coach for narrow screens, and the draft."""
        person = self.practice.employee.persona.name
        names = {flag.value: file.name for flag, file in self.rules.flags.items()}
        yield Static(id="head")
        with Horizontal(id="middle"):
            yield TalkLog(person, names, id="talk")
            yield CoachColumn()
        yield Static(id="short")
        with Vertical(id="foot"):
            with Horizontal(id="typing"):
                yield Static(">", id="prompt")
                yield Draft(_("What do you say?"), id="draft")
            with Horizontal(id="below"):
                yield VoiceLine(self.practice, id="voice")
                yield Static(id="draft-reading")
        yield Footer()

    def on_mount(self) -> None:
        """Show the talk so far."""
        log, talk = self.query_one(TalkLog), self.practice.visible
        own = exercise.prepared(talk)
        log.add(talk.turns[:own])
        if own:
            log.mount(Static(_("from here on it is you who speaks"), classes="here"))
        log.add(talk.turns[own:])
        self.set_class(talk.help is Help.NONE, "-unaided")
        self._refresh()
        if talk.help is Help.WITH:
            self.run_worker(self._warm_up, thread=True, group="warm-up", exit_on_error=False)
        self.query_one(Draft).focus()

    def on_resize(self) -> None:
        """Draw the head to the new width."""
        for line in self.query("#head").results(Static):
            line.update(self._head(), layout=False)

    @on(Draft.Said)
    def say(self, message: Draft.Said) -> None:
        """Say the line and show what it did; while the employee speaks, an empty one means: I have heard enough."""
        if self._let_finish() and not message.text.strip():
            return
        if self.practice.over and exercise.of(self.practice.talk):
            self.action_finish()
            return
        if self.practice.over:
            self.app.notify(_("This talk is over. F5 looks back on it."), markup=False)
            self.query_one(Draft).put(message.text)
            return
        self._renew()
        self._suggest_no_more()
        reply = self.practice.tell(message.text)
        log = self.query_one(TalkLog)
        log.anchor()  # who speaks has done with reading back
        self._hints = 0
        self.query_one("#draft-reading", Static).update("", layout=False)
        if reply.pauses:
            log.add(self._waiting_turns())
            log.wait()
            if self.practice.talk.help is Help.WITH:
                self._refresh()
            self._speaking = Speaking(reply, self)
            return
        answer = self.practice.answered(reply, list(reply.sentences()))
        log.add((self.practice.visible.turns[-2], answer))
        self._refresh()
        self._suggest()

    def _waiting_turns(self) -> tuple[Turn, ...]:
        """The line just said, read back already where the coach does not wait with that until the answer."""
        said = self.practice.visible.turns[-1]
        read = said if self.practice.talk.help is Help.WITH else said.model_copy(update={"reading": None})
        return (read,)

    @on(Speaking.Heard)
    def hear(self, message: Speaking.Heard) -> None:
        """Show what the employee has said so far."""
        if message.speaking is not self._speaking:
            return
        if message.sentence is None:
            self._let_finish()
        else:
            message.speaking.heard.append(message.sentence)
            self.query_one(TalkLog).hear(message.speaking.text)

    def _let_finish(self) -> bool:
        """End the answer that is under way with what was heard of it; returns whether there was one."""
        speaking, self._speaking = self._speaking, None
        if speaking is None:
            return False
        speaking.stop()
        log = self.query_one(TalkLog)
        log.heard(self.practice.answered(speaking.reply, speaking.heard))
        log.mark_anew(self.practice.visible.turns)
        if notice := self.query_one(VoiceLine).take_notice():
            self.app.notify(notice, timeout=12, markup=False)
        self._refresh()
        self._suggest()
        return True

    def _suggest(self) -> None:
        """Have the model look for a better sentence for the line just said; what was written stands there already."""
        engine = self.app.voices.engine()
        talk = self.practice.visible
        if engine is None or talk.help is Help.NONE or self.practice.over:
            return
        from coach.words import better

        if line := better.of_talk(talk):
            self._suggesting = Suggesting(engine, lambda asked, over: better.find(asked, line, over), self)

    def _suggest_no_more(self) -> None:
        """The moment is past: the model is free for the answer."""
        if self._suggesting:
            self._suggesting.stop()
        self._suggesting = self._better = None

    @on(Suggesting.Came)
    def offer(self, message: Suggesting.Came) -> None:
        """Show what the model suggests below the sentence that was written."""
        if message.suggesting is self._suggesting:
            self._better = suggestion(f"«{message.found}»", message.suggesting.model)
            self._refresh()

    def on_unmount(self) -> None:
        """Leave the model alone."""
        self._suggest_no_more()

    def _renew(self) -> None:
        """Let the reply follow what a trainer has just changed in the files."""
        practice = self.practice
        practice.employee = self._renewal.employee(practice.employee, practice.talk)
        if wrong := self._renewal.trouble(practice.talk):
            self.app.notify(wrong, title=_("The file was changed"), timeout=15, markup=False)

    @on(Draft.Paused)
    def read_draft(self, message: Draft.Paused) -> None:
        """Say quietly what the draft would do."""
        begun = len(message.text.split()) >= _ENOUGH_WORDS and self.practice.talk.help is Help.WITH
        reading = self.practice.read(message.text) if begun else Reading()
        self.query_one("#draft-reading", Static).update(in_short(reading, self.rules), layout=False)

    def action_hint(self) -> None:
        """Say what is happening, then what fits, then an example; with every press a step further."""
        self._let_finish()
        if why_not := level.no_hints(self.practice.talk.help):
            self.app.notify(why_not, markup=False)
            return
        self._hints += 1
        self._show_hint()

    def action_why(self) -> None:
        """Show the reading of the last line with the guidance behind it."""
        from coach.tui.screens.why import WhyScreen

        if why_not := level.no_why(self.practice.talk.help):
            self.app.notify(why_not, markup=False)
            return
        turn, talk = self._last_said(), self.practice.visible.turns
        if turn is None or turn.reading is None:
            self.app.notify(_("Say something first; then F3 tells what it did."), markup=False)
            return
        said = max(place for place, one in enumerate(talk) if one.speaker is Speaker.MANAGER)
        before = next((one.text for one in reversed(talk[:said]) if one.speaker is Speaker.EMPLOYEE), None)
        self.app.push_screen(WhyScreen(turn, self.rules, self._not_right, before, self._better))

    def action_back(self) -> None:
        """Take back the last exchange, to say it better."""
        self._let_finish()
        if moments := self.practice.moments:
            self._go_back(moments[-1])
        else:
            self.app.notify(_("There is nothing to take back yet."), markup=False)

    def action_rewind(self) -> None:
        """Choose an earlier line, and go back to just before it."""
        from coach.tui.going_back import choose_line

        self._let_finish()
        choose_line(self.app, self.practice, self._go_back)

    def action_branches(self) -> None:
        """Show the talk beside the way it went before something was taken back."""
        from coach.tui.going_back import show_other_ways

        self._let_finish()
        show_other_ways(self.app, self.practice)

    def _go_back(self, place: int) -> None:
        """Go back to just before a line and put its words in the draft, before what was being typed there."""
        before = len(self.practice.talk.turns)
        self._suggest_no_more()
        said = self.practice.rewind(place)
        self.query_one(TalkLog).drop_last(before - len(self.practice.talk.turns))
        draft = self.query_one(Draft)
        typed = "" if draft.text == self._given_back else draft.text
        draft.put(" ".join(text for text in (said, typed) if text))
        self._given_back = draft.text
        self._refresh()

    def action_finish(self) -> None:
        """Close the talk and look back on it."""
        self._let_finish()
        if not self.practice.moments:
            self.app.notify(_("Say something first; then there is something to look back on."), markup=False)
            return
        self.practice.finish()
        self.app.after_talk(self.practice)

    def action_leave(self) -> None:
        """Put a hint away; or go home, where the talk can be gone on with."""
        self._let_finish()
        if self._hints:
            self._hints = 0
            self._show_hint()
        else:
            self.app.go_home()

    def action_scroll(self, direction: int) -> None:
        """Read back or on without leaving the draft."""
        log = self.query_one(TalkLog)
        log.scroll_relative(y=direction * max(1, log.size.height - 2), animate=False)

    def action_copy(self) -> None:
        """Copy the whole talk as text; where nobody can say whether that worked, a second press makes a file."""
        self._let_finish()
        persona = self.practice.employee.persona
        self._copying.copy(self.app, as_text(self.practice.talk, persona.name), persona.id)

    def _refresh(self) -> None:
        """Bring head, meter, reading and hints up to date with the talk."""
        talk = self.practice.visible
        self.query_one("#head", Static).update(self._head(), layout=False)
        turn = self._last_said()
        shown = Content.styled(_("What is your first sentence?"), "$aside")
        if turn and turn.reading:
            shown = about_reading(turn.reading, self.rules, self._better) + about_passage(turn.reading)
        self.query_one(CoachColumn).read_back(talk, shown)
        self._show_hint()
        self.query_one(Draft).placeholder = self._invitation()
        self._tell_trouble()

    def _head(self) -> Content:
        return head(self.practice, self.app.size.width)

    def _invitation(self) -> str:
        if not self.practice.over:
            return _("What do you say?")
        if exercise.of(self.practice.talk):
            return _("Done. Enter shows how it went.")
        return _("The talk is over. F5 looks back on it.")

    def _show_hint(self) -> None:
        """Below the reading what could be said now; on a narrow screen a hint takes the place of the reading."""
        talk = self.practice.visible
        turn = self._last_said()
        title, content = "", Content("")
        short = one_line(turn.reading if turn else None, talk.help, self.rules)
        if self._hints:
            given = hint(talk, self.practice.employee.situation, self.practice.employee.persona, self._hints)
            title, content = hint_title(given), about_hint(given)
            short = Content.assemble((f"{title}  ", "$accent-word bold"), content)
        elif talk.help is Help.WITH:
            title, content = _("You could now"), about_phase(self.practice.questions(3))
        self.query_one(CoachColumn).advise(title, content)
        self.query_one("#short", Static).update(short)

    def _warm_up(self) -> None:
        """Make what hints need before the first one is asked for."""
        employee = self.practice.employee
        hint(self.practice.visible, employee.situation, employee.persona, _ALL_STEPS)

    def _last_said(self) -> Turn | None:
        return next((t for t in reversed(self.practice.visible.turns) if t.speaker is Speaker.MANAGER), None)

    def _not_right(self, flag: Flag, scope: Scope) -> Turn | None:
        """Leave a flag on the last line out from now on; returns that line as it reads then."""
        told = not_right.leave_out(self.practice, flag, scope, flag_name(flag, self.rules))
        self.app.notify(told, timeout=12, markup=False)
        self.query_one(TalkLog).mark_anew(self.practice.visible.turns)
        self._refresh()
        return self._last_said()

    def _tell_trouble(self) -> None:
        trouble = self.practice.trouble
        if trouble and trouble != self._trouble:
            self.app.notify(trouble, title=_("Not kept"), timeout=15, markup=False)
        self._trouble = trouble


def as_text(talk: Conversation, person: str) -> str:
    """The talk as lines `Name: words`."""
    names = {Speaker.MANAGER: _("You"), Speaker.EMPLOYEE: person}
    return "\n".join(f"{names[turn.speaker]}: {turn.text}" for turn in talk.turns)
