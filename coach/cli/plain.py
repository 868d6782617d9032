"""The same talk as lines of text: for screen readers, slow terminals and pipes. Nothing blinks or moves."""

from __future__ import annotations

import sys

import click

from coach import roleplay
from coach.cli import output, silences
from coach.cli.roleplay import database, new_seed
from coach.conversation import Reading, Turn
from coach.debrief import debrief, markdown
from coach.messages import gettext as _
from coach.messages import mark, ngettext
from coach.phrasing import reader
from coach.roleplay import library
from coach.roleplay.practice import Practice
from coach.store import Store, open_store

_COMMANDS = {
    mark("/help"): "help",
    mark("/hint"): "hint",
    mark("/why"): "why",
    mark("/back"): "back",
    mark("/end"): "end",
    mark("/quit"): "quit",
}


def talk(situation: str | None, persona: str | None, seed: int | None, *, keep: bool, resume: bool) -> None:
    """Hold one talk on standard input and output. An empty line is a silence; the end of input rounds off."""
    with open_store(database(keep)) as store:
        practice = (_resumed(store) if resume else None) or _fresh(store, situation, persona, seed)
        _introduce(practice)
        PlainTalk(practice, kept=keep).loop()


def _fresh(store: Store, situation: str | None, persona: str | None, seed: int | None) -> Practice:
    chosen = situation or library.default().first
    employee = roleplay.employee(chosen, persona)
    chosen_seed = new_seed() if seed is None else seed
    return Practice(employee, store, seed=chosen_seed, silences=silences.current())


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
    click.echo(click.wrap_text(briefing.happened, 96) + "\n")
    for fact in briefing.facts:
        click.echo(f"- {fact}")
    click.echo("\n" + _("Type what you say. An empty line lets a silence fall. /help shows the commands.") + "\n")
    for turn in practice.talk.turns:
        _show_turn(practice, turn)


def _show_turn(practice: Practice, turn: Turn) -> None:
    name = practice.employee.persona.name if turn.state else _("You")
    words = output.safe(turn.text) or _("(silence)")
    click.echo(f"{name}: {words}")


class PlainTalk:
    """Reads lines, says them, shows what they did."""

    def __init__(self, practice: Practice, *, kept: bool) -> None:
        self.practice = practice
        self.kept = kept
        self.interactive = sys.stdin.isatty()
        self._commands = {_(name): action for name, action in _COMMANDS.items()} | _COMMANDS
        self._trouble: str | None = None

    def loop(self) -> None:
        """Go on until the talk is over, or the input is."""
        while not self.practice.over:
            line = self._line()
            if line is None:
                break
            action = self._commands.get(line.strip().lower())
            if action == "quit":
                self._leave()
                return
            if action == "end":
                break
            if action:
                getattr(self, f"_{action}")()
            else:
                self._say(line)
        self._round_off()

    def _leave(self) -> None:
        if self.kept and not self.practice.trouble:
            click.echo(_("Kept. Go on later with: coach roleplay --plain --resume"))

    def _line(self) -> str | None:
        if self.interactive:
            click.echo(_("You") + ": ", nl=False)
        raw = sys.stdin.buffer.readline()
        return raw.decode("utf-8", "replace").rstrip("\r\n") if raw else None

    def _say(self, line: str) -> None:
        exchange = self.practice.say(line)
        self._show_reading(exchange.said.reading or Reading())
        _show_turn(self.practice, exchange.answer)
        if self.practice.trouble and self.practice.trouble != self._trouble:
            self._trouble = self.practice.trouble
            click.echo(_("Not kept: {reason}").format(reason=self._trouble), err=True)
        sys.stdout.flush()

    def _show_reading(self, reading: Reading) -> None:
        rules = reader.default().rules
        for flag in reading.shown():
            for text in output.flag_lines(flag, rules.flags[flag.id].name):
                click.echo("  " + _("coach") + ": " + text.strip())
        good = [rules.moves[move.id].name for move in reading.moves if move.id in rules.moves]
        if good and not reading.flags:
            click.echo("  " + _("coach") + ": ● " + ", ".join(good))

    def _help(self) -> None:
        click.echo(_("/hint questions that fit now · /why guidance behind the last flag · /back take back · /end round off · /quit stop and go on later"))  # noqa: E501  # fmt: skip

    def _hint(self) -> None:
        phase = self.practice.phase
        click.echo(f"  {phase.title}: {phase.aim}")
        for question in self.practice.questions():
            click.echo(f"  · {question}")

    def _why(self) -> None:
        from coach import guidance

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

    def _round_off(self) -> None:
        practice = self.practice
        practice.finish()
        turns = practice.talk.turns
        click.echo("\n" + ngettext("This talk had one turn.", "This talk had {count} turns.", len(turns)).format(count=len(turns)) + "\n")  # noqa: E501  # fmt: skip
        employee = practice.employee
        click.echo(markdown(debrief(practice.shown, employee.persona, employee.situation.title)))
