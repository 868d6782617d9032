"""A flag called not right: gone from the talk on the screen and for the employee, not from what is kept."""

from __future__ import annotations

import pytest
from bram import persona_data, situation_data

from coach.conversation import Conversation, Flag, FlagId
from coach.phrasing.silence import Scope, SilenceList
from coach.roleplay.employee import Employee
from coach.roleplay.persona import Persona, Situation
from coach.roleplay.practice import Practice
from coach.store import Store, open_store

FLAGGED, OPEN = "Heb je hoofdpijn?", "Hoe ziet je werk eruit?"


def begin(
    silences: SilenceList | None = None, store: Store | None = None, talk: Conversation | None = None
) -> Practice:
    employee = Employee(Situation.model_validate(situation_data()), Persona.model_validate(persona_data()))
    return Practice(employee, store or open_store(None), talk, seed=3, silences=silences)


def flags(talk: Conversation) -> list[list[FlagId]]:
    return [[flag.id for flag in turn.reading.flags] for turn in talk.turns if turn.reading]


def probe(practice: Practice) -> Flag:
    return next(
        flag
        for turn in practice.talk.turns
        for flag in (turn.reading.flags if turn.reading else ())
        if flag.id is FlagId.MEDICAL_PROBE
    )


def test_the_flag_is_gone_from_the_talk_that_is_shown_and_stays_in_what_is_kept() -> None:
    practice = begin()
    practice.say(FLAGGED)
    kept = practice.talk
    assert practice.not_right(probe(practice), Scope.HERE) == 1
    assert FlagId.MEDICAL_PROBE not in flags(practice.shown)[0]
    assert practice.talk == kept == practice.store.load(kept.id)


def test_it_stays_away_when_the_line_is_said_again_and_in_the_next_talk() -> None:
    silences = SilenceList()
    practice = begin(silences)
    practice.say(FLAGGED)
    practice.not_right(probe(practice), Scope.HERE)
    exchange = practice.say(FLAGGED)
    assert exchange.said.reading is not None
    assert not exchange.said.reading.has(FlagId.MEDICAL_PROBE)
    assert not practice.read(FLAGGED).has(FlagId.MEDICAL_PROBE)
    again = begin(silences)
    again.say(FLAGGED)
    assert FlagId.MEDICAL_PROBE not in flags(again.shown)[0]
    assert begin().read(FLAGGED).has(FlagId.MEDICAL_PROBE)


def test_the_silence_knows_the_line_and_what_went_before() -> None:
    practice = begin()
    practice.say(OPEN)
    asked = practice.talk.last_employee_text
    practice.say(FLAGGED)
    practice.not_right(probe(practice), Scope.EVERYWHERE)
    (silence,) = practice.silences.silences
    assert (silence.text, silence.before, silence.scope) == (FLAGGED, asked, Scope.EVERYWHERE)
    assert silence.quote in FLAGGED


def test_the_employee_does_not_mind_what_was_called_not_right() -> None:
    plain = begin()
    hurt = plain.say(FLAGGED).answer
    silences = SilenceList()
    for flag in plain.talk.turns[1].reading.flags:  # type: ignore[union-attr]
        begin(silences, plain.store, plain.talk).not_right(flag, Scope.HERE)
    spared = begin(silences).say(FLAGGED).answer
    assert hurt.state is not None
    assert spared.state is not None
    assert spared.state.trust > hurt.state.trust


def test_a_talk_that_is_gone_on_with_is_shown_without_it_and_with_it_again_when_it_is_undone() -> None:
    with open_store(None) as store:
        practice = begin(SilenceList(), store)
        practice.say(FLAGGED)
        practice.not_right(probe(practice), Scope.HERE)
        resumed = begin(practice.silences, store, store.load(practice.talk.id))
        assert FlagId.MEDICAL_PROBE not in flags(resumed.shown)[0]
        resumed.silences.remove(1)
        assert FlagId.MEDICAL_PROBE in flags(resumed.shown)[0]


def test_before_anything_is_said_nothing_can_be_not_right() -> None:
    other = begin()
    other.say(FLAGGED)
    with pytest.raises(ValueError, match="nothing has been said"):
        begin().not_right(probe(other), Scope.HERE)
