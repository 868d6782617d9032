"""A document is cut into excerpts of a readable size that lose nothing and know their place."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.guidance.documents.block import Block, BlockKind
from coach.guidance.documents.excerpt import MAX_WORDS, MIN_WORDS, Excerpt, cut, sentences

HEADING, ITEM, TEXT = BlockKind.HEADING, BlockKind.ITEM, BlockKind.TEXT


def text(words: int, kind: BlockKind = TEXT, page: int | None = None, word: str = "woord") -> Block:
    return Block(kind=kind, text=" ".join([word] * words), page=page)


def heading(title: str, page: int | None = None) -> Block:
    return Block(kind=HEADING, text=title, page=page)


def sizes(excerpts: list[Excerpt]) -> list[int]:
    return [excerpt.words for excerpt in excerpts]


def test_an_empty_document_has_no_excerpts() -> None:
    assert cut([]) == []


def test_a_short_document_is_one_short_excerpt() -> None:
    (only,) = cut([heading("Melden"), text(5)])
    assert (only.heading, only.words) == ("Melden", 5)


def test_excerpts_begin_at_headings() -> None:
    found = cut([heading("Een"), text(60), heading("Twee"), text(60)])
    assert [(e.heading, e.words) for e in found] == [("Een", 60), ("Twee", 60)]


def test_a_section_that_is_too_short_is_put_with_the_next() -> None:
    (both,) = cut([heading("Een"), text(20), heading("Twee"), text(60)])
    assert both.heading == "Een"
    assert [block.kind for block in both.blocks] == [TEXT, HEADING, TEXT]


def test_headings_below_one_another_are_named_together() -> None:
    (only,) = cut([heading("Hoofdstuk 2"), heading("Contact"), text(50)])
    assert only.heading == "Hoofdstuk 2 › Contact"


def test_a_list_of_headings_with_nothing_below_is_text() -> None:
    (only,) = cut([heading(title) for title in ("Een", "Twee", "Drie", "Vier", "Vijf")])
    assert only.heading == ""
    assert only.text == "Een\nTwee\nDrie\nVier\nVijf"


def test_a_paragraph_stays_whole_where_it_can() -> None:
    assert sizes(cut([text(85), text(85), text(85)])) == [85, 85, 85]


def test_an_excerpt_knows_its_pages() -> None:
    first, second = cut([text(30, page=3), text(60, page=4), text(50, page=5)])
    assert (first.first_page, first.last_page) == (3, 4)
    assert (second.first_page, second.last_page) == (5, 5)


def test_a_document_without_pages_has_none() -> None:
    assert [(e.first_page, e.last_page) for e in cut([text(50)])] == [(None, None)]


def test_a_short_end_is_filled_up_from_what_comes_before() -> None:
    found = cut([text(100, word="a."), text(30, word="b.")])
    assert sum(sizes(found)) == 130
    assert min(sizes(found)) >= MIN_WORDS


def test_items_are_shown_with_a_mark() -> None:
    (only,) = cut([text(2), text(3, ITEM)])
    assert only.text == "woord woord\n• woord woord woord"


def test_a_paragraph_is_split_into_its_sentences() -> None:
    assert sentences("Bel om 9.30 uur. Zeg: ‘Beterschap!’ Vraag niets? En dan klaar.") == [
        "Bel om 9.30 uur.",
        "Zeg: ‘Beterschap!’",
        "Vraag niets?",
        "En dan klaar.",
    ]


running = st.sampled_from(["werk", "de", "afspraak.", "Wie?", "Dan", "lang-woord", "12", "‘Ja!’"])
blocks = st.builds(
    lambda kind, parts, page: Block(kind=kind, text=" ".join(parts), page=page),
    st.sampled_from([ITEM, TEXT]),
    st.lists(running, min_size=1, max_size=300),
    st.none() | st.integers(1, 9),
) | st.integers(1, 30).map(lambda words: heading(" ".join(["KOP"] * words)))


def words(texts: Iterable[str]) -> list[str]:
    """The words of running text; those of a heading may stand above an excerpt as well as in it."""
    return [word for text in texts for word in text.split() if word != "KOP"]


@given(st.lists(blocks, max_size=25))
@settings(max_examples=300)
def test_no_word_of_the_text_is_lost_doubled_or_moved(document: list[Block]) -> None:
    found = cut(document)
    assert words(b.text for e in found for b in e.blocks) == words(block.text for block in document)
    assert [e.number for e in found] == list(range(1, len(found) + 1))


@given(st.lists(blocks, max_size=25))
def test_no_heading_is_lost(document: list[Block]) -> None:
    found = cut(document)
    headed = sum(f"{e.heading} {e.text}".split().count("KOP") for e in found)
    assert headed >= sum(block.text.split().count("KOP") for block in document)


@given(st.lists(blocks, max_size=25))
@settings(max_examples=300)
def test_every_excerpt_has_a_readable_size(document: list[Block]) -> None:
    found = sizes(cut(document))
    assert all(size <= MAX_WORDS for size in found)
    assert len(found) <= 1 or all(size >= MIN_WORDS for size in found)
