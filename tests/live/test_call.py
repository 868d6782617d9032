"""A call: what lies on the table, and what moves it."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation import SituationKind, Speaker
from coach.guidance import Phase
from coach.live.call import LiveCall
from coach.live.fed_turn import FedTurn
from coach.live.hand import By, Hand, Why


def _call(kind: str = "frequent") -> LiveCall:
    return LiveCall(kind)


def _titles(hand: Hand) -> list[str]:
    return [card.title for card in (hand.question, *hand.spare) if card]


def _ids(hand: Hand) -> list[str]:
    return [card.id for card in (hand.question, *hand.spare) if card]


@pytest.mark.parametrize("kind", SituationKind)
def test_every_kind_begins_with_a_question_two_spare_ones_a_trap_and_checks(kind: SituationKind) -> None:
    hand = LiveCall(kind).hand()
    assert hand.phase is Phase.OPENING
    assert hand.question is not None
    assert hand.question.say
    assert len(hand.spare) == 2
    assert hand.trap is not None
    assert hand.checks
    assert not any(check.ticked for check in hand.checks)


@pytest.mark.parametrize("kind", SituationKind)
def test_every_phase_of_every_kind_has_a_question(kind: SituationKind) -> None:
    call = LiveCall(kind)
    for phase in call.phases:
        assert call.hand().phase is phase
        assert call.hand().question is not None
        call.go(1)
    assert call.phase is call.phases[-1]


def test_nothing_goes_before_the_first_phase_or_past_the_last() -> None:
    call = _call()
    assert call.go(-3).phase is call.phases[0]
    assert call.go(99).phase is call.phases[-1]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="koffie"):
        LiveCall("koffie")


def test_asking_for_the_hand_again_changes_nothing() -> None:
    call = _call()
    call.heard("rooster avond te zwaar")
    assert call.hand() == call.hand()


def test_picking_swaps_a_spare_card_with_the_main_one() -> None:
    call = _call()
    first, second, _third = _titles(call.hand())
    assert _titles(call.pick(1))[:2] == [second, first]
    assert _titles(call.pick(7))[:2] == [second, first]


@pytest.mark.parametrize(
    ("line", "card"),
    [
        ("rooster avond te zwaar", "live-roster-follow"),
        ("vertelt over operatie", "live-medical-1"),
        ("zwijgt", "live-silent-1"),
        ("voelt zich schuldig naar team", "live-guilt-1"),
        ("akkoord, prima", "live-agrees-1"),
    ],
)
def test_cards_follow_what_the_employee_says(line: str, card: str) -> None:
    call = _call()
    call.go(2)
    assert card in _ids(call.heard(line))


def test_the_phase_decides_between_going_on_asking_for_an_idea_and_agreeing() -> None:
    ids = {}
    for steps in (2, 3, 5):
        call = _call()
        call.go(steps)
        ids[call.phase] = _ids(call.heard("het rooster"))
    assert "live-roster-follow" in ids[Phase.LUISTEREN]
    assert "live-roster-idea" in ids[Phase.EIGEN_IDEE]
    assert "live-roster-agree" not in ids[Phase.LUISTEREN]
    assert "live-roster-agree" in ids[Phase.AFSPRAKEN]


def test_a_medical_word_closes_the_door_and_says_not_to_write_it_down() -> None:
    hand = _call().heard("heeft migraine")
    assert hand.question is not None
    assert hand.question.id == "live-medical-1"
    assert hand.hint is not None


def test_someone_who_reports_sick_is_not_asked_on_about_work() -> None:
    call = _call("ziekmelding")
    assert not any(id.endswith(("roster-follow", "roster-idea")) for id in _ids(call.heard("rooster te zwaar")))


@pytest.mark.parametrize(
    "line", ["zegt dat het leven niet meer hoeft", "wil er niet meer zijn", "denkt aan zelfmoord"]
)
def test_danger_to_life_goes_before_everything(line: str) -> None:
    hand = _call().heard(line)
    assert hand.why is Why.DANGER
    assert hand.urgent
    assert hand.question is not None
    assert hand.question.passages == ("acuut-gevaar",)


def test_with_danger_at_hand_asking_straight_is_not_flagged() -> None:
    call = _call()
    assert not call.draft("Ben je van plan om jezelf iets aan te doen? Slik je medicijnen?").clean
    call.danger()
    assert call.draft("Ben je van plan om jezelf iets aan te doen? Slik je medicijnen?").clean


def test_one_key_brings_the_medical_card_and_escape_the_hand_from_before() -> None:
    call = _call()
    before = call.heard("rooster avond te zwaar")
    urgent = call.medical()
    assert urgent.urgent
    assert urgent.hint
    assert call.back() == before


def test_what_the_manager_says_is_read_and_gets_a_better_sentence() -> None:
    hand = _call().said("Wat heb je precies voor klachten?")
    assert hand.reading is not None
    assert hand.reading.hard
    assert hand.hint
    assert hand.trap is not None


def test_a_draft_is_read_and_nothing_of_it_stays() -> None:
    call = _call()
    before = call.hand()
    draft = call.draft("Waarom ben je zo vaak ziek?")
    assert not draft.clean
    assert draft.instead
    assert call.hand() == before
    assert call.talk.turns == ()


def test_a_line_ticks_what_it_does_and_says_which_words_did() -> None:
    call = _call()
    call.said("Fijn dat je er bent.")
    check = next(each for each in call.checks() if each.id == "begin")
    assert (check.by, check.quote) == (By.SELF, "Fijn dat je er bent.")


def test_a_line_with_a_flag_ticks_nothing() -> None:
    call = _call()
    call.said("Fijn dat je er bent, wat heb je eigenlijk voor ziekte gehad?")
    assert not any(check.ticked for check in call.checks())


def test_what_the_user_unticks_stays_so() -> None:
    call = _call()
    call.said("Fijn dat je er bent.")
    call.tick("begin")
    call.said("Goed je te zien.")
    assert not next(check for check in call.checks() if check.id == "begin").ticked


def test_a_tick_by_hand_says_so_and_an_unknown_one_changes_nothing() -> None:
    call = _call()
    before = call.tick("bestaat-niet")
    assert before == call.hand()
    assert next(check for check in call.tick("purpose").checks if check.id == "purpose").by is By.USER


def test_a_silence_ticks_its_check() -> None:
    call = _call()
    call.said("")
    assert next(check for check in call.checks(Phase.LUISTEREN) if check.id == "silence").ticked


def test_a_card_that_was_said_makes_room_for_the_next() -> None:
    call = _call()
    first = call.hand().question
    assert first is not None
    hand = call.said(first.say[0])
    assert hand.question is not None
    assert hand.question.id != first.id


def test_finding_gives_cards_and_passages_and_nothing_for_nothing() -> None:
    call = _call()
    found = call.find("stilte")
    assert any(each.card for each in found)
    assert any(each.passage for each in found)
    assert len(found) <= 7
    assert call.find("  ") == ()
    assert call.find("stilte", 0) == ()


def test_a_found_card_becomes_the_main_one_and_a_passage_lies_on_top() -> None:
    call = _call()
    found = call.find("stilte")
    card = next(each for each in found if each.card)
    passage = next(each for each in found if each.passage)
    assert call.show(card).question == card.card
    assert call.show(passage).shown == passage
    assert call.back().shown is None


def test_a_line_of_a_transcript_counts_as_said_or_heard_by_its_speaker() -> None:
    call = _call()
    call.feed(FedTurn("Fijn dat je er bent.", Speaker.MANAGER, number=1))
    call.feed(FedTurn("het rooster is zwaar", Speaker.EMPLOYEE, number=2))
    assert [turn.speaker for turn in call.talk.turns] == [Speaker.MANAGER, Speaker.EMPLOYEE]
    assert call.checks()[0].ticked


@pytest.mark.parametrize("turn", [
    FedTurn("Fijn dat je er bent.", Speaker.MANAGER, doubtful=True),
    FedTurn("Fijn dat je er bent."),
    FedTurn("Fijn dat je er bent.", Speaker.MANAGER, final=False),
])  # fmt: skip
def test_a_line_that_is_not_sure_ticks_nothing(turn: FedTurn) -> None:
    call = _call()
    call.feed(turn)
    assert not any(check.ticked for check in call.checks())


def test_a_correction_takes_the_place_of_its_line() -> None:
    call = _call()
    call.feed(FedTurn("het rooster is zwart", Speaker.EMPLOYEE, number=1))
    call.feed(FedTurn("ja", Speaker.EMPLOYEE, number=2))
    call.feed(FedTurn("het rooster is zwaar", Speaker.EMPLOYEE, number=1, revision=1))
    assert [turn.text for turn in call.talk.turns] == ["het rooster is zwaar", "ja"]


def test_a_late_line_joins_the_talk_and_leaves_the_table() -> None:
    call = _call()
    before = call.heard("rooster avond te zwaar")
    assert call.feed(FedTurn("we zijn met te weinig mensen", Speaker.EMPLOYEE, number=3, late=True)) == before
    assert len(call.talk.turns) == 2


def test_forgetting_leaves_an_empty_call() -> None:
    call = LiveCall("frequent", ("rustig blijven",))
    call.heard("heeft migraine")
    call.said("Fijn dat je er bent.")
    call.notes.add("dinsdag bellen")
    call.forget()
    assert call.talk.turns == ()
    assert call.notes.all() == ()
    assert call.goal == ()
    assert not any(check.ticked for check in call.checks())


def test_the_goal_is_two_lines_at_most() -> None:
    assert LiveCall("frequent", ("een", " ", "twee", "drie")).goal == ("een", "twee")


def test_the_debrief_holds_only_own_lines() -> None:
    call = _call()
    call.heard("heeft migraine")
    call.said("Hoe loopt je week?")
    assert "migraine" not in call.own_debrief().model_dump_json()


def test_the_clock_is_the_one_that_was_given() -> None:
    ticks = count()
    call = LiveCall("frequent", clock=lambda: float(next(ticks)))
    call.meter.toggle()
    call.meter.toggle()
    assert next(ticks) > 0


_TEXT = st.text(max_size=60)
_ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["heard", "said", "draft", "find"]), _TEXT),
        st.tuples(st.sampled_from(["go", "pick"]), st.integers(-3, 3)),
        st.tuples(st.sampled_from(["medical", "danger", "back"])),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(acts=_ACTS)
def test_whatever_is_typed_there_is_a_question_and_no_card_twice(acts: list[tuple[object, ...]]) -> None:
    call = _call("conflict")
    for name, *args in acts:
        getattr(call, str(name))(*args)
        ids = _ids(call.hand())
        assert ids
        assert len(set(ids)) == len(ids)
