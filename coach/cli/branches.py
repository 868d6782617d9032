"""`coach talks branches` and `coach talks compare`: the ways one talk went, and two of them side by side."""

from __future__ import annotations

from typing import Any

import click

from coach import locations, roleplay
from coach.cli import output
from coach.cli.talks import full_id
from coach.conversation import Conversation, Speaker
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay import comparison, comparison_text
from coach.roleplay.comparison import Comparison, Step
from coach.roleplay.employee import Employee
from coach.store import Summary, family_of, open_store


def show(talk_id: str, *, as_json: bool) -> None:
    """Every way a talk went, in the order in which they were begun."""
    with open_store(locations.database()) as store:
        summaries = store.list()
        family = family_of(full_id([summary.id for summary in summaries], talk_id), summaries)
        loaded = [store.load(summary.id) for summary in family]
    ordered = sorted(zip(family, loaded, strict=True), key=lambda pair: pair[0].started)
    ways = [(summary, talk) for summary, talk in ordered if talk is not None]
    if as_json:
        output.write_json([_row(summary, talk) for summary, talk in ways])
        return
    for summary, talk in ways:
        click.echo(_line(summary, talk))
    if len(ways) == 1:
        click.echo(_("This talk went one way only."))


def compare(left: str, right: str, *, as_json: bool) -> None:
    """Two ways of one talk from where they part."""
    with open_store(locations.database()) as store:
        known = [summary.id for summary in store.list()]
        talks = [store.load(full_id(known, given)) for given in (left, right)]
    one, other = talks
    if one is None or other is None:  # deleted by another program just now
        raise click.UsageError(_("No single talk «{name}». See: coach talks list").format(name=right))
    try:
        compared = comparison.compare(one, other)
    except ValueError:
        raise click.UsageError(
            _("These are not two ways of one talk. Which belong together, shows: coach talks branches {id}").format(
                id=one.id[:8]
            )
        ) from None
    employee = roleplay.employee(one.situation, one.persona)
    if as_json:
        output.write_json(_as_json(compared, employee))
    else:
        click.echo(output.safe(comparison_text.plain(compared, employee)), nl=False)


def _line(summary: Summary, talk: Conversation) -> str:
    when = summary.started.astimezone().strftime("%Y-%m-%d %H:%M")
    lines = ngettext("{count} line", "{count} lines", summary.manager_turns).format(count=summary.manager_turns)
    parts = [f"{summary.id}  {when}  {lines}", comparison_text.outcome_name(talk)]
    if summary.branch:
        number = _lines_shared(talk) + 1
        parts.append(_("parts from {id} at line {number}").format(id=summary.branch.talk[:8], number=number))
    return "  ".join(parts)


def _lines_shared(talk: Conversation) -> int:
    """How many of the manager's lines a branch shares with the talk it left."""
    shared = talk.turns[: talk.branch.turns if talk.branch else 0]
    return sum(turn.speaker is Speaker.MANAGER for turn in shared)


def _row(summary: Summary, talk: Conversation) -> dict[str, Any]:
    return {
        **summary.model_dump(mode="json"),
        "outcome": comparison.outcome(talk).value,
        "shared_lines": _lines_shared(talk),
    }


def _as_json(compared: Comparison, employee: Employee) -> dict[str, Any]:
    """The comparison for other programs; levels are null while they may not be seen."""
    pairs = zip(compared.talks, compared.sides, strict=True)
    return {
        "shared_turns": compared.shared,
        "from_line": compared.number,
        "parting": compared.parting.text if compared.parting else None,
        "talks": [_side(talk, side, employee, compared.levels_shown) for talk, side in pairs],
    }


def _side(talk: Conversation, side: tuple[Step, ...], employee: Employee, levels: bool) -> dict[str, Any]:
    state = talk.state if levels else None
    return {
        "id": talk.id,
        "started": talk.started.isoformat(),
        "outcome": comparison.outcome(talk).value,
        "trust": state.trust if state else None,
        "tension": state.tension if state else None,
        "phase": state.phase + 1 if state else None,
        "revealed": list(state.revealed) if state else None,
        "steps": [_step(step, employee, levels) for step in side],
    }


def _step(step: Step, employee: Employee, levels: bool) -> dict[str, Any]:
    after = step.after if levels else None
    return {
        "line": step.number,
        "said": step.said.text,
        "answer": step.answer.text if step.answer else None,
        "trust": after.trust if after else None,
        "trust_change": step.trust_change if levels else None,
        "tension": after.tension if after else None,
        "tension_change": step.tension_change if levels else None,
        "phase": after.phase + 1 if after else None,
        "told": list(comparison_text.told(step, employee)) if levels else None,
    }
