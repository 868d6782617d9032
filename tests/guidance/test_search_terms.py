"""Words become terms that meet other forms of the same word, and slips are read as what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.guidance import analysis
from coach.guidance.spelling import corrected

KNOWN = {"bedrijfsarts": 9, "gesprek": 7, "verzuim": 5, "verzuimt": 1, "fiets": 1, "loon": 4}


def stems(text: str) -> set[str]:
    return {term for term in analysis.terms(analysis.words(text)) if term.startswith("s:")}


@pytest.mark.parametrize(("one", "other"), [("uren", "uur"), ("gewerkt", "werken"), ("Afspraak", "afspraken")])
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other) != set()


def test_accents_and_case_are_folded() -> None:
    assert analysis.words("Privé, COÖRDINATIE!") == ["prive", "coordinatie"]


def test_stopwords_and_single_letters_have_no_stem() -> None:
    assert stems("hoe gaat het met de x") == set()
    assert stems("week 6") == {"s:week", "s:6"}


@pytest.mark.parametrize("text", ["", "  ", "?!", "\x00\x1b", "___"])
def test_a_text_without_words_has_no_terms(text: str) -> None:
    assert analysis.terms(analysis.words(text)) == []


def test_a_compound_shares_pieces_with_its_parts() -> None:
    compound = set(analysis.terms(["verzuimgesprek"]))
    assert {"g:_ver", "g:zuim", "g:prek", "g:rek_"} <= compound
    assert compound & set(analysis.terms(["gesprek"]))


@given(st.text())
def test_every_term_says_whether_it_is_a_stem_or_a_piece(text: str) -> None:
    assert all(term[:2] in ("s:", "g:") and len(term) > 2 for term in analysis.terms(analysis.words(text)))


@pytest.mark.parametrize("slip", ["bedrijfsats", "bedrijfssarts", "bedrijfsatrs", "bedrijfsorts", "vedrijfsarts"])
def test_a_letter_lost_added_swapped_or_replaced_is_put_right(slip: str) -> None:
    assert corrected(slip, KNOWN) == "bedrijfsarts"


def test_the_commonest_of_two_near_words_is_meant() -> None:
    assert corrected("verzuims", KNOWN) == "verzuim"


@pytest.mark.parametrize("word", ["gesprek", "bedrijfsats" * 40, "lon", "gesprkken", ""])
def test_a_known_short_endless_or_far_word_stays_as_it_is(word: str) -> None:
    assert corrected(word, KNOWN) == word


@given(st.text(max_size=40))
def test_a_correction_is_a_known_word_or_the_word_itself(word: str) -> None:
    assert corrected(word, KNOWN) in {word, *KNOWN}
