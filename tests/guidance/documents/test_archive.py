"""Documents are kept for their owner only, as they were given, until they are removed."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach import locations
from coach.guidance.documents.archive import Archive
from coach.guidance.documents.block import Block, BlockKind
from coach.guidance.documents.document import Document
from coach.guidance.documents.excerpt import Excerpt
from coach.guidance.documents.problem import DocumentError


def document(path: str = "/papieren/a.pdf", id: int = 0) -> Document:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Document(id=id, path=Path(path), digest="d", size=1, changed_ns=2, read_at=now, reader="r")


def excerpt(text: str, number: int = 1) -> Excerpt:
    block = Block(kind=BlockKind.ITEM, text=text, page=3)
    return Excerpt(number=number, heading="Kop", first_page=3, last_page=4, blocks=(block,))


def test_an_archive_that_is_not_there_is_empty_and_stays_away(own_home: Path) -> None:
    archive = Archive()
    assert archive.documents() == archive.excerpts(1) == []
    assert list(own_home.iterdir()) == []


def test_what_was_kept_comes_back_as_it_was() -> None:
    archive = Archive()
    kept = archive.put(document(), [excerpt("een"), excerpt("twee", 2)])
    assert archive.documents() == [kept]
    assert archive.excerpts(kept.id) == [excerpt("een"), excerpt("twee", 2)]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_the_file_is_for_its_owner_only() -> None:
    archive = Archive()
    archive.put(document(), [])
    assert archive.path == locations.own_documents()
    assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(archive.path.parent.stat().st_mode) == 0o700


def test_a_document_that_is_put_again_takes_the_place_of_the_old_one() -> None:
    archive = Archive()
    first = archive.put(document(), [excerpt("oud"), excerpt("ouder", 2)])
    archive.put(document(id=first.id), [excerpt("nieuw")])
    assert [d.id for d in archive.documents()] == [first.id]
    assert [e.text for e in archive.excerpts(first.id)] == ["• nieuw"]


def test_a_removed_document_leaves_nothing_behind() -> None:
    archive = Archive()
    kept = archive.put(document(), [excerpt("GEHEIME TEKST")])
    archive.remove(kept.id)
    assert archive.documents() == archive.excerpts(kept.id) == []
    assert b"GEHEIME TEKST" not in archive.path.read_bytes()


def test_numbers_are_not_given_out_twice() -> None:
    archive = Archive()
    first = archive.put(document(), [])
    archive.remove(first.id)
    assert archive.put(document("/b.pdf"), []).id > first.id


def test_an_unknown_document_cannot_be_removed() -> None:
    with pytest.raises(LookupError):
        Archive().remove(7)


@pytest.mark.parametrize(
    "content", [b"geen database, maar wel lang genoeg om er een te kunnen zijn" * 20, b"\x00" * 9_000]
)
def test_a_damaged_file_is_told_by_name_and_left_as_it_was(own_home: Path, content: bytes) -> None:
    locations.own_documents().write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        Archive().documents()
    assert str(locations.own_documents()) in str(caught.value)
    assert locations.own_documents().read_bytes() == content
