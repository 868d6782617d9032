"""`coach model check`: is a model good enough? It sits an exam; the card comes at the end."""

from __future__ import annotations

import sys

import click

from coach.cli import model_server, output
from coach.exam import card, paper
from coach.exam.card import Card, Grade
from coach.exam.sitting import Sitting
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.model import engines, selection
from coach.model.choice import Choice
from coach.model.contract import EngineError

_STEP = 4
"""A quick look asks one in so many."""

_SIGNS = {Grade.GOOD: "●", Grade.FAIR: "▲", Grade.POOR: "■"}
_NAME = 34
_VALUE = 26
_FEWEST = 10
"""Of fewer turns there is no card."""


def run(name: str | None, quick: bool, yes: bool, as_json: bool) -> None:
    """Have a model sit the exam, keep what came of it, and show the card."""
    picked = _picked(name)
    model_server.agree(picked, yes)
    exam = paper.default().shortened(_STEP) if quick else paper.default()
    engine = engines.engine_of(picked)
    sitting = Sitting(engine, exam)
    try:
        _sit(sitting)
        limits = engine.limits()
    except EngineError as error:
        raise click.ClickException(output.safe(str(error))) from error
    finally:
        engine.close()
    results = sitting.results
    if len(results.played) < _FEWEST:
        raise click.ClickException(_("Stopped before there was anything to say about the model."))
    found = card.card(limits.name, picked.url or limits.where, results, exam.bars, quick=quick or results.stopped)
    kept = card.save(found)
    if as_json:
        output.write_json(found.model_dump(mode="json"))
    else:
        show(found)
        click.echo("\n" + _("All of it, answer by answer: {file}").format(file=kept))


def show(found: Card) -> None:
    """The card: a line for each figure, and the verdict."""
    told = ngettext("{count} turn played", "{count} turns played", found.figures.turns)
    click.echo(f"{output.safe(found.model)} · {told.format(count=found.figures.turns)}\n")
    for name, value, grade in card.rows(found):
        grade_text = f"{_SIGNS[grade]} {card.grade_name(grade)}" if grade else ""
        click.echo(f"{name:<{_NAME}}{value:<{_VALUE}}{grade_text}".rstrip())
    click.echo(f"\n{_SIGNS[found.verdict]} {card.in_words(found)}")
    if found.quick:
        click.echo(_("Only a part was asked: a first impression. All of it: coach model check"))
    click.echo(_("What does not pass is never shown: then the written line is said."))


def _picked(name: str | None) -> Choice:
    picked = selection.chosen(name) if name else Choice.load()
    if picked is None:
        raise click.UsageError(_("No language model chosen. Name one: coach model check MODEL"))
    return picked


def _sit(sitting: Sitting) -> None:
    """Ask everything, with a bar where somebody sees it move; Ctrl+C ends it with what there is by then."""
    click.echo(
        _("The model is being loaded; then it is asked {count} things.").format(count=sitting.length), err=True
    )
    try:
        if not sys.stderr.isatty():
            for _number in sitting.run():
                pass
            return
        with click.progressbar(
            sitting.run(), length=sitting.length, label=_("Asking"), file=sys.stderr, show_pos=True
        ) as steps:
            for _number in steps:
                pass
    except KeyboardInterrupt:
        click.echo("", err=True)
