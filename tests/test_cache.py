"""What is kept between two starts: it comes back, and nothing that is wrong with the file is ever a trouble."""

from pathlib import Path

import pytest

from coach import locations
from coach.cache import JsonCache


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locations, "cache", lambda: tmp_path / "cache")


def _saved(signature: str = "1") -> None:
    kept = JsonCache("words", signature)
    kept.put("één", {"a": [1, "ë"]})
    kept.save()


def test_what_was_saved_comes_back_and_can_be_added_to() -> None:
    _saved()
    again = JsonCache("words", "1")
    again.put("twee", 2)
    again.save()
    last = JsonCache("words", "1")
    assert (last.get("één"), last.get("twee"), last.get("drie")) == ({"a": [1, "ë"]}, 2, None)


def test_a_value_that_is_changed_by_its_user_stays_as_it_was_kept() -> None:
    _saved()
    kept = JsonCache("words", "1")
    kept.get("één")["a"].append("more")
    assert kept.get("één") == {"a": [1, "ë"]}


def test_another_signature_starts_empty() -> None:
    _saved("1")
    assert JsonCache("words", "2").get("één") is None
    _saved("2")
    assert JsonCache("words", "1").get("één") is None


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\x07" * 500])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "words.sqlite").write_bytes(content)
    assert JsonCache("words", "1").get("één") is None
    _saved()
    assert JsonCache("words", "1").get("één") == {"a": [1, "ë"]}


def test_where_nothing_can_be_written_all_works_as_before(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    kept = JsonCache("words", "1")
    kept.put("a", 1)
    kept.save()
    assert kept.get("a") == 1


def test_the_file_is_for_the_user_alone(tmp_path: Path) -> None:
    _saved()
    assert (tmp_path / "cache" / "words.sqlite").stat().st_mode & 0o077 == 0
