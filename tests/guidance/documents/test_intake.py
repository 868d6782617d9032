"""A document is taken in once, read again when it changed, and found by what stands in it."""

from __future__ import annotations

import os
from pathlib import Path

import papers
import pytest

from coach import guidance
from coach.guidance.documents import intake
from coach.guidance.documents.archive import Archive
from coach.guidance.documents.document import Outcome, state_of
from coach.guidance.documents.intake import Stage
from coach.guidance.documents.problem import DocumentError

BAD = "Vraag in elk gesprek naar de oorzaak van het verzuim en noteer wat de medewerker daarover vertelt."


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    path = tmp_path / "protocol.md"
    path.write_text(
        f"# Bereikbaarheid\n\n{papers.PROSE}\n\n# Kwispelbeleid\n\n{papers.PROSE} {BAD}\n", encoding="utf-8"
    )
    return path


def test_a_document_is_added_and_known_the_second_time(protocol: Path) -> None:
    first, second = intake.add(protocol), intake.add(protocol)
    assert (first.outcome, second.outcome) == (Outcome.ADDED, Outcome.UNCHANGED)
    assert first.document == second.document
    assert [e.heading for e in first.excerpts] == ["Bereikbaarheid", "Kwispelbeleid"]


def test_a_changed_document_is_read_again_under_its_own_number(protocol: Path) -> None:
    first = intake.add(protocol)
    protocol.write_text("# Nieuw\n\nAlles is anders.\n", encoding="utf-8")
    (taken,) = intake.refresh()
    assert (taken.outcome, taken.document.id) == (Outcome.UPDATED, first.document.id)
    assert [e.heading for e in Archive().excerpts(first.document.id)] == ["Nieuw"]


def test_a_document_that_only_looks_changed_is_told_from_one_that_is(protocol: Path) -> None:
    intake.add(protocol)
    assert state_of(Archive().documents()[0]) is Outcome.UNCHANGED
    os.utime(protocol, (1, 1))
    assert state_of(Archive().documents()[0]) is Outcome.UPDATED
    assert [taken.outcome for taken in intake.refresh()] == [Outcome.UNCHANGED]


def test_a_document_that_was_moved_keeps_its_number(protocol: Path, tmp_path: Path) -> None:
    first = intake.add(protocol)
    moved = protocol.rename(tmp_path / "verhuisd.md")
    assert intake.add(moved).document.id == first.document.id
    assert [d.name for d in Archive().documents()] == ["verhuisd.md"]


def test_a_copy_is_a_document_of_its_own(protocol: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.md"
    copy.write_bytes(protocol.read_bytes())
    assert intake.add(protocol).document.id != intake.add(copy).document.id


def test_a_document_whose_file_is_gone_is_kept_and_named(protocol: Path) -> None:
    intake.add(protocol)
    protocol.unlink()
    (taken,) = intake.refresh()
    assert taken.outcome is Outcome.MISSING
    assert guidance.search_own("kwispelbeleid")


def test_a_document_that_can_no_longer_be_read_stays_as_it_was(protocol: Path) -> None:
    intake.add(protocol)
    protocol.write_bytes(b"\x00" * 500)
    (taken,) = intake.refresh()
    assert taken.outcome is Outcome.FAILED
    assert taken.reason
    assert guidance.search_own("kwispelbeleid")


def test_a_document_weighed_by_an_older_program_is_weighed_again(protocol: Path) -> None:
    kept = intake.add(protocol).document
    Archive().put(kept.model_copy(update={"reader": "0.0"}), [])
    assert [taken.outcome for taken in intake.refresh()] == [Outcome.UPDATED]
    assert len(Archive().excerpts(kept.id)) == 2


def test_a_document_that_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "leeg.txt"
    path.write_bytes(b"")
    with pytest.raises(DocumentError):
        intake.add(path)
    assert Archive().documents() == []


def test_progress_is_told_for_reading_and_for_weighing(protocol: Path) -> None:
    seen: list[tuple[Stage, int, int]] = []
    intake.add(protocol, progress=lambda stage, done, total: seen.append((stage, done, total)))
    assert seen[-1] == (Stage.WEIGHING, 2, 2)
    assert (Stage.READING, 1, 1) in seen


def test_an_excerpt_is_found_with_its_place_and_its_conflict(protocol: Path) -> None:
    intake.add(protocol)
    (hit, *_rest) = guidance.search_own("kwispelbeleid")
    assert hit.place == "protocol.md · Kwispelbeleid"
    assert hit.id == "own-1-2"
    assert "ask-for-the-cause" in {conflict.advice for conflict in hit.excerpt.conflicts}


def test_an_excerpt_of_a_pdf_is_cited_by_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    pages = [papers.lines_of(papers.PROSE), papers.lines_of(f"Kwispelbeleid. {papers.PROSE}")]
    intake.add(papers.pdf(tmp_path / "a.pdf", pages))
    assert guidance.search_own("kwispelbeleid")[0].place == "a.pdf, page 2"


def test_a_slip_and_another_form_of_the_word_find_it_too(protocol: Path) -> None:
    intake.add(protocol)
    assert [hit.excerpt.number for hit in guidance.search_own("kwispelbelied", 1)] == [2]


def test_what_was_added_removed_or_changed_is_seen_at_once(protocol: Path) -> None:
    assert guidance.search_own("kwispelbeleid") == []
    kept = intake.add(protocol).document
    assert guidance.search_own("kwispelbeleid")
    Archive().remove(kept.id)
    assert guidance.search_own("kwispelbeleid") == []


@pytest.mark.parametrize("query", ["", "  ", "?!", "xqzwv", "\x00\x1b"])
def test_a_query_without_a_known_word_finds_nothing(protocol: Path, query: str) -> None:
    intake.add(protocol)
    assert guidance.search_own(query) == []


@pytest.mark.parametrize(("k", "most"), [(-1, 0), (0, 0), (1, 1), (50, 2)])
def test_k_is_the_most_that_is_given(protocol: Path, k: int, most: int) -> None:
    intake.add(protocol)
    hits = guidance.search_own("medewerker leidinggevende afspraken", k)
    assert len(hits) <= most
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
