"""Agreements: who does what, when, and whether the employee took them on."""

from __future__ import annotations

import pytest
from made import heard, said, talk

from coach.conversation import MoveId, Turn
from coach.debrief import agreement
from coach.debrief.agreement import Agreement, Who

AGREE = MoveId.AGREEMENT


def found(*turns: Turn) -> list[Agreement]:
    return list(agreement.default().find(talk(*turns)))


def agreed(text: str) -> Agreement:
    (one,) = found(said(text, AGREE))
    return one


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ik regel het met het team.", Who.MANAGER),
        ("Dan bel ik de planning.", Who.MANAGER),
        ("Jij schrijft het voorstel uit.", Who.EMPLOYEE),
        ("We kijken samen terug.", Who.TOGETHER),
        ("Ik stuur je de afspraken.", Who.MANAGER),
        ("Ik stuur u vandaag het verslag.", Who.MANAGER),
        ("Ik stuur je morgen wat we afspraken.", Who.MANAGER),
        ("Zodra we het weten, bel ik je vrijdag.", Who.MANAGER),
        ("Vandaag app ik je de data.", Who.MANAGER),
        ("Stuur jij me vrijdag het rooster?", Who.EMPLOYEE),
        ("Stuur je me vrijdag het rooster?", Who.EMPLOYEE),
        ("Dan bel je woensdag met de planner.", Who.EMPLOYEE),
        ("Ik stel voor dat we vrijdag bellen.", Who.TOGETHER),
        ("Ik bel het team en jij schrijft het voorstel.", Who.TOGETHER),
        ("Afgesproken!", Who.UNSAID),
    ],
)
def test_who_does_it(text: str, who: Who) -> None:
    assert agreed(text).who is who


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Ik regel het voor vrijdag.", "vrijdag"),
        ("Over twee weken kijken we terug.", "twee weken"),
        ("Ik bel je volgende week.", "volgende week"),
        ("Op 3 maart zitten we weer samen.", "3 maart"),
        ("Ik regel het vanmiddag.", "vanmiddag"),
    ],
)
def test_when_it_is_done_in_the_managers_own_words(text: str, when: str) -> None:
    moment = agreed(text).when
    assert when in moment
    assert moment in text


def test_a_moment_that_is_not_said_is_empty() -> None:
    assert agreed("Dan doen we dat zo, afgesproken.").when == ""


def test_what_is_agreed_is_the_line_itself_on_one_line() -> None:
    assert agreed("Ik regel het\n  voor vrijdag.").what == "Ik regel het voor vrijdag."


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        (heard("Top.", 60, act="agree"), True),
        (heard("Ik twijfel.", 40, act="hesitate"), False),
        (heard("Goed."), None),
        (said("En nog iets."), None),
    ],
)
def test_only_the_employee_can_accept(answer: Turn, accepted: bool | None) -> None:
    assert found(said("Afgesproken?", AGREE), answer)[0].accepted is accepted


def test_an_agreement_at_the_very_end_is_not_answered() -> None:
    assert agreed("Afgesproken?").accepted is None


def test_only_the_managers_turns_that_agree_count_with_their_place_in_the_talk() -> None:
    turns = (
        heard("We spreken het af.", 50),
        said("Hoe gaat het?", MoveId.QUESTION_OPEN),
        said("Afgesproken.", AGREE),
    )
    assert [one.turn for one in found(*turns)] == [3]
