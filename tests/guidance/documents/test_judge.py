"""What a document advises against the law is marked, with the passage that says why; what forbids it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach import guidance
from coach.guidance import Standing
from coach.guidance.documents import advice
from coach.guidance.documents.block import Block, BlockKind
from coach.guidance.documents.conflict import Conflict
from coach.guidance.documents.excerpt import cut
from coach.guidance.documents.judge import judged

HEADING, ITEM, TEXT = BlockKind.HEADING, BlockKind.ITEM, BlockKind.TEXT
BOOK = advice.default()
LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "advice_lines.jsonl").read_text(encoding="utf-8").splitlines()
]


def conflicts(*blocks: tuple[BlockKind, str]) -> list[Conflict]:
    excerpts = cut(Block(kind=kind, text=text) for kind, text in blocks)
    return [conflict for excerpt in judged(excerpts, BOOK) for conflict in excerpt.conflicts]


def found(*blocks: tuple[BlockKind, str]) -> list[str]:
    return [conflict.advice for conflict in conflicts(*blocks)]


def test_every_example_in_the_file_does_what_the_file_says() -> None:
    assert list(advice.problems(BOOK)) == []


def test_every_passage_that_is_named_is_there() -> None:
    missing = [id for item in BOOK.advice for id in item.passages if guidance.passage(id) is None]
    assert missing == []


def test_most_advice_against_the_rules_is_found() -> None:
    lines = [row["text"] for row in LINES if row["conflict"]]
    missed = [text for text in lines if not found((TEXT, text))]
    assert len(missed) <= 0.05 * len(lines), missed


def test_sentences_of_sound_protocols_are_left_alone() -> None:
    lines = [row["text"] for row in LINES if not row["conflict"]]
    wrong = [(text, ids) for text in lines if (ids := found((TEXT, text)))]
    assert len(wrong) <= 0.02 * len(lines), wrong


@pytest.mark.parametrize(
    ("advises", "forbids"),
    [
        ("Vraag naar de oorzaak van het verzuim.", "Vraag niet naar de oorzaak van het verzuim."),
        ("Informeer naar de klachten.", "Informeer nooit naar de klachten."),
        ("Noteer de diagnose.", "Het is verboden de diagnose te noteren."),
        ("Vraag naar medicijngebruik.", "Naar medicijngebruik vraagt alleen de bedrijfsarts."),
        ("Zeg gerust: “Heb je hoofdpijn?”", "Zeg nooit: “Heb je hoofdpijn?”"),
    ],
)
def test_advice_is_told_from_its_opposite(advises: str, forbids: str) -> None:
    assert found((TEXT, advises))
    assert not found((TEXT, forbids))


def test_a_conflict_quotes_the_words_and_names_the_passages_behind_it() -> None:
    (conflict,) = conflicts((TEXT, "Begin rustig. Vraag dan naar de oorzaak van het verzuim."))
    assert conflict.standing is Standing.LAW
    assert "oorzaak van het verzuim" in conflict.quote
    assert conflict.why
    assert [guidance.passage(id) is not None for id in conflict.passages] == [True, True]


def test_what_sources_disagree_about_is_marked_as_contested() -> None:
    (conflict,) = conflicts((TEXT, "Bespreek wat de medewerker nog wel kan."))
    assert conflict.standing is Standing.CONTESTED


def test_what_the_law_forbids_comes_before_what_is_contested() -> None:
    both = conflicts((TEXT, "Bespreek wat de medewerker nog wel kan. Noteer de diagnose."))
    assert [conflict.standing for conflict in both] == [Standing.LAW, Standing.CONTESTED]


def test_the_same_advice_twice_in_one_excerpt_is_one_conflict() -> None:
    assert found((TEXT, "Noteer de diagnose. Leg de diagnose vast.")) == ["record-health"]


def test_an_item_is_read_with_the_introduction_of_its_list() -> None:
    assert found((TEXT, "Vraag in het gesprek naar:"), (ITEM, "de afspraken"), (ITEM, "de klachten"))
    assert not found((TEXT, "Vraag nooit naar:"), (ITEM, "de afspraken"), (ITEM, "de klachten"))


def test_an_introduction_ends_with_its_list() -> None:
    assert found((TEXT, "Vraag nooit naar:"), (ITEM, "de reden"), (TEXT, "Noteer wel de diagnose."))


def test_what_stands_under_a_heading_of_donts_is_left_alone() -> None:
    bad = (ITEM, "Vraag naar de oorzaak van het verzuim.")
    assert not found((HEADING, "Don'ts"), bad)
    assert not found((HEADING, "Wat mag niet?"), bad)
    assert found((HEADING, "Do's"), bad)
    assert found((HEADING, "Niet vergeten"), bad)


def test_the_next_heading_ends_it() -> None:
    assert found((HEADING, "Don'ts"), (ITEM, "Noteer de diagnose."), (HEADING, "Do's"), (ITEM, "Noteer de diagnose."))


def test_a_sentence_that_is_taken_back_by_the_next_is_left_alone() -> None:
    assert not found((TEXT, "Naar de klachten vragen. Dat mag niet, want het schaadt het vertrouwen."))


def test_a_cross_before_an_item_means_no() -> None:
    assert not found((ITEM, "✗ Vraag naar de oorzaak van het verzuim."))
    assert found((ITEM, "✓ Vraag naar de oorzaak van het verzuim."))


def test_a_good_half_does_not_heal_a_bad_half() -> None:
    assert found((TEXT, "Oordeel niet, maar vraag wel naar de oorzaak van het verzuim."))


def test_a_denial_that_forbids_nothing_is_no_excuse() -> None:
    assert found((TEXT, "Vergeet niet te vragen naar de oorzaak."))


def test_a_question_that_a_document_gives_to_ask_is_read_as_if_it_were_said() -> None:
    assert found((ITEM, "Heb je hoofdpijn?")) == ["medical_probe"]
    assert not found((ITEM, "Wat heb je van mij nodig?"))


def test_a_note_that_a_document_gives_is_read_as_a_note() -> None:
    given = "Een verslag is bij ons altijd kort en duidelijk, bijvoorbeeld: “Griep, loopt bij de psycholoog.”"
    assert found((TEXT, given)) == ["privacy_breach"]


def test_a_question_about_what_is_allowed_advises_nothing() -> None:
    assert not found((TEXT, "Mag ik vragen naar de oorzaak van het verzuim?"))


def test_the_guidance_itself_is_hardly_ever_taken_for_bad_advice() -> None:
    passages = guidance.library().passages
    marked = [
        p.id for p in passages if Standing.LAW in {c.standing for c in conflicts((HEADING, p.title), (TEXT, p.text))}
    ]
    assert len(marked) <= 0.04 * len(passages), marked
