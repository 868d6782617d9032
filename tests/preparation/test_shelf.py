"""What is kept of a worksheet, and what is not."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from filled import HARMLESS, MEDICAL, prepared, written
from pydantic import ValidationError

from coach import files
from coach.preparation import layout
from coach.preparation.errors import ShelfError
from coach.preparation.guard import Consent, Guard
from coach.preparation.shelf import Shelf
from coach.preparation.worksheet import FORM, Worksheet

BOX = layout.step_box("feiten")


def on_disk(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


def test_a_worksheet_comes_back_as_it_was(tmp_path: Path) -> None:
    sheet = prepared(name="Samira", date="2-3-2026").handed(True)
    Shelf(tmp_path / "kept").save(sheet)
    assert Shelf(tmp_path / "kept").list() == (sheet,)


@pytest.mark.parametrize("given", [Consent.NONE, Consent.ONCE])
def test_nothing_medical_is_written_without_agreeing_twice(tmp_path: Path, given: Consent) -> None:
    shelf = Shelf(tmp_path)
    sheet = prepared().with_entry(BOX, Guard().examine(MEDICAL).written(given))
    shelf.save(sheet)
    assert "hoofdpijn" not in on_disk(tmp_path)
    assert shelf.list()[0].text(BOX) == MEDICAL, "on the screen it stays"
    assert Shelf(tmp_path).list()[0].text(BOX) == ""
    assert sheet.withheld == 1


def test_who_agrees_twice_has_it_kept(tmp_path: Path) -> None:
    Shelf(tmp_path).save(prepared().with_entry(BOX, Guard().examine(MEDICAL).written(Consent.TWICE)))
    assert Shelf(tmp_path).list()[0].text(BOX) == MEDICAL


def test_the_answers_to_the_self_check_are_written_nowhere(tmp_path: Path) -> None:
    Shelf(tmp_path).save(prepared().with_worry("eigen-belang", True))
    assert "eigen-belang" not in on_disk(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    Shelf(folder).save(prepared())
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_empty_worksheet_is_not_kept_and_emptying_one_removes_it(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.save(Worksheet(about=FORM))
    assert shelf.list() == ()
    sheet = Worksheet(about=FORM).with_entry("afspraken", written(HARMLESS))
    shelf.save(sheet)
    shelf.save(sheet.with_entry("afspraken", written("")))
    assert on_disk(tmp_path) == ""


def test_the_one_that_was_changed_last_comes_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = prepared(), prepared()
    shelf.save(first)
    shelf.save(second)
    shelf.save(first.with_tick("x", True))
    assert [sheet.id for sheet in shelf.list()] == [first.id, second.id]


def test_deleting_leaves_no_trace(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    one, other = prepared(), prepared()
    shelf.save(one)
    shelf.save(other)
    assert shelf.delete(one.id)
    assert not shelf.delete(one.id)
    assert [sheet.id for sheet in Shelf(tmp_path).list()] == [other.id]
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / ".half.json.tmp").write_text(HARMLESS)
    assert shelf.wipe() == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"about": "zomer"}', '{"id": "../../x", "about": "frequent"}', "\udcff"]
)
def test_a_file_that_cannot_be_read_is_named_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    shelf = Shelf(tmp_path)
    assert shelf.list() == ()
    assert str(path) in shelf.warnings[0]
    assert path.exists()


def test_without_a_folder_everything_is_in_memory() -> None:
    shelf = Shelf(None)
    sheet = prepared()
    shelf.save(sheet)
    assert shelf.list() == (sheet,)
    assert not shelf.keeps
    assert shelf.wipe() == 1


def test_a_folder_that_cannot_be_made_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "kept")
    sheet = prepared()
    with pytest.raises(ShelfError) as refused:
        shelf.save(sheet)
    assert HARMLESS not in str(refused.value)
    assert shelf.list() == (sheet,)


def test_a_full_disk_keeps_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    sheet = prepared()
    shelf.save(sheet)
    before = on_disk(tmp_path)
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(ShelfError):
        shelf.save(sheet.with_tick("another", True))
    assert on_disk(tmp_path) == before
    assert shelf.list()[0].ticks[-1] == "another"


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    paths = [files.put_beside(tmp_path / "new", "page", ".md", bytes([n])) for n in range(3)]
    assert [path.name for path in paths] == ["page.md", "page-2.md", "page-3.md"]
    assert [path.read_bytes() for path in paths] == [b"\0", b"\1", b"\2"]
    with pytest.raises(FileExistsError):
        files.put_new(paths[0], b"x")


def test_half_a_file_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(OSError, match="full"):
        files.put_new(tmp_path / "page.md", b"x")
    with pytest.raises(OSError, match="full"):
        files.put(tmp_path / "page.md", b"x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_worksheet_is_about_must_be_known() -> None:
    with pytest.raises(ValidationError):
        Worksheet(about="zomer")


def _full(_handle: int) -> None:
    raise OSError(28, "full")
