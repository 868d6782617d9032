"""`coach timeline`: the Poortwachter moments for a first day of absence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import pytest
from command import coach

from coach.cli import timeline as command
from coach.messages import gettext as _
from coach.preparation import timeline

FIRST = "2026-03-02"


@pytest.fixture(autouse=True)
def a_day_in_week_seven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test of this file runs on Wednesday 15 April 2026."""
    monkeypatch.setattr(command, "today", lambda: date(2026, 4, 15))


def test_the_table_has_every_moment_with_notes_and_disclaimer() -> None:
    flat = " ".join(coach("timeline", FIRST).out.split())
    line = timeline.default()
    for moment in line.moments:
        assert moment.title in flat
        assert moment.todo in flat
    assert line.disclaimer in flat
    assert all(note in flat for note in line.notes)


def test_today_stands_between_what_is_behind_us_and_what_is_to_come() -> None:
    lines = coach("timeline", FIRST).out.splitlines()
    (today,) = (number for number, text in enumerate(lines) if text.startswith("── "))
    signs = {sign: [n for n, text in enumerate(lines[2:], 2) if text.startswith(sign)] for sign in "●►·"}
    assert max(signs["●"]) < today < min(signs["►"])
    assert today < min(signs["·"])
    assert _("week {week} of the absence").format(week=7) in lines[today]


def test_what_comes_back_is_numbered() -> None:
    out = coach("timeline", FIRST).out
    assert _("time {number}").format(number=2) in out
    assert _("comes back every {count} weeks").format(count=6) in out


def test_until_leaves_out_what_comes_later() -> None:
    shown = coach("timeline", FIRST, "--until", "1-5-2026", "--json").json
    assert {row["id"] for row in shown["moments"]} == {"vangnet", "week1", "week6", "week8", "casemanager"}
    assert shown["until"] == "2026-05-01"
    assert coach("timeline", FIRST, "--until", FIRST).code == 0


def test_json_holds_dates_states_and_grounds() -> None:
    shown = coach("timeline", FIRST, "--json").json
    rows = {(row["id"], row["number"]): row for row in shown["moments"]}
    assert shown["week"] == 7
    assert rows["week6", 1]["state"] == "behind"
    assert rows["week8", 1] | {"due": "2026-04-27", "week": 8, "state": "now"} == rows["week8", 1]
    assert rows["zeswekelijks", 2]["due"] == "2026-07-20"
    assert rows["week88", 1]["standing"] == "guidance"
    assert shown["disclaimer"]
    assert shown["notes"]


def test_a_day_in_the_future_has_no_week_yet() -> None:
    assert coach("timeline", "2026-05-04", "--json").json["week"] is None
    assert _("before the first day") in coach("timeline", "2026-05-04").out


@pytest.mark.parametrize("text", ["gisteren", "30-2-2026", "2026-02-29", "1999-01-01", "-"])
def test_a_bad_date_gets_a_clear_message(text: str) -> None:
    for arguments in ((text,), (FIRST, "--until", text)):
        result = coach("timeline", *arguments)
        assert result.code == 2
        assert result.err.strip()
        assert "Traceback" not in result.err
        assert "DateError" not in result.err
        assert result.out == ""


def test_until_before_the_first_day_is_refused() -> None:
    result = coach("timeline", FIRST, "--until", "2026-03-01")
    assert result.code == 2
    assert "2026-03-01" in result.err


def test_a_calendar_file_is_saved_and_never_replaced_unasked(own_home: Path) -> None:
    file = own_home / "dates.ics"
    assert coach("timeline", FIRST, "--ics", file).code == 0
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == len(timeline.occurrences(timeline.default(), date(2026, 3, 2)))
    file.write_text("mine")
    refused = coach("timeline", FIRST, "--ics", file)
    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_text() == "mine"
    assert coach("timeline", FIRST, "--ics", file, "--force").code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_folder_that_is_not_there_gets_a_clear_message(own_home: Path) -> None:
    result = coach("timeline", FIRST, "--ics", own_home / "nowhere" / "dates.ics")
    assert result.code == 2
    assert "nowhere" in result.err
    assert timeline.default().moments[0].title in result.out, "the table was shown all the same"
