"""`coach cards`: the phase guide of a kind of talk, with its cards."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

import click

from coach import guidance
from coach.cli import output
from coach.conversation import SituationKind
from coach.guidance import Card, CardType, Deck, Phase, PhaseCards
from coach.guidance.naming import group_name, phase_name
from coach.messages import gettext as _
from coach.messages import ngettext

_WIDTH = 96
_SIGNS = {CardType.CHECK: "□", CardType.TRAP: "▲"}
_SAYING = "●"
_Name = TypeVar("_Name", bound=StrEnum)


def run(kind: str | None, phase: str | None, as_json: bool) -> None:
    """Show one deck, or one phase of it; without a kind of talk, what decks there are.

    Raises:
        click.UsageError: there is no such kind of talk, or no such phase in it.
    """
    chosen = None if phase is None else _meant(Phase, phase, "--phase")
    if kind is None:
        _list(as_json, chosen)
        return
    deck = guidance.deck(_meant(SituationKind, kind, "KIND"))
    parts = [part for part in deck.phases if chosen in (None, part.phase)]
    if not parts:
        named = ", ".join(part.phase for part in deck.phases)
        raise click.UsageError(_("This talk has no such phase. It has: {phases}").format(phases=named))
    if as_json:
        output.write_json(
            {**deck.model_dump(mode="json"), "phases": [part.model_dump(mode="json") for part in parts]}
        )
    else:
        click.echo("\n".join(_guide(deck, parts)))


def _meant(names: type[_Name], given: str, hint: str) -> _Name:
    """The name that was meant: `Eerste-Contact` is `eerste_contact`."""
    try:
        return names(given.strip().lower().replace("-", "_"))
    except ValueError as error:
        choices = ", ".join(name.value for name in names)
        problem = _("{value!r} is not one of {choices}.").format(value=output.safe(given), choices=choices)
        raise click.BadParameter(problem, param_hint=hint) from error


def _list(as_json: bool, phase: Phase | None) -> None:
    if phase is not None:
        raise click.UsageError(_("Say which kind of talk as well, for example: coach cards ziekmelding"))
    decks = [guidance.deck(kind) for kind in SituationKind]
    if as_json:
        output.write_json([_in_short(deck) for deck in decks])
        return
    for deck in decks:
        count = sum(1 for _card in deck.cards())
        counted = ngettext("{count} card", "{count} cards", count).format(count=count)
        click.echo(f"{deck.kind:<15} {deck.title}, {counted}")
        click.echo(click.wrap_text(deck.aim, _WIDTH, " " * 16, " " * 16))
    click.echo("\n" + _("Show one: coach cards {kind}").format(kind=decks[0].kind))


def _in_short(deck: Deck) -> dict[str, Any]:
    return {
        "kind": deck.kind.value,
        "title": deck.title,
        "aim": deck.aim,
        "phases": [part.phase.value for part in deck.phases],
        "cards": sum(1 for _card in deck.cards()),
    }


def _guide(deck: Deck, parts: list[PhaseCards]) -> Iterator[str]:
    yield click.style(deck.title, bold=True)
    yield _wrapped(deck.aim, 0)
    for part in parts:
        number = deck.phases.index(part) + 1
        yield "\n" + click.style(f"{number} {phase_name(part.phase)}", bold=True)
        yield _wrapped(part.aim, 2)
        for type in CardType:
            if cards := part.of(type):
                yield "\n" + click.style(f"  {group_name(type)}", underline=True)
                for card in cards:
                    yield from _lines(card)
    yield "\n" + _("No legal advice. The sources of a card: coach cards {kind} --json").format(kind=deck.kind)


def _lines(card: Card) -> Iterator[str]:
    yield f"  {_SIGNS.get(card.type, _SAYING)} {card.title}"
    if card.text:
        yield _wrapped(card.text, 4)
    for sentence in card.avoid:
        yield _wrapped(_("not: «{sentence}»").format(sentence=sentence), 4)
    for sentence in card.say:
        said = _("but: «{sentence}»") if card.type is CardType.TRAP else "«{sentence}»"
        yield _wrapped(said.format(sentence=sentence), 4)


def _wrapped(text: str, indent: int) -> str:
    """Text in a column; what goes on on the next line stands under its beginning."""
    return click.wrap_text(text, _WIDTH, " " * indent, " " * indent)
