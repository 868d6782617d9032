"""`coach content add`, `own`, `remove`, `refresh`, and what search shows of an organisation's own documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import coach

TEXT = (
    "De medewerker meldt zich voor negen uur bij de leidinggevende. Samen spreken zij af wanneer er weer contact is "
    "en wie het werk overneemt. Vraag daarna naar de oorzaak van het verzuim. Het kwispelbeleid geldt voor iedereen "
    "die hier werkt, ook voor wie maar een paar uur per week komt."
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    path = tmp_path / "protocol.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_adding_says_what_was_found_and_what_goes_against_the_rules(protocol: Path) -> None:
    added = coach("content", "add", protocol)
    assert (added.code, added.err) == (0, "")
    assert "protocol.txt" in added.out
    assert "1 excerpt" in added.out
    assert "coach content own 1" in added.out


def test_one_bad_file_does_not_keep_the_others_out(protocol: Path, tmp_path: Path) -> None:
    result = coach("content", "add", tmp_path / "nergens.pdf", protocol)
    assert result.code == 2
    assert "nergens.pdf" in result.err
    assert "Traceback" not in result.err
    assert [row["name"] for row in coach("content", "own", "--json").json] == ["protocol.txt"]


def test_own_names_the_conflicts_of_a_document_with_the_passage_behind_them(protocol: Path) -> None:
    coach("content", "add", protocol)
    shown = coach("content", "own", "1").out
    assert "oorzaak van het verzuim" in shown
    assert "geen-aard-of-oorzaak" in shown


def test_search_shows_own_excerpts_after_the_guidance_and_marks_them(protocol: Path) -> None:
    coach("content", "add", protocol)
    hits = coach("search", "--json", "wat staat er in het kwispelbeleid over verzuim").json
    own = [hit for hit in hits if "own" in hit]
    assert hits[-1] == own[0]
    assert own[0]["sources"] == ["protocol.txt"]
    assert own[0]["own"]["conflicts"][0]["passages"]
    shown = coach("search", "kwispelbeleid").out
    assert "from your organisation" in shown
    assert "protocol.txt" in shown
    assert "Against the rules" in shown


def test_search_line_by_line_holds_them_too(protocol: Path) -> None:
    coach("content", "add", protocol)
    (row,) = coach("search", "--jsonl", stdin='{"id": 1, "query": "kwispelbeleid"}\n').rows
    assert [hit["id"] for hit in row["results"] if "own" in hit] == ["own-1-1"]


def test_a_removed_document_is_no_longer_found_and_its_file_stays(protocol: Path) -> None:
    coach("content", "add", protocol)
    assert coach("content", "remove", "1").code == 0
    assert coach("content", "own", "--json").json == []
    assert not [hit for hit in coach("search", "--json", "kwispelbeleid").json if "own" in hit]
    assert protocol.exists()


def test_refresh_reads_what_changed(protocol: Path) -> None:
    coach("content", "add", protocol)
    protocol.write_text(TEXT.replace("kwispelbeleid", "zwaaibeleid"), encoding="utf-8")
    assert "content refresh" in coach("search", "kwispelbeleid").out
    assert [row["outcome"] for row in coach("content", "refresh", "--json").json] == ["updated"]
    assert "protocol.txt" in coach("search", "zwaaibeleid").out


def test_adding_answers_as_json(protocol: Path, tmp_path: Path) -> None:
    result = coach("content", "add", "--json", protocol, tmp_path / "nergens.txt")
    assert [row["outcome"] for row in result.json] == ["added", "failed"]
    assert result.json[0]["conflicts"][0]["advice"] == "ask-for-the-cause"


@pytest.mark.parametrize("command", ["own", "remove"])
def test_an_unknown_document_is_told_with_the_way_to_find_it(command: str) -> None:
    result = coach("content", command, "7")
    assert result.code == 2
    assert "coach content own" in result.err


@pytest.mark.parametrize("command", ["own", "refresh"])
def test_without_documents_there_is_a_hint(command: str) -> None:
    result = coach("content", command)
    assert result.code == 0
    assert "coach content add" in result.out


def test_a_name_that_would_steer_the_terminal_is_shown_without_harm(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2Jb.txt"
    path.write_text(TEXT, encoding="utf-8")
    shown = coach("content", "add", path)
    assert shown.code == 0
    for result in (shown, coach("content", "own", "1"), coach("search", "kwispelbeleid")):
        assert "\x1b" not in result.out + result.err
