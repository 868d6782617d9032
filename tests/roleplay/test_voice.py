"""The authored voice never says the same thing twice while there is something else that fits."""

from __future__ import annotations

import random
from typing import Any

import pytest
from bram import persona_data

from coach.roleplay.persona import Act, Mood, Opening, Persona
from coach.roleplay.plan import Plan
from coach.roleplay.voice import AuthoredVoice


def words(
    plan: Plan, persona: Persona, said: set[str] | None = None, mood: Mood = Mood.GUARDED, seed: int = 1
) -> str:
    return AuthoredVoice().words(plan, persona, mood, frozenset(said or ()), random.Random(seed))


def all_of(plan: Plan, persona: Persona, mood: Mood = Mood.GUARDED) -> list[str]:
    """Everything the voice says for a plan, one after the other, until it has to repeat itself."""
    spoken: list[str] = []
    while (line := words(plan, persona, set(spoken), mood)) not in spoken:
        spoken.append(line)
    return spoken


@pytest.mark.parametrize("act", [act for act in Act if act not in (Act.GREET, Act.DISCLOSE)])
def test_it_starts_in_the_mood_and_goes_on_in_the_others(act: Act, bram: Persona) -> None:
    key = "roster" if act is Act.ANSWER else "any"
    spoken = all_of(Plan(act, key), bram, Mood.OPEN)
    assert all("open" in line for line in spoken[:2])
    assert len(spoken) == len(set(spoken)) >= 6


def test_what_is_told_is_one_of_the_lines_of_the_item(bram: Persona) -> None:
    item = bram.item("werk")
    assert words(Plan(Act.DISCLOSE, item.id, item), bram) in item.lines


def test_an_item_whose_lines_are_used_up_is_confirmed_in_other_words(bram: Persona) -> None:
    item = bram.item("werk")
    spoken = all_of(Plan(Act.DISCLOSE, item.id, item), bram)
    assert set(item.lines) < set(spoken)


def test_a_label_without_lines_of_its_own_falls_back_on_any(bram: Persona) -> None:
    assert words(Plan(Act.OBJECT, "threat"), bram).startswith("object guarded")


def test_a_label_with_lines_of_its_own_uses_them(data: dict[str, Any]) -> None:
    data["lines"]["object"]["threat"] = {"guarded": ["only for a threat"]}
    assert words(Plan(Act.OBJECT, "threat"), Persona.model_validate(data)) == "only for a threat"


def test_an_answer_without_lines_of_its_own_falls_back_on_the_open_answers(data: dict[str, Any]) -> None:
    del data["lines"]["answer"]["roster"]
    assert words(Plan(Act.ANSWER, "roster"), Persona.model_validate(data)).startswith("answer open")


def test_the_end_of_a_talk_never_sounds_like_going_on(bram: Persona) -> None:
    for act in (Act.END, Act.CLOSE, Act.META):
        assert all(line.startswith(act.value) for line in all_of(Plan(act), bram))


def test_when_all_is_said_something_is_said_again(data: dict[str, Any]) -> None:
    data["lines"] = {"meta": {"any": {"open": ["the only line"]}}}
    persona = Persona.model_validate(data)
    assert words(Plan(Act.META), persona, {"the only line"}) == "the only line"


def test_without_any_line_there_is_still_a_sign_of_life(data: dict[str, Any]) -> None:
    data["lines"] = {}
    assert words(Plan(Act.META), Persona.model_validate(data)) == "…"


def test_the_same_seed_gives_the_same_words_and_other_seeds_other_words(bram: Persona) -> None:
    plan = Plan(Act.ANSWER, "roster")
    assert len({words(plan, bram, seed=7) for _time in range(5)}) == 1
    assert len({words(plan, bram, seed=seed) for seed in range(20)}) == 2


def test_nothing_medical_or_private_is_said_unless_it_is_what_is_told() -> None:
    persona = Persona.model_validate(persona_data())
    secret = {line for name in ("ziekte", "thuis") for line in persona.item(name).lines}
    for act in set(Act) - {Act.GREET, Act.DISCLOSE}:
        for mood in Mood:
            assert secret.isdisjoint(all_of(Plan(act, "home"), persona, mood))


def test_a_few_words_go_before_what_is_told_and_each_only_once(data: dict[str, Any]) -> None:
    data["openings"] = {"bridge": {"guarded": ["Nog iets.", "En dan dit."]}}
    opened, item = Persona.model_validate(data), "werk"
    plan = Plan(Act.DISCLOSE, item, opened.item(item), opening=Opening.BRIDGE)
    spoken = all_of(plan, opened)
    begun = [line.partition(" werk ")[0] for line in spoken[:2]]
    assert sorted(begun) == ["En dan dit.", "Nog iets."]
    assert not any(line.startswith(("Nog", "En")) for line in spoken[2:])


def test_nothing_goes_before_what_is_long_already_or_has_no_words_for_it(data: dict[str, Any]) -> None:
    long = "woord " * 43 + "eind."
    data["openings"] = {"bridge": {"guarded": ["Nog iets."]}}
    data["memory"][0]["lines"] = [long, long + " Ja."]
    opened = Persona.model_validate(data)
    for opening in Opening:
        assert words(Plan(Act.DISCLOSE, "werk", opened.item("werk"), opening=opening), opened).startswith("woord")
