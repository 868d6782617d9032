"""Phrases found in a line, whatever stands between or around their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.guidance import analysis
from coach.guidance.phrases import Match, Phrases


def found(line: str, *phrases: str) -> set[str]:
    return {match.phrase for match in Phrases(phrases).matches(analysis.words(line))}


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("dossier", "Mag dat in het Dossier?"),
        ("burn-out", "heeft hij een burn-out"),
        ("collega's", "de collega’s weten het"),
        ("zwanger*", "haar zwangerschap"),
        ("*dossier", "in het personeelsdossier"),
        ("op de hoogte", "zij is op de hoogte"),
        ("schrijf … op", "schrijf ik dat alles nu op"),
        ("hoe lang … bel*", "hoe lang van tevoren belt hij"),
        ("wat (hij|ze) heeft", "vragen wat ze heeft"),
        ("(de|mijn) *arts", "zegt mijn bedrijfsarts"),
        ("café", "in een cafe"),
    ],
)
def test_a_phrase_is_found(phrase: str, line: str) -> None:
    assert found(line, phrase) == {phrase}


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("dossier", "personeelsdossier"),
        ("zwanger*", "onzwanger"),
        ("*dossier", "dossiers"),
        ("op de hoogte", "op deze hoogte"),
        ("schrijf … op", "schrijf ik dat alles vandaag nog eens op"),
        ("schrijf …1 op", "schrijf dat nu op"),
        ("wat (hij|ze) heeft", "wat heeft ze"),
        ("dossier", ""),
    ],
)
def test_a_phrase_is_not_found(phrase: str, line: str) -> None:
    assert found(line, phrase) == set()


def test_a_match_says_where_the_phrase_stands_first() -> None:
    matches = Phrases(["wat (hij|ze) heeft", "ze"]).matches("ze vroeg wat ze heeft".split())
    assert set(matches) == {Match("wat (hij|ze) heeft", 2, 5), Match("ze", 0, 1)}


def test_the_longer_of_two_in_one_place_covers_the_other() -> None:
    long, short, beside = Match("a b", 1, 3), Match("b", 2, 3), Match("c", 3, 4)
    assert long.covers(short)
    assert not short.covers(long)
    assert not long.covers(beside)
    assert not long.covers(long)


_WORD = st.sampled_from(["een", "twee", "drie", "vier"])


@given(st.lists(_WORD, max_size=12), st.lists(_WORD, min_size=1, max_size=3))
def test_a_phrase_of_plain_words_is_found_where_its_words_stand_in_a_row(line: list[str], phrase: list[str]) -> None:
    size = len(phrase)
    places = [start for start in range(len(line)) if line[start : start + size] == phrase]
    matches = Phrases([" ".join(phrase)]).matches(line)
    assert [(match.start, match.end) for match in matches] == [(start, start + size) for start in places[:1]]


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_phrase_can_be_looked_for_in_any_line(line: str, phrase: str) -> None:
    words = analysis.words(line)
    phrases = Phrases([phrase])
    assert phrases.any(words) == bool(phrases.matches(words))
