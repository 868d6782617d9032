"""How much the coach says: what each level shows while the talk goes on, and that nothing is lost by it."""

from __future__ import annotations

import pytest

from coach import roleplay
from coach.conversation import Help, Speaker
from coach.roleplay import level
from coach.roleplay.persona import Difficulty
from coach.roleplay.practice import Practice
from coach.store import open_store

FLAGGED = "Heb je hoofdpijn?"


def practice(chosen: Help) -> Practice:
    return Practice(roleplay.employee("frequent", "samira"), open_store(None), level=chosen)


@pytest.mark.parametrize("chosen", list(Help))
def test_every_line_is_read_whatever_is_shown(chosen: Help) -> None:
    talk = practice(chosen)
    talk.say(FLAGGED)
    assert talk.talk.help is chosen
    assert [bool(turn.reading and turn.reading.shown()) for turn in talk.shown.by(Speaker.MANAGER)] == [True]


@pytest.mark.parametrize(("chosen", "seen"), [(Help.WITH, True), (Help.AFTERWARDS, True), (Help.NONE, False)])
def test_without_help_no_line_is_read_back(chosen: Help, seen: bool) -> None:
    talk = practice(chosen)
    exchange = talk.say(FLAGGED)
    assert (exchange.said.reading is not None) is seen
    assert [turn.reading is not None for turn in talk.visible.by(Speaker.MANAGER)] == [seen]
    assert [turn.text for turn in talk.visible.turns] == [turn.text for turn in talk.talk.turns]


@pytest.mark.parametrize("chosen", [Help.AFTERWARDS, Help.NONE])
def test_the_employee_answers_the_same_at_every_level(chosen: Help) -> None:
    aided, other = practice(Help.WITH), practice(chosen)
    for line in ("Hoe loopt je werk?", FLAGGED, "Sorry, dat was geen goede vraag."):
        assert aided.say(line).answer.text == other.say(line).answer.text


def test_the_levels_go_round() -> None:
    order = [Help.WITH]
    for _time in Help:
        order.append(level.after(order[-1]))
    assert order == [*Help, Help.WITH]


@pytest.mark.parametrize(("kept", "meant"), [(None, Help.WITH), ("none", Help.NONE), ("nonsense", Help.WITH)])
def test_a_kept_choice_that_means_nothing_is_with_help(kept: str | None, meant: Help) -> None:
    assert level.of(kept) is meant


def test_everything_has_words_of_its_own() -> None:
    assert len({level.name(one) for one in Help}) == len({level.about(one) for one in Help}) == len(Help)
    assert len({level.difficulty(one) for one in Difficulty}) == len(Difficulty)


def test_what_is_off_says_why() -> None:
    assert [bool(level.no_hints(one)) for one in Help] == [False, True, True]
    assert [bool(level.no_why(one)) for one in Help] == [False, False, True]
