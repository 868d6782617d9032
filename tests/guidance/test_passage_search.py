"""What someone types leads to the passage that answers it, and to nothing when none does."""

import logging
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance import Library, ranker
from coach.guidance.passage import Phase

LIBRARY = guidance.library()
WORDS = sorted({word for passage in LIBRARY.passages for word in passage.text.split()})


def ids(query: str, k: int = 5) -> list[str]:
    return [hit.passage.id for hit in guidance.search(query, k)]


@pytest.mark.parametrize("passage", LIBRARY.passages, ids=lambda passage: passage.id)
def test_a_passage_is_found_by_its_own_title(passage: guidance.Passage) -> None:
    assert passage.id in ids(passage.title, 3)


def test_example_questions_lead_to_their_passage() -> None:
    asked = [(question, passage.id) for passage in LIBRARY.passages for question in passage.questions]
    missed = [question for question, id in asked if id not in ids(question)]
    assert len(missed) <= 0.02 * len(asked), missed


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ("medicijnen behandeling", "behandeling-en-medicijnen"),
        ("kompasgesprek", "kompasgesprek-twee-betekenissen"),
        ("42e-weeksmelding", "week-42-en-het-uwv"),
        ("loonstop", "loonopschorting-en-loonstop"),
        ("WIA aanvraag", "aanloop-naar-de-wia"),
        ("tweede spoor", "tweede-spoor"),
        ("vangnet ziektewet", "vangnet-ja-of-nee"),
        ("verkeersongeval", "ongeval-werk-of-verkeer"),
        ("plan van aanpak", "plan-van-aanpak-week-8"),
        ("nivea", "anna-mee-nivea-thuis"),
        ("stilte", "laat-de-stilte-staan"),
        ("second opinion", "second-opinion-of-deskundigenoordeel"),
        ("bewaartermijn verzuimdossier", "hoelang-bewaar-je-het"),
        ("arbeidsdeskundige", "arbeidsdeskundige-en-preventiemedewerker"),
    ],
)
def test_a_keyword_finds_its_passage(query: str, passage: str) -> None:
    assert passage in ids(query, 3)


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ("medicjnen", "behandeling-en-medicijnen"),
        ("kompasgesperk", "kompasgesprek-twee-betekenissen"),
        ("loonstpo", "loonopschorting-en-loonstop"),
        ("verkeersongevall", "ongeval-werk-of-verkeer"),
        ("vangent ziektewet", "vangnet-ja-of-nee"),
        ("arbeidsdeskundge", "arbeidsdeskundige-en-preventiemedewerker"),
        ("stitle", "laat-de-stilte-staan"),
        ("decsundigenoordeel", "second-opinion-of-deskundigenoordeel"),
        ("probleemanalise week zes", "eerste-week-tot-probleemanalyse"),
    ],
)
def test_a_word_with_a_slip_finds_its_passage(query: str, passage: str) -> None:
    assert passage in ids(query, 3)


def test_accents_case_and_marks_do_not_matter() -> None:
    assert ids("MÉDICIJNEN?!") == ids("medicijnen")


@pytest.mark.parametrize("kind", list(SituationKind))
def test_only_passages_of_the_kind_asked_for_are_found(kind: SituationKind) -> None:
    hits = guidance.search("wat mag ik vragen over werk", 100, kind=kind)
    assert hits
    assert all(kind in hit.passage.kinds for hit in hits)


@pytest.mark.parametrize("phase", list(Phase))
def test_only_passages_of_the_phase_asked_for_are_found(phase: Phase) -> None:
    hits = guidance.search("wat mag ik vragen over werk", 100, phase=phase)
    assert hits
    assert all(phase in hit.passage.phases for hit in hits)


def test_a_filter_keeps_the_order_and_fills_up_from_below() -> None:
    every = guidance.search("bedrijfsarts advies", 100)
    kept = [hit for hit in every if SituationKind.NAZORG in hit.passage.kinds]
    assert guidance.search("bedrijfsarts advies", 3, kind=SituationKind.NAZORG) == kept[:3]


NOTHING = [
    "",
    " \n\t",
    "?!…",
    "\x00\x01\x1b[31m",
    "\u200b\ud800",
    "🙂🙂",
    "asdfghjkl",
    "zzzzzz kkkk",
    "%s {x} \\",
]


@pytest.mark.parametrize("query", NOTHING)
def test_a_query_without_a_known_word_finds_nothing(query: str) -> None:
    assert guidance.search(query) == []


@pytest.mark.parametrize("query", ["xylofoon", "quantummechanica", "sudoku", "kerstboom", "dinosaurus"])
def test_a_word_that_only_shares_a_piece_with_a_passage_finds_nothing(query: str) -> None:
    assert guidance.search(query) == []


@pytest.mark.parametrize("query", ["werk", "verzuim", "gesprek", "ziek", "vragen", "bedrijfsarts"])
def test_a_word_that_many_passages_share_still_finds_them(query: str) -> None:
    assert len(guidance.search(query)) == 5


def test_control_characters_between_words_do_no_harm() -> None:
    assert ids("loonstop\x00\x1b uitleg") == ids("loonstop uitleg")


@pytest.mark.parametrize("piece", ["a", "verzuim ", "loonstpo ", "\x00", "é" * 7 + " ", "ﷺ"])
def test_a_huge_query_is_answered(piece: str) -> None:
    assert len(guidance.search(piece * (100_000 // len(piece)))) <= 5


def test_of_a_huge_query_only_the_beginning_counts() -> None:
    assert ids("loonstop" + " " * 5_000 + "medicijnen") == ids("loonstop")


@pytest.mark.parametrize(("k", "most"), [(-3, 0), (0, 0), (1, 1), (10_000, len(LIBRARY.passages))])
def test_k_is_the_most_that_is_given(k: int, most: int) -> None:
    hits = guidance.search("verzuim gesprek werk ziek", k)
    assert len(hits) <= most
    assert bool(hits) == (most > 0)


def test_equal_passages_come_in_the_order_of_their_ids() -> None:
    kinds = cycle(LIBRARY.passages[:3])
    copies = [next(kinds).model_copy(update={"id": f"p-{number:03}"}) for number in range(300)]
    hits = Library(reversed(copies), LIBRARY.sources).search(LIBRARY.passages[0].title, 300)
    assert len({hit.score for hit in hits}) < len(hits)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def test_the_order_of_files_does_not_change_the_answer() -> None:
    turned = Library(reversed(LIBRARY.passages), LIBRARY.sources, ranker.default)
    query = "mag ik vragen of het door het werk komt"
    assert turned.search(query, 20) == LIBRARY.search(query, 20)


def test_searching_writes_nothing(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        Library(LIBRARY.passages, LIBRARY.sources).search("loonstop")
    assert [record for record in caplog.records if record.name.startswith("bm25s")] == []
    assert capfd.readouterr() == ("", "")


queries = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


@given(
    query=queries,
    k=st.integers(-2, 120),
    kind=st.none() | st.sampled_from(SituationKind),
    phase=st.none() | st.sampled_from(Phase),
)
@settings(deadline=None)
def test_any_query_gives_sorted_distinct_fitting_hits(
    query: str, k: int, kind: SituationKind | None, phase: Phase | None
) -> None:
    hits = guidance.search(query, k, kind, phase)
    scores = [hit.score for hit in hits]
    assert len(hits) <= max(0, k)
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert all(kind in (None, *hit.passage.kinds) and phase in (None, *hit.passage.phases) for hit in hits)


@given(query=queries, k=st.integers(0, 20))
@settings(deadline=None)
def test_fewer_hits_are_the_first_of_more(query: str, k: int) -> None:
    assert guidance.search(query, k) == guidance.search(query, 100)[:k]
