"""`coach ask`: verdicts and the guidance behind them, for people and for programs."""

from __future__ import annotations

import json

import pytest
from command import coach

from coach.guidance.answer import answer, default
from coach.guidance.naming import act_name, ruling_name, standing_name
from coach.guidance.verdict import Ruling
from coach.messages import gettext as _

QUESTION = "Mag ik vragen wanneer ze terugkomt?"
FIELDS = ["question", "act", "decision", "choices", "passages", "examples"]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("question", "ruling"),
    [
        (QUESTION, Ruling.YES),
        ("Mag ik vragen welke pillen ze slikt?", Ruling.NO),
        ("Mag ik vragen of het door het werk komt?", Ruling.RATHER_NOT),
        ("Mag ik de bedrijfsarts mailen over de zorgen die ik heb?", Ruling.ONLY_IF),
    ],
)
def test_people_get_the_verdict_in_words_with_the_reason_and_what_can_be_said(question: str, ruling: Ruling) -> None:
    decision = answer(question).decision
    assert decision is not None
    assert decision.ruling is ruling
    shown = coach("ask", question)
    assert (shown.code, shown.err) == (0, "")
    head, subject, *_rest = shown.out.splitlines()
    assert head.endswith(ruling_name(ruling))
    assert subject.strip() == f"{act_name(decision.act)}: {decision.topic}"
    assert decision.why in flat(shown.out)
    assert all(sentence in flat(shown.out) for sentence in decision.safe)


def test_people_get_each_passage_with_id_source_section_standing_and_date() -> None:
    shown = flat(coach("ask", QUESTION).out)
    found = answer(QUESTION, 3)
    assert len(found.passages) == 3
    for passage in found.passages:
        assert f"{passage.title} ({passage.id}) · {standing_name(passage.standing)}" in shown
        assert passage.text.split(".")[0] in shown
        for source in passage.sources:
            assert f"{source.section} ({source.id})" in shown
            assert f"{source.document}:" in shown


def test_legal_facts_carry_the_date_of_checking_and_no_legal_advice() -> None:
    decision = answer(QUESTION).decision
    assert decision is not None
    told = _("Checked on {date}. No legal advice.").format(date=decision.checked.strftime("%d-%m-%Y"))
    assert told in coach("ask", QUESTION).out


def test_in_doubt_it_shows_both_topics() -> None:
    question = "Mag ik vragen naar wat hij had en hoe het met hem gaat?"
    choices = answer(question).choices
    assert len(choices) == 2
    shown = flat(coach("ask", question).out)
    assert all(f"{ruling_name(one.ruling)} {act_name(one.act)}: {one.topic}" in shown for one in choices)


def test_without_a_verdict_it_says_so_and_shows_the_guidance() -> None:
    shown = coach("ask", "Hoe vat ik samen?")
    assert shown.code == 0
    assert shown.out.splitlines()[0] == _("No verdict answers this. What the guidance says:")
    assert answer("Hoe vat ik samen?").passages[0].title in shown.out


@pytest.mark.parametrize("question", ["", "xqzwv", "\x1b[2J", "???"])
def test_without_any_answer_it_says_what_can_be_asked(question: str) -> None:
    shown = coach("ask", question)
    assert (shown.code, shown.err) == (0, "")
    assert all(example in shown.out for example in default().examples())
    assert "\x1b" not in shown.out


def test_json_is_the_answer() -> None:
    found = coach("ask", "--json", QUESTION).json
    assert list(found) == FIELDS
    assert found == answer(QUESTION, 3).model_dump(mode="json")
    assert found["decision"]["ruling"] == "yes"
    assert found["decision"]["checked"].count("-") == 2
    assert list(found["passages"][0]) == ["id", "title", "text", "standing", "sources", "checked"]
    assert list(found["passages"][0]["sources"][0]) == ["id", "document", "section"]


def test_k_says_how_many_passages() -> None:
    assert len(coach("ask", "--json", "-k", "6", QUESTION).json["passages"]) == 6


@pytest.mark.parametrize("count", ["0", "21", "veel"])
def test_k_has_its_bounds(count: str) -> None:
    result = coach("ask", "-k", count, QUESTION)
    assert (result.code, result.out) == (2, "")
    assert "-k" in result.err


def test_without_a_question_it_says_what_to_do() -> None:
    result = coach("ask")
    assert (result.code, result.out) == (2, "")
    assert "coach ask" in result.err


def test_each_object_gets_its_answer_in_order_and_a_broken_line_stops_nothing() -> None:
    rows = [{"id": "b", "question": QUESTION, "lang": "nl"}, {"id": "x"}, {"id": "a", "question": "xqzwv"}]
    given = "".join(json.dumps(row) + "\n" for row in rows) + "{\n"
    found, no_question, nothing, broken = coach("ask", "--jsonl", stdin=given).rows
    assert found == {"id": "b", **coach("ask", "--json", QUESTION).json}
    assert (nothing["id"], nothing["decision"], nothing["passages"]) == ("a", None, [])
    assert nothing["examples"]
    assert all(set(row) == {"id", "error"} and row["id"] is None for row in (no_question, broken))
