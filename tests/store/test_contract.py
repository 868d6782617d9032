"""What every store promises, tried on each of them and on the two side by side."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from coach.conversation import Branch, Conversation, EmployeeState, Help, SituationKind, Speaker, Turn
from coach.store import Store, StoreError, Summary, Trouble, open_store

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)

NEEDS_A_CONVERSATION: dict[str, Callable[[Store], object]] = {
    "append": lambda store: store.append("none", Turn(speaker=Speaker.MANAGER, text="Hoi")),
    "drop_last": lambda store: store.drop_last("none", 1),
    "finish": lambda store: store.finish("none"),
}
EVERYTHING: dict[str, Callable[[Store], object]] = {
    **NEEDS_A_CONVERSATION,
    "begin": lambda store: store.begin(Conversation(situation="s", kind=SituationKind.NAZORG, persona="p")),
    "load": lambda store: store.load("none"),
    "list": lambda store: store.list(),
    "latest_unfinished": lambda store: store.latest_unfinished(),
    "delete": lambda store: store.delete("none"),
    "wipe": lambda store: store.wipe(),
    "setting": lambda store: store.setting("theme"),
    "set_setting": lambda store: store.set_setting("theme", "dark"),
}


def test_a_new_store_holds_nothing(store):
    assert store.list() == []
    assert store.latest_unfinished() is None
    assert store.load("none") is None
    assert store.setting("theme") is None
    assert store.delete("none") is False
    assert store.wipe() == 0


def test_a_conversation_comes_back_as_it_was_begun(store, talk, say, answer):
    conversation = talk(answer(), say(), finished=True)
    store.begin(conversation)
    assert store.load(conversation.id) == conversation


def test_an_id_can_be_begun_only_once(store, talk, say):
    first = talk(say())
    store.begin(first)
    with pytest.raises(StoreError) as caught:
        store.begin(talk(id=first.id, persona="iemand-anders"))
    assert caught.value.trouble is Trouble.EXISTS
    assert store.load(first.id) == first


def test_turns_come_back_in_the_order_in_which_they_were_added(store, talk, say, answer):
    conversation = talk(answer("Hallo"))
    store.begin(conversation)
    for number in range(20):  # the clock goes back meanwhile, which must not matter
        turn = say(f"Vraag {number}", minute=-number) if number % 2 else answer(f"Antwoord {number}")
        conversation = conversation.with_turn(turn)
        store.append(conversation.id, turn)
    assert store.load(conversation.id) == conversation


@pytest.mark.parametrize("count", [-(2**70), -3, 0, 1, 2, 3, 4, 2**70])
def test_the_last_turns_can_be_taken_back(store, talk, say, answer, count):
    conversation = talk(answer("een"), say("twee"), answer("drie"))
    store.begin(conversation)
    store.drop_last(conversation.id, count)
    expected = conversation.without_last(max(0, count))
    assert store.load(conversation.id) == expected
    store.append(conversation.id, say("daarna"))
    assert store.load(conversation.id) == expected.with_turn(say("daarna"))


@pytest.mark.parametrize("text", ["half a pair \udc80", "nul \x00", "\U0001f600", "'; DROP TABLE turn", ""])
def test_whatever_a_keyboard_hands_over_comes_back(store, talk, say, text):
    conversation = talk(say(text))
    store.begin(conversation)
    store.append(conversation.id, say(text))
    assert store.load(conversation.id) == conversation.with_turn(say(text))


def test_taking_back_touches_no_other_conversation(store, talk, say):
    one, other = talk(say("een")), talk(say("ander"))
    store.begin(one)
    store.begin(other)
    store.drop_last(one.id, 5)
    assert store.load(other.id) == other


def test_a_finished_conversation_stays_finished_whatever_is_done_to_its_turns(store, talk, say):
    conversation = talk(say())
    store.begin(conversation)
    store.finish(conversation.id)
    store.finish(conversation.id)
    store.append(conversation.id, say("nog iets"))
    store.drop_last(conversation.id, 1)
    assert store.load(conversation.id) == conversation.model_copy(update={"finished": True})
    assert store.list()[0].finished


@pytest.mark.parametrize("action", NEEDS_A_CONVERSATION.values(), ids=NEEDS_A_CONVERSATION)
def test_an_unknown_conversation_is_an_error_that_names_it(store, action):
    with pytest.raises(StoreError, match="none") as caught:
        action(store)
    assert caught.value.trouble is Trouble.UNKNOWN
    assert store.list() == []


def test_the_list_says_what_there_is_without_the_words(store, talk, say, answer):
    conversation = talk(answer(minute=1), say(minute=2), say(minute=3), answer(minute=4), id="abc")
    store.begin(conversation)
    assert store.list() == [
        Summary(
            id="abc", situation="tweede-week", kind=SituationKind.TUSSENTIJDS, persona="sanne", started=NINE,
            last_turn_at=NINE + timedelta(minutes=4), manager_turns=2, finished=False,
        )
    ]  # fmt: skip


def test_the_list_begins_with_the_conversation_in_which_something_happened_last(store, talk, say):
    for conversation in (
        talk(id="silent", minute=30),
        talk(say(minute=50), id="resumed", minute=0),
        talk(say(minute=40), id="later", minute=35),
        talk(say(minute=40), id="same moment", minute=35),
    ):
        store.begin(conversation)
    assert [summary.id for summary in store.list()] == ["resumed", "same moment", "later", "silent"]
    store.drop_last("resumed", 1)
    assert [summary.id for summary in store.list()] == ["same moment", "later", "silent", "resumed"]


def test_a_branch_that_only_left_happened_when_it_left(store, talk, say):
    store.begin(talk(say(minute=50), id="left"))
    branch = Branch(talk="left", turns=1)
    store.begin(talk(say(minute=10), id="leaving", minute=55).model_copy(update={"branch": branch}))
    assert [summary.id for summary in store.list()] == ["leaving", "left"]


def test_of_branches_of_one_talk_only_the_latest_is_offered(store, talk, say):
    store.begin(talk(say(minute=1), id="other"))
    store.begin(talk(say(minute=2), id="first"))
    for name, parent, minute in (("second", "first", 3), ("third", "second", 4)):
        branch = Branch(talk=parent, turns=1)
        store.begin(talk(say(minute=minute), id=name).model_copy(update={"branch": branch}))
    assert store.latest_unfinished().id == "third"
    store.finish("third")
    assert store.latest_unfinished().id == "other"
    store.delete("third")
    assert store.latest_unfinished().id == "second"
    store.delete("first")
    assert store.latest_unfinished().id == "second"


def test_time_zones_make_no_difference_to_the_order(store, talk):
    amsterdam = timezone(timedelta(hours=2))
    store.begin(talk(id="ten past", started=datetime(2026, 7, 1, 11, 10, tzinfo=amsterdam)))
    store.begin(talk(id="past", started=datetime(2026, 7, 1, 9, 5, tzinfo=UTC)))
    store.begin(talk(id="no zone", started=datetime(2026, 7, 1, 9, 20)))
    listed = store.list()
    assert [summary.id for summary in listed] == ["no zone", "ten past", "past"]
    assert {summary.started.utcoffset() for summary in listed} == {timedelta(0)}


def test_the_latest_unfinished_conversation_is_offered(store, talk, say):
    for name, minute in (("old", 1), ("new", 2), ("newest", 3)):
        store.begin(talk(say(minute=minute), id=name))
    store.finish("newest")
    latest = store.latest_unfinished()
    assert latest == next(summary for summary in store.list() if summary.id == "new")
    store.finish("new")
    store.finish("old")
    assert store.latest_unfinished() is None


def test_a_deleted_conversation_is_gone_and_its_id_is_free(store, talk, say):
    gone, kept = talk(say("weg")), talk(say("blijft"))
    store.begin(gone)
    store.begin(kept)
    assert store.delete(gone.id) is True
    assert store.delete(gone.id) is False
    assert store.load(gone.id) is None
    assert store.load(kept.id) == kept
    again = talk(id=gone.id)
    store.begin(again)
    assert store.load(gone.id) == again


def test_wiping_removes_every_conversation_and_leaves_the_settings(store, talk, say):
    for _ in range(3):
        store.begin(talk(say()))
    store.set_setting("theme", "dark")
    assert store.wipe() == 3
    assert store.list() == []
    assert store.setting("theme") == "dark"


def test_a_setting_takes_the_place_of_the_previous_one(store):
    store.set_setting("theme", "dark")
    store.set_setting("theme", "light")
    store.set_setting("text size", "")
    assert (store.setting("theme"), store.setting("text size")) == ("light", "")


@pytest.mark.parametrize("action", EVERYTHING.values(), ids=EVERYTHING)
def test_a_closed_store_says_so(store, action):
    store.close()
    store.close()
    with pytest.raises(StoreError) as caught:
        action(store)
    assert caught.value.trouble is Trouble.CLOSED


def test_leaving_the_block_closes_the_store(database):
    for path in (None, database):
        with open_store(path) as opened:
            opened.set_setting("theme", "dark")
        with pytest.raises(StoreError):
            opened.setting("theme")


def test_several_threads_can_write_at_once(store, talk, say):
    shared, own = talk(), [talk() for _ in range(4)]
    for conversation in (shared, *own):
        store.begin(conversation)

    def write(conversation: Conversation) -> None:
        for number in range(15):
            store.append(conversation.id, say(f"{number}"))
            store.append(shared.id, say(f"{conversation.id} {number}"))
            assert len(store.list()) == 5

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, own))
    for conversation in own:
        assert [turn.text for turn in store.load(conversation.id).turns] == [str(n) for n in range(15)]
        mine = [turn.text for turn in store.load(shared.id).turns if turn.text.startswith(conversation.id)]
        assert mine == [f"{conversation.id} {number}" for number in range(15)]
    assert len(store.load(shared.id).turns) == 60


TEXTS = st.text(max_size=40)
NAMES = st.text(max_size=12)
MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2190, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(minutes=-570))]),
)  # fmt: skip
LEVELS = st.integers(0, 100)
STATES = st.builds(
    EmployeeState, trust=LEVELS, tension=LEVELS, energy=LEVELS, commitment=LEVELS, room=LEVELS, phase=LEVELS,
    revealed=st.lists(NAMES, max_size=2).map(tuple), act=NAMES, topic=NAMES, ended=st.booleans(),
)  # fmt: skip
TURNS = st.builds(
    Turn, speaker=st.sampled_from(Speaker), text=TEXTS, reading=st.none(), state=st.none() | STATES,
    at=MOMENTS,
)  # fmt: skip
CONVERSATIONS = st.builds(
    Conversation, id=NAMES, situation=NAMES, kind=st.sampled_from(SituationKind), persona=NAMES,
    seed=st.integers(-(2**80), 2**80), started=MOMENTS, finished=st.booleans(),
    turns=st.lists(TURNS, max_size=3).map(tuple),
)  # fmt: skip


@given(CONVERSATIONS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_conversation_comes_back_the_same(store, conversation):
    store.begin(conversation)
    assert store.load(conversation.id) == conversation
    assert store.list() == [Summary.of(conversation)]
    store.delete(conversation.id)


class StoresAgree(RuleBasedStateMachine):
    """Whatever is done, in whatever order: the file and the memory hold the same and refuse the same."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.path = Path(self.folder) / "conversations.sqlite3"
        self.memory, self.file = open_store(None), open_store(self.path)
        self.seen: set[str] = set()

    def both(self, action: Callable[[Store], object]) -> None:
        assert _outcome(self.memory, action) == _outcome(self.file, action)

    @rule(target=ids, conversation=CONVERSATIONS)
    def begin(self, conversation):
        self.both(lambda store: store.begin(conversation))
        self.seen.add(conversation.id)
        return multiple(conversation.id)

    @rule(conversation=CONVERSATIONS, name=ids)
    def begin_under_a_known_id(self, conversation, name):
        self.both(lambda store: store.begin(conversation.model_copy(update={"id": name})))

    @rule(name=ids, turn=TURNS)
    def append(self, name, turn):
        self.both(lambda store: store.append(name, turn))

    @rule(name=ids, count=st.integers(-1, 4))
    def drop_last(self, name, count):
        self.both(lambda store: store.drop_last(name, count))

    @rule(name=ids)
    def finish(self, name):
        self.both(lambda store: store.finish(name))

    @rule(name=ids)
    def delete(self, name):
        self.both(lambda store: store.delete(name))

    @rule()
    def wipe(self):
        self.both(lambda store: store.wipe())

    @rule(key=NAMES, value=NAMES)
    def set_setting(self, key, value):
        self.both(lambda store: store.set_setting(key, value))
        self.both(lambda store: store.setting(key))

    @rule()
    def reopen_the_file(self):
        self.file.close()
        self.file = open_store(self.path)

    @invariant()
    def both_hold_the_same(self):
        self.both(lambda store: store.list())
        self.both(lambda store: store.latest_unfinished())
        for name in self.seen:
            self.both(lambda store, name=name: store.load(name))

    def teardown(self):
        self.file.close()
        shutil.rmtree(self.folder)


def _outcome(store: Store, action: Callable[[Store], object]) -> object:
    try:
        return action(store)
    except StoreError as error:
        return error.trouble


TestStoresAgree = StoresAgree.TestCase
TestStoresAgree.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_how_a_talk_was_practised_is_kept_and_listed(store):
    branch = Branch(talk="another", turns=3)
    talk = Conversation(
        situation="frequent",
        kind=SituationKind.FREQUENT,
        persona="samira",
        help=Help.NONE,
        focus="lsd",
        branch=branch,
    )
    store.begin(talk)
    assert store.load(talk.id) == talk
    listed = store.list()[0]
    assert (listed.help, listed.focus, listed.branch) == (Help.NONE, "lsd", branch)
