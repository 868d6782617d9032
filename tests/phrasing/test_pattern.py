from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.phrasing.pattern import Pattern, PatternError, Tags
from coach.phrasing.text import sentences, tokenize

if TYPE_CHECKING:
    from tests.phrasing.conftest import Language


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        # words in this order
        ("heb je", "Heb je pijn?", "Heb je"),
        ("heb je", "je heb", None),
        ("heb je", "heb ook je", None),
        ("heb je", "heb jeuk", None),
        ("heb je", "ophef heb jeans", None),
        ("zo'n", "met zo’n knie", "zo’n"),
        ("één", "één knie", "één"),
        ("re-integratie", "de re-integratie loopt", "re-integratie"),
        ("heb je", "heb, je", None),
        ("heb , je", "heb, je", "heb, je"),
        # gaps
        ("heb … pijn", "heb pijn", "heb pijn"),
        ("heb … pijn", "heb je nu al weer pijn", "heb je nu al weer pijn"),
        ("heb … pijn", "heb je nu al weer veel pijn", None),
        ("heb ... pijn", "heb je nu al weer pijn", "heb je nu al weer pijn"),
        ("heb …1 pijn", "heb je pijn", "heb je pijn"),
        ("heb …1 pijn", "heb je nu pijn", None),
        ("heb …8 pijn", "heb a b c d e f g h pijn", "heb a b c d e f g h pijn"),
        ("heb …8 pijn", "heb a b c d e f g h i pijn", None),
        ("heb …99 pijn", "heb a b c d e f g h i j k l pijn", "heb a b c d e f g h i j k l pijn"),
        ("heb …99 pijn", "heb a b c d e f g h i j k l m pijn", None),
        ("heb … je", "heb je en je", "heb je"),
        # one of several
        ("(weer|nog steeds) ziek", "ben je weer ziek", "weer ziek"),
        ("(weer|nog steeds) ziek", "je bent nog steeds ziek", "nog steeds ziek"),
        ("(weer|nog steeds) ziek", "nog ziek", None),
        ("(a|(b|c) d) e", "c d e", "c d e"),
        # may be left out
        ("heb [nog] pijn", "heb pijn", "heb pijn"),
        ("heb [nog] pijn", "heb nog pijn", "heb nog pijn"),
        ("heb [nog|weer erg] pijn", "heb weer erg pijn", "heb weer erg pijn"),
        ("heb [nog] pijn", "heb ook pijn", None),
        # parts of words
        ("ziek*", "een ziekmelding", "ziekmelding"),
        ("ziek*", "ziek", "ziek"),
        ("ziek*", "liefdeziek", None),
        ("*pijn", "erge buikpijn", "buikpijn"),
        ("*pijn", "pijnlijk", None),
        ("*pijn*", "een buikpijntje", "buikpijntje"),
        # concepts
        ("heb {you}", "heb u", "heb u"),
        ("heb {you}", "heb ik", None),
        ("{body|complaint}", "je knie", "knie"),
        ("{body|complaint}", "veel hoofdpijn", "hoofdpijn"),
        ("{complaint}", "heb je last van iets", "last van"),
        ("{complaint}", "duizelig", "duizelig"),
        ("{body} {body}", "rug", None),
        # edges of a clause
        ("< heb", "heb je", "heb"),
        ("< heb", "Ik heb", None),
        ("< heb", "nou ja, heb je", "heb"),
        ("< heb", "en heb je", "en heb"),
        ("< heb", "Ik ben er maar heb je pijn", "maar heb"),
        ("begrijp je >", "dat begrijp je", "begrijp je"),
        ("begrijp je >", "dat begrijp je, toch", "begrijp je"),
        ("begrijp je >", "begrijp je dat", None),
        ("begrijp je >", "begrijp je.", "begrijp je"),
        # not followed by
        ("wat is er !(te|nodig)", "wat is er", "wat is er"),
        ("wat is er !(te|nodig)", "wat is er aan de hand", "wat is er"),
        ("wat is er !(te|nodig)", "wat is er nodig", None),
        ("is !({body}) er", "is er", "is er"),
        # a word with concepts is passed whole, so that what follows is really what follows
        ("{complaint} !(weg)", "pijn weg", None),
        ("pijn !(weg)", "pijn weg", None),
        ("heb … pijn !(weg)", "heb nog pijn weg", None),
        ("is !(ook er) …", "is ook er", None),
        # only in a question
        ("heb je … gezien ?", "heb je dat gezien?", "heb je dat gezien"),
        ("heb je … gezien ?", "heb je dat gezien, of niet?", "heb je dat gezien"),
        ("heb je … gezien ?", "heb je dat gezien.", None),
        ("heb je … gezien ?", "heb je dat gezien. Toch?", None),
        ("heb je … gezien ?", "heb je dat gezien", None),
    ],
)
def test_each_construct_finds_these_words(language: Language, pattern: str, text: str, found: str | None) -> None:
    assert language.find(pattern, text) == found


@pytest.mark.parametrize(
    "pattern",
    [
        "", " ", "(a|b", "a)", "[a", "a]", "a|b", "(a|b]", "!(a", "{nobody}", "{you|nobody}", "{}", "{You}", "{you",
        "a $ b", "a.b", "a; b", "heb je «pijn»", "(", "[", "{you|}", "a & b", "*",
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_read_is_refused_when_it_is_written(language: Language, pattern: str) -> None:
    with pytest.raises(PatternError):
        Pattern(pattern, language.tags)


def test_the_refusal_of_an_unknown_concept_names_those_that_are_there(language: Language) -> None:
    with pytest.raises(PatternError, match=r"nobody.*body, complaint, filler, roster, you"):
        Pattern("heb {nobody}", language.tags)


def test_the_refusal_shows_the_pattern(language: Language) -> None:
    with pytest.raises(PatternError, match="heb je"):
        Pattern("heb je (pijn", language.tags)


def test_more_concepts_than_there_are_tags_are_refused() -> None:
    with pytest.raises(PatternError, match="1000"):
        Tags(f"concept_{number}" for number in range(1000))


MARKS = st.sampled_from([".", "?", "!", "…", "\n", "?!", "..."])
SMALL = st.lists(st.sampled_from(["je", "nu", "rug", "rooster", ",", "moe"]), max_size=5).map(" ".join)


@given(SMALL, MARKS, SMALL, st.integers(0, 12))
def test_a_gap_never_crosses_the_end_of_a_sentence(
    language: Language, before: str, mark: str, after: str, size: int
) -> None:
    assert language.find(f"heb …{size} gezien", f"heb {before} {mark} {after} gezien") is None


PATTERNS = [
    "heb {you} … {complaint|body}", "< (heb|hebt) [nog] {you} …8 {complaint} ?", "{complaint} >", "*pijn*", "ziek*",
    "wat is er !(te|nodig)", "< {you}", "(is|zijn) , …12 {roster}", "[nog] {body|complaint}", "heb … gezien ?",
]  # fmt: skip
PIECES = st.sampled_from(
    ["heb", "je", "u", "hoofdpijn", "last", "van", "moe", "rug", "is", "ziekte", "wat", "er", "nodig", "gezien",
     "rooster", "op tijd naar huis", "?", ".", ",", "!", "\n", "\x01", "[bold]", "\x1b[0m", "\u202e", "é", " ", "…"]
)  # fmt: skip
LINES = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join))


@given(st.sampled_from(PATTERNS), LINES)
def test_no_text_breaks_a_pattern_and_what_is_found_stands_in_one_sentence(
    language: Language, pattern: str, text: str
) -> None:
    tokens = tokenize(text)
    for part in sentences(tokens):
        sentence = language.annotate(tokens[part])
        match = Pattern(pattern, language.tags).search(sentence)
        if match:
            start, end = sentence.place(match)
            assert tokens[part][0].start <= start < end <= tokens[part][-1].end
            assert text[start:end].strip() == text[start:end] != ""


@given(st.text(st.sampled_from("ab {}()[]|!<>?,…*.1_'é$"), max_size=20))
def test_any_pattern_is_either_read_or_refused(language: Language, source: str) -> None:
    try:
        pattern = Pattern(source, language.tags)
    except PatternError:
        return
    pattern.search(language.annotate(tokenize("a b, een. je?")))


@given(st.sampled_from(PATTERNS), LINES)
def test_skipping_patterns_that_cannot_match_never_changes_the_outcome(
    language: Language, pattern: str, text: str
) -> None:
    line = language.annotate(tokenize(text))
    read = Pattern(pattern, language.tags)
    quick, slow = read.search(line), read.regex.search(line.text)
    assert (quick and quick.span()) == (slow and slow.span())


def test_a_span_leaves_the_mark_behind_it_out(language: Language) -> None:
    assert language.find("heb je ,", "Ja, heb je, of niet") == "heb je"


def test_a_pattern_that_holds_for_no_words_has_no_place(language: Language) -> None:
    line = language.annotate(tokenize("ja, nee"))
    match = Pattern(",", language.tags).search(line)
    assert match is not None
    assert line.place(match) == (0, 0)


def test_a_word_of_the_text_cannot_pass_for_a_tag(language: Language) -> None:
    char = language.tags.char("complaint")
    assert language.find("{complaint}", f"{char} \x01{char} x\x01{char}") is None
