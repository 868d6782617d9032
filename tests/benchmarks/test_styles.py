from __future__ import annotations

import pytest

from benchmarks.styles import Style, flemish, named, polite, style_of, unpunctuated


@pytest.mark.parametrize(
    ("author", "style"),
    [
        ("vlaams-magazijn", Style.FLEMISH),
        ("vl-horeca-los", Style.FLEMISH),
        ("chat-jong", Style.CHAT),
        ("app-jong", Style.CHAT),
        ("spraak-zonder-leestekens", Style.SPEECH),
        ("u-vorm-jurist", Style.POLITE),
        ("zorg-u", Style.POLITE),
        ("apparaten-bouw", None),
        ("uitvoerder", None),
        ("vlot-makelaar", None),
        (None, None),
    ],
)
def test_an_author_names_a_style_with_a_whole_part_of_the_key(author: str | None, style: Style | None) -> None:
    assert named(author) is style


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("dus ik dacht ik bel even", True),
        ("we beginnen om 9:30 met twee uur", True),
        ("dus ik dacht, ik bel even", False),
        ("dus ik dacht ik bel even?", False),
        ("ik bel je morgen", False),
    ],
)
def test_speech_has_six_words_and_no_punctuation(text: str, spoken: bool) -> None:
    assert unpunctuated(text) is spoken


@pytest.mark.parametrize(
    ("text", "says_u"),
    [
        ("Hoe gaat het met u?", True),
        ("Uw werk loopt door.", True),
        ("Om 10 u bel ik je.", False),
        ("Nu even niet.", False),
    ],
)
def test_u_and_uw_make_the_polite_form_and_the_u_of_hours_does_not(text: str, says_u: bool) -> None:
    assert polite(text) is says_u


@pytest.mark.parametrize(
    ("text", "says_ge"), [("Komt ge morgen?", True), ("Ge zijt welkom.", True), ("Gek genoeg.", False)]
)
def test_ge_and_gij_are_flemish(text: str, says_ge: bool) -> None:
    assert flemish(text) is says_ge


@pytest.mark.parametrize(
    ("row", "style"),
    [
        ({"kind": "note", "author": "vlaams", "text": "terug op ma"}, Style.NOTE),
        ({"kind": "say", "author": "chat-jong", "text": "Hoe gaat het met u?"}, Style.CHAT),
        ({"kind": "say", "author": "bouw", "text": "Hoe gaat het met u?"}, Style.POLITE),
        ({"kind": "say", "author": "bouw", "text": "Komt ge morgen met uw planning?"}, Style.FLEMISH),
        ({"kind": "say", "author": "bouw", "text": "dus ik dacht ik bel u even"}, Style.SPEECH),
        ({"kind": "say", "author": "bouw", "text": "Fijn dat je er bent."}, Style.OTHER),
        ({"text": "Fijn dat je er bent."}, Style.OTHER),
    ],
)
def test_a_line_has_the_first_style_that_fits(row: dict[str, str], style: Style) -> None:
    assert style_of(row) is style
