"""The files of preparations, form and timeline: what is in them, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coach.content import ContentError
from coach.conversation import SituationKind
from coach.preparation import form, preparation, soundness, timeline
from coach.preparation.preparation import PLACEHOLDERS, kind_name


def test_every_kind_of_talk_has_its_preparation() -> None:
    book = preparation.default()
    assert {talk.kind for talk in book.kinds} == set(SituationKind)
    for kind in SituationKind:
        assert 5 <= len(book.of(kind).steps) <= 8
        assert kind_name(kind)
    assert len(book.self_check.questions) == 6


def test_the_content_is_sound() -> None:
    assert list(soundness.problems()) == []


def test_unknown_passages_and_flagged_examples_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    book = preparation.default()
    check = book.self_check.model_copy(update={"passages": ("geen-passage",)})
    step = book.kinds[0].steps[0].model_copy(update={"placeholder": "Ze heeft hoofdpijn", "sources": ("X9",)})
    talk = book.kinds[0].model_copy(update={"steps": (step,)})
    wrong = book.model_copy(update={"self_check": check, "kinds": (talk, *book.kinds[1:])})
    monkeypatch.setattr(preparation, "default", lambda: wrong)
    problems = list(soundness.problems())
    assert len(problems) == 3
    for part in ("geen-passage", "X9", "privacy_breach"):
        assert any(part in problem for problem in problems)


@pytest.mark.parametrize("kind", list(SituationKind))
def test_an_invitation_is_filled_in_completely(kind: SituationKind) -> None:
    invitation = preparation.default().of(kind).invitation
    values = {name: f"<{name}>" for name in PLACEHOLDERS}
    text = invitation.filled(values).text
    assert "{" not in text
    assert all(f"<{name}>" in text for name in invitation.asks)


def test_what_is_missing_in_an_invitation_can_be_seen() -> None:
    text = preparation.default().of(SituationKind.FREQUENT).invitation.filled({"name": "Samira", "time": " "}).text
    assert "Samira" in text
    assert text.count("[") == 4


def test_braces_in_what_is_filled_in_are_text() -> None:
    text = preparation.default().of(SituationKind.FREQUENT).invitation.filled({"name": "{date} {0}"}).text
    assert "{date} {0}" in text


def test_what_is_to_be_done_afterwards_has_days() -> None:
    talk = preparation.default().of(SituationKind.TERUGKEER)
    friday = date(2026, 3, 6)
    due = [day for each in talk.follow_up for day in each.due(friday)]
    assert date(2026, 3, 13) in due
    assert date(2026, 3, 27) in due
    assert all(day >= friday and day.weekday() < 5 for day in due)


def test_an_unknown_placeholder_is_refused_at_its_line(tmp_path: Path) -> None:
    path = _changed(tmp_path, "preparation.yaml", "Groet, {manager}", "Groet, {boss}")
    with pytest.raises(ContentError) as refused:
        preparation.load(path)
    assert "{manager}" in refused.value.problem
    assert refused.value.line > 0


@pytest.mark.parametrize(
    ("old", "new"), [("  - kind: nazorg", "  - kind: frequent"), ("  - kind: nazorg", "  - kind: zomer")]
)
def test_each_kind_stands_there_once(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ContentError):
        preparation.load(_changed(tmp_path, "preparation.yaml", old, new))


def test_the_form_has_every_field_of_the_guidance() -> None:
    paper = form.default()
    assert len(paper.fields) >= 16
    assert {field.by for field in paper.fields} == set(form.Writer)
    assert len(paper.signatures) == 2
    assert "medisch" in paper.intro.lower()


def test_a_field_of_the_form_stands_there_once(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as refused:
        form.load(_changed(tmp_path, "form.yaml", "- id: afspraken", "- id: beschrijving"))
    assert "beschrijving" in refused.value.problem


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    repeats: 42\n", ""),
        ("    due_day: 42\n", "    due_day: -1\n"),
        ("    from_day: 280\n", "    from_day: 300\n"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ContentError) as refused:
        timeline.load(_changed(tmp_path, "timeline.yaml", old, new))
    assert refused.value.line > 0


def _changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A content file of ours in which one thing is different."""
    from coach import locations

    text = (locations.knowledge() / name).read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path
