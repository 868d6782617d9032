"""After the call: what is offered, what is kept, what is written, and that the rest is gone."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks import live_notes
from coach import phrasing
from coach.conversation import Level
from coach.debrief.agreement import Who
from coach.live.call import LiveCall
from coach.live.wrap_up import From, WrapUp
from coach.preparation.guard import Consent

_TODAY = date(2026, 3, 2)
"""A Monday."""


def _wrapped(kind: str = "tussentijds", *notes: str) -> tuple[LiveCall, WrapUp]:
    call = LiveCall(kind)
    for note in notes:
        call.notes.add(note)
    return call, WrapUp(call, _TODAY)


def test_what_was_agreed_and_typed_is_gathered() -> None:
    call = LiveCall("frequent")
    call.said("Dan bespreek ik woensdag met de planner vaste dagen.")
    call.said("Hoe kijk jij daarnaar?")
    call.notes.add("vrijdag vervolggesprek")
    lines = WrapUp(call, _TODAY).lines()
    assert [(line.source, line.who, line.day) for line in lines] == [
        (From.SAID, Who.MANAGER, date(2026, 3, 4)),
        (From.NOTE, Who.UNSAID, date(2026, 3, 6)),
    ]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Ik stuur je vandaag de afspraken op de mail.", Who.MANAGER),
        ("Ik stuur je donderdag het nieuwe rooster.", Who.MANAGER),
        ("Jij belt donderdag met de planner.", Who.EMPLOYEE),
    ],
)
def test_who_does_what_was_agreed_is_the_one_who_said_so(said: str, who: Who) -> None:
    call = LiveCall("frequent")
    call.said(said)
    assert [line.who for line in WrapUp(call, _TODAY).lines()] == [who]


def test_a_marked_line_is_kept_only_after_being_agreed_to_as_often_as_it_needs() -> None:
    _call, wrap = _wrapped("tussentijds", "dinsdag vrij vanwege migraine")
    line = wrap.lines()[0]
    assert (line.keep, line.needed) == (False, Consent.TWICE)
    assert not wrap.keep_line(line.id).keep
    assert wrap.keep_line(line.id).keep
    assert not wrap.keep_line(line.id, on=False).keep
    assert not wrap.keep_line(line.id).keep


def test_safe_wording_is_kept_at_once() -> None:
    _call, wrap = _wrapped("tussentijds", "geen avonddienst tot 1 mei vanwege migraine")
    line = wrap.use_safe(wrap.lines()[0].id)
    assert line.keep
    assert "migraine" not in line.what


def test_other_words_are_read_again() -> None:
    _call, wrap = _wrapped("tussentijds", "dinsdag bellen")
    line = wrap.lines()[0]
    assert not wrap.reword(line.id, "dinsdag bellen over zijn hernia").keep
    assert wrap.reword(line.id, "woensdag bellen").day == date(2026, 3, 4)


def test_a_line_can_be_added_and_given_to_someone() -> None:
    _call, wrap = _wrapped()
    line = wrap.add("rooster voor mei maken", Who.MANAGER, date(2026, 4, 1))
    assert (line.keep, line.source, line.day) == (True, From.TYPED, date(2026, 4, 1))
    assert wrap.assign(line.id, who=Who.EMPLOYEE).who is Who.EMPLOYEE


def test_names_that_are_told_are_not_asked_about() -> None:
    _call, wrap = _wrapped("tussentijds", "Bas neemt klant over tot vrijdag")
    assert wrap.kept() == ()
    wrap.name("Bas")
    assert len(wrap.kept()) == 1


def test_the_message_is_clean_for_the_reader_even_when_a_bad_line_is_kept() -> None:
    _call, wrap = _wrapped("tussentijds", "vrijdag vervolggesprek", "dinsdag vrij voor chemo")
    for line in wrap.lines():
        wrap.keep_line(line.id)
        wrap.keep_line(line.id)
    assert len(wrap.kept()) == 2
    message = wrap.confirmation("Samira", "Karel")
    assert "Samira" in message.text
    assert "chemo" not in message.text
    for line in message.text.splitlines():
        flags = [flag.id for flag in phrasing.read(line).shown() if flag.level is not Level.STYLE]
        assert not flags, line


def test_only_the_return_talk_has_the_form() -> None:
    assert _wrapped("frequent")[1].form() is None
    form = _wrapped("terugkeer", "geen avonddienst tot 1 mei")[1].form("Samira", "Karel")
    assert form is not None
    filled = [section.box.text for section in form.sections if section.box and section.box.text]
    assert "Samira" in filled
    assert any("geen avonddienst tot 1 mei" in text for text in filled)


def test_dates_go_into_the_calendar_and_past_ones_do_not() -> None:
    _call, wrap = _wrapped("tussentijds", "12 maart evaluatie rooster")
    wrap.add("rooster bespreken", day=date(2026, 2, 1))
    assert [event.day for event in wrap.events()] == [date(2026, 3, 12)]


def test_nothing_is_written_before_keep(tmp_path: Path) -> None:
    _call, wrap = _wrapped("terugkeer", "12 maart evaluatie rooster", "heeft migraine")
    before = set(tmp_path.rglob("*"))
    for look in (wrap.report, wrap.form, wrap.confirmation, wrap.events, wrap.lines):
        look()
    assert {path for path in set(tmp_path.rglob("*")) - before if "cache" not in path.parts} == set()


def test_keeping_writes_private_files_and_lets_go_of_the_rest(tmp_path: Path) -> None:
    call, wrap = _wrapped("tussentijds", "12 maart evaluatie rooster", "heeft migraine")
    written = wrap.keep(tmp_path / "uit", (".md", ".html", ".docx"), name="Samira", manager="Karel")
    assert {path.suffix for path in written} == {".md", ".html", ".docx", ".txt", ".ics"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    assert call.talk.turns == ()
    assert call.notes.all() == ()
    assert wrap.lines() == ()


def test_a_second_time_on_a_day_does_not_write_over_the_first(tmp_path: Path) -> None:
    for _time in range(2):
        _wrapped("tussentijds", "12 maart evaluatie")[1].keep(tmp_path, (".md",))
    assert len(list(tmp_path.glob("*.md"))) == 2


def test_when_a_file_cannot_be_written_the_call_is_still_there(tmp_path: Path) -> None:
    call, wrap = _wrapped("tussentijds", "12 maart evaluatie")
    (tmp_path / "bezet").write_text("x")
    with pytest.raises(NotADirectoryError):
        wrap.keep(tmp_path / "bezet" / "map", (".md",))
    assert call.notes.all()


def test_of_150_notes_with_health_in_them_no_word_is_in_any_file(tmp_path: Path) -> None:
    result = live_notes.prove(tmp_path)
    assert result["notes"] == 150
    assert result["words found in them"] == []
