"""The sieve lets every pattern pass that may be found, in order, and finds what a search one by one finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from coach.phrasing.pattern import Pattern
from coach.phrasing.sieve import AnyOf, Sieve, layers
from coach.phrasing.text import tokenize

if TYPE_CHECKING:
    from tests.phrasing.conftest import Language

WORDS = st.frozensets(st.sampled_from("abcdef"), max_size=4)
PATTERNS = st.lists(st.lists(WORDS.filter(bool), max_size=6), max_size=12)


@given(PATTERNS, WORDS)
def test_what_a_line_may_hold_passes_in_order(patterns: list[list[frozenset[str]]], line: frozenset[str]) -> None:
    passed = list(Sieve(layers(patterns)).passing(line))
    sound = [number for number, keys in enumerate(patterns) if all(key & line for key in keys)]
    assert passed == sorted(passed)
    assert set(sound) <= set(passed)
    assert [number for number in passed if len(patterns[number]) <= 4] == [
        number for number in sound if len(patterns[number]) <= 4
    ]


def test_one_of_several_is_found_as_one_by_one(language: Language) -> None:
    sources = ["heb {you} … {complaint}", "(nooit|niet) nodig", "ziek*", "{body} ?"]
    several = AnyOf(sources, language.tags)
    for text in ("Heb je pijn?", "Dat is niet nodig.", "ziekmelding", "Is het je rug?", "Is het je rug.", "", "je"):
        line = language.annotate(tokenize(text))
        assert several.found(line) == any(Pattern(source, language.tags).search(line) for source in sources)
