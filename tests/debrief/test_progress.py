"""The history: what counts, what is compared, what is due, and that little is called little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import heard, said, talk

from coach.conversation import Branch, Conversation, FlagId, Help, MoveId
from coach.debrief import progress_rows
from coach.debrief.entry import Entry, entries, entry, finished
from coach.debrief.progress import ENOUGH, MOST_WEEKS, Progress, of_situation, progress
from coach.debrief.texts import data
from coach.store import StoreError, Trouble
from coach.store.memory import MemoryStore

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
ASK, SUM = MoveId.QUESTION_OPEN, MoveId.REFLECTION
CLOSED, AGREE = MoveId.QUESTION_CLOSED, MoveId.AGREEMENT
FINE = (
    said("Wat?", ASK),
    heard("een twee drie vier vijf zes", 50),
    said("Dus dat.", SUM),
    said("We spreken af.", AGREE),
)


def held(*turns: object, day: int = 0, **fields: object) -> Conversation:
    """A finished talk, so many days after the first Monday."""
    fields = {"id": f"d{day}", "started": MONDAY + timedelta(days=day), "finished": True, **fields}
    return talk(*(turns or FINE)).model_copy(update=fields)  # type: ignore[arg-type]


def history(*talks: Conversation) -> Progress:
    return progress([entry(one) for one in talks])


def figure(shown: Progress, skill: str) -> tuple[float | None, float | None, float | None, float | None]:
    found = next(one for one in shown.skills if one.skill == skill)
    return found.total, found.before, found.after, found.without_help


def test_nothing_is_nothing_and_no_error() -> None:
    shown = history()
    assert (shown.talks, shown.side, shown.weeks, shown.due, shown.situations) == (0, 0, (), (), ())
    assert {one.total for one in shown.skills} == {None}


def test_talks_are_taken_together_and_not_as_a_mean_of_ratios() -> None:
    many = [turn for _n in range(9) for turn in (said("Wat?", ASK), heard("a", 50))]
    shown = history(held(said("Dus.", SUM), said("Wat?", ASK)), held(*many, day=1))
    assert figure(shown, "ratio")[0] == pytest.approx(1 / 10)


@pytest.mark.parametrize(
    ("skill", "value"),
    [("open", 0.5), ("ratio", 0.5), ("flags", 2.5), ("share", 0.5), ("agreements", 1.0)],
)  # fmt: skip
def test_each_skill_by_its_formula(skill: str, value: float) -> None:
    turns = (
        said("een", ASK), heard("een twee", 50), said("een", CLOSED), said("een", SUM, FlagId.JUDGEMENT),
        heard("een twee", 50), said("afgesproken", AGREE),
    )  # fmt: skip
    assert figure(history(held(*turns)), skill)[0] == pytest.approx(value)


def test_of_a_few_talks_nothing_is_compared_and_the_page_says_so() -> None:
    few = history(*(held(day=day) for day in range(ENOUGH - 1)))
    assert few.side == 0
    assert figure(few, "open")[1:3] == (None, None)
    assert few.note == data().notes.progress_few
    enough = history(*(held(day=day) for day in range(ENOUGH)))
    assert enough.side == ENOUGH // 2
    assert enough.note == data().notes.progress


def test_the_first_talks_stand_beside_the_latest_whatever_order_they_are_read_in() -> None:
    talks = [held(day=day) for day in range(3)] + [held(said("Wat?", CLOSED), day=day) for day in range(3, 6)]
    assert figure(history(*reversed(talks)), "open")[1:3] == (1.0, 0.0)


def test_no_talk_stands_on_both_sides() -> None:
    for count in range(ENOUGH, 12):
        assert history(*(held(day=day) for day in range(count))).side * 2 <= count


def test_weeks_run_on_without_gaps_and_a_week_without_a_talk_has_no_value() -> None:
    shown = history(held(day=0), held(day=2), held(day=15))
    assert [week.isoformat() for week in shown.weeks] == ["2026-03-02", "2026-03-09", "2026-03-16"]
    assert [week is None for week in shown.skills[0].weeks] == [False, True, False]


def test_a_clock_that_was_wrong_once_makes_no_endless_row_of_weeks() -> None:
    shown = history(held(day=-15_000), held(day=0))
    assert len(shown.weeks) == MOST_WEEKS
    assert shown.talks == 2


def test_rounds_without_help_are_marked_and_counted_on_their_own() -> None:
    shown = history(held(said("Wat?", CLOSED), day=0), held(day=7, help=Help.NONE))
    assert shown.without_help == 1
    assert shown.weeks_without_help == (False, True)
    assert figure(shown, "open")[3] == 1.0
    assert progress_rows.marks(shown, 10) == " ○"


def test_exercises_and_further_tries_do_not_count() -> None:
    whole, drill = entry(held(day=0)), entry(held(day=1, focus="lsd"), counts=False)
    shown = progress([whole, drill])
    assert (shown.talks, shown.uncounted) == (1, 1)
    assert [one.talk for one in shown.entries] == ["d1", "d0"]


def test_a_situation_has_its_own_history() -> None:
    shown = history(*(held(day=day) for day in range(2)), held(day=2, situation="terugkeer"))
    assert [(one.situation, one.talks) for one in shown.situations] == [("frequent", 2), ("terugkeer", 1)]
    assert of_situation(shown, "terugkeer").talks == 1


def test_a_situation_that_is_no_more_keeps_its_name() -> None:
    assert history(held(situation="weg")).situations[0].title == "weg"


def due(*talks: Conversation) -> list[str]:
    return [one.need for one in history(*talks).due]


MEDICAL = (*FINE, said("Ben je ziek?", FlagId.MEDICAL_PROBE))
LED = (said("Wat?", ASK), heard("een twee drie vier vijf zes", 50), said("We spreken af.", AGREE))
"""A talk without a summary."""


def test_what_a_debrief_advised_is_due() -> None:
    assert due(held(*MEDICAL)) == ["medical_probe"]
    assert history(held(*MEDICAL)).due[0].exercise == data().exercises["medical_probe"]


def test_it_is_practised_by_the_exercise_for_it() -> None:
    assert due(held(*MEDICAL), held(day=1, focus="deur")) == []
    assert due(held(*MEDICAL), held(day=1, focus="lsd")) == ["medical_probe"]
    assert due(held(*MEDICAL, day=1), held(day=0, focus="deur")) == ["medical_probe"]


def test_it_is_practised_by_a_whole_talk_that_went_without_the_need() -> None:
    assert due(held(*MEDICAL), held(*LED, day=1)) == ["no_reflection"]
    assert due(held(*LED), held(*LED, FINE[0], day=1), held(*MEDICAL, day=2)) == ["medical_probe"]


def test_a_need_that_is_still_there_under_a_heavier_one_stays_due() -> None:
    worse = (*LED, said("Ben je ziek?", FlagId.MEDICAL_PROBE))
    assert due(held(*LED), held(*worse, day=1)) == ["medical_probe", "no_reflection"]


def test_a_talk_that_needs_nothing_advises_nothing() -> None:
    assert due(held()) == []


def test_of_talks_that_branched_the_first_that_was_finished_counts() -> None:
    store = MemoryStore()
    left = held(day=0, finished=False)
    first = held(day=1, branch=Branch(talk="d0", turns=1))
    second = held(day=2, branch=Branch(talk="d0", turns=1))
    for one in (left, first, second):
        store.begin(one)
    assert {summary.id: counts for summary, counts in finished(store)} == {"d1": True, "d2": False}


def test_a_talk_without_a_word_of_the_manager_is_no_talk() -> None:
    store = MemoryStore()
    store.begin(held(heard("Hoi.", 50)))
    assert finished(store) == ()


def test_a_talk_that_cannot_be_read_is_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    store.begin(held())

    def refuse(_id: str) -> None:
        raise StoreError(Trouble.UNREADABLE, "no")

    monkeypatch.setattr(store, "load", refuse)
    shown = progress(list(entries(store, finished(store), lambda one: one)))
    assert (shown.talks, shown.unreadable) == (0, 1)
    assert "1" in progress_rows.unread(shown)


def test_the_history_holds_no_word_that_was_said() -> None:
    shown = history(held(said("Kwispedoor?", FlagId.MEDICAL_PROBE), heard("Sjibbolet.", 40)))
    assert "kwispedoor" not in shown.model_dump_json().lower()
    assert "sjibbolet" not in shown.model_dump_json().lower()


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(Help), st.sampled_from(["a", "b"])), max_size=20))
def test_any_history_holds_together(talks: list[tuple[int, Help, str]]) -> None:
    made: list[Entry | None] = [
        entry(held(day=day, id=f"{number}", help=level, situation=situation))
        for number, (day, level, situation) in enumerate(talks)
    ]
    shown = progress(made)
    assert sum(one.talks for one in shown.situations) == shown.talks == len(talks)
    assert len(shown.weeks) == len(shown.weeks_without_help)
    for row in progress_rows.rows(shown, 10):
        assert len(row.drawing) == min(10, len(shown.weeks))
