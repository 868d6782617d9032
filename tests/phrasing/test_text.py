from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.phrasing.text import MAX_CHARS, Token, sentences, tokenize


def forms(text: str) -> list[str]:
    return [token.form for token in tokenize(text)]


def spoken(text: str) -> list[list[str]]:
    tokens = tokenize(text)
    return [[token.form for token in tokens[part]] for part in sentences(tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heb je hoofdpijn?", ["heb", "je", "hoofdpijn", "?"]),
        ("HEB JE", ["heb", "je"]),
        ("zo'n foto’s", ["zo'n", "foto's"]),
        ("re-integratie - nu", ["re-integratie", "nu"]),
        ("ja, nee; wel: niet", ["ja", ",", "nee", ";", "wel", ":", "niet"]),
        ("wat?! echt!? zo... nou… ach!!", ["wat", "?", "echt", "?", "zo", ".", "nou", ".", "ach", "!"]),
        ("een\ntwee", ["een", "\n", "twee"]),
        ("§ € [bold] \x1b[31m \u200b", ["bold", "31m"]),
        ("één café Zoë", ["één", "café", "zoë"]),
        ("2 x 40%", ["2", "x", "40"]),
        ("_", ["_"]),
        ("", []),
        (" \t ", []),
    ],
)
def test_a_text_falls_apart_in_words_and_marks(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_accents_that_stand_apart_do_not_break_a_word() -> None:
    text = unicodedata.normalize("NFD", "Eén café, Zoë.")
    assert forms(text) == forms("Eén café, Zoë.")
    assert [text[token.start : token.end] for token in tokenize(text)] == [
        unicodedata.normalize("NFD", word) for word in ("Eén", "café", ",", "Zoë", ".")
    ]


def test_every_letter_of_every_script_is_a_word_and_no_form_holds_a_space() -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isalnum()]
    wrong = [
        letter
        for letter in letters
        for token in tokenize(letter)
        if token.is_mark or token.ends_sentence or " " in token.form or "\x01" in token.form
    ]
    assert not wrong


@given(st.text(max_size=300))
def test_offsets_point_at_the_words_themselves_in_order_and_apart(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    assert all(forms(text[token.start : token.end]) == [token.form] for token in tokens)


@given(st.text(st.sampled_from("ab .?!…,\n\"«»'é"), max_size=60))
def test_sentences_cover_every_word_once_and_end_at_their_mark(text: str) -> None:
    tokens = tokenize(text)
    parts = [tokens[part] for part in sentences(tokens)]
    assert [t for part in parts for t in part if not t.is_mark] == [t for t in tokens if not t.is_mark]
    assert all(any(not token.is_mark for token in part) for part in parts)
    assert not any(token.ends_sentence for part in parts for token in part[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja. Kom je?", [["ja", "."], ["kom", "je", "?"]]),
        ("Een\nTwee", [["een", "\n"], ["twee"]]),
        ("Ja, en nee", [["ja", ",", "en", "nee"]]),
        ("... ?! Goed", [["goed"]]),
        ("?!", []),
        ("", []),
    ],
)
def test_a_sentence_stops_at_its_mark_or_at_the_end_of_a_line(text: str, expected: list[list[str]]) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize("marks", ["«»", "“”", '""'])
def test_quoted_speech_in_a_longer_line_is_not_what_the_manager_says(marks: str) -> None:
    quoted = f"{marks[0]}heb je pijn?{marks[1]}"
    assert forms(f"Haar buurman vroeg {quoted} en toen zweeg iedereen.") == [
        "haar", "buurman", "vroeg", "en", "toen", "zweeg", "iedereen", ".",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['"Heb je pijn?"', "«Heb je pijn?»", 'Zeg: "heb je pijn?"'])
def test_a_line_that_stands_in_quotes_as_a_whole_is_read(text: str) -> None:
    assert "pijn" in forms(text)


@pytest.mark.parametrize("text", ['Ik zei "heb je pijn', 'Ik "x" jij'])
def test_a_lone_or_tiny_pair_of_quotes_hides_nothing(text: str) -> None:
    assert len([form for form in forms(text) if form.isalnum()]) == len(text.replace('"', " ").split())


def test_a_line_of_a_hundred_kilobytes_is_read_up_to_a_limit() -> None:
    tokens = tokenize("woord " * 17_000)
    assert len(tokens) == MAX_CHARS // len("woord ")
    assert tokens[-1].end <= MAX_CHARS


def test_one_endless_word_is_one_word() -> None:
    assert tokenize("a" * 100_000) == [Token("a" * MAX_CHARS, 0, MAX_CHARS)]


def test_a_hundred_kilobytes_of_quotes_are_read_too() -> None:
    assert tokenize('"' * 100_000) == []
    assert len(tokenize('"a' * 50_000)) > 0


@pytest.mark.parametrize(
    ("form", "mark", "end"),
    [
        ("ja", False, False),
        ("_", False, False),
        ("3", False, False),
        (",", True, False),
        ("?", True, True),
        ("\n", True, True),
    ],
)
def test_a_token_knows_whether_it_is_a_mark_and_ends_a_sentence(form: str, mark: bool, end: bool) -> None:
    token = Token(form, 0, len(form))
    assert (token.is_mark, token.ends_sentence) == (mark, end)
