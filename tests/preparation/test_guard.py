"""The privacy guard: how often someone must agree before a text is kept."""

from __future__ import annotations

import pytest
from filled import HARMLESS, MEDICAL
from hypothesis import given
from hypothesis import strategies as st

from coach.phrasing import LineKind
from coach.phrasing.silence import Scope, Silence, SilenceList
from coach.preparation.guard import MAX_CHARS, Consent, Guard, Written


def test_what_is_medical_must_be_agreed_to_twice() -> None:
    examined = Guard().examine(MEDICAL)
    assert examined.needed is Consent.TWICE
    assert examined.reading.shown()[0].why
    assert examined.reading.shown()[0].instead


def test_what_is_about_work_needs_nothing() -> None:
    assert Guard().examine(HARMLESS).needed is Consent.NONE
    assert Guard().examine("").needed is Consent.NONE


@pytest.mark.parametrize("text", ["Samira", "Samira de Vries", "2026-03-02", "2 maart 2026", "10:00", "kamer 3"])
def test_names_dates_and_places_pass(text: str) -> None:
    assert Guard().examine(text, brief=True).needed is Consent.NONE


@pytest.mark.parametrize("text", ["Samira (burn-out)", "bij de psycholoog", "ziekenhuis"])
def test_what_is_medical_is_seen_in_a_short_box_too(text: str) -> None:
    assert Guard().examine(text, brief=True).needed is Consent.TWICE


def test_words_that_will_be_said_are_read_as_such() -> None:
    text = "Wat is er nou steeds aan de hand?"
    flags = {flag.id.value for flag in Guard().examine(text, spoken=True).reading.shown()}
    assert "medical_probe" in flags


def test_what_the_user_called_not_right_stays_away() -> None:
    flag = Guard().examine(MEDICAL).reading.shown()[0]
    silences = SilenceList()
    silences.add(Silence(flag=flag.id, scope=Scope.HERE, text=MEDICAL, quote=flag.quote, kind=LineKind.NOTE))
    assert Guard(silences).examine(MEDICAL).needed is Consent.NONE


def test_too_much_text_is_cut_and_steering_signs_go() -> None:
    examined = Guard().examine("\x1b[31m rooster " + "a " * MAX_CHARS)
    assert len(examined.text) <= MAX_CHARS
    assert "\x1b" not in examined.text


@given(st.sampled_from(Consent), st.sampled_from(Consent))
def test_a_text_may_be_kept_when_consent_suffices(needed: Consent, given_: Consent) -> None:
    assert Written(text="x", needed=needed, given=given_).may_be_kept == (given_.value >= needed.value)


def test_a_text_of_which_nothing_is_known_may_not_be_kept() -> None:
    assert not Written(text="x").may_be_kept
