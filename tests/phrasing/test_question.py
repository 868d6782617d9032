"""Conventions 9 and 10 of the labelling contract: the form of a question, whatever the line is about."""

from __future__ import annotations

import pytest

from coach import phrasing
from coach.conversation import FlagId, MoveId

OPEN, CLOSED = MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED


def asked(text: str, before: str | None = None) -> set[MoveId]:
    reading = phrasing.read(text, before)
    return {kind for kind in (OPEN, CLOSED) if reading.has(kind)}


@pytest.mark.parametrize(
    "text",
    [
        "Wat heb je van mij nodig?",
        "Hoe kijk jij daar zelf naar?",
        "Welke afspraken helpen jou?",
        "Wat zou je zelf willen proberen?",
        "En hoe loopt het met de klanten?",
        "Kun je daar iets meer over vertellen?",
        "Vertel eens hoe je week was.",
    ],
)
def test_what_how_and_which_and_tell_me_are_open(text: str) -> None:
    assert asked(text) == {OPEN}


@pytest.mark.parametrize(
    "text",
    [
        "Wanneer spreken we elkaar weer?",
        "Wie neemt het van je over?",
        "Hoe lang denk je weg te zijn?",
        "Hoeveel uur werk je nu?",
        "Hoe laat begint je dienst?",
        "Kun je maandag om tien uur?",
        "Bel je me morgen of mail je liever?",
        "Zullen we dat zo doen?",
    ],
)
def test_one_fact_or_a_yes_or_a_choice_is_closed(text: str) -> None:
    assert asked(text) == {CLOSED}


@pytest.mark.parametrize(
    "text",
    [
        "Fijn dat je er weer bent.",
        "Ik bel je morgen om tien uur.",
        "Ik weet wat je wilt.",
        "Wat een drukte!",
        "Als je wilt, bel ik je morgen.",
        "Goedemorgen.",
    ],
)
def test_a_statement_asks_nothing(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wat heb je van mij nodig", OPEN),
        ("hoe kijk jij daar zelf naar", OPEN),
        ("wanneer spreken we elkaar weer", CLOSED),
        ("kun je maandag om tien uur", CLOSED),
    ],
)
def test_speech_and_chat_ask_without_a_question_mark(text: str, kind: MoveId) -> None:
    assert asked(text) == {kind}
    assert asked(text.upper()) == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Heb je hoofdpijn?", CLOSED),
        ("Hebt u hoofdpijn?", CLOSED),
        ("Wat heb je precies?", OPEN),
        ("Heb je dat vandaag alweer gemist?", CLOSED),
    ],
)
def test_form_is_marked_on_flagged_lines_too(text: str, kind: MoveId) -> None:
    assert asked(text) == {kind}


@pytest.mark.parametrize(
    "text",
    ["Waarom heb je dat niet eerder gezegd?", "Waarom bel je nu pas?", "Wat denk je wel niet?"],
)
def test_a_reproachful_why_and_a_rhetorical_question_carry_neither(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize("text", ["Je komt morgen, hè?", "Dat is fijn, toch?", "We bellen dinsdag, hè?"])
def test_a_tag_makes_no_question(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize("check", ["Klopt dat?", "Zie ik dat goed?", "Begrijp ik dat goed?"])
def test_a_closing_check_after_a_summary_is_part_of_the_reflection(check: str) -> None:
    text = f"Je zegt dat de avonddiensten zwaar zijn. {check}"
    before = "De avonddiensten zijn zwaar voor me."
    assert asked(text, before) == set()
    assert phrasing.read(text, before).has(MoveId.REFLECTION)


def test_two_questions_at_once_are_noted_as_a_matter_of_style() -> None:
    two = phrasing.read("Wat ligt er vandaag? Wie kan dat overnemen?")
    assert two.has(FlagId.STACKED_QUESTIONS, OPEN)
    assert two.has(CLOSED)
    assert not phrasing.read("Wat ligt er vandaag? Dan regel ik dat.").has(FlagId.STACKED_QUESTIONS)


def test_a_question_move_quotes_its_own_sentence() -> None:
    text = "Goedemorgen. Wat ligt er vandaag? Dan regel ik dat."
    (move,) = (move for move in phrasing.read(text).moves if move.id is OPEN)
    assert move.quote == "Wat ligt er vandaag"
