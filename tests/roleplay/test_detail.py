"""Asking on: the small thing that is meant is found, and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import packed, roleplay
from coach.roleplay import detail, library
from coach.roleplay.detail import Details
from coach.roleplay.persona import Detail
from coach.roleplay.practice import Practice
from coach.store import open_store

CONTENT = library.default()
EVERYONE = [(kind, name) for kind in CONTENT.situations for name in CONTENT.persona_ids(kind)]
SHANAYA = CONTENT.persona("ziekmelding", "shanaya")


def known(*details: Detail) -> Details:
    return Details(details, SHANAYA.memory, "Shanaya", detail.learned())


SLEUTEL = Detail(
    asks=("Waar hangt de sleutel van het magazijn?", "Wie heeft de sleutel?", "Weet je waar die sleutel is?"),
    says=("Aan het haakje naast de meterkast.",),
)
KOELKAST = Detail(
    after="schriftje",
    asks=("Wat is er met die koelkast?", "Waarom wacht die mevrouw op haar koelkast?", "Hoeveel zijn het er?"),
    says=("Een deuk in de deur, al voor de derde keer.",),
)
BUS = Detail(asks=("Kom je met de bus?", "Hoe kom je op je werk?"), says=("Met de fiets, tien minuten.",))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Waar hangt die sleutel van het magazijn ook alweer?", SLEUTEL),
        ("O jee. En waar hangt die sleutel van dat magazijn nu?", SLEUTEL),
    ],
)
def test_a_question_finds_what_it_asks_for(asked: str, meant: Detail) -> None:
    found = known(SLEUTEL, KOELKAST, BUS).find(asked, "", (), ())
    assert found is not None
    assert found.detail == meant


@pytest.mark.parametrize(
    "asked", ["Wat zou je team graag willen?", "Waar loop je tegenaan?", "Wat zou helpen?", "", "?!"]
)
def test_a_question_for_something_else_finds_nothing(asked: str) -> None:
    assert known(SLEUTEL, KOELKAST, BUS).find(asked, "", (), ()) is None


def test_what_follows_on_something_exists_once_that_is_told() -> None:
    details = known(SLEUTEL, KOELKAST, BUS)
    asked = "Wat is er nou met die koelkast?"
    assert details.find(asked, "", (), ()) is None
    found = details.find(asked, "", ("schriftje",), ("schriftje",))
    assert found is not None
    assert found.detail == KOELKAST


def test_a_bare_question_is_about_what_was_told_last() -> None:
    details = known(SLEUTEL, KOELKAST, BUS)
    recent = details.likeliest("Hoeveel zijn het er dan?", "", ("schriftje",), ("schriftje",))
    earlier = details.likeliest("Hoeveel zijn het er dan?", "", ("schriftje",), ())
    assert recent is not None
    assert earlier is not None
    assert recent.probability > earlier.probability


def test_who_knows_nothing_is_asked_in_vain() -> None:
    assert known().find("Waar hangt de sleutel?", "", (), ()) is None


def test_all_probabilities_together_are_one_at_most() -> None:
    details = known(SLEUTEL, KOELKAST, BUS)
    alone = [details.likeliest(ask, "", (), ()) for ask in SLEUTEL.asks]
    assert all(one is not None and 0 < one.probability < 1 for one in alone)


@pytest.mark.parametrize(("kind", "name"), EVERYONE)
def test_every_employee_is_asked_in_his_own_words(kind: str, name: str) -> None:
    """Each way of asking that names what it is about finds its detail, whatever was said before."""
    persona = CONTENT.persona(kind, name)
    details = detail.of(persona)
    told = [item.id for item in persona.memory]
    asked = [(one, ask) for one in persona.details for ask in one.asks if not detail.is_bare(ask)]
    found = [(one, details.find(ask, "", told, (one.after,) if one.after else ())) for one, ask in asked]
    assert len(persona.details) >= 50
    assert sum(hit is not None and hit.detail == one for one, hit in found) >= 0.97 * len(asked)


def test_it_is_said_in_the_talk_and_not_twice() -> None:
    practice = Practice(roleplay.employee("nazorg", "timo"), open_store(None), seed=4)
    pigeon = next(one for one in practice.employee.persona.details if any("eet" in ask.split() for ask in one.asks))
    said = [practice.say(pigeon.asks[0]).answer.text for _time in range(len(pigeon.says) + 1)]
    assert set(said[: len(pigeon.says)]) == set(pigeon.says)
    assert said[-1] not in pigeon.says


def test_numbers_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "details.zip"
    packed.write(path, packed.Packed({"version": 0, "scale": [1.0]}, ["a"], {"rarities": b"\x01"}))
    with pytest.raises(packed.PackedError):
        detail.load(path)
    path.write_bytes(b"no zip")
    with pytest.raises(packed.PackedError):
        detail.load(path)
