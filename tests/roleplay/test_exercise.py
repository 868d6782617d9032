"""Exercises: one skill, from a moment that is already there, with points that a good script meets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from coach import roleplay
from coach.conversation import Conversation, Help, MoveId, Speaker
from coach.roleplay import exercise, library, rehearsal
from coach.roleplay.exercise import Exercise, Setting
from coach.roleplay.library import UnknownContent
from coach.roleplay.practice import Practice
from coach.store import open_store

SEEDS = (1, 2, 3)
SKILLS = {"lsd", "deur", "stilte", "feiten", "afspraken"}


def settings() -> Iterator[Any]:
    for chosen in exercise.default():
        for setting in chosen.settings:
            yield pytest.param(chosen, setting, id=f"{chosen.id}-{setting.persona}")


def practice(exercise_id: str = "lsd", **how: Any) -> Practice:
    chosen = exercise.exercise(exercise_id)
    setting = chosen.settings[0]
    talk = exercise.begin(chosen, setting, **how)
    return Practice(roleplay.employee(setting.situation, setting.persona), open_store(None), begun=talk)


def test_each_of_the_five_skills_has_its_exercise() -> None:
    assert {one.id for one in exercise.default()} == SKILLS


@pytest.mark.parametrize(("chosen", "setting"), settings())
def test_what_was_said_before_is_there(chosen: Exercise, setting: Setting) -> None:
    talk = exercise.begin(chosen, setting, seed=5, level=Help.AFTERWARDS)
    persona = library.default().persona(setting.situation, setting.persona)
    assert (talk.focus, talk.help, talk.situation) == (chosen.id, Help.AFTERWARDS, setting.situation)
    assert len(talk.turns) == exercise.prepared(talk) == 1 + 2 * len(setting.start)
    assert talk.turns[0].text in persona.greeting
    state = talk.state
    assert state is not None
    assert not state.ended
    assert list(state.revealed) == [one.tells for one in setting.start if one.tells]
    for turn, exchange in zip(talk.turns[2::2], setting.start, strict=True):
        assert turn.text == exchange.answer or turn.text in persona.item(exchange.tells or "").lines
    assert all(turn.reading and not turn.reading.shown() for turn in talk.by(Speaker.MANAGER))


@pytest.mark.parametrize(("chosen", "setting"), settings())
@pytest.mark.parametrize("seed", SEEDS)
def test_a_good_script_meets_every_point(chosen: Exercise, setting: Setting, seed: int) -> None:
    talk = rehearsal.play(chosen, setting, setting.good, seed)
    missed = [result.criterion.id for result in exercise.results(talk) if not result.evidence.met]
    assert missed == []


@pytest.mark.parametrize(("chosen", "setting"), settings())
@pytest.mark.parametrize("seed", SEEDS)
def test_a_harsh_script_meets_none(chosen: Exercise, setting: Setting, seed: int) -> None:
    talk = rehearsal.play(chosen, setting, chosen.harsh, seed)
    met = [result.criterion.id for result in exercise.results(talk) if result.evidence.met]
    assert met == []


def test_the_evidence_is_in_the_own_turns_and_in_their_words() -> None:
    chosen = exercise.exercise("lsd")
    talk = rehearsal.play(chosen, chosen.settings[0], chosen.settings[0].good)
    shown = [result.evidence for result in exercise.results(talk) if result.evidence.turn]
    assert shown
    for found in shown:
        assert found.turn is not None
        assert found.turn > exercise.prepared(talk)
        assert found.quote in talk.turns[found.turn - 1].text


def test_what_was_prepared_is_no_one_s_merit() -> None:
    talk = practice().talk
    assert any(turn.reading and turn.reading.has(MoveId.QUESTION_OPEN) for turn in talk.turns)
    assert not any(result.evidence.met for result in exercise.results(talk))


def test_the_talk_is_over_when_the_turns_are_used_up() -> None:
    talk = practice()
    turns = exercise.exercise("lsd").turns
    for number in range(turns):
        assert exercise.turns_left(talk.talk) == turns - number
        assert not talk.over
        talk.say("Vertel daar eens wat meer over.")
    assert exercise.turns_left(talk.talk) == 0
    assert talk.over
    with pytest.raises(ValueError, match="over"):
        talk.say("Nog iets.")


def test_taking_back_gives_the_turn_back_and_stops_where_the_exercise_began() -> None:
    talk = practice()
    before = talk.talk.turns
    talk.say("Dus het is druk.")
    assert exercise.turns_taken(talk.talk) == 1
    assert talk.take_back() == "Dus het is druk."
    assert talk.talk.turns == before
    assert exercise.turns_taken(talk.talk) == 0
    assert talk.take_back() is None
    assert talk.moments == ()


def test_an_exercise_is_kept_and_gone_on_with_as_what_it_is() -> None:
    with open_store(None) as store:
        chosen = exercise.exercise("deur")
        who = roleplay.employee(chosen.settings[0].situation, chosen.settings[0].persona)
        talk = Practice(who, store, begun=exercise.begin(chosen, chosen.settings[0], 4, Help.NONE))
        talk.say("Sterkte ermee.")
        kept = store.load(talk.talk.id)
        assert kept == talk.talk
        assert store.list()[0].focus == "deur"
        again = Practice(who, store, kept)
        assert exercise.turns_taken(again.talk) == 1
        assert again.moments == talk.moments


def test_the_same_seed_gives_the_same_beginning() -> None:
    one, same = (practice(seed=9).talk.turns for _time in range(2))
    assert [turn.text for turn in one] == [turn.text for turn in same]


def test_a_whole_talk_is_no_exercise() -> None:
    talk = Practice(roleplay.employee("frequent", "samira"), open_store(None)).talk
    assert exercise.of(talk) is None
    assert exercise.prepared(talk) == 0
    assert exercise.turns_left(talk) is None
    assert exercise.results(talk) == ()


def test_an_exercise_that_is_no_more_leaves_a_talk_like_any_other() -> None:
    talk = practice().talk.model_copy(update={"focus": "gone"})
    assert exercise.of(talk) is None
    assert exercise.prepared(talk) == 0


def test_the_settings_take_turns_until_someone_is_named() -> None:
    chosen = exercise.exercise("lsd")
    people = [chosen.setting(turn=number).persona for number in range(len(chosen.settings) + 1)]
    assert people == [*(one.persona for one in chosen.settings), chosen.settings[0].persona]
    assert chosen.setting(persona="milena").situation == "tussentijds"


def test_who_is_not_there_is_told_who_is() -> None:
    with pytest.raises(UnknownContent, match="frequent/samira"):
        exercise.exercise("lsd").setting(persona="niemand")
    with pytest.raises(UnknownContent, match="afspraken"):
        exercise.exercise("niets")


def _changed(**changes: Any) -> Exercise:
    return exercise.exercise("lsd").model_copy(update=changes)


def test_a_setting_with_someone_who_is_not_there_is_a_problem() -> None:
    setting = exercise.exercise("lsd").settings[0].model_copy(update={"persona": "niemand"})
    assert any("niemand" in problem for problem in rehearsal.exercise_problems(_changed(settings=(setting,))))


def test_telling_what_nobody_knows_is_a_problem() -> None:
    first = exercise.exercise("lsd").settings[0]
    start = (first.start[0].model_copy(update={"tells": "niets"}),)
    wrong = _changed(settings=(first.model_copy(update={"start": start}),))
    assert any("niets" in problem for problem in rehearsal.exercise_problems(wrong))


def test_a_script_that_does_not_do_what_it_is_for_is_a_problem() -> None:
    first = exercise.exercise("lsd").settings[0]
    lazy = _changed(settings=(first.model_copy(update={"good": ("Oké.",)}),), harsh=first.good)
    problems = list(rehearsal.exercise_problems(lazy))
    assert len(problems) >= 2 * 3


def test_an_exchange_needs_an_answer() -> None:
    with pytest.raises(ValidationError):
        exercise.Exchange(manager="Hoi.")


def test_how_long_five_minutes_are() -> None:
    chosen = exercise.exercise("lsd").model_dump()
    with pytest.raises(ValidationError):
        Exercise.model_validate({**chosen, "turns": 12})


def test_conversation_is_unchanged_by_judging() -> None:
    talk: Conversation = practice().talk
    before = talk.model_dump()
    exercise.results(talk)
    assert talk.model_dump() == before
