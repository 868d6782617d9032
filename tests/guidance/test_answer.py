"""What is answered to "may I …", and what is not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import guidance
from coach.guidance import analysis
from coach.guidance.act import Act
from coach.guidance.answer import Answer, Decision, answer, default, verdicts_for
from coach.guidance.verdict import Ruling


def decided(question: str) -> Decision:
    found = answer(question).decision
    assert found is not None, question
    return found


def decisions(found: Answer) -> tuple[Decision, ...]:
    return (found.decision,) if found.decision else found.choices


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("Mag ik vragen wanneer ze terugkomt?", Act.ASK),
        ("mag ik dat in het dossier zetten", Act.RECORD),
        ("Kan ik noteren dat hij ziek is?", Act.RECORD),
        ("Schrijf ik het op in het verslag, of mag dat niet?", Act.RECORD),
        ("mag ik het team vertellen wat ze heeft", Act.SHARE),
        ("Mag ik zeggen dat hij moe is?", Act.ASK),
        ("Mag ik tegen collega's zeggen dat hij moe is?", Act.SHARE),
        ("Mag ik vragen of ik het mag opschrijven?", Act.ASK),
        ("Mag ik opschrijven wat hij mij vertelde?", Act.RECORD),
        ("Mijn baas wil het weten. Mag ik dat doorgeven?", Act.SHARE),
        ("mag de planner weten wanneer hij er niet is", Act.SHARE),
        ("mag ik weten wanneer hij er niet is", Act.ASK),
        ("zwangerschap", Act.ASK),
        ("", Act.ASK),
    ],
)
def test_the_act_is_read_from_the_words(question: str, act: Act) -> None:
    assert answer(question).act is act


@pytest.mark.parametrize(
    ("question", "topic", "ruling"),
    [
        ("Mag ik vragen hoe lang hij denkt weg te blijven?", "verwachte-duur", Ruling.YES),
        ("Mag ik vragen welke pillen ze slikt?", "medicijnen", Ruling.NO),
        ("Is het oké om te vragen of het door het werk komt?", "komt-het-door-het-werk", Ruling.RATHER_NOT),
        ("Mag ik de vermoedelijke duur noteren?", "verwachte-duur", Ruling.YES),
        ("Mag in het dossier dat ze zwanger is?", "zwangerschap", Ruling.NO),
        ("Mag ik het team vertellen dat hij een burn-out heeft?", "burn-out", Ruling.NO),
        ("Mag ik zwnagerschap noteren?", "zwangerschap", Ruling.NO),
    ],
)
def test_a_question_gets_the_verdict_of_its_topic_and_act(question: str, topic: str, ruling: Ruling) -> None:
    found = decided(question)
    assert (found.id, found.ruling) == (topic, ruling)


def test_who_is_told_makes_the_difference() -> None:
    to_hr = decided("Mag ik HR mailen dat er een tegenpartij was bij het verkeersongeval?")
    to_the_team = decided("Mag ik het team mailen dat er een tegenpartij was bij het verkeersongeval?")
    assert to_hr.id == to_the_team.id == "verkeersongeval"
    assert (to_hr.ruling, to_the_team.ruling) == (Ruling.YES, Ruling.NO)
    assert to_hr.why != to_the_team.why


def test_an_act_that_means_nothing_on_a_topic_is_answered_on_asking() -> None:
    adviser = default()
    verdict = next(verdict for verdict in adviser.verdicts if verdict.share is None)
    found = adviser.decision(verdict, Act.SHARE, [])
    assert (found.act, found.why) == (Act.ASK, verdict.ask.why)


def test_an_answer_brings_its_own_passages_first_then_what_search_finds() -> None:
    question = "Mag ik vragen wanneer ze terugkomt?"
    found = answer(question)
    own = list(decided(question).passages)
    ids = [passage.id for passage in found.passages]
    assert ids[: len(own)] == own
    rest = [hit.passage.id for hit in guidance.search(question, 5) if hit.passage.id not in own]
    assert ids[len(own) :] == rest[: 5 - len(own)]
    assert len(ids) == len(set(ids)) == 5


def test_every_passage_names_its_sources_its_standing_and_when_it_was_checked() -> None:
    sources = guidance.library().sources
    for cited in answer("Mag ik vragen wanneer ze terugkomt?").passages:
        passage = guidance.passage(cited.id)
        assert passage is not None
        assert (cited.title, cited.standing, cited.checked) == (passage.title, passage.standing, passage.checked)
        assert [source.id for source in cited.sources] == list(passage.sources)
        for source in cited.sources:
            assert (source.document, source.section) == (sources.document(source.id), sources.section(source.id))


def test_fewer_passages_can_be_asked_for_but_never_fewer_than_the_verdict_rests_on() -> None:
    question = "Mag ik vragen wanneer ze terugkomt?"
    assert [passage.id for passage in answer(question, 1).passages] == list(decided(question).passages)


def test_in_doubt_two_verdicts_are_offered() -> None:
    found = answer("Mag ik vragen naar wat hij had en hoe het met hem gaat?")
    assert found.decision is None
    first, second = found.choices
    assert Ruling.NO in (first.ruling, second.ruling)
    ids = [passage.id for passage in found.passages]
    assert ids[: len({*first.passages, *second.passages})] == list(dict.fromkeys((*first.passages, *second.passages)))


@pytest.mark.parametrize("question", ["Hoe vat ik samen?", "een stilte laten vallen", "wat is een gesprek"])
def test_what_no_verdict_answers_gets_passages_only(question: str) -> None:
    found = answer(question)
    assert decisions(found) == ()
    assert found.passages
    assert found.examples == ()


@pytest.mark.parametrize("question", ["", "   ", "???", "xqzwv", "\x1b[2J"])
def test_what_nothing_answers_gets_examples_that_do_get_an_answer(question: str) -> None:
    found = answer(question)
    assert (decisions(found), found.passages) == ((), ())
    assert len(found.examples) > 3
    assert all(decisions(answer(example)) for example in found.examples)


def test_every_example_question_comes_to_its_own_verdict() -> None:
    for verdict in default().verdicts:
        for question in verdict.questions:
            assert verdict.id in [decision.id for decision in decisions(answer(question))], question


@given(st.text(max_size=200))
def test_there_is_never_a_verdict_without_its_passages_nor_silence(question: str) -> None:
    found = answer(question)
    own = {id for decision in decisions(found) for id in decision.passages}
    assert own <= {passage.id for passage in found.passages}
    assert found.passages or found.examples
    assert len(found.choices) in (0, 2)


def test_the_same_question_gets_the_same_answer() -> None:
    question = "mag ik weten hoe lang het nog duurt"
    assert default().answer(question) == default().without([]).answer(question)


def test_an_example_question_that_is_left_out_is_not_known_any_more() -> None:
    question = "mag ik vragen wanneer ze terugkomt?"
    poorer = default().without([question])
    assert all(question not in verdict.questions for verdict in poorer.verdicts)
    assert len(poorer.verdicts) == len(default().verdicts)


def test_beside_search_only_a_question_for_permission_has_a_verdict() -> None:
    (found,) = verdicts_for("mag ik naar medicijnen vragen")
    assert found.id == "medicijnen"
    assert verdicts_for("medicijnen") == ()
    assert verdicts_for("") == ()


def test_a_very_long_question_is_answered_by_how_it_begins() -> None:
    question = "Mag ik vragen welke pillen ze slikt? " + "en dan nog iets " * 20_000
    words = analysis.words(question)
    assert len(words) > 50_000
    assert "medicijnen" in [decision.id for decision in decisions(answer(question[:300]))]
    assert answer(question).passages


def test_reading_verdicts_needs_no_numbers_until_the_first_question() -> None:
    program = (
        "import sys; from coach.guidance.answer import answer, default; default();"
        "heavy = {'bm25s', 'numpy', 'Stemmer'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
