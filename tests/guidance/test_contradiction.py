"""Where sources contradict each other: both sides are told, and what wins, from whichever side one comes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach import guidance
from coach.content import ContentError
from coach.guidance import Contradiction
from coach.guidance.contradiction import Side, Wins, default, load

ALL = default()
IDS = [each.id for each in ALL]
SIDES = [pytest.param(each, side, id=f"{each.id}-{n}") for each in ALL for n, side in enumerate(each.sides, start=1)]
SENTENCE = re.compile(r"[.!?](?:\s|$)")
FIELDS = """\
contradictions:
  - id: B1
    title: Een titel
    sides:
      - says: Het een.
        sources: [C7]
      - says: Het ander.
        sources: [000/doel, C8]
    wins: law
    resolution: Zo doe je het.
    passages: [een-passage]
"""
SOURCES = {"B1", "C7", "C8", "000/doel"}
PASSAGES = {"een-passage"}


def written(folder: Path, text: str) -> Path:
    path = folder / "contradictions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def passage(id: str) -> guidance.Passage:
    found = guidance.passage(id)
    assert found is not None
    return found


def citing(*sources: str) -> guidance.Passage:
    return passage("laat-de-stilte-staan").model_copy(update={"sources": sources})


def test_every_contradiction_of_the_sources_is_told() -> None:
    assert [source for source in guidance.library().sources if re.fullmatch(r"B\d+", source)] == IDS
    assert [f"B{number}" for number in range(1, 20)] == IDS


@pytest.mark.parametrize(("each", "side"), SIDES)
def test_a_contradiction_is_reached_from_each_of_its_sides(each: Contradiction, side: Side) -> None:
    showing = [
        passage.id
        for passage in guidance.library().passages
        if not set(side.sources).isdisjoint(passage.sources)
        and each in guidance.contradictions_of(passage)
        and each.concerns(passage)
    ]
    assert showing


@pytest.mark.parametrize("each", ALL, ids=IDS)
def test_a_contradiction_leads_to_passages_that_lead_back_to_it(each: Contradiction) -> None:
    assert all(each in guidance.contradictions_of(passage(id)) for id in each.passages)
    assert {found.id for found in guidance.library().passages if each.id in found.sources} <= set(each.passages)


@pytest.mark.parametrize("each", ALL, ids=IDS)
def test_no_source_stands_on_two_sides(each: Contradiction) -> None:
    named = [source for side in each.sides for source in side.sources]
    assert len(named) == len(set(named))
    assert not any(source.startswith("B") for source in named)


@pytest.mark.parametrize("each", [each for each in ALL if each.wins is Wins.LAW], ids=lambda each: each.id)
def test_where_the_law_wins_one_side_is_the_law(each: Contradiction) -> None:
    assert any(source[0] in "CD" for side in each.sides for source in side.sources)


@pytest.mark.parametrize("each", ALL, ids=IDS)
def test_a_contradiction_is_told_in_few_words(each: Contradiction) -> None:
    assert len(SENTENCE.findall(each.resolution)) in (1, 2)
    assert all(len(SENTENCE.findall(side.says)) == 1 for side in each.sides)


def test_contested_is_not_called_settled() -> None:
    assert {each.id: each.wins for each in ALL}["B7"] is Wins.OPEN


def test_each_way_to_win_is_told_in_its_own_sentence() -> None:
    assert len({way.told for way in Wins}) == len(Wins)


def test_what_a_passage_is_about_comes_before_what_it_only_shares_a_source_with() -> None:
    found = guidance.contradictions_of(citing("B14", "001/definitie"))
    assert [each.id for each in found] == ["B14", "B5", "B9", "B12", "B13"]
    about = [each.id for each in found if each.concerns(citing("B14", "001/definitie"))]
    assert about == ["B14"]


def test_a_passage_that_is_named_is_about_it_without_citing_its_id() -> None:
    asked = passage("melding-niet-weigeren")
    assert "B19" not in asked.sources
    assert [each.id for each in guidance.contradictions_of(asked) if each.concerns(asked)] == ["B19"]


def test_a_contradiction_comes_once_when_a_passage_names_it_and_both_of_its_sides() -> None:
    found = [each.id for each in guidance.contradictions_of(citing("B6", "000/niet-vergeten", "C14"))]
    assert found == ["B6"]


def test_a_passage_that_nobody_contradicts_has_none() -> None:
    assert guidance.contradictions_of(citing("T/stilte", "E2")) == []


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (found,) = load(written(tmp_path, FIELDS), PASSAGES, SOURCES)
    assert [side.sources for side in found.sides] == [("C7",), ("000/doel", "C8")]
    assert (found.id, found.wins, found.passages) == ("B1", Wins.LAW, ("een-passage",))


@pytest.mark.parametrize(
    ("old", "new", "field", "line", "told"),
    [
        ("C7", "C99", "contradictions.1.sides.1.sources.1", 4, "C99"),
        ("C8", "C99", "contradictions.1.sides.2.sources.2", 4, "C99"),
        ("een-passage", "geen-passage", "contradictions.1.passages.1", 11, "geen-passage"),
        ("B1", "B2", "contradictions.1.id", 2, "B2"),
        ("B1", "C7", "contradictions.1.id", 2, ""),
        ("wins: law", "wins: wet", "contradictions.1.wins", 9, "guidance"),
        ("sources: [C7]", "sources: []", "contradictions.1.sides.1.sources", 6, ""),
        ("passages: [een-passage]", "passages: []", "contradictions.1.passages", 11, ""),
        ("says: Het een.", 'says: ""', "contradictions.1.sides.1.says", 5, ""),
        ("resolution: Zo doe je het.", 'resolution: ""', "contradictions.1.resolution", 10, ""),
        ("    title: Een titel\n", "", "contradictions.1.title", 2, ""),
        ("    wins: law\n", "    wins: law\n    shoe: 42\n", "contradictions.1.shoe", 10, ""),
    ],
)
def test_a_mistake_is_named_by_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, line: int, told: str
) -> None:
    path = written(tmp_path, FIELDS.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        load(path, PASSAGES, SOURCES)
    assert (caught.value.path, caught.value.field, caught.value.line) == (path, field, line)
    assert told in caught.value.problem


def test_a_contradiction_has_at_least_two_sides(tmp_path: Path) -> None:
    one = FIELDS.replace("      - says: Het ander.\n        sources: [000/doel, C8]\n", "")
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, one), PASSAGES, SOURCES)
    assert caught.value.field == "contradictions.1.sides"


def test_an_id_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    again = FIELDS + FIELDS.partition("\n")[2]
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, again), PASSAGES, SOURCES)
    assert (caught.value.field, caught.value.line) == ("contradictions.2.id", 12)
