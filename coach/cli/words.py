"""`--words`: what the language model adds to an answer, after it, and marked as its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from coach.cli import output
from coach.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.debrief import Debrief
    from coach.model.contract import Engine

_LOADING = 600.0
_WIDTH = 96
_Found = TypeVar("_Found")


class Asker:
    """The chosen model, asked for a few words. Without one, or when it fails, there are none and it says why."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._trouble = ""

    def ask(self, look: Callable[[Engine], _Found]) -> _Found | None:
        """What `look` finds with the engine; None when it is not there."""
        engine = self._ready()
        return look(engine) if engine else None

    @property
    def name(self) -> str:
        """The model, for the mark."""
        return self._engine.limits().name if self._engine else ""

    def close(self) -> None:
        """Let go of the model, and say what was wrong with it."""
        if self._engine:
            self._engine.close()
        if self._trouble:
            click.echo(output.safe(self._trouble), err=True)

    def _ready(self) -> Engine | None:
        from coach.model import engines
        from coach.model.error import ModelError
        from coach.words import asking

        if self._engine or self._trouble:
            return self._engine
        try:
            engine = engines.chosen_engine()
        except ModelError as error:
            self._trouble = str(error)
            return None
        if engine is None:
            self._trouble = _(
                "No language model chosen; everything works without one. Which there are: coach model list"
            )
            return None
        click.echo(_("(the language model is asked; Ctrl+C goes on without it)"), err=True)
        try:
            if asking.wait_until_ready(engine, _LOADING):
                self._engine = engine
            else:
                self._trouble = engine.status()[1] or _("The model is not there.")
        except BaseException:
            engine.close()
            raise
        if self._engine is None:
            engine.close()
        return self._engine


@contextmanager
def asker(wanted: bool) -> Iterator[Asker | None]:
    """The chosen model for as long as a command runs; None when its words are not wanted.

    Whoever breaks it off keeps the answer that stands there already.
    """
    if not wanted:
        yield None
        return
    asking = Asker()
    try:
        yield asking
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        asking.close()


def with_paragraph(report: Debrief, wanted: bool) -> Debrief:
    """The debrief with a paragraph of the model on it, when it is wanted and there is one that holds."""
    from coach.words import moments

    told = report
    with asker(wanted) as model:
        if model:
            told = moments.with_paragraph(report, model.ask(lambda engine: moments.find(engine, report)))
    return told


def mark(name: str) -> str:
    """The heading above words of a model."""
    return "✎ " + _("suggestion by {model}").format(model=output.safe(name))


def show(name: str, lines: list[str]) -> None:
    """Words of a model, marked; that there are none is said too, for someone asked for them."""
    if not name:
        return
    if not lines:
        click.echo("✎ " + _("{model} has no words for this that hold.").format(model=output.safe(name)))
        return
    click.echo(mark(name))
    for line in lines:
        click.echo(click.wrap_text(output.safe(line), _WIDTH, "  ", "  "))
