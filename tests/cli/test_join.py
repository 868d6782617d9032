"""`coach join` where a seat cannot open in the terminal: it says where it can."""

from __future__ import annotations

import sys

import pytest
from command import coach

pytest.importorskip("aiohttp")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("http://10.0.0.5:8765/j/ABCD-EFGH", "http://10.0.0.5:8765/j/ABCD-EFGH"),
        ("10.0.0.5:8765", "http://10.0.0.5:8765"),
    ],
)
def test_on_windows_it_names_the_browser_and_the_address(
    monkeypatch: pytest.MonkeyPatch, given: str, told: str
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    shown = coach("join", given)
    assert shown.code == 2
    assert told in shown.err
    assert "Traceback" not in shown.err
