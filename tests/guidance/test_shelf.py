"""Browsing: by kind of talk, by phase and by document, passages and cards alike."""

from __future__ import annotations

import pytest

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance import Phase
from coach.guidance.shelf import Shelf

DOCUMENTS = guidance.library().sources.documents
EVERYTHING = list(guidance.library().passages)


def test_an_empty_choice_holds_everything() -> None:
    assert Shelf().whole
    assert Shelf().passages() == EVERYTHING
    assert not Shelf(phase=Phase.STEUN).whole


@pytest.mark.parametrize("kind", list(SituationKind))
def test_a_kind_holds_the_passages_that_fit_it(kind: SituationKind) -> None:
    found = Shelf(kind=kind).passages()
    assert found
    assert found == [passage for passage in EVERYTHING if kind in passage.kinds]


def test_choices_narrow_one_another() -> None:
    shelf = Shelf(SituationKind.FREQUENT, Phase.LUISTEREN, DOCUMENTS[2])
    found = shelf.passages()
    assert found
    for passage in found:
        assert SituationKind.FREQUENT in passage.kinds
        assert Phase.LUISTEREN in passage.phases
        assert any(guidance.library().sources.document(source) == DOCUMENTS[2] for source in passage.sources)
    assert set(found) < set(Shelf(SituationKind.FREQUENT, Phase.LUISTEREN).passages())


def test_every_document_has_passages() -> None:
    held = [Shelf(document=document).passages() for document in DOCUMENTS]
    assert all(held)
    assert {passage.id for found in held for passage in found} == {passage.id for passage in EVERYTHING}


def test_searching_stays_on_the_shelf_and_keeps_its_order() -> None:
    shelf = Shelf(document=DOCUMENTS[0])
    everywhere = [hit.passage for hit in guidance.search("oorzaak", len(EVERYTHING))]
    found = shelf.search("oorzaak", 3)
    assert 0 < len(found) <= 3
    assert found == [passage for passage in everywhere if shelf.holds(passage)][:3]


def test_suggestions_stay_on_the_shelf_and_there_are_always_some() -> None:
    assert Shelf().suggestions() == guidance.library().suggestions()
    for document in DOCUMENTS:
        shelf = Shelf(document=document)
        assert shelf.suggestions()
        assert all(map(shelf.holds, shelf.suggestions()))


def test_cards_are_narrowed_by_phase_and_document() -> None:
    kind = SituationKind.TERUGKEER
    whole = [(part.phase, card) for part, cards in Shelf().parts(kind) for card in cards]
    assert [card for _phase, card in whole] == list(guidance.deck(kind).cards())
    ((part, cards),) = Shelf(phase=Phase.STEUN).parts(kind)
    assert (part.phase, cards) == (Phase.STEUN, list(part.cards))
    cited = [card for _part, cards in Shelf(document=DOCUMENTS[2]).parts(kind) for card in cards]
    assert 0 < len(cited) < len(whole)
    assert all(any(source.startswith("002/") for source in card.sources) for card in cited)


def test_finding_cards_stays_on_the_shelf() -> None:
    kind = SituationKind.TERUGKEER
    everywhere = Shelf().find_cards("werk", kind)
    here = Shelf(phase=Phase.LUISTEREN).find_cards("werk", kind)
    assert 0 < len(here) < len(everywhere)
    assert {guidance.deck(kind).phase_of(card) for card in here} == {Phase.LUISTEREN}
