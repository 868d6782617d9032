"""A practice talk keeps every word before it looks for an answer, and goes on when it cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from bram import persona_data, situation_data
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import Conversation, Speaker, Turn
from coach.roleplay.employee import Employee
from coach.roleplay.persona import Persona, Situation
from coach.roleplay.practice import MAX_TURN_CHARS, Practice, clean
from coach.store import Store, StoreError, Trouble, open_store
from coach.store.memory import MemoryStore

LINES = ("Hoe ziet je werk eruit?", "Heb je hoofdpijn?", "Dank je wel dat je dat zegt.")


class Fragile(MemoryStore):
    """A store whose disk can be full."""

    full = False

    def begin(self, conversation: Conversation) -> None:
        self._room()
        super().begin(conversation)

    def append(self, conversation_id: str, turn: Turn) -> None:
        self._room()
        super().append(conversation_id, turn)

    def drop_last(self, conversation_id: str, count: int) -> None:
        self._room()
        super().drop_last(conversation_id, count)

    def finish(self, conversation_id: str) -> None:
        self._room()
        super().finish(conversation_id)

    def _room(self) -> None:
        if self.full:
            raise StoreError(Trouble.FULL, "the disk is full")


def employee() -> Employee:
    return Employee(Situation.model_validate(situation_data()), Persona.model_validate(persona_data()))


def begin(store: Store | None = None, seed: int = 3) -> Practice:
    return Practice(employee(), store or open_store(None), seed=seed)


def kept(practice: Practice) -> Conversation:
    talk = practice.store.load(practice.talk.id)
    assert talk is not None
    return talk


def test_a_talk_begins_with_the_employee_and_is_kept_at_once() -> None:
    practice = begin()
    assert [turn.speaker for turn in practice.talk.turns] == [Speaker.EMPLOYEE]
    assert kept(practice) == practice.talk
    assert practice.trouble is None


def test_every_line_and_every_answer_is_kept() -> None:
    practice = begin()
    for line in LINES:
        exchange = practice.say(line)
        assert exchange.said.text == line
        assert exchange.answer.state is not None
        assert kept(practice) == practice.talk
    assert len(practice.talk.turns) == 1 + 2 * len(LINES)


def test_what_was_said_is_kept_before_the_answer_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = begin()

    def break_off(talk: Conversation) -> Turn:
        raise KeyboardInterrupt

    monkeypatch.setattr(practice.employee, "prepare", break_off)
    with pytest.raises(KeyboardInterrupt):
        practice.say(LINES[0])
    assert kept(practice).turns[-1].text == LINES[0]


def test_resuming_answers_a_line_that_was_left_hanging(tmp_path: Path) -> None:
    with open_store(tmp_path / "talks.sqlite3") as store:
        whole = begin(store)
        whole.say(LINES[0])
        answered = whole.talk
        store.drop_last(answered.id, 1)
    with open_store(tmp_path / "talks.sqlite3") as store:
        hanging = store.load(answered.id)
        assert hanging is not None
        again = Practice(employee(), store, hanging)
        assert again.talk.turns[-1].text == answered.turns[-1].text
        assert again.talk.turns[-1].state == answered.turns[-1].state
        assert kept(again) == again.talk


def test_resuming_an_answered_talk_adds_nothing() -> None:
    practice = begin()
    practice.say(LINES[0])
    again = Practice(employee(), practice.store, kept(practice))
    assert again.talk == practice.talk
    again.say(LINES[2])
    assert kept(again) == again.talk


def test_taking_back_goes_on_as_before_the_line_and_gives_the_words() -> None:
    practice = begin()
    practice.say(LINES[0])
    before = practice.talk
    practice.say(LINES[1])
    assert practice.take_back() == LINES[1]
    assert practice.talk.turns == before.turns
    assert not practice.talk.finished


def test_said_again_after_taking_back_it_gets_the_same_answer() -> None:
    practice = begin()
    first = practice.say(LINES[0]).answer
    practice.take_back()
    second = practice.say(LINES[0]).answer
    assert (first.text, first.state) == (second.text, second.state)


def test_there_is_nothing_to_take_back_at_the_start() -> None:
    practice = begin()
    practice.say(LINES[0])
    assert practice.take_back() == LINES[0]
    assert practice.take_back() is None
    assert len(practice.talk.turns) == 1


def test_the_same_line_twice_is_taken_back_once() -> None:
    practice = begin()
    practice.say(LINES[0])
    practice.say(LINES[0])
    practice.take_back()
    assert [turn.text for turn in practice.talk.by(Speaker.MANAGER)] == [LINES[0]]


@pytest.mark.parametrize("moment", ["from the start", "halfway", "at the end"])
def test_trouble_with_the_store_does_not_stop_the_talk(moment: str) -> None:
    store = Fragile()
    store.full = moment == "from the start"
    practice = begin(store)
    practice.say(LINES[0])
    store.full = moment != "at the end"
    answer = practice.say(LINES[1]).answer
    store.full = True
    practice.finish()
    assert answer.text
    assert practice.trouble == "the disk is full"
    assert practice.over


@pytest.mark.parametrize("since", ["start", "first line", "taking back"])
def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(since: str) -> None:
    store = Fragile()
    store.full = since == "start"
    practice = begin(store)
    store.full = store.full or since == "first line"
    practice.say(LINES[0])
    practice.say(LINES[1])
    store.full = True
    practice.take_back()
    practice.say(LINES[1])
    practice.take_back()
    assert practice.trouble
    store.full = False
    practice.say(LINES[2])
    assert practice.trouble is None
    assert kept(practice) == practice.talk
    assert [turn.text for turn in practice.talk.by(Speaker.MANAGER)] == [LINES[0], LINES[2]]
    assert sorted(summary.manager_turns for summary in store.list()) == [2, 2, 2]


@given(st.lists(st.sampled_from(["say", "back", "full", "room"]), max_size=12))
def test_whatever_happens_the_talk_is_whole_and_kept_when_there_is_room(steps: list[str]) -> None:
    store = Fragile()
    practice = begin(store)
    for step in steps:
        if step == "say":
            practice.say("Hoe ziet je werk eruit?")
        elif step == "back":
            practice.take_back()
        else:
            store.full = step == "full"
    store.full = False
    practice.finish()
    assert practice.trouble is None
    assert kept(practice) == practice.talk


def test_a_finished_talk_is_over_and_not_offered_again() -> None:
    practice = begin()
    practice.finish()
    assert practice.over
    assert practice.store.latest_unfinished() is None
    with pytest.raises(ValueError, match="over"):
        practice.say(LINES[0])


def test_a_talk_that_the_employee_ends_is_over_until_it_is_taken_back() -> None:
    practice = begin()
    state = practice.talk.turns[0].state
    assert state is not None
    angry = practice.talk.turns[0].model_copy(update={"state": state.model_copy(update={"trust": 3})})
    practice = Practice(employee(), open_store(None), practice.talk.model_copy(update={"turns": (angry,)}))
    practice.say("Je stelt je aan.")
    assert practice.over
    assert practice.talk.state is not None
    assert practice.talk.state.ended
    with pytest.raises(ValueError, match="over"):
        practice.say(LINES[0])
    practice.take_back()
    assert not practice.over


def test_an_employee_answers_only_what_the_manager_said() -> None:
    practice = begin()
    with pytest.raises(ValueError, match="not the manager"):
        practice.employee.reply(practice.talk)


def test_questions_that_fit_now_come_from_the_phase_and_not_twice() -> None:
    practice = begin()
    first = practice.questions(1)[0]
    assert first in practice.phase.questions
    practice.say(first)
    assert first not in practice.questions(3)


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ("  gewoon een zin  ", "gewoon een zin"),
        ("", ""),
        (" \n ", ""),
        ("een\ntwee", "een\ntwee"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("een\ttwee", "een twee"),
        ("\x1b[31mrood\x07\x00", "[31mrood"),
        ("\x9b2Jleeg\x7f", "2Jleeg"),
        ("\u202eom\u202c\u2066en\u2069\u200fom\u061c", "omenom"),
        ("[bold]haken[/bold]", "[bold]haken[/bold]"),
        ("caf\u00e9 \U0001f600 \u05e9\u05dc\u05d5\u05dd", "caf\u00e9 \U0001f600 \u05e9\u05dc\u05d5\u05dd"),
        ("half \ud800 teken", "half ? teken"),
    ],
)
def test_a_line_is_kept_without_what_could_steer_a_screen(typed: str, kept_as: str) -> None:
    assert clean(typed) == kept_as


@given(st.text(st.characters(codec=None), max_size=200))
def test_a_clean_line_has_no_control_or_direction_marks_and_is_clean_already(typed: str) -> None:
    line = clean(typed)
    assert not [char for char in line if (char < " " and char != "\n") or "\x7f" <= char <= "\x9f"]
    assert not set(line) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert line.encode("utf-8").decode("utf-8") == line
    assert clean(line) == line


def test_a_line_without_end_is_cut_off() -> None:
    assert len(clean("a" * (MAX_TURN_CHARS + 5))) == MAX_TURN_CHARS


def test_reading_a_draft_changes_nothing() -> None:
    practice = begin()
    before = practice.talk
    assert practice.read("Heb je hoofdpijn?").flags
    assert practice.talk == before
