"""How each thing a manager does moves the employee: which way, how far at most, and nothing else."""

from __future__ import annotations

import pytest
from bram import STYLE, make_flag, make_reading, make_state

from coach.conversation import Band, Danger, EmployeeState, FlagId, Level, MoveId, Reading
from coach.roleplay import dynamics
from coach.roleplay.cue import Sign
from coach.roleplay.dynamics import Dynamics, Heard, after_manager, after_telling, gravity
from coach.roleplay.persona import MemoryKind, Persona, Topic
from coach.roleplay.topic import Cue, Subject

NOTHING = Subject(None, frozenset())
FLAGS = [flag for flag in FlagId if flag not in STYLE]
UP, DOWN, SAME = 1, -1, 0

MOVES = {
    MoveId.QUESTION_OPEN: (UP, DOWN),
    MoveId.QUESTION_CLOSED: (SAME, SAME),
    MoveId.REFLECTION: (UP, DOWN),
    MoveId.AFFIRMATION: (UP, DOWN),
    MoveId.EMPATHY: (UP, DOWN),
    MoveId.AUTONOMY: (UP, DOWN),
    MoveId.OFFER_HELP: (UP, DOWN),
    MoveId.INFORMATION: (UP, SAME),
    MoveId.AGREEMENT: (UP, SAME),
    MoveId.PRIVACY_RESPECT: (UP, DOWN),
    MoveId.BACKCHANNEL: (UP, SAME),
}
"""What every move does to trust and tension."""


@pytest.fixture(scope="module")
def table() -> Dynamics:
    return dynamics.default()


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def heard(
    persona: Persona,
    reading: Reading,
    subject: Subject = NOTHING,
    state: EmployeeState | None = None,
    signs: tuple[Sign, ...] = (),
    silences: int = 0,
    danger: Danger | None = None,
    hostile: float = 0,
) -> tuple[int, int]:
    """The steps in trust and tension."""
    before = state or make_state()
    said = Heard(reading, subject, frozenset(signs), silences, danger, hostile)
    after = after_manager(dynamics.default(), persona, before, said)
    return after.trust - before.trust, after.tension - before.tension


def test_every_move_stands_in_the_table() -> None:
    assert set(MOVES) == set(MoveId)


@pytest.mark.parametrize("move", list(MoveId))
def test_a_good_move_never_costs_trust(move: MoveId, bram: Persona) -> None:
    trust, tension = heard(bram, make_reading(move))
    assert (sign(trust), sign(tension)) == MOVES[move]


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_costs_trust_and_raises_tension(flag: FlagId, bram: Persona, table: Dynamics) -> None:
    trust, tension = heard(bram, make_reading(flag))
    assert -table.cap <= trust < 0
    assert 0 < tension <= table.cap


@pytest.mark.parametrize("note", sorted(STYLE))
def test_a_matter_of_style_weighs_no_more_than_a_pebble(note: FlagId, bram: Persona) -> None:
    trust, tension = heard(bram, make_reading(note))
    assert -2 <= trust <= 0
    assert 0 <= tension <= 2


@pytest.mark.parametrize("flag", FLAGS)
def test_a_likely_flag_weighs_less_and_a_mere_possibility_nothing(flag: FlagId, bram: Persona) -> None:
    certain, likely, maybe = (heard(bram, make_reading(flag, band=band))[0] for band in Band)
    assert certain < likely < 0
    assert maybe == heard(bram, Reading())[0] == 0


def test_what_crosses_the_law_costs_more_than_one_good_move_repairs(bram: Persona) -> None:
    best = max(heard(bram, make_reading(move))[0] for move in MoveId)
    for flag in (FlagId.MEDICAL_PROBE, FlagId.PRIVACY_BREACH, FlagId.THREAT):
        assert -heard(bram, make_reading(flag))[0] > best


def test_one_turn_changes_trust_and_tension_by_the_cap_at_most(bram: Persona, table: Dynamics) -> None:
    assert heard(bram, make_reading(*FLAGS)) == (-table.cap, table.cap)
    kind = make_reading(*(move for move in MoveId))
    assert heard(bram, kind, state=make_state(tension=60)) == (table.gain_cap, -table.cap)


@pytest.mark.parametrize("level", [0, 100])
def test_levels_stay_on_the_scale(level: int, bram: Persona, table: Dynamics) -> None:
    edge = make_state(trust=level, tension=level, energy=level, commitment=level, room=9)
    for reading in (make_reading(*FLAGS, *STYLE), make_reading(*MoveId), Reading()):
        after = after_manager(table, bram, edge, Heard(reading, NOTHING))
        assert all(0 <= value <= 100 for value in (after.trust, after.tension, after.energy, after.commitment))
        assert 0 <= after.room <= 9


def test_every_turn_tires(bram: Persona, table: Dynamics) -> None:
    assert (
        after_manager(table, bram, make_state(energy=60), Heard(Reading(), NOTHING)).energy == 60 + table.tiring < 60
    )


def test_open_questions_and_reflections_give_room_and_a_ready_plan_takes_it(bram: Persona, table: Dynamics) -> None:
    def room(reading: Reading) -> int:
        return after_manager(table, bram, make_state(room=3), Heard(reading, NOTHING)).room

    assert room(make_reading(MoveId.QUESTION_OPEN)) > 3
    assert room(make_reading(MoveId.REFLECTION)) > 3
    assert room(make_reading(FlagId.READY_MADE_SOLUTION)) < 3
    assert room(make_reading(FlagId.READY_MADE_SOLUTION)) >= 0


@pytest.mark.parametrize(("cue", "trust", "tension"), [(Cue.APOLOGY, UP, DOWN), (Cue.SILENCE, SAME, UP)])
def test_a_cue_moves_her(cue: Cue, trust: int, tension: int, bram: Persona) -> None:
    assert tuple(map(sign, heard(bram, Reading(), Subject(None, frozenset({cue}))))) == (trust, tension)


@pytest.mark.parametrize("cue", [Cue.MACHINE, Cue.CLOSING, Cue.NONSENSE])
def test_other_cues_leave_trust_as_it_is(cue: Cue, bram: Persona) -> None:
    assert heard(bram, Reading(), Subject(None, frozenset({cue}))) == (0, 0)


@pytest.mark.parametrize("act", ["object", "deflect", "correct"])
def test_a_reflection_right_after_a_hurt_repairs_more(act: str, bram: Persona) -> None:
    reading = make_reading(MoveId.REFLECTION)
    assert heard(bram, reading, state=make_state(act=act))[0] > heard(bram, reading)[0]


def test_a_reflection_with_a_new_flag_repairs_nothing(bram: Persona) -> None:
    reading = make_reading(MoveId.REFLECTION, FlagId.ASSUMPTION)
    assert heard(bram, reading, state=make_state(act="object"))[0] <= heard(bram, reading)[0]


def test_something_told_unasked_is_a_test(bram: Persona) -> None:
    state = make_state(act="disclose", revealed=("werk", "ziekte"))
    respected, _ = heard(bram, Reading(), state=state)
    probed, _ = heard(bram, make_reading(FlagId.PRIVATE_LIFE_PROBE), state=state)
    assert respected > 0 > heard(bram, make_reading(FlagId.PRIVATE_LIFE_PROBE))[0] > probed


def test_an_ordinary_disclosure_is_no_test_but_wants_to_be_heard(bram: Persona) -> None:
    """Given back, asked on about or nodded at, it costs nothing; passed over it does."""
    told = make_state(act="disclose", revealed=("werk",), topic="workload")
    for says, subject in (
        ((MoveId.REFLECTION,), NOTHING),
        ((MoveId.BACKCHANNEL,), NOTHING),
        ((MoveId.QUESTION_OPEN,), Subject(Topic.WORKLOAD, frozenset())),
        ((MoveId.QUESTION_OPEN,), Subject(Topic.ROSTER, frozenset(), named=False)),
    ):
        assert heard(bram, make_reading(*says), subject, told)[0] >= heard(bram, make_reading(*says), subject)[0]
    assert heard(bram, Reading(), state=told)[0] < 0
    assert heard(bram, make_reading(MoveId.QUESTION_OPEN), Subject(Topic.ROSTER, frozenset()), told)[0] < 0
    assert heard(bram, Reading(), state=told, signs=(Sign.TAKING_IN,)) == (0, 0)


def test_a_flag_on_a_sore_spot_hurts_more_until_it_has_been_told(bram: Persona) -> None:
    reading, at_home = make_reading(FlagId.PRIVATE_LIFE_PROBE), Subject(Topic.HOME, frozenset())
    assert heard(bram, reading, at_home)[0] < heard(bram, reading)[0]
    assert heard(bram, reading, at_home, make_state(revealed=("thuis",))) == heard(bram, reading)
    assert heard(bram, Reading(), at_home) == (0, 0)


def test_telling_relieves_and_an_idea_of_ones_own_commits(table: Dynamics) -> None:
    before = make_state()
    fact = after_telling(table, before, MemoryKind.WORK_FACT)
    idea = after_telling(table, before, MemoryKind.OWN_IDEA)
    assert fact.tension < before.tension
    assert idea.commitment - before.commitment > fact.commitment - before.commitment == 0


def test_it_is_pure(bram: Persona, table: Dynamics) -> None:
    before, reading = make_state(), make_reading(MoveId.EMPATHY, FlagId.PRESSURE)
    copy = before.model_copy(deep=True)
    subject = Subject(Topic.HOME, frozenset({Cue.SILENCE}))
    said = Heard(reading, subject)
    assert after_manager(table, bram, before, said) == after_manager(table, bram, before, said)
    assert before == copy


def test_only_levels_and_room_change(bram: Persona, table: Dynamics) -> None:
    before = make_state(revealed=("werk",), phase=2, act="object", topic="roster")
    after = after_manager(table, bram, before, Heard(make_reading(MoveId.REFLECTION), NOTHING))
    kept = {"revealed", "phase", "act", "topic", "ended"}
    assert after.model_dump(include=kept) == before.model_dump(include=kept)


@pytest.mark.parametrize("sign", [Sign.MACHINE, Sign.STRANGE])
def test_what_does_not_belong_in_the_talk_changes_nothing(sign: Sign, bram: Persona) -> None:
    reading = make_reading(MoveId.QUESTION_OPEN, MoveId.REFLECTION, FlagId.JUDGEMENT)
    for act in ("answer", "disclose", "object"):
        assert heard(bram, reading, state=make_state(act=act, revealed=("werk",)), signs=(sign,)) == (0, 0)


def test_swearing_weighs_as_much_as_a_turn_can(bram: Persona, table: Dynamics) -> None:
    trust, tension = heard(bram, Reading(), signs=(Sign.ABUSE,))
    assert trust <= -table.cap + 1
    assert tension >= table.cap - 1


def test_a_summary_that_the_reader_missed_still_counts_and_one_with_a_flag_does_not(bram: Persona) -> None:
    assert heard(bram, Reading(), signs=(Sign.SUMMARY,))[0] > 0
    reflection = make_reading(MoveId.REFLECTION)
    assert heard(bram, reflection, signs=(Sign.SUMMARY,)) == heard(bram, reflection)
    flagged = make_reading(FlagId.ASSUMPTION)
    assert heard(bram, flagged, signs=(Sign.SUMMARY,)) == heard(bram, flagged)


def test_silence_gives_room_once_and_weighs_from_then_on(bram: Persona) -> None:
    quiet = Subject(None, frozenset({Cue.SILENCE}))
    assert heard(bram, Reading(), quiet, silences=2)[1] > heard(bram, Reading(), quiet, silences=1)[1]


def test_hurt_again_weighs_more(bram: Persona) -> None:
    reading = make_reading(FlagId.JUDGEMENT)
    assert heard(bram, reading, state=make_state(act="object"))[0] < heard(bram, reading)[0]


def test_clumsiness_alone_takes_no_one_below_the_floor_and_crossing_the_law_does(
    bram: Persona, table: Dynamics
) -> None:
    low = make_state(trust=table.soft_floor)
    soft = make_flag(FlagId.JUDGEMENT).model_copy(update={"level": Level.SOFT})
    beyond = len(table.floors)
    assert heard(bram, Reading(flags=(soft,)), state=low, hostile=beyond)[0] == 0
    assert heard(bram, make_reading(FlagId.MEDICAL_PROBE), state=low, hostile=beyond)[0] < 0
    assert heard(bram, Reading(), state=low, signs=(Sign.ABUSE,), hostile=beyond)[0] < 0


def test_a_slip_or_two_leave_her_closed_and_do_not_drive_her_out(bram: Persona, table: Dynamics) -> None:
    state = make_state(trust=40, tension=80)
    for probe in (FlagId.MEDICAL_PROBE, FlagId.PRIVATE_LIFE_PROBE, FlagId.CAPACITY_PROBE) * 4:
        state = after_manager(table, bram, state, Heard(make_reading(probe), NOTHING, hostile=1))
    assert state.trust == table.floors[1]
    assert state.tension < table.ends_above_tension


def test_the_floor_sinks_with_every_hostile_line(table: Dynamics) -> None:
    assert list(table.floors) == sorted(table.floors, reverse=True)
    assert table.floors[-1] > table.ends_below_trust


def test_what_turns_against_the_employee_is_grave_and_asking_too_much_is_not(table: Dynamics) -> None:
    def grave(*flags: FlagId, band: Band = Band.CERTAIN, signs: tuple[Sign, ...] = ()) -> float:
        return gravity(table, make_reading(*flags, band=band), frozenset(signs))

    assert grave(FlagId.MEDICAL_PROBE, FlagId.READY_MADE_SOLUTION, FlagId.ASSUMPTION) == 0
    assert grave(FlagId.THREAT) == grave(signs=(Sign.ABUSE,)) == 2
    assert grave(FlagId.THREAT, FlagId.PRIVACY_BREACH, signs=(Sign.ABUSE,)) == 2
    assert grave(FlagId.JUDGEMENT) == 2 * grave(FlagId.JUDGEMENT, band=Band.LIKELY) > 0
    assert grave(FlagId.THREAT, band=Band.MAYBE) == 0


@pytest.mark.parametrize("sign", [Sign.BLAME, Sign.DEFENDING])
def test_blame_that_the_reader_missed_costs_trust_and_is_not_counted_twice(sign: Sign, bram: Persona) -> None:
    assert heard(bram, Reading(), signs=(sign,))[0] < 0
    flagged = make_reading(FlagId.JUDGEMENT)
    assert heard(bram, flagged, signs=(sign,)) == heard(bram, flagged)


def test_fellow_feeling_passes_over_nothing_that_was_told(bram: Persona) -> None:
    told = make_state(act="disclose", revealed=("werk",))
    kind = Subject(Topic.FEELINGS, frozenset())
    assert heard(bram, Reading(), kind, told)[0] == 0
    waved_away = (Sign.DEFENDING,)
    assert heard(bram, Reading(), kind, told, waved_away) < heard(bram, Reading(), kind, None, waved_away)


def test_calm_brings_her_back_to_how_she_came_in_and_no_further(bram: Persona, table: Dynamics) -> None:
    start = bram.start
    state = make_state(trust=start.trust - 10, tension=start.tension + 20)
    for _turn in range(40):
        state = after_manager(table, bram, state, Heard(Reading(), NOTHING))
    assert start.trust <= state.trust < start.trust + table.calm.trust
    assert start.tension + table.calm.tension < state.tension <= start.tension


def test_trust_grows_slower_the_more_there_is_of_it(bram: Persona) -> None:
    steps = [heard(bram, make_reading(MoveId.REFLECTION), state=make_state(trust=trust))[0] for trust in (50, 75, 95)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] > steps[-1] >= 1


def test_deeply_hurt_she_is_won_back_with_an_apology_rather_than_without(bram: Persona) -> None:
    low = make_state(act="object", trust=bram.start.trust - 20)
    reading, sorry = make_reading(MoveId.REFLECTION), Subject(None, frozenset({Cue.APOLOGY}))
    assert heard(bram, reading, sorry, low)[0] > heard(bram, reading, NOTHING, low)[0] > 0


def test_safety_first_wins_trust_and_going_past_it_loses_some(bram: Persona) -> None:
    said = make_state(danger=Danger.SAID)
    assert heard(bram, Reading(), state=said, danger=Danger.SAFE)[0] > 0
    assert heard(bram, Reading(), state=said, danger=Danger.MISSED)[0] < 0
