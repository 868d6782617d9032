"""Two ways of one talk beside each other: where they part, what each line did, and how it came out."""

from __future__ import annotations

import pytest
from bram import make_state
from ways import LINES, begin, employee

from coach.conversation import Conversation, Help
from coach.roleplay.comparison import Outcome, beside, compare, levels_shown, other_ways, outcome, steps
from coach.roleplay.comparison_text import plain
from coach.store import open_store


def two_ways() -> tuple[Conversation, Conversation]:
    practice = begin(*LINES[:3])
    left = practice.talk
    practice.rewind(3)
    practice.say(LINES[2])
    return left, practice.talk


def test_every_line_is_told_with_what_it_did() -> None:
    talk = begin(*LINES).talk
    found = steps(talk)
    assert [step.said.text for step in found] == list(LINES)
    assert [step.number for step in found] == [1, 2, 3, 4]
    for step in found:
        before, after = talk.turns[step.place - 1].state, talk.turns[step.place + 1].state
        assert before
        assert after
        assert step.trust_change == after.trust - before.trust
        assert step.tension_change == after.tension - before.tension
        assert step.told == after.revealed[len(before.revealed) :]


def test_a_line_without_an_answer_has_done_nothing_yet() -> None:
    talk = begin(LINES[0]).talk.without_last(1)
    (step,) = steps(talk)
    assert (step.answer, step.after, step.trust_change, step.told) == (None, None, None, ())


def test_they_are_shown_from_the_line_where_they_part() -> None:
    left, right = two_ways()
    compared = compare(left, right)
    assert compared.shared == 3
    assert compared.number == 2
    assert compared.parting == left.turns[2]
    assert [[step.said.text if step else None for step in row] for row in compared.rows] == [
        [LINES[1], LINES[2]],
        [LINES[2], None],
    ]


def test_the_same_line_answered_at_another_moment_parts_before_the_line() -> None:
    practice = begin(LINES[0])
    branch = practice.branch(2)
    compared = compare(practice.talk, branch.talk)
    assert compared.shared == 1
    assert [len(side) for side in compared.sides] == [1, 1]


def test_a_way_that_has_gone_no_further_has_nothing_to_show() -> None:
    practice = begin(*LINES[:2])
    left = practice.talk
    practice.take_back()
    compared = compare(practice.talk, left)
    assert compared.shared == 3
    assert [len(side) for side in compared.sides] == [0, 1]


def test_talks_that_have_nothing_in_common_are_not_compared() -> None:
    left, right = begin(LINES[0]).talk, begin(LINES[0]).talk
    for other in (left, right):
        with pytest.raises(ValueError, match="not two ways"):
            compare(left, other)


def test_the_other_ways_are_those_of_this_talk_the_latest_first() -> None:
    store = open_store(None)
    begin(LINES[0], store=store)
    practice = begin(*LINES[:2], store=store)
    first = practice.talk
    assert other_ways(first, store) == ()
    practice.take_back()
    assert other_ways(practice.talk, store) == (first.id,)
    practice.say(LINES[2])
    second = practice.talk
    practice.take_back()
    assert other_ways(practice.talk, store) == (second.id, first.id)
    assert other_ways(first, store) == (second.id,)
    assert beside(first, second.id, store) == compare(first, second)
    store.delete(second.id)
    assert beside(first, second.id, store) is None


def test_an_outcome_says_who_ended_it() -> None:
    talk = begin(LINES[0]).talk
    assert outcome(talk) is Outcome.OPEN
    assert outcome(talk.model_copy(update={"finished": True})) is Outcome.ROUNDED_OFF
    for act, expected in (("end", Outcome.BROKEN_OFF), ("close", Outcome.CLOSED)):
        last = talk.turns[-1].model_copy(update={"state": make_state(ended=True, act=act)})
        assert outcome(talk.model_copy(update={"turns": (*talk.turns[:-1], last)})) is expected


def test_a_round_without_help_shows_no_levels_until_it_is_over() -> None:
    left, right = (talk.model_copy(update={"help": Help.NONE}) for talk in two_ways())
    assert not levels_shown(left)
    assert not compare(left, right).levels_shown
    hidden = plain(compare(left, right), employee())
    assert LINES[1] in hidden
    trust = str(left.turns[4].state.trust)  # type: ignore[union-attr]
    done = [talk.model_copy(update={"finished": True}) for talk in (left, right)]
    shown = plain(compare(*done), employee())
    assert f"→ {trust}" in shown
    assert f"→ {trust}" not in hidden


def test_the_text_holds_both_ways_and_how_they_stand() -> None:
    left, right = two_ways()
    text = plain(compare(left, right), employee())
    for turn in (*left.turns[2:], *right.turns[3:]):
        assert " ".join(turn.text.split()) in text
    assert LINES[0] not in text
    assert left.id in text
    assert right.id in text
    assert text.index(LINES[1]) < text.index(LINES[2])


def test_what_came_out_is_told_in_a_sentence() -> None:
    practice = begin("Hoe ziet je werk eruit?", "Hoe zit het met het werk?", "Vertel eens over je taken?")
    left = practice.talk
    told = [item for step in steps(left) for item in step.told]
    practice.rewind(1)
    practice.say(LINES[1])
    text = plain(compare(left, practice.talk), employee())
    summaries = {item.id: item.summary for item in employee().persona.memory}
    assert told
    assert all(summaries[item] in text for item in told)
