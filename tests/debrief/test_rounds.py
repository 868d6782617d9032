"""Rounds side by side: which talks are compared, and that one talk is only one talk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NINE, heard, said, talk

from coach import roleplay
from coach.conversation import Branch, Conversation, FlagId, Help, MoveId
from coach.debrief import debrief, html, markdown, rounds
from coach.debrief.texts import data
from coach.messages import gettext as _
from coach.roleplay import level
from coach.store import Store
from coach.store.memory import MemoryStore


def round_of(name: str, help: Help = Help.WITH, **fields: object) -> Conversation:
    turns = (heard("a", 40), said("Wat helpt?", MoveId.QUESTION_OPEN), heard("b c d", 60, "late_avonden"))
    fields = {"id": name, "help": help, "finished": True, **fields}
    return talk(*turns).model_copy(update=fields)


def kept(*talks: Conversation) -> Store:
    store = MemoryStore()
    for one in talks:
        store.begin(one)
    return store


def found(*talks: Conversation) -> set[str]:
    """The ids of the talks that the first one is compared with."""
    return {one.id for one in rounds.find(kept(*talks), talks[0])}


THIS = round_of("this")


def test_other_levels_of_help_in_the_same_situation_are_compared() -> None:
    assert found(THIS, round_of("after", Help.AFTERWARDS), round_of("none", Help.NONE)) == {"after", "none"}


@pytest.mark.parametrize(
    "other",
    [
        round_of("other"),
        round_of("other", Help.NONE, situation="terugkeer"),
        round_of("other", Help.NONE, finished=False),
        round_of("other", Help.NONE, focus="lsd"),
        round_of("other", Help.NONE, turns=(heard("a", 40),)),
    ],
    ids=["the same level", "another situation", "unfinished", "an exercise", "not a word said"],
)
def test_what_is_no_other_round_is_not_compared(other: Conversation) -> None:
    assert found(THIS, other) == set()


def test_a_branch_is_compared_with_the_talk_that_it_left() -> None:
    branch = round_of("branch", branch=Branch(talk="this", turns=1))
    assert found(branch, THIS) == {"this"}
    assert found(THIS, branch) == {"branch"}


def test_the_same_employee_comes_before_another_and_the_latest_before_an_older() -> None:
    older = round_of("older", Help.NONE)
    later = round_of("later", Help.NONE, started=NINE + timedelta(days=1))
    latest = round_of("latest", Help.NONE, started=NINE + timedelta(days=2), persona="jairo")
    assert found(THIS, older, later, latest) == {"later"}


def test_no_more_rounds_than_fit_beside_one_another() -> None:
    branches = [round_of(f"b{n}", branch=Branch(talk="this", turns=1)) for n in range(5)]
    assert len(found(THIS, *branches, round_of("none", Help.NONE))) == rounds.MOST - 1


def compared() -> tuple[Conversation, Conversation]:
    flagged = (heard("a", 40), said("x", FlagId.MEDICAL_PROBE), heard("b", 30))
    return round_of("this", Help.NONE, turns=flagged), round_of("with", Help.WITH)


def test_the_measures_stand_side_by_side_with_most_help_first() -> None:
    this, other = compared()
    comparison = debrief(this, others=[other]).rounds
    assert comparison is not None
    assert [(one.talk, one.is_this, one.trust, one.told) for one in comparison.rounds] == [
        ("with", False, 60, 1), ("this", True, 30, 0),
    ]  # fmt: skip
    shown = dict(rounds.rows(comparison))
    assert shown[_("flags per ten turns")] == ["0,0", "10,0"]
    assert shown[_("open questions / closed questions")] == ["1 / 0", "0 / 0"]
    assert shown[_("trust at the end")] == ["60", "30"]


@pytest.mark.parametrize("render", [markdown, html])
def test_the_page_shows_the_rounds_and_says_what_chance_does(render: object) -> None:
    this, other = compared()
    situation = roleplay.employee("frequent", "samira").situation
    page = render(debrief(this, situation=situation, others=[other])).replace("\\", "")  # type: ignore[operator]
    assert _("Your rounds side by side") in page
    assert data().notes.chance in page
    assert level.name(Help.NONE) in page
    assert _("this talk") in page


def test_a_talk_on_its_own_is_compared_with_nothing() -> None:
    report = debrief(THIS)
    assert report.rounds is None
    assert data().notes.chance not in markdown(report)


def test_the_answers_to_the_criteria_are_compared_one_by_one() -> None:
    this, other = compared()
    situation = roleplay.employee("frequent", "samira").situation
    comparison = debrief(this, situation=situation, others=[other]).rounds
    assert comparison is not None
    shown = dict(rounds.answers(comparison))
    assert len(shown) == len(situation.criteria)
    border = next(one for one in situation.criteria if FlagId.MEDICAL_PROBE in one.never)
    assert shown[border.text] == [_("yes"), _("no")]
