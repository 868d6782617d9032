"""The exam itself: enough of it, written once, and all of it can be asked."""

from __future__ import annotations

from collections import Counter

from coach import phrasing
from coach.exam import paper
from coach.exam.paper import Attack, AttackKind
from coach.exam.scenes import scene
from coach.roleplay.guide import AUTHORED
from coach.roleplay.persona import Act

PAPER = paper.default()


def test_there_are_at_least_120_acts_and_attacks_and_no_two_alike() -> None:
    said = [(person.person, turn.said) for person, turn in PAPER.turns]
    assert len(said) == len(set(said)) >= 120
    assert sum(isinstance(turn, Attack) for _person, turn in PAPER.turns) >= 50


def test_every_act_that_a_model_words_is_asked_for() -> None:
    assert {turn.act for _person, turn in PAPER.turns} == set(Act) - AUTHORED


def test_every_kind_of_attack_is_tried_on_every_employee() -> None:
    for person in PAPER.talks.talks:
        assert {attack.kind for attack in person.attacks} == set(AttackKind), person.person


def test_all_of_it_can_be_asked() -> None:
    assert list(paper.problems(PAPER)) == []


def test_what_cannot_be_asked_is_named() -> None:
    first = PAPER.talks.talks[0]
    broken = first.acts[3].model_copy(update={"tell": "bestaat_niet", "act": Act.META})
    wrong = PAPER.talks.model_copy(update={"talks": (first.model_copy(update={"acts": (broken,), "attacks": ()}),)})
    found = list(paper.problems(PAPER.model_copy(update={"talks": wrong})))
    assert any("bestaat_niet" in problem for problem in found)
    assert len(found) >= 2


def test_a_scene_holds_what_was_planned_and_is_the_same_each_time() -> None:
    for person, turn in PAPER.turns:
        made = scene(PAPER.talks, person, turn)
        assert made.plan.act is turn.act
        assert made.heard == turn.said
        assert made.authored == scene(PAPER.talks, person, turn).authored
        assert (made.plan.item.id if made.plan.item else None) == turn.tell
        state = made.talk.state
        assert state is not None
        assert state.revealed == turn.told


def test_doubts_have_an_answer_among_what_can_be_chosen() -> None:
    for doubt in PAPER.words.opinions:
        assert doubt.holds is None or doubt.holds in doubt.among
    assert min(Counter(one.holds is None for one in PAPER.words.opinions).values()) >= 3


def test_a_short_exam_asks_some_of_everyone_and_everything() -> None:
    short = PAPER.shortened(4)
    assert len(short.turns) < len(PAPER.turns) / 3
    assert all(one.acts and one.attacks for one in short.talks.talks)
    assert {attack.kind for one in short.talks.talks for attack in one.attacks} == set(AttackKind)
    assert short.words.rewrites
    assert short.words.questions


def test_lines_to_be_rewritten_are_flagged() -> None:
    for line in PAPER.words.rewrites:
        assert phrasing.read(line.said, line.before).shown(), line.said
