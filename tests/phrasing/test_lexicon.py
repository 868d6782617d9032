from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import locations
from coach.content import ContentError
from coach.phrasing import lexicon
from coach.phrasing.lexicon import Concept, Lexicon
from coach.phrasing.text import tokenize


def of(**words: tuple[str, ...]) -> Lexicon:
    return Lexicon([Concept(concept=name, about=name, words=value) for name, value in words.items()])


def tagged(source: Lexicon, text: str) -> list[tuple[str, set[str]]]:
    tokens = tokenize(text)
    return [(token.form, tags) for token, tags in zip(tokens, source.tag(tokens), strict=True)]


def named(source: Lexicon, text: str) -> list[str]:
    """The words of the text that have a concept."""
    return [form for form, tags in tagged(source, text) if tags]


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("moe", "Ik ben MOE.", ["moe"]),
        ("moe", "moet moeder", []),
        ("duizel*", "duizel duizelig gruizelduizel", ["duizel", "duizelig"]),
        ("*pijn", "pijn buikpijn pijnlijk", ["pijn", "buikpijn"]),
        ("*pijn", "buik- en hoofdpijn", ["hoofdpijn"]),
        ("zo'n", "zo’n", ["zo'n"]),
        ("burn-out", "een burn-out", ["burn-out"]),
        ("burn-out", "burn out", []),
    ],
)
def test_a_word_may_be_whole_or_a_beginning_or_an_ending(word: str, text: str, found: list[str]) -> None:
    assert named(of(complaint=(word,)), text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("je hebt last van je knie", ["last", "van"]),
        ("waar heb je last van", ["last", "van"]),
        ("waar heb je last van?", ["last", "van"]),
        ("Heb je last", []),
        ("last. Van wie", []),
        ("last, van wie", []),
        ("van last van last", ["last", "van"]),
        ("last van last van", ["last", "van", "last", "van"]),
    ],
)
def test_words_that_belong_together_are_found_only_together(text: str, found: list[str]) -> None:
    assert named(of(complaint=("last van",)), text) == found


def test_long_and_short_phrases_with_the_same_beginning_do_not_hide_one_another() -> None:
    source = of(short=("op tijd",), long=("op tijd naar huis gaan wil ik",), single=("op",))
    assert [tags for _form, tags in tagged(source, "op tijd")] == [{"short", "single"}, {"short"}]
    everything = [tags for _form, tags in tagged(source, "op tijd naar huis gaan wil ik")]
    assert everything == [{"short", "long", "single"}, {"short", "long"}, *[{"long"}] * 5]


def test_a_word_may_speak_of_two_things() -> None:
    assert of(home=("rust",), recovery=("rus*", "*ust")).concepts_of("rust") == {"home", "recovery"}


def test_marks_speak_of_nothing() -> None:
    assert named(of(everything=("a*", "*a")), ". , ?! \n ;") == []


def test_tagging_one_line_leaves_the_next_as_it_was() -> None:
    source = of(complaint=("last van",), work=("last",))
    for _time in range(2):
        assert tagged(source, "last van")[0][1] == {"complaint", "work"}
        assert tagged(source, "last")[0][1] == {"work"}


@given(st.text(max_size=200))
def test_every_token_of_any_text_gets_concepts_that_are_there(text: str) -> None:
    source = lexicon.default()
    tags = source.tag(tokenize(text))
    assert len(tags) == len(tokenize(text))
    assert set().union(*tags) <= set(source.concepts)


def test_a_concept_without_words_is_refused_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("concept: empty\nabout: niets\nwords: []\n", encoding="utf-8")
    with pytest.raises(ContentError, match="words") as caught:
        lexicon.load(tmp_path)
    assert (caught.value.path, caught.value.line) == (path, 3)


def test_the_files_of_a_folder_are_the_concepts(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "concept: pain\nabout: pijn\ntopic: health\nwords: ['*pijn']\n", encoding="utf-8"
    )
    source = lexicon.load(tmp_path)
    assert source.concepts["pain"].topic == "health"
    assert source.concepts_of("buikpijn") == {"pain"}


class TestTheLexiconThatComesWithTheProgram:
    def test_every_word_finds_its_own_concept(self) -> None:
        source = lexicon.default()
        lost = [
            (concept.concept, word)
            for concept in source.concepts.values()
            for word in concept.words
            if not any(concept.concept in tags for tags in source.tag(tokenize(word.strip("*"))))
        ]
        assert not lost

    def test_no_word_stands_twice_in_a_concept(self) -> None:
        twice = [
            (concept.concept, word)
            for concept in lexicon.default().concepts.values()
            for word in {word for word in concept.words if concept.words.count(word) > 1}
        ]
        assert not twice

    def test_every_file_is_named_after_its_concept(self) -> None:
        files = {path.stem for path in (locations.knowledge() / "lexicon").glob("*.yaml")}
        assert files == set(lexicon.default().concepts)

    def test_words_of_illness_are_known_and_words_of_the_process_are_no_illness(self) -> None:
        source = lexicon.default()
        assert "complaint" in source.concepts_of("hoofdpijn")
        assert not {"illness", "complaint"} & source.concepts_of("ziekmelding")
