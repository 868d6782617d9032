"""The privacy guard: what may stay, what is marked, and the wording that can take its place."""

import pytest

from benchmarks import live_notes
from coach.live.notebook import Notebook, NoteKind
from coach.preparation.guard import Consent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("geen avonddienst tot 1 mei", NoteKind.AGREEMENT),
        ("ik mail de planner morgen", NoteKind.TASK),
        ("vrijdag vervolggesprek", NoteKind.DATE),
    ],
)
def test_plain_work_is_kept_by_default(text: str, kind: NoteKind) -> None:
    note = Notebook().add(text)
    assert note.by_default
    assert note.marks == ()
    assert note.kind in (kind, NoteKind.AGREEMENT)


def test_health_is_marked_with_safe_wording_beside_it() -> None:
    note = Notebook().add("geen avonddienst tot 1 mei vanwege migraine")
    assert not note.by_default
    assert note.needed is Consent.TWICE
    assert "migraine" in [mark.quote for mark in note.marks]
    assert note.safe == "geen avonddienst tot 1 mei."


def test_marks_stand_where_their_words_do() -> None:
    note = Notebook().add("start maandag,  vanwege hernia en griep")
    assert all(note.text[mark.start : mark.end] == mark.quote for mark in note.marks)


@pytest.mark.parametrize(
    "text", ["migrane", "depresie", "burnoutje", "paniekaanvalen", "rugpijnen", "hersenschuding"]
)
def test_slips_of_the_keyboard_do_not_hide_health(text: str) -> None:
    note = Notebook().add(f"dinsdag vrij, {text}")
    assert not note.by_default
    assert any(not mark.unknown for mark in note.marks)


@pytest.mark.parametrize("text", ["dinsdag vrij, scheiding", "woensdag later, zijn kind", "mantelzorg op vrijdag"])
def test_home_is_marked_too(text: str) -> None:
    assert not Notebook().add(text).by_default


def test_a_word_that_the_guard_does_not_know_is_asked_about_and_not_condemned() -> None:
    note = Notebook().add("zwoobel op dinsdag bellen")
    assert [mark.unknown for mark in note.marks] == [True]
    assert note.needed is Consent.ONCE
    assert not note.by_default


def test_a_name_is_not_asked_about_once_it_is_told() -> None:
    notes = Notebook()
    first = notes.add("Bas neemt klant over tot vrijdag")
    assert not first.by_default
    notes.name("Bas de Wit")
    assert notes.all()[0].by_default
    assert notes.read("Bas belt maandag").by_default


def test_a_note_without_agreement_date_or_task_is_not_kept_by_default() -> None:
    note = Notebook().add("goed werk gedaan")
    assert note.kind is NoteKind.OTHER
    assert not note.by_default


def test_reading_takes_nothing_and_an_empty_note_is_not_taken() -> None:
    notes = Notebook()
    notes.read("dinsdag bellen")
    notes.add("   ")
    assert notes.all() == ()


def test_safe_wording_takes_the_place_of_a_note_and_is_read_anew() -> None:
    notes = Notebook()
    note = notes.add("start maandag met drie ochtenden. heeft fibromyalgie")
    assert notes.use_safe(note.id).by_default
    assert "fibromyalgie" not in notes.all()[0].text


def test_notes_can_be_changed_and_removed() -> None:
    notes = Notebook()
    note = notes.add("dinsdag bellen")
    assert notes.change(note.id, "woensdag bellen").text == "woensdag bellen"
    notes.remove(note.id)
    notes.remove(note.id)
    assert notes.all() == ()


@pytest.mark.parametrize("text", [note for note, _words in live_notes.planted()])
def test_no_note_with_health_in_it_is_kept_by_default_nor_health_in_safe_wording(text: str) -> None:
    words = dict(live_notes.planted())[text]
    note = Notebook().read(text)
    assert not note.by_default
    assert not any(word in note.safe.casefold() for word in words)


def test_most_notes_of_plain_work_are_kept_without_asking() -> None:
    kept = [Notebook().read(text).by_default for text in live_notes.clean()]
    assert sum(kept) >= 0.9 * len(kept)
