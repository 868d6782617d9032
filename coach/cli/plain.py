"""The same talk as lines of text: for screen readers, slow terminals and pipes. Nothing blinks or moves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing

import click

from coach import roleplay
from coach.cli import exercises, output, silences
from coach.cli.roleplay import Wanted, database
from coach.conversation import Help, Reading, Turn
from coach.debrief import debrief, markdown
from coach.messages import gettext as _
from coach.messages import mark, ngettext
from coach.phrasing import reader
from coach.roleplay import comparison_text, exercise, level
from coach.roleplay.comparison import beside, other_ways, steps
from coach.roleplay.hint import STEPS, hint
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.persona import Briefing
from coach.roleplay.practice import Practice
from coach.roleplay.scene import Reply
from coach.roleplay.voices import Voices
from coach.store import Store, StoreError, open_store

_COMMANDS = {
    mark("/help"): "help",
    mark("/hint"): "hint",
    mark("/why"): "why",
    mark("/back"): "back",
    mark("/again"): "again",
    mark("/compare"): "compare",
    mark("/end"): "end",
    mark("/quit"): "quit",
}


def talk(wanted: Wanted, *, keep: bool, resume: bool) -> None:
    """Hold one talk on standard input and output. An empty line is a silence; the end of input rounds off."""
    voices = Voices()
    with open_store(database(keep)) as store, closing(voices):
        practice = (_resumed(store) if resume else None) or wanted.practice(store)
        practice.employee.voice = voice = voices.current()
        if isinstance(voice, ModelVoice):
            voice.read_ahead(practice.talk, practice.employee.persona)
        if voices.problem:
            click.echo(voices.problem, err=True)
        _introduce(practice)
        PlainTalk(practice, kept=keep).loop()


def _resumed(store: Store) -> Practice | None:
    summary = store.latest_unfinished()
    kept = store.load(summary.id) if summary else None
    if kept is None:
        click.echo(_("There is no unfinished talk; a new one begins."))
        return None
    employee = roleplay.employee(kept.situation, kept.persona)
    return Practice(employee, store, kept, silences=silences.current())


def _introduce(practice: Practice) -> None:
    employee = practice.employee
    briefing = employee.persona.briefing
    click.echo(f"{employee.situation.title} · {employee.persona.name}, {employee.persona.role}\n")
    for line in exercises.introduction(practice.talk):
        click.echo(line)
    if exercise.prepared(practice.talk) <= 1:
        _brief(briefing)
    click.echo("\n" + _("Type what you say. An empty line lets a silence fall. /help shows the commands.") + "\n")
    if practice.talk.help is not Help.WITH:
        click.echo(f"{level.name(practice.talk.help)}: {level.about(practice.talk.help)}\n")
    for turn in practice.talk.turns:
        _show_turn(practice, turn)
    if exercise.prepared(practice.talk) > 1:
        click.echo("  " + _("from here on it is you who speaks"))


def _brief(briefing: Briefing) -> None:
    click.echo(click.wrap_text(briefing.happened, 96) + "\n")
    for fact in briefing.facts:
        click.echo(f"- {fact}")


def _show_turn(practice: Practice, turn: Turn) -> None:
    name = practice.employee.persona.name if turn.state else _("You")
    words = output.safe(turn.text) or _("(silence)")
    click.echo(f"{name}: {words}")


def _aloud(reply: Reply) -> Iterator[str]:
    """The sentences of an answer, each written as it comes."""
    for sentence in reply.sentences():
        click.echo(f" {output.safe(sentence)}", nl=False)
        sys.stdout.flush()
        yield sentence


class PlainTalk:
    """Reads lines, says them, shows what they did."""

    def __init__(self, practice: Practice, *, kept: bool) -> None:
        self.practice = practice
        self.kept = kept
        self.interactive = sys.stdin.isatty()
        self._commands = {_(name): action for name, action in _COMMANDS.items()} | _COMMANDS
        self._trouble: str | None = None
        self._voice_told = ""
        self._hints = 0

    def loop(self) -> None:
        """Go on until the talk is over, or the input is."""
        while not self.practice.over:
            self._tell_voice()
            line = self._line()
            if line is None:
                break
            action, number = self._command(line)
            if action == "quit":
                self._leave()
                return
            if action == "end":
                break
            if action == "again":
                self._again(number)
            elif action:
                getattr(self, f"_{action}")()
            else:
                self._say(line)
        self._round_off()

    def _command(self, line: str) -> tuple[str | None, str]:
        """The command that a line is, if it is one, and the number after it; only going back takes a number."""
        word, _space, rest = line.strip().partition(" ")
        action = self._commands.get(word.lower())
        return (action, rest.strip()) if action == "again" or not rest else (None, "")

    def _leave(self) -> None:
        if self.kept and not self.practice.trouble:
            click.echo(_("Kept. Go on later with: coach roleplay --plain --resume"))

    def _line(self) -> str | None:
        if self.interactive:
            click.echo(_("You") + ": ", nl=False)
        raw = sys.stdin.buffer.readline()
        return raw.decode("utf-8", "replace").rstrip("\r\n") if raw else None

    def _say(self, line: str) -> None:
        reply = self.practice.tell(line)
        reading = self.practice.visible.turns[-1].reading or Reading()
        afterwards = self.practice.talk.help is Help.AFTERWARDS
        if not afterwards:
            self._show_reading(reading)
        self._answer(reply)
        if afterwards:
            self._show_reading(reading)
        if place := exercises.counted(self.practice.talk):
            click.echo(f"  ({place})")
        self._hints = 0
        if self.practice.trouble and self.practice.trouble != self._trouble:
            self._trouble = self.practice.trouble
            click.echo(_("Not kept: {reason}").format(reason=self._trouble), err=True)
        sys.stdout.flush()

    def _answer(self, reply: Reply) -> None:
        """Show the answer, sentence by sentence where a model has to find them."""
        if not reply.pauses:
            _show_turn(self.practice, self.practice.answered(reply, list(reply.sentences())))
            return
        click.echo(f"{self.practice.employee.persona.name}:", nl=False)
        self.practice.answered(reply, list(_aloud(reply)))
        click.echo("")
        voice = self.practice.employee.voice
        if isinstance(voice, ModelVoice) and (notice := voice.take_notice()):
            click.echo(f"  {notice}")

    def _tell_voice(self) -> None:
        """Say which voice speaks when that has changed; nothing as long as no model was chosen."""
        voice = self.practice.employee.voice
        words = voice.standing().words if isinstance(voice, ModelVoice) else ""
        if words != self._voice_told:
            self._voice_told = words
            click.echo(f"  ({words})")

    def _show_reading(self, reading: Reading) -> None:
        rules = reader.default().rules
        for flag in reading.shown():
            for text in output.flag_lines(flag, rules.flags[flag.id].name):
                click.echo("  " + _("coach") + ": " + text.strip())
        good = [rules.moves[move.id].name for move in reading.moves if move.id in rules.moves]
        if good and not reading.flags:
            click.echo("  " + _("coach") + ": ● " + ", ".join(good))

    def _help(self) -> None:
        click.echo(_("/hint what is happening, what fits, an example · /why guidance behind the last flag · /back take back · /end round off · /quit stop and go on later"))  # noqa: E501  # fmt: skip
        click.echo(_("/again the lines you said, and back to one of them · /compare what was taken back beside what came of it"))  # noqa: E501  # fmt: skip

    def _hint(self) -> None:
        if why_not := level.no_hints(self.practice.talk.help):
            click.echo("  " + why_not)
            return
        self._hints += 1
        employee = self.practice.employee
        given = hint(self.practice.visible, employee.situation, employee.persona, self._hints)
        words = f"«{given.text}»" if given.step == STEPS else given.text
        click.echo(click.wrap_text(f"{given.title} ({given.step}/{STEPS}): {words}", 96, "  ", "  "))
        if given.trap:
            click.echo(click.wrap_text(f"▲ {given.trap}", 96, "  ", "  "))
        if given.passage:
            click.echo(f"  {_('Guidance')}: {given.passage.title}")

    def _why(self) -> None:
        from coach import guidance

        if why_not := level.no_why(self.practice.talk.help):
            click.echo("  " + why_not)
            return
        last = next((t.reading for t in reversed(self.practice.shown.turns) if t.reading), None)
        flag = next(iter(last.shown()), None) if last else None
        passage = next(iter(guidance.passages_for(flag)), None) if flag else None
        if passage is None:
            click.echo("  " + _("There is no flag on your last line."))
            return
        click.echo(f"  {passage.title} ({', '.join(passage.sources)})")
        click.echo(click.wrap_text(passage.text, 96, "  ", "  "))

    def _back(self) -> None:
        said = self.practice.take_back()
        click.echo(
            "  "
            + (
                _("Taken back: «{said}»").format(said=output.safe(said))
                if said
                else _("There is nothing to take back.")
            )
        )

    def _again(self, number: str) -> None:
        """Go back to one of the lines that were said; without a number, show them."""
        practice = self.practice
        said = {str(step.number): step for step in steps(practice.talk) if step.place in practice.moments}
        if not said:
            click.echo("  " + _("There is nothing to take back."))
        elif number in said:
            words = practice.rewind(said[number].place)
            click.echo("  " + _("Back to just before line {number}: «{said}»").format(number=number, said=output.safe(words)))  # noqa: E501  # fmt: skip
        else:
            for step in said.values():
                click.echo(f"  {step.number:>2}  {comparison_text.words(step.said)}")
            click.echo("  " + _("/again with a number goes back to just before that line; what was said is kept."))

    def _compare(self) -> None:
        """The talk beside the way it went before something was taken back."""
        practice = self.practice
        try:
            others = other_ways(practice.talk, practice.store)
            compared = beside(practice.talk, others[0], practice.store) if others else None
        except StoreError as error:
            click.echo(str(error), err=True)
            return
        if compared is None:
            click.echo("  " + _("This talk went one way only. /back or /again makes another."))
            return
        click.echo(output.safe(comparison_text.plain(compared, practice.employee)), nl=False)

    def _round_off(self) -> None:
        practice = self.practice
        practice.finish()
        turns = practice.talk.turns
        click.echo("\n" + ngettext("This talk had one turn.", "This talk had {count} turns.", len(turns)).format(count=len(turns)) + "\n")  # noqa: E501  # fmt: skip
        employee = practice.employee
        result = list(exercises.outcome(practice.shown, employee.persona.name))
        report = result or [markdown(debrief(practice.shown, employee.persona, situation=employee.situation))]
        click.echo("\n".join(report))
