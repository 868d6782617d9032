"""The learned half of search: what a question asks for, whether or not a passage holds its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import guidance, packed
from coach.guidance import Library, ranker
from coach.guidance.ranker import Ranker, RankerCard, features_of


@pytest.fixture(scope="module")
def learned() -> Ranker:
    found = ranker.default()
    assert found is not None
    return found


def best(learned: Ranker, question: str) -> str:
    scores = learned.scores(question)
    return max(scores, key=lambda passage: scores[passage])


def test_every_passage_is_known_to_it(learned: Ranker) -> None:
    assert set(learned.card.passages) == {passage.id for passage in guidance.library().passages}


def test_an_example_question_leads_to_its_own_passage(learned: Ranker) -> None:
    asked = [(question, passage.id) for passage in guidance.library().passages for question in passage.questions]
    right = sum(best(learned, question) == passage for question, passage in asked)
    assert right > 0.95 * len(asked)


def test_words_that_no_passage_holds_still_lead_somewhere() -> None:
    """Who asks in other words than the text is found by what was learned, and not by BM25 alone."""
    question = "Krijg ik straks nog wel gewoon mijn geld?"
    library = guidance.library()
    with_it = [hit.passage.id for hit in library.search(question, 5)]
    assert "loon-en-104-weken" in with_it


@pytest.mark.parametrize("text", ["", " ", "?!", "qzxv wqrtp", "\x00\ud800"])
def test_a_question_that_says_nothing_asks_for_nothing(learned: Ranker, text: str) -> None:
    assert set(learned.scores(text).values()) == {0.0}


@given(st.text(max_size=80))
def test_scores_of_any_text_are_finite_and_the_same_twice(text: str) -> None:
    learned = ranker.default()
    assert learned is not None
    scores = learned.scores(text)
    assert all(-5 < score < 5 for score in scores.values())
    assert learned.scores(text) == scores


def test_features_come_once_and_in_order() -> None:
    assert list(features_of("ziek ziek")) == list(features_of("ziek ziek"))
    assert len(features_of("ziek ziek")) == len(set(features_of("ziek ziek")))
    assert "w:ziek" in features_of("Ziek!")


def test_a_passage_it_never_met_is_still_found_by_its_words() -> None:
    library = guidance.library()
    new = library.passages[0].model_copy(
        update={"id": "zz-nieuw", "title": "Kwispelbeleid", "text": "kwispelbeleid " * 40}
    )
    found = Library([*library.passages, new], library.sources, ranker.default).search("kwispelbeleid", 3)
    assert found[0].passage.id == "zz-nieuw"


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    card = RankerCard(version=ranker.VERSION, passages=("a", "b"), trained_on=1, rarity=0.01, scale=(0.1, 0.2))
    numbers = {"rarities": bytes([100]), "weights": bytes([127, 1])}
    path = tmp_path / "ranker.zip"
    packed.write(path, packed.Packed(card.model_dump(mode="json"), ["w:ziek"], numbers))
    first = path.read_bytes()
    packed.write(path, packed.Packed(card.model_dump(mode="json"), ["w:ziek"], numbers))
    assert path.read_bytes() == first
    read = ranker.load(path)
    assert read.card == card


@pytest.mark.parametrize("damage", ["version", "short", "no zip"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "ranker.zip"
    card = {"version": -1 if damage == "version" else ranker.VERSION, "scale": [0.1, 0.2]}
    packed.write(path, packed.Packed(card, ["a"], {"rarities": b"x", "weights": b"x"}))
    if damage == "no zip":
        path.write_bytes(b"PK\x03\x04")
    with pytest.raises(packed.PackedError):
        ranker.load(path)
