"""A sign of danger to life: the first thing on the page, and no flag on what was right to ask."""

from __future__ import annotations

import pytest
from made import heard, said, signed, talk

from coach import roleplay
from coach.conversation import Conversation, Danger, FlagId, MoveId
from coach.debrief import Debrief, debrief, html, markdown
from coach.debrief.texts import data
from coach.messages import gettext as _

SIGN = "Ik weet niet of ik nog wel wil."
STRAIGHT = "Ik schrik en blijf bij je. Denk je aan zelfmoord?"


def with_sign(*turns: object) -> Conversation:
    opening = (heard("Hoi.", 50), said("Vertel.", MoveId.QUESTION_OPEN), signed(SIGN, Danger.SAID))
    return talk(*opening, *turns, persona="stijn", situation="tussentijds")  # type: ignore[arg-type]


SAFE = with_sign(said(STRAIGHT, FlagId.MEDICAL_PROBE), signed("Ja.", Danger.SAFE))
MISSED = with_sign(said("En het plan?", MoveId.QUESTION_OPEN), signed("Laat maar.", Danger.MISSED))
LATER = with_sign(
    said("En het plan?"), signed("Laat maar.", Danger.MISSED), said(STRAIGHT), signed("Ja.", Danger.SAFE)
)
STOPPED = with_sign()


def looked_back(conversation: Conversation) -> Debrief:
    employee = roleplay.employee("tussentijds", "stijn")
    return debrief(conversation, employee.persona, situation=employee.situation)


@pytest.mark.parametrize(
    ("conversation", "safe", "answered", "told"),
    [
        (SAFE, True, 4, "safe"), (MISSED, False, 4, "missed"), (LATER, True, 6, "safe"),
        (STOPPED, None, None, "unanswered"),
    ],
    ids=["safe", "missed", "safe after all", "stopped"],
)  # fmt: skip
def test_it_says_how_the_sign_was_handled(
    conversation: Conversation, safe: bool | None, answered: int | None, told: str
) -> None:
    danger = looked_back(conversation).danger
    assert danger is not None
    assert (danger.turn, danger.sign, danger.safe, danger.answered) == (3, SIGN, safe, answered)
    assert danger.text == getattr(data().danger, told)
    assert [passage.sources for passage in danger.guidance] == [("C27",)]


@pytest.mark.parametrize("render", [markdown, html])
def test_it_is_the_first_thing_on_the_page(render: object) -> None:
    page = render(looked_back(MISSED)).replace("\\", "")  # type: ignore[operator]
    first = min(page.index(heading) for heading in (_("Moments that turned the talk"), _("Figures"), _("Agreements")))
    assert page.index(_("Safety first")) < page.index(SIGN) < first
    assert "113" in page
    assert "112" in page


def test_without_a_sign_the_page_does_not_speak_of_it() -> None:
    report = looked_back(talk(heard("Hoi.", 50), said("Hoe gaat het?"), heard("Gaat.", 52), persona="stijn"))
    assert report.danger is None
    assert _("Safety first") not in markdown(report)


def test_asking_straight_is_no_flag_there() -> None:
    assert looked_back(SAFE).flags == ()
    assert looked_back(SAFE).measures.hard_flags == 0
    assert looked_back(with_sign(said(STRAIGHT, FlagId.MEDICAL_PROBE), signed("Hm.", Danger.MISSED))).flags != ()


def test_a_missed_sign_is_what_to_practise_and_brings_no_verdict_of_the_employee() -> None:
    assert looked_back(MISSED).need == looked_back(STOPPED).need == "danger"
    assert looked_back(MISSED).rating == ""
    assert looked_back(SAFE).need == "safe"


def test_after_a_sign_nobody_is_held_to_what_was_not_reached() -> None:
    answers = {one.id: one for one in looked_back(SAFE).criteria}
    assert None in {one.met for one in answers.values()}
    assert not [one for one in answers.values() if one.met is False]
    assert all(one.reason for one in answers.values() if one.met is None)


def test_what_was_never_told_of_it_stays_a_careful_sentence() -> None:
    employee = roleplay.employee("tussentijds", "stijn")
    secret = next(item for item in employee.persona.memory if item.kind == "danger")
    report = looked_back(talk(heard("Hoi.", 50), said("Hoe gaat het?"), heard("Gaat.", 52), persona="stijn"))
    assert data().danger.careful in [item.summary for item in report.untold or ()]
    for page in (markdown(report), html(report), report.model_dump_json()):
        assert secret.summary not in page
        assert secret.opener not in page
