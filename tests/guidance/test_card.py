"""Cards: what is in the house, what a deck must be, and how a fault in one is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach import guidance, locations
from coach.content import ContentError
from coach.conversation import SituationKind
from coach.guidance import Card, CardType, Phase
from coach.guidance.card import SAY_WORDS, TITLE_CHARS, load
from coach.guidance.naming import group_name, phase_name

PASSAGES = {passage.id for passage in guidance.library().passages}
SOURCES = guidance.library().sources
ALL = [card for kind in SituationKind for card in guidance.deck(kind).cards()]
EACH_KIND = pytest.mark.parametrize("kind", list(SituationKind))


def test_there_are_at_least_250_cards_and_each_has_an_id_of_its_own() -> None:
    assert len(ALL) >= 250
    assert len({card.id for card in ALL}) == len(ALL)


@EACH_KIND
def test_every_kind_of_talk_has_a_deck_with_cards_of_every_type(kind: SituationKind) -> None:
    deck = guidance.deck(kind)
    assert deck.kind is kind
    assert {card.type for card in deck.cards()} == set(CardType)
    for part in deck.phases:
        assert part.aim
        assert sum(len(part.of(type)) for type in CardType) == len(part.cards)


@EACH_KIND
def test_a_deck_runs_from_preparation_to_follow_up(kind: SituationKind) -> None:
    order = [part.phase for part in guidance.deck(kind).phases]
    assert (order[0], order[-1]) == (Phase.VOORBEREIDING, Phase.OPVOLGING)
    assert len(set(order)) == len(order)


def test_phases_keep_the_order_of_the_file() -> None:
    file = yaml.safe_load((locations.knowledge() / "cards" / "eerste_contact.yaml").read_text(encoding="utf-8"))
    order = [part.phase.value for part in guidance.deck(SituationKind.EERSTE_CONTACT).phases]
    assert order == [part["phase"] for part in file["phases"]]
    assert order.index("steun") < order.index("feiten"), "in this talk the steps come after listening"


@EACH_KIND
def test_every_card_stands_on_passages_and_sources_that_are_there(kind: SituationKind) -> None:
    for card in guidance.deck(kind).cards():
        assert set(card.passages) <= PASSAGES
        assert all(source in SOURCES for source in card.sources)
        assert card.passages or card.type is CardType.CHECK


def test_no_sentence_to_say_stands_on_two_cards() -> None:
    said = [sentence for card in ALL for sentence in card.say]
    assert len(set(said)) == len(said)


def test_a_deck_knows_the_phase_of_its_cards_and_only_of_those() -> None:
    deck = guidance.deck(SituationKind.NAZORG)
    for part in deck.phases:
        assert {deck.phase_of(card) for card in part.cards} == {part.phase}
    stranger = next(guidance.deck(SituationKind.CONFLICT).cards())
    with pytest.raises(KeyError):
        deck.phase_of(stranger)


def test_a_phase_that_a_talk_does_not_have_is_none() -> None:
    assert guidance.deck(SituationKind.ZIEKMELDING).part(Phase.STEUN) is None
    part = guidance.deck(SituationKind.FREQUENT).part(Phase.STEUN)
    assert part is not None
    assert part.phase is Phase.STEUN


def test_every_phase_and_type_has_a_name_of_its_own() -> None:
    assert len({phase_name(phase) for phase in Phase}) == len(Phase)
    assert len({group_name(type) for type in CardType}) == len(CardType)


def a_deck() -> dict[str, Any]:
    """The smallest deck that is in order, with a card of every type."""
    check = {"id": "nazorg-voorbereiding-a", "type": "check", "title": "A", "text": "Doe iets.", "sources": ["E7"]}
    said = {
        "title": "B",
        "say": ["Hoe loopt de week?"],
        "when": ["Hoi.", "Dag."],
        "passages": ["nazorg-kort-en-vast"],
        "sources": ["E7"],
    }
    trap = {**said, "id": "nazorg-opening-c", "type": "trap", "text": "Dat sluit.", "avoid": ["Alles goed?"]}
    return {
        "kind": "nazorg",
        "title": "Nazorg",
        "aim": "Kort.",
        "phases": [
            {"phase": "voorbereiding", "aim": "Klaar.", "cards": [check]},
            {
                "phase": "opening",
                "aim": "Warm.",
                "cards": [
                    {**said, "id": "nazorg-opening-a", "type": "opener"},
                    {**said, "id": "nazorg-opening-b", "type": "follow_up"},
                    trap,
                ],
            },
            {
                "phase": "opvolging",
                "aim": "Verder.",
                "cards": [{**said, "id": "nazorg-opvolging-a", "type": "closing"}],
            },
        ],
    }


def written(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "nazorg.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_a_deck_in_order_can_be_read(tmp_path: Path) -> None:
    deck = load(written(tmp_path, a_deck()), PASSAGES, SOURCES)
    assert [card.type.value for card in deck.cards()] == ["check", "opener", "follow_up", "trap", "closing"]


def opening(data: dict[str, Any], place: int) -> dict[str, Any]:
    card: dict[str, Any] = data["phases"][1]["cards"][place]
    return card


def _swap(data: dict[str, Any]) -> None:
    data["phases"].reverse()


FAULTS: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda d: opening(d, 0).update(type="question"), "phases.2.cards.1.type"),
    (lambda d: opening(d, 0).update(colour="red"), "phases.2.cards.1.colour"),
    (lambda d: opening(d, 0).update(title="x" * (TITLE_CHARS + 1)), "phases.2.cards.1.title"),
    (lambda d: opening(d, 0).update(text="Uitleg."), "phases.2.cards.1.text"),
    (lambda d: opening(d, 0).update(avoid=["Nee."]), "phases.2.cards.1.avoid"),
    (lambda d: opening(d, 0).update(say=["woord " * (SAY_WORDS + 1)]), "phases.2.cards.1.say"),
    (lambda d: opening(d, 0).update(say=["a", "b", "c", "d"]), "phases.2.cards.1.say"),
    (lambda d: opening(d, 0).update(say=[" "]), "phases.2.cards.1.say"),
    (lambda d: opening(d, 0).pop("say"), "phases.2.cards.1.say"),
    (lambda d: opening(d, 1).update(when=["Hoi."]), "phases.2.cards.2.when"),
    (lambda d: opening(d, 1).update(passages=[]), "phases.2.cards.2.passages"),
    (lambda d: opening(d, 1).update(passages=["maan"]), "phases.2.cards.2.passages.1"),
    (lambda d: opening(d, 1).update(sources=["E7", "Z9"]), "phases.2.cards.2.sources.2"),
    (lambda d: opening(d, 1).update(sources=[]), "phases.2.cards.2.sources"),
    (lambda d: opening(d, 1).update(id="nazorg-luisteren-b"), "phases.2.cards.2.id"),
    (lambda d: opening(d, 1).update(id="nazorg-opening-a"), "phases.2.cards.1.id"),
    (lambda d: opening(d, 2).pop("text"), "phases.2.cards.3.text"),
    (lambda d: opening(d, 2).update(text="woord " * 31), "phases.2.cards.3.text"),
    (lambda d: opening(d, 2).pop("avoid"), "phases.2.cards.3.avoid"),
    (lambda d: d["phases"][0]["cards"][0].update(text="woord " * 26), "phases.1.cards.1.text"),
    (lambda d: d["phases"][0]["cards"][0].update(say=["Dag."]), "phases.1.cards.1.say"),
    (lambda d: d["phases"][0].update(phase="pauze"), "phases.1.phase"),
    (lambda d: d["phases"][1].update(cards=[]), "phases.2.cards"),
    (lambda d: d["phases"][1].update(phase="voorbereiding"), "phases"),
    (_swap, "phases"),
    (lambda d: d.update(kind="conflict"), "kind"),
]


@pytest.mark.parametrize(("plant", "field"), FAULTS)
def test_a_fault_is_told_with_its_field_and_a_line_of_the_card(
    plant: Callable[[dict[str, Any]], Any], field: str, tmp_path: Path
) -> None:
    data = a_deck()
    plant(data)
    path = written(tmp_path, data)
    with pytest.raises(ContentError) as caught:
        load(path, PASSAGES, SOURCES)
    assert caught.value.field == field
    assert caught.value.path == path
    assert 1 <= caught.value.line <= len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("field", "value"), [("sources", ["Z9"]), ("passages", ["maan"]), ("id", "nazorg-feiten-b")])
def test_what_is_wrong_in_a_card_is_told_with_the_line_on_which_it_stands(
    field: str, value: object, tmp_path: Path
) -> None:
    data = a_deck()
    opening(data, 1)[field] = value
    path = written(tmp_path, data)
    with pytest.raises(ContentError) as caught:
        load(path, PASSAGES, SOURCES)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[caught.value.line - 1].lstrip(" -").startswith(f"{field}:")
    if field == "id":
        assert str(value) in lines[caught.value.line - 1]


def test_a_missing_deck_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load(tmp_path / "nazorg.yaml", PASSAGES, SOURCES)


def test_cards_do_not_change() -> None:
    card = ALL[0]
    with pytest.raises(ValueError, match="frozen"):
        card.title = "anders"  # type: ignore[misc]
    assert isinstance(card, Card)
