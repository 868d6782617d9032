"""`coach prepare` and `coach form`: as text, as files, and what is kept."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import docx
import icalendar
import pytest
from command import coach

from coach import locations
from coach.conversation import SituationKind
from coach.preparation import form, preparation
from coach.preparation.guard import Consent, Written
from coach.preparation.preparation import kind_name
from coach.preparation.shelf import Shelf
from coach.preparation.worksheet import Worksheet

INVITED = (
    "--invitation",
    "Samira",
    "--date",
    "2-3-2026",
    "--time",
    "10:00",
    "--place",
    "kamer 3",
    "--manager",
    "Kim",
)


def kept() -> Worksheet:
    """A preparation that is kept on this computer."""
    sheet = Worksheet(about="frequent").with_entry(
        "step/feiten", Written(text="Vier meldingen.", needed=Consent.NONE)
    )
    Shelf(locations.preparations()).save(sheet)
    return sheet


@pytest.mark.parametrize("kind", list(SituationKind))
def test_a_preparation_is_read_from_top_to_bottom(kind: SituationKind) -> None:
    flat = " ".join(coach("prepare", kind.value).out.split())
    talk = preparation.default().of(kind)
    places = [flat.index(text) for text in (*(q.text for q in preparation.default().self_check.questions),)]
    assert places == sorted(places)
    steps = [flat.index(f"{number}. {step.title}") for number, step in enumerate(talk.steps, 1)]
    assert steps == sorted(steps)
    assert places[-1] < steps[0]
    assert all(question in flat for question in talk.questions)
    assert all(each.text in flat for each in talk.follow_up)


def test_without_a_kind_the_kinds_are_listed() -> None:
    out = coach("prepare").out
    assert all(kind.value in out and kind_name(kind) in out for kind in SituationKind)


@pytest.mark.parametrize("name", ["eerste-contact", "EERSTE_CONTACT"])
def test_a_kind_may_be_written_with_a_dash_or_capitals(name: str) -> None:
    assert kind_name(SituationKind.EERSTE_CONTACT) in coach("prepare", name).out


def test_an_unknown_kind_gets_the_list() -> None:
    result = coach("prepare", "zomer")
    assert result.code == 2
    assert "nazorg" in result.err


def test_the_invitation_is_filled_in_and_comes_alone() -> None:
    out = " ".join(coach("prepare", "frequent", *INVITED).out.split())
    for part in ("Dag Samira", " 2 ", "2026 om 10:00, kamer 3", "Groet, Kim"):
        assert part in out
    assert "[" not in out
    assert preparation.default().self_check.intro not in out


def test_json_holds_everything_with_the_invitation_filled_in() -> None:
    shown = coach("prepare", "frequent", *INVITED, "--json").json
    assert shown["kind"] == "frequent"
    assert "Samira" in shown["invitation"]["text"]
    assert shown["follow_up"][0]["due"] == ["2026-03-02"]
    assert len(shown["self_check"]["questions"]) == 6
    assert shown["steps"][0]["checks"]
    assert coach("prepare", "--json").json["kept"] == []


def test_a_bad_date_for_the_talk_is_refused() -> None:
    result = coach("prepare", "frequent", "--invitation", "Samira", "--date", "31-2-2026")
    assert (result.code, result.out) == (2, "")


def test_it_can_be_saved_in_every_form(own_home: Path) -> None:
    files = [own_home / f"talk{suffix}" for suffix in (".docx", ".html", ".md", ".ics")]
    saves = [part for file in files for part in ("--save", file)]
    assert coach("prepare", "frequent", *INVITED, *saves).code == 0
    assert any("Samira" in paragraph.text for paragraph in docx.Document(BytesIO(files[0].read_bytes())).paragraphs)
    assert "Samira" in files[1].read_text(encoding="utf-8")
    assert "Samira" in files[2].read_text(encoding="utf-8")
    assert icalendar.Calendar.from_ical(files[3].read_bytes()).walk("VEVENT")
    assert coach("prepare", "frequent", "--save", files[2]).code == 2


def test_a_calendar_file_needs_the_day_of_the_talk(own_home: Path) -> None:
    result = coach("prepare", "frequent", "--save", own_home / "talk.ics")
    assert result.code == 2
    assert "--date" in result.err
    assert not (own_home / "talk.ics").exists()


def test_what_is_kept_is_listed_and_can_be_deleted() -> None:
    sheet = kept()
    assert sheet.id[:8] in coach("prepare").out
    assert coach("prepare", "--json").json["kept"][0]["id"] == sheet.id
    assert coach("prepare", "--delete", sheet.id[:8]).code == 0
    assert sheet.id[:8] not in coach("prepare").out
    assert coach("prepare", "--delete", sheet.id[:8]).code == 2
    assert coach("prepare", "--delete", "").code == 2


def test_everything_is_deleted_after_asking() -> None:
    kept()
    kept()
    assert coach("prepare", "--wipe", stdin="n\n").code != 0
    assert len(coach("prepare", "--json").json["kept"]) == 2
    assert coach("prepare", "--wipe", stdin=b"").code != 0
    assert "2" in coach("prepare", "--wipe", "--yes").out
    assert coach("prepare", "--json").json["kept"] == []


def test_nothing_that_steers_a_terminal_is_shown() -> None:
    assert "\x1b" not in coach("prepare", "frequent", "--invitation", "\x1b[31mSamira").out


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md", ".DOCX"])
def test_an_empty_form_is_saved_to_print(own_home: Path, suffix: str) -> None:
    file = own_home / f"form{suffix}"
    assert coach("form", "--blank", file).code == 0
    assert file.stat().st_size > 1_000
    assert coach("form", "--blank", file).code == 2
    assert coach("form", "--blank", file, "--force").code == 0


def test_the_form_can_be_read_in_the_terminal() -> None:
    out = coach("form").out
    assert all(field.label in out for field in form.default().fields)
    assert len(coach("form", "--json").json["fields"]) == len(form.default().fields)


@pytest.mark.parametrize("name", ["form.pdf", "form"])
def test_another_kind_of_file_is_refused(own_home: Path, name: str) -> None:
    result = coach("form", "--blank", own_home / name)
    assert result.code == 2
    assert ".docx" in result.err
    assert not (own_home / name).exists()


def test_without_the_extra_it_is_said_how_to_get_it(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "icalendar", None)
    for arguments in (
        ("form", "--blank", own_home / "f.docx"),
        ("timeline", "2026-03-02", "--ics", own_home / "t.ics"),
    ):
        result = coach(*arguments)
        assert result.code == 2
        assert "verzuimcoach[documents]" in result.err
    assert coach("form", "--blank", own_home / "f.html").code == 0
    assert coach("prepare", "frequent").code == 0
