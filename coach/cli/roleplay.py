"""`coach roleplay`: list what can be practised, play a script, or talk in plain text."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from coach import locations, roleplay
from coach.cli import exercises, output, silences
from coach.conversation import Help, Turn
from coach.debrief import debrief, markdown
from coach.messages import gettext as _
from coach.roleplay import exercise, library
from coach.roleplay import level as levels
from coach.roleplay.persona import Situation
from coach.roleplay.practice import Practice
from coach.store import Store, open_store

SEEDS = 1_000_000


def run(
    listing: bool,
    situation: str | None,
    persona: str | None,
    script: Path | None,
    seed: int | None,
    plain: bool,
    resume: bool,
    no_store: bool,
    as_json: bool,
    exercise_id: str | None = None,
    help_level: str | None = None,
) -> None:
    """Choose what to do from the options."""
    level = Help(help_level) if help_level else None
    if listing:
        _list(as_json)
    elif script:
        wanted = Wanted(situation, persona, seed or 0, exercise_id, level or Help.WITH)
        _play(wanted, script, as_json)
    elif plain:
        from coach.cli import plain as front

        chosen_seed = new_seed() if seed is None else seed
        wanted = Wanted(situation, persona, chosen_seed, exercise_id, level or Help.WITH)
        front.talk(wanted, keep=not no_store, resume=resume)
    else:
        from coach.tui import run as open_program

        open_program(keep=not no_store, situation=situation, persona=persona, exercise=exercise_id, level=level)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The talk that was asked for: with whom, or which exercise, and how much the coach says."""

    situation: str | None
    persona: str | None
    seed: int
    exercise: str | None = None
    level: Help = Help.WITH

    def practice(self, store: Store) -> Practice:
        """Begin it.

        Raises:
            UnknownContent: there is no such situation, employee or exercise.
        """
        if self.exercise:
            who, talk = exercises.begun(self.exercise, self.situation, self.persona, self.seed, self.level)
            return Practice(who, store, silences=silences.current(), begun=talk)
        who = roleplay.employee(self.situation or library.default().first, self.persona)
        return Practice(who, store, seed=self.seed, silences=silences.current(), level=self.level)


def new_seed() -> int:
    """A seed for a talk that nobody asked to repeat."""
    return secrets.randbelow(SEEDS)


def _list(as_json: bool) -> None:
    content = library.default()
    if as_json:
        output.write_json([_situation_json(one) for one in content.situations.values()])
        return
    for situation in content.situations.values():
        click.echo(f"{situation.id}  {situation.title}: {situation.summary}")
        for persona_id in content.persona_ids(situation.id):
            persona = content.persona(situation.id, persona_id)
            click.echo(f"  {persona.id}  {persona.name}, {persona.role} ({levels.difficulty(persona.difficulty)})")
    click.echo("\n" + _("Short exercises (--exercise):"))
    for line in exercises.listing():
        click.echo(line)


def _situation_json(situation: Situation) -> dict[str, Any]:
    fitting = [one.id for one in exercise.default() if any(s.situation == situation.id for s in one.settings)]
    return {
        "id": situation.id,
        "type": situation.kind.value,
        "title": situation.title,
        "personas": list(library.default().persona_ids(situation.id)),
        "exercises": fitting,
    }


def _play(wanted: Wanted, script: Path, as_json: bool) -> None:
    """Play the lines of a file to their end, or until the talk is over."""
    lines, played = script_lines(script), 0
    with open_store(None) as store:
        practice = wanted.practice(store)
        for line in lines:
            if practice.over:
                break
            practice.say(line)
            played += 1
    talk, employee = practice.shown, practice.employee
    report = debrief(talk, employee.persona, situation=employee.situation)
    if as_json:
        output.write_json(
            {
                "situation": talk.situation,
                "persona": employee.persona.id,
                "seed": talk.seed,
                "help": talk.help.value,
                "exercise": exercises.as_json(talk),
                "turns": [_turn_json(turn) for turn in talk.turns],
                "unplayed": len(lines) - played,
                "debrief": report.model_dump(mode="json", exclude={"conversation"}),
            }
        )
        return
    for turn in talk.turns:
        name = _("You") if turn.state is None else employee.persona.name
        click.echo(f"{name}: {output.safe(turn.text)}")
    result = list(exercises.outcome(talk, employee.persona.name))
    click.echo("\n" + ("\n".join(result) if result else markdown(report)))


def script_lines(path: Path) -> list[str]:
    """The manager's lines of a script: `{"turns": ["…"]}`, or one line of text each.

    Raises:
        click.UsageError: the file cannot be read as either.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("this file is not UTF-8 text")
        raise click.UsageError(_("{file} cannot be read: {reason}").format(file=path, reason=reason)) from error
    if not text.lstrip().startswith("{"):
        return [line for line in text.splitlines() if line.strip()]
    try:
        turns = json.loads(text)["turns"]
    except (ValueError, KeyError, RecursionError):
        turns = None
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        reason = _("expected {form}").format(form='{"turns": ["…", "…"]}')
        raise click.UsageError(_("{file} cannot be read: {reason}").format(file=path, reason=reason))
    return turns


def _turn_json(turn: Turn) -> dict[str, Any]:
    row: dict[str, Any] = {"speaker": turn.speaker.value, "text": turn.text}
    if turn.reading is not None:
        row["reading"] = output.reading_json(turn.reading)
    if turn.state is not None:
        row["state"] = turn.state.model_dump(mode="json")
    return row


def database(keep: bool) -> Path | None:
    """Where a session is kept, or None when it is not."""
    return locations.database() if keep else None
