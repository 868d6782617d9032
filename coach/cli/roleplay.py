"""`coach roleplay`: list what can be practised, play a script, or talk in plain text."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import click

from coach import locations, roleplay
from coach.cli import output, silences
from coach.conversation import Turn
from coach.debrief import debrief, markdown
from coach.messages import gettext as _
from coach.roleplay import library
from coach.roleplay.practice import Practice
from coach.store import open_store

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
) -> None:
    """Choose what to do from the options."""
    if listing:
        _list(as_json)
    elif script:
        _play(situation or _only_situation(), persona, script, seed or 0, as_json)
    elif plain:
        from coach.cli import plain as front

        front.talk(situation, persona, seed, keep=not no_store, resume=resume)
    else:
        from coach.tui import run as open_program

        open_program(keep=not no_store, situation=situation, persona=persona)


def new_seed() -> int:
    """A seed for a talk that nobody asked to repeat."""
    return secrets.randbelow(SEEDS)


def _only_situation() -> str:
    return library.default().first


def _list(as_json: bool) -> None:
    content = library.default()
    rows = [
        {"id": s.id, "type": s.kind.value, "title": s.title, "personas": list(content.persona_ids(s.id))}
        for s in content.situations.values()
    ]
    if as_json:
        output.write_json(rows)
        return
    for situation in content.situations.values():
        click.echo(f"{situation.id}  {situation.title}: {situation.summary}")
        for persona_id in content.persona_ids(situation.id):
            persona = content.persona(situation.id, persona_id)
            click.echo(f"  {persona.id}  {persona.name}, {persona.role}")


def _play(situation: str, persona: str | None, script: Path, seed: int, as_json: bool) -> None:
    """Play the lines of a file to their end, or until the employee ends the talk."""
    employee = roleplay.employee(situation, persona)
    with open_store(None) as store:
        practice = Practice(employee, store, seed=seed, silences=silences.current())
        lines = script_lines(script)
        played = 0
        for line in lines:
            if practice.over:
                break
            practice.say(line)
            played += 1
    talk = practice.shown
    report = debrief(talk, employee.persona, employee.situation.title)
    if as_json:
        output.write_json(
            {
                "situation": situation,
                "persona": employee.persona.id,
                "seed": seed,
                "turns": [_turn_json(turn) for turn in talk.turns],
                "unplayed": len(lines) - played,
                "debrief": report.model_dump(mode="json", exclude={"conversation"}),
            }
        )
        return
    for turn in talk.turns:
        name = _("You") if turn.state is None else employee.persona.name
        click.echo(f"{name}: {output.safe(turn.text)}")
    click.echo("\n" + markdown(report))


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
