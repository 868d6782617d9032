"""The parts of the page: moments, norms, phases, criteria, what stayed untold, and the employee's own words."""

from __future__ import annotations

import pytest
from made import NINE, heard, said, talk

from coach import roleplay
from coach.conversation import Band, Conversation, EmployeeState, Flag, FlagId, Level, MoveId, Speaker, Turn
from coach.debrief import debrief, html, markdown, norm
from coach.debrief.measures import measure
from coach.debrief.moment import moments
from coach.debrief.norm import Standing
from coach.messages import gettext as _
from coach.roleplay.employee import Employee
from coach.roleplay.persona import Criterion, Milestone, Mood


@pytest.fixture(scope="module")
def samira() -> Employee:
    return roleplay.employee("frequent", "samira")


def in_phase(text: str, trust: int, phase: int) -> Turn:
    state = EmployeeState(trust=trust, tension=40, energy=50, commitment=20, phase=phase)
    return Turn(speaker=Speaker.EMPLOYEE, text=text, state=state, at=NINE)


def test_a_moment_says_where_trust_came_from_and_went() -> None:
    (moment,) = moments(talk(heard("a", 40), said("x", MoveId.REFLECTION), heard("b", 48)))
    assert (moment.change, moment.trust) == (8, 48)
    assert "40 → 48 (+8)" in markdown(debrief(talk(heard("a", 40), said("x", MoveId.REFLECTION), heard("b", 48))))


def test_a_moment_names_what_was_then_told(samira: Employee) -> None:
    first = samira.persona.memory[0]
    (moment,) = moments(talk(heard("a", 40), said("x"), heard("b", 48, first.id)), samira.persona)
    assert moment.told == first.summary


def test_a_step_down_without_a_flag_gets_a_question_that_fits_the_phase(samira: Employee) -> None:
    questions = samira.situation.phases[1].questions
    (moment,) = moments(talk(in_phase("a", 50, 1), said("x"), in_phase("b", 44, 1)), None, samira.situation)
    assert moment.why
    assert moment.instead in questions


def test_a_better_sentence_is_never_one_that_was_said(samira: Employee) -> None:
    questions = samira.situation.phases[0].questions
    lines = [turn for question in questions[1:] for turn in (said(question), in_phase("ja", 50, 0))]
    conversation = talk(in_phase("a", 50, 0), *lines, said("x"), in_phase("b", 30, 0))
    (moment,) = moments(conversation, None, samira.situation)
    assert moment.instead == questions[0]


def test_a_step_down_with_only_a_style_note_gets_the_sentence_of_the_note() -> None:
    note = Flag(
        id=FlagId.CLOSED_QUESTION, level=Level.STYLE, certainty=0.9, band=Band.CERTAIN, start=0, end=1, quote="x",
        why="why", instead="open",
    )  # fmt: skip
    turn = said("x")
    assert turn.reading is not None
    turn = turn.model_copy(update={"reading": turn.reading.model_copy(update={"style": (note,)})})
    (moment,) = moments(talk(heard("a", 50), turn, heard("b", 45)))
    assert (moment.why, moment.instead) == ("why", "open")


@pytest.mark.parametrize(
    ("reflections", "standing"), [(0, Standing.BELOW), (1, Standing.FAIR), (2, Standing.GOOD)]
)  # fmt: skip
def test_reflections_per_question_are_held_against_the_norm(reflections: int, standing: Standing) -> None:
    turns = [said("x", MoveId.QUESTION_OPEN), *(said("y", MoveId.REFLECTION) for _n in range(reflections))]
    ratio = norm.norms(measure(talk(*turns)))[0]
    assert (ratio.id, ratio.standing, ratio.marks) == ("ratio", standing, (1.0, 2.0))
    assert "MITI 4" in ratio.note


def test_only_one_figure_has_a_verdict_and_the_rule_of_one_guidance_has_none() -> None:
    shown = norm.norms(measure(talk(said("x", MoveId.QUESTION_OPEN), heard("y", 50))))
    assert [one.id for one in shown if one.standing is not Standing.NONE] == ["ratio"]
    share = next(one for one in shown if one.id == "share")
    assert share.marks == (0.8,)
    assert share.note


def test_nothing_to_measure_is_a_dash() -> None:
    assert [one.shown for one in norm.norms(measure(talk()))][:2] == ["–", "–"]


def test_a_short_talk_is_said_to_be_one() -> None:
    assert debrief(talk(said("x"))).few
    assert not debrief(talk(*(said("x") for _turn in range(norm.FEW_TURNS)))).few


def test_flags_stand_in_the_phase_in_which_they_fell(samira: Employee) -> None:
    conversation = talk(
        in_phase("a", 50, 0), said("een"),
        in_phase("b", 50, 1), said("twee", FlagId.MEDICAL_PROBE),
        in_phase("c", 50, 1), said("drie", FlagId.JUDGEMENT), in_phase("d", 50, 1),
    )  # fmt: skip
    report = debrief(conversation, samira.persona, situation=samira.situation)
    assert [(p.index, p.turns, p.hard, p.soft) for p in report.phases] == [(0, 1, 0, 0), (1, 2, 1, 1)]
    assert [seen.phase for seen in report.flags] == [1, 1]
    page = markdown(report)
    first, second = (samira.situation.phases[index].title for index in (0, 1))
    there = page.index(f"### {second}")
    assert page.index(f"### {first}") < there
    assert "«twee»" in page[there:]


def test_flags_of_a_transcript_have_no_phase_and_are_shown() -> None:
    report = debrief(talk(said("Of er volgt ontslag.", FlagId.THREAT), heard("Nou.")))
    assert report.phases == ()
    assert "«Of er volgt ontslag.»" in markdown(report)
    assert "Of er volgt ontslag." in html(report)


OPEN = Criterion(id="open", text="Open gevraagd.", moves=(MoveId.QUESTION_OPEN,))
NEVER = Criterion(id="never", text="Niet geoordeeld.", never=(FlagId.JUDGEMENT,))
AGREED = Criterion(id="agreed", text="Afgesproken.", reached=Milestone.AGREED)


def answers(samira: Employee, conversation: Conversation) -> dict[str, tuple[bool | None, str]]:
    situation = samira.situation.model_copy(update={"criteria": (OPEN, NEVER, AGREED)})
    report = debrief(conversation, samira.persona, situation=situation)
    return {one.id: (one.met, one.quote) for one in report.criteria}


def test_criteria_are_answered_with_yes_or_no_and_the_words_that_show_it(samira: Employee) -> None:
    conversation = talk(
        heard("a", 50), said("Wat helpt?", MoveId.QUESTION_OPEN), heard("b", 50),
        said("Wel vaak.", FlagId.JUDGEMENT), heard("c", 44),
    )  # fmt: skip
    assert answers(samira, conversation) == {
        "open": (True, "Wat helpt?"),
        "never": (False, "Wel vaak."),
        "agreed": (False, ""),
    }


def test_a_criterion_that_cannot_be_judged_says_so(samira: Employee) -> None:
    assert {met for met, _quote in answers(samira, talk(heard("a", 50))).values()} == {None}
    unread = Turn(speaker=Speaker.MANAGER, text="x", at=NINE)
    assert {met for met, _quote in answers(samira, talk(heard("a", 50), unread)).values()} == {None}
    assert answers(samira, talk(said("x"), heard("b")))["agreed"] == (None, "")
    report = debrief(talk(heard("a", 50)), samira.persona, situation=samira.situation)
    assert report.criteria[0].reason in markdown(report)
    assert report.criteria[0].reason in html(report)


def test_criteria_have_no_sum(samira: Employee) -> None:
    report = debrief(talk(heard("a", 50), said("x")), samira.persona, situation=samira.situation)
    assert len(report.criteria) == len(samira.situation.criteria)
    assert f"/{len(report.criteria)}" not in markdown(report)


def test_what_was_felt_comes_before_what_was_known_and_what_is_her_own_last(samira: Employee) -> None:
    untold = debrief(talk(heard("a", 50)), samira.persona, situation=samira.situation).untold
    assert untold is not None
    kinds = [item.kind.value for item in untold]
    assert kinds.index("worry") < kinds.index("work_fact") < kinds.index("private") < kinds.index("medical")
    page = markdown(debrief(talk(heard("a", 50)), samira.persona)).replace("\\", "")
    own = [item for item in untold if item.is_own]
    assert own
    assert all(page.index(_("And this you did not need to hear:")) < page.index(item.summary) for item in own)


def ended(trust: int, seed: int = 1) -> Conversation:
    return talk(heard("a", 50), said("x"), heard("b", trust), seed=seed)


@pytest.mark.parametrize(("trust", "mood"), [(10, Mood.CLOSED), (50, Mood.GUARDED), (90, Mood.OPEN)])
def test_the_employee_tells_it_in_words_of_the_mood_at_the_end(samira: Employee, trust: int, mood: Mood) -> None:
    told = debrief(ended(trust), samira.persona).rating
    assert told in samira.persona.rating[mood]
    assert debrief(ended(trust), samira.persona).rating == told
    assert told in markdown(debrief(ended(trust), samira.persona)).replace("\\", "")


def test_other_seeds_give_other_words(samira: Employee) -> None:
    assert len({debrief(ended(50, seed), samira.persona).rating for seed in range(12)}) > 1


def test_without_words_of_her_own_the_page_leaves_them_out(samira: Employee) -> None:
    silent = samira.persona.model_copy(update={"rating": {}})
    report = debrief(ended(50), silent)
    assert report.rating == ""
    assert _("How {person} tells it at home").format(person="Samira") not in markdown(report)


def test_the_page_goes_from_the_moments_to_the_next_exercise(samira: Employee) -> None:
    conversation = talk(
        in_phase("a", 50, 0), said("Wel vaak.", FlagId.JUDGEMENT), in_phase("b", 40, 0),
        said("Ik regel het voor vrijdag.", MoveId.AGREEMENT), in_phase("c", 44, 0),
    )  # fmt: skip
    report = debrief(conversation, samira.persona, situation=samira.situation)
    headings = (
        _("Moments that turned the talk"), _("Figures"), _("What to hold back"), _("Yes or no"),
        _("What {person} felt or knew, and did not tell").format(person="Samira"), _("Agreements"),
        _("How {person} tells it at home").format(person="Samira"), _("For next time"),
    )  # fmt: skip
    for page in (markdown(report), html(report)):
        places = [page.index(f"## {name}" if page.startswith("#") else f"<h2>{name}") for name in headings]
        assert places == sorted(places)


def test_an_exercise_is_named_where_there_is_one(samira: Employee) -> None:
    report = debrief(talk(heard("a", 50), said("x", FlagId.MEDICAL_PROBE), heard("b", 40)), samira.persona)
    assert report.focus_next == "deur"
    assert report.focus_title
    assert report.focus_title in markdown(report)
    assert debrief(talk(heard("a", 50), said("x", FlagId.THREAT)), samira.persona).focus_next is None


def test_every_exercise_that_is_named_exists() -> None:
    from coach.debrief.texts import data
    from coach.roleplay import exercise

    assert set(data().trains.values()) <= {one.id for one in exercise.default()}
    assert set(data().trains) <= set(data().exercises)
