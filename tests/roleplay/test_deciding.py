"""What the employee does next: every decision, and which one goes before which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bram import ALWAYS

from coach.conversation import Band, FlagId, MoveId
from coach.roleplay.cue import Sign
from coach.roleplay.deciding import plan
from coach.roleplay.moment import Moment, mood_of
from coach.roleplay.particular import Particular
from coach.roleplay.persona import Act, MemoryKind, Mood, Opening, Persona, Topic
from coach.roleplay.topic import Cue

At = Callable[..., Moment]

OPEN, CLOSED_Q = MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED
PROBES = (FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVATE_LIFE_PROBE, FlagId.PRIVACY_BREACH)
ALL_WORK = ("werk", "rooster")
TRUSTING: dict[str, Any] = {"trust": 90, "tension": 5, "room": 9, "commitment": 60}

Case = tuple[str, tuple[FlagId | MoveId, ...], dict[str, Any], Act, str | None]

CASES: list[Case] = [
    # has had enough
    ("trust is gone", (), {"trust": 5}, Act.END, None),
    ("tension is too high", (), {"tension": 98}, Act.END, None),
    ("enough is enough, whatever is asked", (OPEN,), {"trust": 2, "topic": Topic.WORKLOAD}, Act.END, None),
    ("enough goes before the machine question", (), {"trust": 2, "signs": (Sign.MACHINE,)}, Act.END, None),
    # steps out of the role, does not follow
    ("asks whether this is a machine", (CLOSED_Q,), {"signs": (Sign.MACHINE,)}, Act.META, "any"),
    ("the machine question goes before a flag", (FlagId.JUDGEMENT,), {"signs": (Sign.MACHINE,)}, Act.META, None),
    ("a word about machines is no such question", (CLOSED_Q,), {"cues": (Cue.MACHINE,), "topic": Topic.RULES},
     Act.ANSWER, "rules"),
    ("nonsense", (), {"cues": (Cue.NONSENSE,)}, Act.CLARIFY, "any"),
    ("something that does not belong", (OPEN,), {"signs": (Sign.STRANGE,), "topic": Topic.WORKLOAD},
     Act.CLARIFY, "strange"),
    ("it gets nothing out of her", (OPEN, MoveId.AUTONOMY), {**TRUSTING, "revealed": ALL_WORK,
     "signs": (Sign.STRANGE,), "topic": Topic.IDEAS}, Act.CLARIFY, "strange"),
    ("is sworn at", (), {"signs": (Sign.ABUSE,)}, Act.OBJECT, "abuse"),
    ("swearing goes before what else is in the line", (FlagId.JUDGEMENT, OPEN), {"signs": (Sign.ABUSE, Sign.STRANGE)},
     Act.OBJECT, "abuse"),
    # is blamed, waved away
    ("blame", (), {"signs": (Sign.BLAME,)}, Act.OBJECT, "judgement"),
    ("blame in a question", (OPEN,), {"signs": (Sign.BLAME,), "topic": Topic.WORKLOAD}, Act.OBJECT, "judgement"),
    ("a flag goes before the blame", (FlagId.THREAT,), {"signs": (Sign.BLAME,)}, Act.OBJECT, "threat"),
    ("is waved away", (), {"signs": (Sign.DEFENDING,)}, Act.OBJECT, "any"),
    ("a question behind it is answered", (OPEN,), {"signs": (Sign.DEFENDING,), "topic": Topic.RULES},
     Act.ANSWER, "rules"),
    ("with fellow feeling in it, it is not waved away", (MoveId.EMPATHY,), {"signs": (Sign.DEFENDING,)},
     Act.RECEIVE, "empathy"),
    ("an apology that explains itself is one", (), {"act": "object", "cues": (Cue.APOLOGY,),
     "signs": (Sign.DEFENDING,)}, Act.SOFTEN, None),
    # is hurt
    ("a judgement", (FlagId.JUDGEMENT,), {}, Act.OBJECT, "judgement"),
    ("a threat", (FlagId.THREAT,), {}, Act.OBJECT, "threat"),
    ("pressure", (FlagId.PRESSURE,), {}, Act.OBJECT, "pressure"),
    ("a breach of privacy", (FlagId.PRIVACY_BREACH,), {}, Act.OBJECT, "privacy_breach"),
    ("a ready-made solution", (FlagId.READY_MADE_SOLUTION,), {}, Act.OBJECT, "ready_made_solution"),
    ("a medical question", (FlagId.MEDICAL_PROBE, CLOSED_Q), {"topic": Topic.HEALTH}, Act.DEFLECT, "medical_probe"),
    ("a question about capacity", (FlagId.CAPACITY_PROBE, CLOSED_Q), {}, Act.DEFLECT, "capacity_probe"),
    ("a question about home", (FlagId.PRIVATE_LIFE_PROBE, OPEN), {"topic": Topic.HOME}, Act.DEFLECT, None),
    ("an assumption", (FlagId.ASSUMPTION,), {}, Act.CORRECT, None),
    ("the heaviest of two is answered", (FlagId.MEDICAL_PROBE, FlagId.THREAT), {}, Act.OBJECT, "threat"),
    ("a hurt with an apology in it is a hurt", (FlagId.JUDGEMENT,), {"cues": (Cue.APOLOGY,)}, Act.OBJECT, None),
    (
        "hurt again while closed, she may fall silent",
        (FlagId.JUDGEMENT,), {"trust": 20, "act": "object", "chance": ALWAYS}, Act.SILENT, None,
    ),
    ("hurt for the first time, she does not", (FlagId.JUDGEMENT,), {"trust": 20, "chance": ALWAYS}, Act.OBJECT, None),
    (
        "guarded, she may ask what it is for",
        (FlagId.MEDICAL_PROBE,), {"trust": 50, "chance": ALWAYS}, Act.ASK_BACK, "medical_probe",
    ),
    ("open, she does not", (FlagId.MEDICAL_PROBE,), {"trust": 70, "chance": ALWAYS}, Act.DEFLECT, None),
    # is repaired
    ("an apology after a hurt", (), {"act": "object", "cues": (Cue.APOLOGY,)}, Act.SOFTEN, None),
    ("an apology after a silence", (), {"act": "silent", "cues": (Cue.APOLOGY,)}, Act.SOFTEN, None),
    ("with a question about the work behind it, that is answered", (OPEN,), {"act": "object",
     "cues": (Cue.APOLOGY,), "signs": (Sign.WORK,), "topic": Topic.RULES}, Act.DISCLOSE, "werk"),
    ("not while she is closed", (OPEN,), {"act": "object", "trust": 25, "cues": (Cue.APOLOGY,),
     "signs": (Sign.WORK,), "topic": Topic.RULES}, Act.SOFTEN, None),
    # hears silence
    ("silence, while closed", (), {"trust": 20, "cues": (Cue.SILENCE,)}, Act.SILENT, None),
    ("silence brings something out", (), {"cues": (Cue.SILENCE,)}, Act.DISCLOSE, "werk"),
    (
        "silence, with nothing ready to be told",
        (), {"revealed": ALL_WORK, "cues": (Cue.SILENCE,)}, Act.RECEIVE, "silence",
    ),
    ("a second silence brings out nothing more", (), {"cues": (Cue.SILENCE,), "before": {"silences": 2}},
     Act.RECEIVE, "silence"),
    ("a third is met with one", (), {"cues": (Cue.SILENCE,), "before": {"silences": 3}}, Act.SILENT, None),
    ("after many she says goodbye", (), {"cues": (Cue.SILENCE,), "before": {"silences": 6}}, Act.CLOSE, None),
    ("closed, she walks out", (), {"trust": 20, "cues": (Cue.SILENCE,), "before": {"silences": 6}}, Act.END, None),
    # says goodbye
    ("goodbye", (), {"signs": (Sign.CLOSING,), "turn": 8}, Act.CLOSE, None),
    ("goodbye with a day in it", (MoveId.AGREEMENT,), {"signs": (Sign.CLOSING,), "turn": 8, "heard": "Tot maandag!"},
     Act.CLOSE, None),
    ("goodbye with an agreement in it", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": (*ALL_WORK, "idee"),
     "signs": (Sign.CLOSING,), "heard": "Dan regel ik dat voor vrijdag met de planning, en tot volgende week."},
     Act.AGREE, None),
    ("that was agreed already", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": (*ALL_WORK, "idee"),
     "signs": (Sign.CLOSING,), "heard": "Dan regel ik dat voor vrijdag met de planning, en tot volgende week.",
     "before": {"agreed": True}}, Act.CLOSE, None),
    # commits
    ("an agreement before the idea", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": ALL_WORK}, Act.HESITATE, None),
    ("an agreement after it", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": (*ALL_WORK, "idee")}, Act.AGREE, None),
    (
        "an agreement after it, with too little commitment",
        (MoveId.AGREEMENT,), {**TRUSTING, "commitment": 20, "revealed": (*ALL_WORK, "idee")}, Act.HESITATE, None,
    ),
    ("a call can be agreed to without an idea", (CLOSED_Q,), {"signs": (Sign.PRACTICAL, Sign.PROPOSAL),
     "topic": Topic.CONTACT}, Act.AGREE, None),
    ("so can who takes something over", (MoveId.AGREEMENT,), {"signs": (Sign.PRACTICAL,)}, Act.AGREE, None),
    ("not when there is hardly any trust", (MoveId.AGREEMENT,), {"signs": (Sign.PRACTICAL,), "trust": 22},
     Act.HESITATE, None),
    ("an idea that was asked for comes out before she agrees", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": ALL_WORK,
     "before": {"idea_asked": True}}, Act.DISCLOSE, "idee"),
    ("so does one that she hesitated over", (MoveId.AGREEMENT,), {**TRUSTING, "revealed": ALL_WORK,
     "act": "hesitate"}, Act.DISCLOSE, "idee"),
    ("an agreement asked as a question", (MoveId.AGREEMENT, CLOSED_Q), {"topic": Topic.WORKLOAD}, Act.HESITATE, None),
    # the idea
    ("asked for an idea", (OPEN,), {**TRUSTING, "revealed": ALL_WORK, "topic": Topic.IDEAS}, Act.DISCLOSE, "idee"),
    ("given the lead", (MoveId.AUTONOMY,), {**TRUSTING, "revealed": ALL_WORK}, Act.DISCLOSE, "idee"),
    (
        "asked for an idea without room",
        (OPEN,), {**TRUSTING, "room": 1, "revealed": ALL_WORK, "topic": Topic.IDEAS}, Act.ANSWER, "ideas",
    ),
    (
        "asked for an idea without trust",
        (OPEN,), {**TRUSTING, "trust": 55, "revealed": ALL_WORK, "topic": Topic.IDEAS}, Act.ANSWER, "ideas",
    ),
    (
        "asked for an idea before she told what it rests on, she tells that",
        (OPEN,), {**TRUSTING, "revealed": ("werk",), "topic": Topic.IDEAS}, Act.DISCLOSE, "rooster",
    ),
    ("asked for an idea early on", (OPEN,), {"room": 1, "topic": Topic.IDEAS}, Act.ANSWER, "ideas"),
    ("asked for before, it comes when there is room", (MoveId.AFFIRMATION,), {**TRUSTING, "revealed": ALL_WORK,
     "before": {"idea_asked": True}}, Act.DISCLOSE, "idee"),
    ("an offer in the form of a question is taken or left", (CLOSED_Q, MoveId.OFFER_HELP), {"topic": Topic.WORKLOAD},
     Act.RECEIVE, "offer_help"),
    # volunteers
    ("brings up her illness herself", (MoveId.EMPATHY,), {"trust": 60}, Act.DISCLOSE, "ziekte"),
    ("a practical question is answered first", (MoveId.EMPATHY, OPEN), {"trust": 60, "revealed": ("werk",),
     "topic": Topic.ROSTER}, Act.DISCLOSE, "rooster"),
    ("so is a closed one", (MoveId.EMPATHY, CLOSED_Q), {"trust": 60, "topic": Topic.RULES}, Act.ANSWER, "rules"),
    ("a question about how she is leaves room", (MoveId.EMPATHY, OPEN), {"trust": 60, "topic": Topic.FEELINGS},
     Act.DISCLOSE, "ziekte"),
    ("not while something hurt a moment ago", (MoveId.EMPATHY,), {"trust": 60, "before": {"calm_turns": 1}},
     Act.RECEIVE, "empathy"),
    ("not when little was said kindly", (MoveId.EMPATHY,), {"trust": 60, "before": {"kindness": 1}},
     Act.RECEIVE, "empathy"),
    ("not yet: too early", (MoveId.EMPATHY,), {"trust": 60, "turn": 2}, Act.RECEIVE, "empathy"),
    ("not yet: too little trust", (MoveId.EMPATHY,), {"trust": 50}, Act.RECEIVE, "empathy"),
    ("not twice", (MoveId.EMPATHY,), {"trust": 60, "revealed": ("ziekte",)}, Act.RECEIVE, "empathy"),
    # is asked
    ("asked openly about what she may tell", (OPEN,), {"topic": Topic.WORKLOAD}, Act.DISCLOSE, "werk"),
    ("what comes first, comes first", (OPEN,), {"topic": Topic.ROSTER}, Act.ANSWER, "roster"),
    ("and then the next", (OPEN,), {"topic": Topic.ROSTER, "revealed": ("werk",)}, Act.DISCLOSE, "rooster"),
    ("too little trust for it", (OPEN,), {"trust": 25, "topic": Topic.WORKLOAD}, Act.ANSWER, "workload"),
    ("a closed question needs more trust", (CLOSED_Q,), {"trust": 34, "topic": Topic.WORKLOAD}, Act.ANSWER, None),
    ("and opens as well with that", (CLOSED_Q,), {"trust": 40, "topic": Topic.WORKLOAD}, Act.DISCLOSE, "werk"),
    ("asked about something without a secret", (OPEN,), {"topic": Topic.RULES}, Act.ANSWER, "rules"),
    ("asked openly, about nothing in particular", (OPEN,), {"topic": Topic.OPEN}, Act.DISCLOSE, "werk"),
    ("low already, she still tells a plain fact of the work when the work is asked about",
     (OPEN,), {"trust": 28, "topic": Topic.ROSTER, "signs": (Sign.WORK,)}, Act.DISCLOSE, "werk"),
    ("even when clumsiness has taken her low", (OPEN,), {"trust": 21, "tension": 90, "topic": Topic.ROSTER,
     "signs": (Sign.WORK,), "before": {"hostile": 1}}, Act.DISCLOSE, "werk"),
    ("not when the talk has turned against her", (OPEN,), {"trust": 28, "topic": Topic.ROSTER,
     "signs": (Sign.WORK,), "before": {"hostile": 2}}, Act.ANSWER, None),
    ("but only the first",
     (OPEN,), {"trust": 28, "topic": Topic.ROSTER, "signs": (Sign.WORK,), "revealed": ("werk",)}, Act.ANSWER, None),
    (
        "asked openly about nothing: home stays home",
        (OPEN,), {**TRUSTING, "trust": 75, "revealed": ALL_WORK}, Act.ANSWER, "open",
    ),
    # is heard, receives
    ("a summary is confirmed", (MoveId.REFLECTION,), {"turn": 1}, Act.CONFIRM, None),
    ("so is one that the reader missed", (), {"turn": 1, "signs": (Sign.SUMMARY,)}, Act.CONFIRM, None),
    ("right after telling it brings out what belongs to it",
     (MoveId.REFLECTION,), {"act": "disclose", "turn": 1, "topic": Topic.WORKLOAD}, Act.DISCLOSE, "werk"),
    ("and nothing else", (MoveId.REFLECTION,), {"act": "disclose", "turn": 1}, Act.CONFIRM, None),
    ("a second one does", (MoveId.REFLECTION,), {"act": "confirm", "turn": 1}, Act.DISCLOSE, "werk"),
    ("whether it is right is no question of its own",
     (MoveId.REFLECTION, CLOSED_Q), {"turn": 1, "topic": Topic.WORKLOAD, "signs": (Sign.CHECKING,)},
     Act.CONFIRM, None),
    ("nor is it by itself", (CLOSED_Q,), {"turn": 1, "signs": (Sign.CHECKING,)}, Act.CONFIRM, None),
    ("another question beside it is", (MoveId.REFLECTION, OPEN), {"turn": 1, "topic": Topic.RULES,
     "signs": (Sign.CHECKING,)}, Act.ANSWER, "rules"),
    ("a promise that reads as an agreement is help", (MoveId.AGREEMENT,), {"signs": (Sign.PROMISE,)},
     Act.RECEIVE, "offer_help"),
    ("so is one that reads as nothing", (), {"signs": (Sign.PROMISE,)}, Act.RECEIVE, "offer_help"),
    ("an agreement in so many words is not", (MoveId.AGREEMENT,), {"signs": (Sign.PROMISE, Sign.AGREEMENT)},
     Act.HESITATE, None),
    ("who does it is no offer", (MoveId.OFFER_HELP, CLOSED_Q), {"heard": "Wie doet jouw werk nu?",
     "topic": Topic.RULES}, Act.ANSWER, "rules"),
    ("many words are no nod", (MoveId.BACKCHANNEL,), {"heard": "Ja, u ziet er ook wat bleek uit."},
     Act.RECEIVE, "any"),
    ("the weather brings out nothing", (OPEN,), {"topic": Topic.SMALL_TALK, "signs": (Sign.WORK,)},
     Act.ANSWER, "small_talk"),
    ("a question what to help with brings out no grievance", (OPEN, MoveId.OFFER_HELP), {"topic": Topic.WORKLOAD},
     Act.ANSWER, "workload"),
    ("a question about the work that sounds like one for an idea gets a fact first",
     (OPEN,), {"topic": Topic.IDEAS, "room": 5, "signs": (Sign.WORK,)}, Act.DISCLOSE, "werk"),
    ("how it went at work gets a fact of the work first, whatever it is taken to be about",
     (OPEN,), {"topic": Topic.FEELINGS, "signs": (Sign.WORK,)}, Act.DISCLOSE, "werk"),
    ("information is taken in", (MoveId.INFORMATION,), {}, Act.RECEIVE, "information"),
    ("so is an offer of help", (MoveId.OFFER_HELP,), {}, Act.RECEIVE, "offer_help"),
    ("a statement about the work gets an answer", (), {"topic": Topic.WORKLOAD}, Act.ANSWER, "workload"),
    ("one that is hardly about it is only heard", (), {"topic": Topic.WORKLOAD, "doubtful": True},
     Act.RECEIVE, "any"),
    ("a remark about nothing is heard", (), {}, Act.RECEIVE, None),
    ("the first words, when they ask nothing, are answered as such", (MoveId.AFFIRMATION,), {"turn": 1,
     "heard": "Fijn dat je er bent.", "topic": Topic.SMALL_TALK}, Act.RECEIVE, "welcome"),
    ("later the same words are thanks", (MoveId.AFFIRMATION,), {"turn": 4, "heard": "Fijn dat je er bent.",
     "topic": Topic.SMALL_TALK}, Act.RECEIVE, "affirmation"),
    ("what the talk is for is no welcome", (MoveId.INFORMATION,), {"turn": 1, "heard": "Het gaat over je werk."},
     Act.RECEIVE, "information"),
    ("something to drink is never refused as a question about health",
     (FlagId.MEDICAL_PROBE, CLOSED_Q), {"topic": Topic.HEALTH, "band": Band.LIKELY,
     "before": {"particular": Particular.DRINK}}, Act.ANSWER, "drink"),
    ("asked after a hurt what was wrong with it, she lets it rest", (CLOSED_Q,), {"act": "object",
     "topic": Topic.MANAGER, "heard": "Was dat te snel van mij?"}, Act.SOFTEN, None),
    ("offered something when she was asked for an idea before, she takes or leaves that",
     (CLOSED_Q, MoveId.OFFER_HELP), {**TRUSTING, "topic": Topic.IDEAS}, Act.RECEIVE, "offer_help"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "moment", "act", "key"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_next_act(
    says: tuple[FlagId | MoveId, ...], moment: dict[str, Any], act: Act, key: str | None, at: At
) -> None:
    decided = plan(at(*says, **moment))
    assert decided.act is act
    if key is not None:
        assert decided.key == key
    assert (decided.item is not None) is (act is Act.DISCLOSE)


def test_a_flag_that_is_only_possible_hurts_nobody(at: At) -> None:
    decided = plan(at(FlagId.JUDGEMENT, OPEN, topic=Topic.WORKLOAD, band=Band.MAYBE))
    assert decided.act is Act.DISCLOSE


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("band", list(Band))
@pytest.mark.parametrize("topic", [Topic.HEALTH, Topic.HOME, Topic.OPEN, None])
@pytest.mark.parametrize("says", [(OPEN,), (CLOSED_Q,), (MoveId.REFLECTION,), (MoveId.EMPATHY, OPEN), ()])
def test_a_probe_never_gets_what_is_medical_or_private(
    probe: FlagId, band: Band, topic: Topic | None, says: tuple[MoveId, ...], at: At
) -> None:
    """However much trust there is, and however unsure the reader is."""
    for act in ("answer", "disclose", "confirm"):
        for cues in ((), (Cue.SILENCE,)):
            moment = at(probe, *says, band=band, topic=topic, cues=cues, act=act, revealed=ALL_WORK, **TRUSTING)
            told = plan(moment).item
            assert told is None or told.kind not in (MemoryKind.MEDICAL, MemoryKind.PRIVATE)


@pytest.mark.parametrize("says", [(OPEN,), (CLOSED_Q,), (), (MoveId.AUTONOMY,), (MoveId.INFORMATION,)])
def test_something_medical_is_never_told_on_request(says: tuple[MoveId, ...], at: At) -> None:
    told = plan(at(*says, topic=Topic.HEALTH, revealed=ALL_WORK, **TRUSTING)).item
    assert told is None or told.kind is not MemoryKind.MEDICAL


def test_something_medical_that_is_asked_for_in_a_summary_stays_untold_too(at: At) -> None:
    decided = plan(at(FlagId.MEDICAL_PROBE, MoveId.REFLECTION, topic=Topic.HEALTH, **TRUSTING))
    assert decided.act is Act.DEFLECT


@pytest.mark.parametrize(
    ("asks", "key"),
    [
        ("Waar ligt de stofzuiger?", "where"),
        ("En wie heeft de stofzuiger?", "who"),
        ("Hoe was de stofzuiger?", "how"),
        ("Ligt er nog iets waar de stofzuiger bij moet?", "rules"),
    ],
)
def test_asked_for_something_she_has_no_lines_for_she_goes_by_the_form_of_the_question(
    asks: str, key: str, at: At, data: dict[str, Any]
) -> None:
    words = {one: {"guarded": [f"{one} one", f"{one} two"]} for one in ("where", "who", "how")}
    data["lines"]["answer"] |= words
    bram = Persona.model_validate(data)
    asked = at(CLOSED_Q, heard=asks, topic=Topic.RULES, doubtful=True, revealed=ALL_WORK, persona=bram)
    assert plan(asked).key == key


@pytest.mark.parametrize("flag", [FlagId.ASSUMPTION, FlagId.PRESSURE, FlagId.JUDGEMENT])
def test_what_only_may_be_a_fault_is_taken_as_it_is_meant(flag: FlagId, at: At) -> None:
    sure, unsure = at(flag, topic=Topic.WORKLOAD), at(flag, topic=Topic.WORKLOAD)
    doubted = unsure.reading.flags[0].model_copy(update={"certainty": 0.7, "band": Band.LIKELY})
    unsure = replace(unsure, reading=unsure.reading.model_copy(update={"flags": (doubted,)}))
    assert plan(sure).act in (Act.OBJECT, Act.CORRECT)
    assert plan(unsure).act is Act.ANSWER


def test_asked_what_she_means_she_tells_what_she_told(at: At) -> None:
    asked = at(
        OPEN, act="disclose", revealed=("werk",), heard="Wat bedoel je daarmee?", topic=Topic.RULES,
        before={"particular": Particular.FOLLOW},
    )  # fmt: skip
    told = plan(asked).more
    assert told is not None
    assert told.id == "werk"


def test_the_idea_can_come_by_itself_when_there_is_a_lot_of_room(at: At) -> None:
    calm = {**TRUSTING, "trust": 65, "revealed": (*ALL_WORK, "ziekte"), "act": "disclose"}
    assert plan(at(MoveId.REFLECTION, **calm)).key == "idee"
    assert plan(at(cues=(Cue.SILENCE,), **calm)).key == "idee"
    assert plan(at(MoveId.REFLECTION, **{**calm, "room": 3})).act is Act.CONFIRM


@pytest.mark.parametrize(("trust", "asked", "told"), [(90, True, "idee"), (62, True, "rooster"), (90, False, None)])
def test_asked_for_with_trust_to_spare_an_idea_needs_only_part_of_what_it_rests_on(
    trust: int, asked: bool, told: str | None, at: At, data: dict[str, Any]
) -> None:
    data["memory"][2]["after"] = ["werk", "rooster"]
    persona = Persona.model_validate(data)
    state = {**TRUSTING, "trust": trust, "revealed": ("werk", "ziekte"), "persona": persona}
    says, topic = ((OPEN,), Topic.IDEAS) if asked else ((MoveId.INFORMATION,), None)
    item = plan(at(*says, topic=topic, **state)).item
    assert (item.id if item else None) == told


def test_an_idea_is_told_once(at: At) -> None:
    told = {**TRUSTING, "revealed": (*ALL_WORK, "idee")}
    assert plan(at(OPEN, topic=Topic.IDEAS, **told)).act is Act.ANSWER


@pytest.mark.parametrize(("turn", "asked", "closes"), [(2, False, False), (8, True, False), (8, False, True)])
def test_a_goodbye_counts_late_in_the_talk_and_when_nothing_is_asked(
    turn: int, asked: bool, closes: bool, at: At
) -> None:
    says = (OPEN,) if asked else ()
    assert (plan(at(*says, signs=(Sign.CLOSING,), turn=turn)).act is Act.CLOSE) is closes


def test_an_apology_without_a_hurt_does_not_stand_in_the_way_of_a_question(at: At) -> None:
    assert plan(at(OPEN, cues=(Cue.APOLOGY,), act="answer", topic=Topic.WORKLOAD)).key == "werk"


def test_tension_closes_her_by_one_band(at: At) -> None:
    for trust, mood in ((90, Mood.GUARDED), (50, Mood.CLOSED), (10, Mood.CLOSED)):
        assert mood_of(at(trust=trust, tension=90).state) is mood
        assert mood_of(at(trust=trust, tension=10).state) is Mood.of(trust)


def test_the_same_moment_gives_the_same_plan(at: At, bram: Persona) -> None:
    def decide() -> object:
        return plan(at(FlagId.MEDICAL_PROBE, trust=50, persona=bram))

    assert decide() == decide()


def test_every_combination_of_moves_and_cues_gets_an_answer(at: At) -> None:
    """Nothing a manager does leaves the employee without a next act."""
    for move in MoveId:
        for topic in (None, *Topic):
            for cue in Cue:
                assert isinstance(plan(at(move, topic=topic, cues=(cue,))).act, Act)
            for sign in Sign:
                assert isinstance(plan(at(move, topic=topic, signs=(sign,))).act, Act)


def test_asked_about_the_work_first_a_word_of_something_hidden_does_not_silence_her(
    at: At, data: dict[str, Any]
) -> None:
    data["memory"][1]["lines"] = ["wat er gedaan moet worden", "wat er gedaan wordt"]
    data["memory"][1] |= {"kind": "worry", "topics": ["workload"], "after": []}
    persona = Persona.model_validate(data)
    asked = {"heard": "Wat moet er nog gedaan worden?", "topic": Topic.WORKLOAD, "trust": 35, "persona": persona}
    assert plan(at(OPEN, signs=(Sign.WORK,), **asked)).key == "werk"
    assert plan(at(OPEN, **asked)).act is Act.ANSWER


ASKED: dict[str, Any] = {**TRUSTING, "topic": Topic.WORKLOAD}


@pytest.mark.parametrize(
    ("moves", "more", "opening"),
    [
        ((MoveId.REFLECTION,), {"act": "confirm"}, Opening.ACK),
        ((MoveId.PRIVACY_RESPECT,), {"cues": (Cue.SILENCE,)}, Opening.BRIDGE),
        ((OPEN,), ASKED | {"heard": "Wat speelt er in Tilburg?"}, Opening.ASIDE),
        ((OPEN,), {**TRUSTING, "topic": Topic.IDEAS, "signs": (Sign.IDEA,)}, Opening.FIRST),
        ((OPEN,), {**TRUSTING, "topic": Topic.OPEN, "signs": (Sign.WORK,)}, None),
        ((OPEN,), ASKED | {"revealed": ALL_WORK, "topic": Topic.IDEAS, "signs": (Sign.IDEA,)}, None),
    ],
    ids=[
        "a summary",
        "a silence",
        "something else",
        "before the idea",
        "anything at all",
        "the idea that was asked for",
    ],
)
def test_what_is_told_begins_with_why_it_is_told(
    moves: tuple[MoveId, ...], more: dict[str, Any], opening: Opening | None, at: At
) -> None:
    decided = plan(at(*moves, **(TRUSTING | more)))
    assert decided.act is Act.DISCLOSE
    assert decided.opening is opening


def test_a_question_for_yes_or_no_is_answered_by_telling_with_words_that_say_so(at: At, data: dict[str, Any]) -> None:
    data["memory"][0]["lines"] = ["De machine staat stil.", "Die machine doet het niet."]
    moment = at(
        CLOSED_Q, **ASKED, heard="Is de machine stuk?", persona=Persona.model_validate(data),
        before={"particular": Particular.WHETHER},
    )  # fmt: skip
    decided = plan(moment)
    assert (decided.act, decided.key, decided.opening) == (Act.DISCLOSE, "werk", Opening.TELLING)
