"""Exchanges that are drawn and judged: nothing is drawn twice, and what misses is told with its reason."""

from __future__ import annotations

from pathlib import Path

from benchmarks import exchanges
from coach import roleplay
from coach.roleplay.practice import Practice
from coach.store import open_store

LINES = ("Fijn dat je er bent.", "Hoe kijk jij naar het rooster?", "Wat zou helpen?")


def test_every_line_comes_with_what_was_said_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "talks.sqlite3"
    with open_store(path) as store:
        practice = Practice(roleplay.employee("frequent", "samira"), store, seed=1)
        for line in LINES:
            practice.say(line)
    found = exchanges.drawn([path])
    assert sorted(row["said"] for row in found) == sorted(LINES)
    replies = {turn.text for turn in practice.talk.turns}
    assert all(row["reply"] in replies and row["before"] in replies for row in found)
    assert exchanges.drawn([path]) == found


def test_what_misses_is_told_with_its_reason() -> None:
    row = {"kind": "frequent", "employee": "samira", "before": "", "said": "Hoe laat?", "reply": "Ja."}
    fits = {**row, "fits": True, "why": "", "wrong_topic": False}
    beside = {**row, "fits": False, "why": "geen antwoord", "wrong_topic": False}
    elsewhere = {**row, "fits": False, "why": "over iets anders", "wrong_topic": True}
    page = exchanges.report([fits, beside, elsewhere, fits])
    assert page.count("Hoe laat?") == 2
    assert "geen antwoord" in page
    assert "0.50" in page
    assert "0.25" in page
