"""Going back loses nothing: the talk goes on as a branch, and every way it went can be seen and gone on with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from ways import LINES, begin, employee

from coach.conversation import Branch, Conversation, Help, Speaker
from coach.roleplay.practice import Practice
from coach.store import family_of, open_store

ROOT = Path(__file__).parents[2]


def said(talk: Conversation) -> list[str]:
    return [turn.text for turn in talk.by(Speaker.MANAGER)]


def test_a_branch_shares_its_first_turns_and_has_a_life_of_its_own() -> None:
    practice = begin(*LINES[:2])
    before = practice.talk
    branch = practice.branch(3)
    assert branch.talk.id != before.id
    assert branch.talk.branch == Branch(talk=before.id, turns=3)
    assert branch.talk.turns == before.turns[:3]
    assert (branch.talk.seed, branch.talk.persona) == (before.seed, before.persona)
    branch.say(LINES[2])
    assert practice.talk == before == practice.store.load(before.id)
    assert practice.store.load(branch.talk.id) == branch.talk
    practice.say(LINES[2])
    assert said(practice.talk) == [*LINES[:2], LINES[2]]
    assert said(branch.talk) == [LINES[0], LINES[2]]


def test_a_branch_is_practised_with_as_much_help_and_can_leave_a_finished_talk() -> None:
    practice = begin(LINES[0])
    parent = practice.talk.model_copy(update={"help": Help.AFTERWARDS, "focus": "lsd", "finished": True})
    branch = Practice(employee(), open_store(None), parent).branch(1)
    assert (branch.talk.help, branch.talk.focus) == (Help.AFTERWARDS, "lsd")
    assert not branch.over


def test_looking_at_an_earlier_moment_leaves_nothing_behind() -> None:
    practice = begin(*LINES[:2])
    practice.branch(1)
    practice.take_back()
    assert len(practice.store.list()) == 1
    practice.finish()
    assert len(practice.store.list()) == 2  # rounding off without the line is a choice, and is kept


def test_a_branch_of_a_branch_with_nothing_of_its_own_leaves_the_talk_that_has_the_words() -> None:
    practice = begin(*LINES[:3])
    root = practice.talk.id
    practice.rewind(5)
    practice.rewind(3)
    assert practice.talk.branch == Branch(talk=root, turns=3)
    practice.say(LINES[1])
    branch = practice.talk.id
    practice.say(LINES[2])
    practice.take_back()
    assert practice.talk.branch == Branch(talk=branch, turns=5)


@pytest.mark.parametrize("turns", [0, -1, 6])
def test_a_talk_can_only_be_left_where_it_has_been(turns: int) -> None:
    with pytest.raises(ValueError, match="where it has been"):
        begin(*LINES[:2]).branch(turns)


@pytest.mark.parametrize("place", [0, 2, 5, -1])
def test_only_a_line_of_the_manager_can_be_gone_back_to(place: int) -> None:
    practice = begin(*LINES[:2])
    assert practice.moments == (1, 3)
    with pytest.raises(ValueError, match="no turn of the manager"):
        practice.rewind(place)


def test_a_branch_that_ends_on_a_line_answers_it_as_the_talk_did() -> None:
    practice = begin(LINES[0])
    branch = practice.branch(2)
    answers = [talk.turns[2] for talk in (practice.talk, branch.talk)]
    assert answers[0].text == answers[1].text
    assert answers[0].state == answers[1].state


def test_taking_back_and_saying_it_better_keeps_both() -> None:
    practice = begin(*LINES[:2])
    old = practice.talk
    assert practice.take_back() == LINES[1]
    practice.say(LINES[2])
    assert practice.store.load(old.id) == old
    assert practice.store.load(practice.talk.id) == practice.talk
    assert {summary.id for summary in family_of(old.id, practice.store.list())} == {old.id, practice.talk.id}


def test_deleting_the_talk_that_was_left_leaves_the_branch_whole() -> None:
    practice = begin(*LINES[:2])
    parent = practice.talk.id
    practice.take_back()
    practice.say(LINES[2])
    practice.store.delete(parent)
    kept = practice.store.load(practice.talk.id)
    assert kept == practice.talk
    resumed = Practice(employee(), practice.store, kept)
    resumed.say(LINES[0])
    assert said(resumed.talk) == [LINES[0], LINES[2], LINES[0]]


def test_only_the_latest_way_is_offered_and_none_once_it_is_finished() -> None:
    practice = begin(*LINES[:2])
    parent = practice.talk.id
    practice.take_back()
    assert practice.store.latest_unfinished().id == parent  # type: ignore[union-attr]
    practice.say(LINES[2])
    assert practice.store.latest_unfinished().id == practice.talk.id  # type: ignore[union-attr]
    practice.finish()
    assert practice.store.latest_unfinished() is None


class GoingBack(RuleBasedStateMachine):
    """Say, take back, go back, branch and resume in any order: nothing said is lost, nothing changes afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store(None)
        self.practice = begin(store=self.store)
        self.heard: dict[tuple[str, ...], tuple[object, ...]] = {}
        self.ways: set[tuple[str, ...]] = {()}

    @precondition(lambda self: not self.practice.over)
    @rule(line=st.sampled_from(LINES))
    def say(self, line: str) -> None:
        self.practice.say(line)
        self.ways.add(tuple(said(self.practice.talk)))

    @rule()
    def take_back(self) -> None:
        before = said(self.practice.talk)
        words = self.practice.take_back()
        assert (words is None) == (before == [])
        assert said(self.practice.talk) == before[:-1]

    @precondition(lambda self: self.practice.moments)
    @rule(data=st.data())
    def rewind(self, data: st.DataObject) -> None:
        before = said(self.practice.talk)
        place = data.draw(st.sampled_from(self.practice.moments))
        assert self.practice.rewind(place) == before[len(said(self.practice.talk))]

    @rule(data=st.data())
    def branch(self, data: st.DataObject) -> None:
        places = [place for place in range(1, len(self.practice.talk.turns) + 1) if place % 2]
        self.practice = self.practice.branch(data.draw(st.sampled_from(places)))

    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from([summary.id for summary in self.store.list()]))
        self.practice = Practice(employee(), self.store, self.store.load(chosen))

    @rule()
    def resume_what_is_offered(self) -> None:
        offered = self.store.latest_unfinished()
        assert offered is not None
        self.practice = Practice(employee(), self.store, self.store.load(offered.id))

    @invariant()
    def the_store_and_the_talk_agree(self) -> None:
        talk = self.practice.talk
        kept = self.store.load(talk.id)
        assert kept == talk or (kept is None and talk.branch and len(talk.turns) == talk.branch.turns)
        assert self.practice.trouble is None

    @invariant()
    def nothing_said_is_lost(self) -> None:
        talks = [self.store.load(summary.id) for summary in self.store.list()]
        kept = {tuple(said(talk)[:end]) for talk in talks if talk for end in range(len(said(talk)) + 1)}
        assert self.ways <= kept

    @invariant()
    def the_same_lines_get_the_same_answers(self) -> None:
        talk = self.practice.talk
        answers = tuple((turn.text, turn.state) for turn in talk.by(Speaker.EMPLOYEE))
        assert self.heard.setdefault(tuple(said(talk)), answers) == answers

    @invariant()
    def all_of_it_is_one_family(self) -> None:
        summaries = self.store.list()
        assert len(family_of(summaries[0].id, summaries)) == len(summaries)


TestGoingBack = GoingBack.TestCase
TestGoingBack.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)


# Says lines, takes some back, and reports every turn that has been kept.
TALKER = """
import random, sys
sys.path[:0] = [{root!r}, {root!r} + "/tests/roleplay"]
from benchmarks.soak_kill import SAVED, digest
from ways import LINES, employee
from coach import locations
from coach.roleplay.practice import Practice
from coach.store import open_store

with open_store(locations.database()) as store:
    waiting = store.latest_unfinished()
    practice = Practice(employee(), store, store.load(waiting.id) if waiting else None, seed=3)
    while True:
        if practice.moments and (practice.over or len(practice.talk.turns) > 12 or random.random() < 0.4):
            practice.rewind(random.choice(practice.moments))
        practice.say(random.choice(LINES))
        for place, turn in enumerate(practice.talk.turns):
            print(SAVED, practice.talk.id, place, digest(turn), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_program_that_is_killed_while_going_back_loses_nothing(tmp_path: Path) -> None:
    script = tmp_path / "talker.py"
    script.write_text(TALKER.format(root=str(ROOT)), encoding="utf-8")
    command = f"{sys.executable} {script}"
    run = [sys.executable, "-m", "benchmarks.soak_kill", "--seed", "5", "--times", "3", "--command", command]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost=0" in done.stdout
