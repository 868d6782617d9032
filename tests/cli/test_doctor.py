"""`coach doctor`: everything a person with a problem wants to know, without changing a thing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from command import coach

from coach import __version__, locations


def findings() -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in coach("doctor", "--json").json}


def test_it_names_the_version_and_where_things_are_kept() -> None:
    shown = coach("doctor")
    assert (shown.code, shown.err) == (0, "")
    assert __version__ in shown.out
    assert str(locations.database()) in shown.out


def test_json_has_the_same_findings() -> None:
    rows = coach("doctor", "--json").json
    shown = coach("doctor").out
    assert all(list(row) == ["name", "ok", "detail", "advice"] for row in rows)
    assert all(row["name"] in shown for row in rows)
    assert all(row["ok"] in (True, False, None) for row in rows)


def test_it_changes_nothing(tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    coach("doctor")
    assert set(tmp_path.rglob("*")) == before


def test_it_counts_the_kept_talks() -> None:
    coach("roleplay", "--plain", stdin="Hoi.\n/stop\n")
    row = next(row for row in findings().values() if str(locations.database()) in str(row["detail"]))
    assert row["ok"] is True
    assert str(row["detail"]).startswith("1 ")


def test_a_damaged_database_is_a_finding_and_no_error() -> None:
    locations.database().write_bytes(b"this is no database" * 100)
    result = coach("doctor")
    assert (result.code, result.err) == (0, "")
    assert "■" in result.out
    assert locations.database().read_bytes() == b"this is no database" * 100


def test_what_is_missing_comes_with_how_to_get_it() -> None:
    for row in findings().values():
        if row["ok"] is False:
            assert row["advice"]


def _without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name in modules else found(name, *rest)
    )


def test_it_says_what_a_workshop_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("aiohttp")
    assert findings()["web"]["ok"] is True
    _without(monkeypatch, "segno")
    assert findings()["web"]["ok"] is False
    assert "segno" in str(findings()["web"]["detail"])
    _without(monkeypatch, "aiohttp", "textual_serve", "segno", "sqlalchemy")
    shown = findings()
    for name in ("web", "workshop"):
        assert shown[name]["ok"] is None
        assert "make workshop" in str(shown[name]["advice"])
        assert f".[{name}]" in str(shown[name]["advice"])
