"""`coach search`: passages of guidance, for people and for programs."""

from __future__ import annotations

import json

import pytest
from command import coach

FIELDS = ["id", "title", "text", "sources", "score", "contradictions"]


def test_json_has_the_shape_that_other_programs_count_on() -> None:
    hits = coach("search", "--json", "bedrijfsarts").json
    assert 1 <= len(hits) <= 5
    for hit in hits:
        assert list(hit) == FIELDS
        assert hit["text"]
        assert hit["sources"]
        assert all(isinstance(source, str) for source in hit["sources"])
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_people_get_title_text_and_source() -> None:
    (hit,) = coach("search", "--json", "-k", "1", "bedrijfsarts").json
    shown = coach("search", "-k", "1", "bedrijfsarts")
    assert shown.code == 0
    assert hit["title"] in shown.out
    assert hit["sources"][0] in shown.out


def test_json_tells_both_sides_of_what_another_source_contradicts_and_what_wins() -> None:
    (hit,) = coach("search", "--json", "-k", "1", "Vraag niet wat iemand heeft").json
    first, *others = hit["contradictions"]
    assert list(first) == ["about", "id", "title", "sides", "wins", "resolution", "passages"]
    assert (first["about"], first["id"], first["wins"]) == (True, "B1", "law")
    assert len(first["sides"]) == 2
    assert all(side["says"] and side["sources"] for side in first["sides"])
    assert hit["id"] in first["passages"]
    assert not any(other["about"] for other in others)


def test_people_read_what_holds_only_for_what_the_passage_is_about() -> None:
    (hit,) = coach("search", "--json", "-k", "1", "Vraag niet wat iemand heeft").json
    first, other, *_rest = hit["contradictions"]
    shown = " ".join(coach("search", "-k", "1", "Vraag niet wat iemand heeft").out.split())
    assert f"{first['title']} ({first['id']})" in shown
    assert first["resolution"] in shown
    assert other["title"] not in shown


def test_k_says_how_many() -> None:
    assert len(coach("search", "--json", "-k", "2", "bedrijfsarts").json) == 2


@pytest.mark.parametrize("count", ["0", "101", "veel"])
def test_k_has_its_bounds(count: str) -> None:
    result = coach("search", "-k", count, "bedrijfsarts")
    assert (result.code, result.out) == (2, "")
    assert "-k" in result.err


@pytest.mark.parametrize("query", ["xqzwv", "", "   ", "\x1b[2J", "???"])
def test_nothing_found_is_no_error_and_offers_something(query: str) -> None:
    assert coach("search", "--json", query).json == []
    shown = coach("search", query)
    assert (shown.code, shown.err) == (0, "")
    assert len(shown.out.splitlines()) > 1
    assert "\x1b" not in shown.out


def test_without_a_query_it_says_what_to_do() -> None:
    result = coach("search")
    assert (result.code, result.out) == (2, "")
    assert "coach search" in result.err


def test_each_object_gets_its_passages_in_order_and_a_broken_line_stops_nothing() -> None:
    rows = [{"id": "b", "query": "bedrijfsarts", "lang": "nl"}, {"id": "x"}, {"id": "a", "query": "xqzwv"}]
    given = "".join(json.dumps(row) + "\n" for row in rows) + "{\n"
    found, no_query, nothing, broken = coach("search", "--jsonl", "-k", "2", stdin=given).rows
    assert (found["id"], nothing["id"]) == ("b", "a")
    assert [list(hit) for hit in found["results"]] == [FIELDS] * 2
    assert found["results"] == coach("search", "--json", "-k", "2", "bedrijfsarts").json
    assert nothing["results"] == []
    assert all(set(row) == {"id", "error"} and row["id"] is None for row in (no_query, broken))
