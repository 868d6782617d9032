"""Cards for a talk: for each kind of talk its phases, with something to glance at in each of them.

A deck is a YAML file named after the kind of talk. Its phases stand in the order of that talk, which is not the
same for every kind.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator

from coach import content, locations
from coach.content import ContentError
from coach.conversation import SituationKind
from coach.guidance.library import default as default_library
from coach.guidance.passage import Phase
from coach.guidance.place import line_of
from coach.messages import gettext as _

TITLE_CHARS = 40
"""A title is glanced at during a talk."""

SAY_WORDS = 22
"""What is said from a card is read in one look."""


class CardType(StrEnum):
    """What a card is for, in the order in which a phase guide shows them."""

    CHECK = "check"
    OPENER = "opener"
    FOLLOW_UP = "follow_up"
    TRAP = "trap"
    CLOSING = "closing"


_SPOKEN = {"say": (1, 3), "avoid": (0, 0), "when": (2, 4), "passages": (1, 5)}
_ITEMS = {
    CardType.CHECK: {"say": (0, 0), "avoid": (0, 0), "when": (0, 0), "passages": (0, 5)},
    CardType.OPENER: _SPOKEN,
    CardType.FOLLOW_UP: _SPOKEN,
    CardType.TRAP: {**_SPOKEN, "avoid": (1, 2)},
    CardType.CLOSING: _SPOKEN,
}
_TEXT_WORDS = {CardType.CHECK: 25, CardType.TRAP: 30}
"""Only these have a text of their own, of at most so many words."""


class Card(content.Content):
    """One thing to say, to do or to stay away from.

    `say` are sentences a manager can use as they stand, `when` what the employee says or what happens (in brackets)
    that makes this the right card. A trap has a `text` with what goes wrong and why, and `avoid` with the slip
    itself; a check has a `text` with what to do or to have ready, and nothing to say. `passages` explain the card,
    `sources` are ids that `sources.Sources` can name.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    type: CardType
    title: str = Field(min_length=1)
    text: str = Field(default="", validate_default=True)
    say: tuple[str, ...] = Field(default=(), validate_default=True)
    avoid: tuple[str, ...] = Field(default=(), validate_default=True)
    when: tuple[str, ...] = Field(default=(), validate_default=True)
    passages: tuple[str, ...] = Field(default=(), validate_default=True)
    sources: tuple[str, ...] = Field(min_length=1)

    @field_validator("title")
    @classmethod
    def _glanced_at(cls, title: str) -> str:
        if len(title) > TITLE_CHARS:
            problem = _("at most {most} characters expected here, {found} found")
            raise ValueError(problem.format(most=TITLE_CHARS, found=len(title)))
        return title

    @field_validator("text")
    @classmethod
    def _explained(cls, text: str, info: ValidationInfo) -> str:
        kind = info.data.get("type")
        if kind is None:
            return text
        most, found = _TEXT_WORDS.get(kind, 0), len(text.split())
        if most and not found:
            raise ValueError(_("this field is missing"))
        if not most and found:
            raise ValueError(_("a card of the type {type} does not have this field").format(type=kind))
        if found > most:
            raise ValueError(_("at most {most} words expected here, {found} found").format(most=most, found=found))
        return text

    @field_validator("say", "avoid", "when", "passages")
    @classmethod
    def _counted(cls, items: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind = info.data.get("type")
        if kind is None:
            return items
        (least, most), found = _ITEMS[kind][info.field_name or ""], len(items)
        if found and not most:
            raise ValueError(_("a card of the type {type} does not have this field").format(type=kind))
        if not least <= found <= most:
            problem = _("{least} to {most} items expected here, {found} found")
            raise ValueError(problem.format(least=least, most=most, found=found))
        if not all(item.strip() for item in items):
            raise ValueError(_("text expected here"))
        return items

    @field_validator("say")
    @classmethod
    def _short(cls, say: tuple[str, ...]) -> tuple[str, ...]:
        found = max((len(sentence.split()) for sentence in say), default=0)
        if found > SAY_WORDS:
            problem = _("at most {most} words expected here, {found} found")
            raise ValueError(problem.format(most=SAY_WORDS, found=found))
        return say


class PhaseCards(content.Content):
    """One part of a talk: what it is for, and its cards in the order in which they were written."""

    phase: Phase
    aim: str = Field(min_length=1)
    cards: tuple[Card, ...] = Field(min_length=1)

    def of(self, type: CardType) -> tuple[Card, ...]:
        """The cards of one type, in order."""
        return tuple(card for card in self.cards if card.type is type)


class Deck(content.Content):
    """All cards for one kind of talk: from the preparation to what comes after, in the order of that talk."""

    kind: SituationKind
    title: str = Field(min_length=1)
    aim: str = Field(min_length=1)
    phases: tuple[PhaseCards, ...]

    @field_validator("phases")
    @classmethod
    def _whole(cls, phases: tuple[PhaseCards, ...]) -> tuple[PhaseCards, ...]:
        order = [part.phase for part in phases]
        for phase in order:
            if order.count(phase) > 1:
                raise ValueError(_("phase {phase} occurs twice").format(phase=phase))
        first, last = Phase.VOORBEREIDING, Phase.OPVOLGING
        if not order or (order[0], order[-1]) != (first, last):
            raise ValueError(_("the first phase is {first}, the last {last}").format(first=first, last=last))
        return phases

    def cards(self) -> Iterator[Card]:
        """Every card, phase after phase."""
        return (card for part in self.phases for card in part.cards)

    def part(self, phase: Phase) -> PhaseCards | None:
        """The cards of one phase, or None where this talk has no such phase."""
        return next((part for part in self.phases if part.phase is phase), None)

    def phase_of(self, card: Card) -> Phase:
        """The phase in which a card of this deck stands.

        Raises:
            KeyError: the card is of another deck.
        """
        for part in self.phases:
            if card in part.cards:
                return part.phase
        raise KeyError(card.id)


def load(path: Path, known_passages: Container[str], known_sources: Container[str]) -> Deck:
    """Read one deck; every passage and source of its cards must be known.

    Raises:
        ContentError: the file is not as it should be, with the line and the field that are meant.
    """
    deck = content.load(path, Deck)
    if deck.kind != path.stem:
        problem = _("the kind must be the name of the file: {name}").format(name=path.stem)
        raise ContentError(path, line_of(path, "kind"), "kind", problem)
    for number, part in enumerate(deck.phases, start=1):
        for place, card in enumerate(part.cards, start=1):
            for field, problem in _problems(deck, part, card, known_passages, known_sources):
                line = line_of(path, field.partition(".")[0], card.id)
                raise ContentError(path, line, f"phases.{number}.cards.{place}.{field}", problem)
    return deck


def _problems(
    deck: Deck, part: PhaseCards, card: Card, known_passages: Container[str], known_sources: Container[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a card in its place: the field, and the problem."""
    begin = f"{deck.kind}-{part.phase}-".replace("_", "-")
    if not card.id.startswith(begin):
        yield "id", _("the id must begin with kind and phase: {begin}").format(begin=begin)
    if sum(other.id == card.id for other in deck.cards()) > 1:
        yield "id", _("card {card} occurs twice").format(card=card.id)
    for place, passage in enumerate(card.passages, start=1):
        if passage not in known_passages:
            yield f"passages.{place}", _("there is no passage «{name}»").format(name=passage)
    for place, source in enumerate(card.sources, start=1):
        if source not in known_sources:
            yield f"sources.{place}", _("source {source} is not in the list of sources").format(source=source)


def shipped(path: Path) -> Deck:
    """Read one deck that goes with the library of the program.

    Raises:
        ContentError: a file is not as it should be.
    """
    library = default_library()
    return load(path, {passage.id for passage in library.passages}, library.sources)


@cache
def default(kind: SituationKind) -> Deck:
    """The deck for a kind of talk that comes with the program.

    Raises:
        ContentError: the file is not as it should be.
    """
    return shipped(locations.knowledge() / "cards" / f"{kind}.yaml")
