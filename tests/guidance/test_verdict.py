"""The file of verdicts: what it must hold, and what is said about one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import guidance, phrasing
from coach.content import ContentError
from coach.guidance import analysis, wordlist
from coach.guidance.act import Act
from coach.guidance.answer import default
from coach.guidance.verdict import Ruling, Verdict, load

GOOD = """\
verdicts:
  - id: duur
    topic: "hoe lang het duurt"
    ask: {verdict: "yes", why: "Voor de planning."}
    share: {verdict: only_if, why: "Alleen als het nodig is."}
    cases:
      - {act: share, verdict: "no", when: [team], why: "Het team hoeft het niet te weten."}
    safe: ["Wanneer ben je er weer?"]
    passages: [een]
    sources: [C2]
    checked: 2026-11-21
    words: ["hoe lang"]
    questions: [a, b, c, d, e]
"""


def read(tmp_path: Path, text: str) -> tuple[Verdict, ...]:
    path = tmp_path / "verdicts.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, {"een"}, {"C2"})


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (verdict,) = read(tmp_path, GOOD)
    assert verdict.ask.verdict is Ruling.YES
    assert verdict.judgement(Act.RECORD) is None
    assert verdict.judgement(Act.SHARE) is verdict.share


@pytest.mark.parametrize(
    ("good", "bad", "field", "line"),
    [
        ("passages: [een]", "passages: [een, geen]", "verdicts.1.passages.2", 9),
        ("sources: [C2]", "sources: [C99]", "verdicts.1.sources.1", 10),
        ("passages: [een]", "passages: []", "verdicts.1.passages", 9),
        ('ask: {verdict: "yes"', "ask: {verdict: yes", "verdicts.1.ask.verdict", 4),
        ('ask: {verdict: "yes"', "ask: {verdict: perhaps", "verdicts.1.ask.verdict", 4),
        ('why: "Voor de planning."', 'why: ""', "verdicts.1.ask.why", 4),
        ("when: [team]", "when: []", "verdicts.1.cases.1.when", 7),
        ("when: [team]", 'when: ["…"]', "verdicts.1.cases.1.when.1", 7),
        ("act: share", "act: tell", "verdicts.1.cases.1.act", 7),
        ("act: share", "act: record", "verdicts.1", 2),
        ("questions: [a, b, c, d, e]", "questions: [a]", "verdicts.1.questions", 13),
        ("id: duur", "id: Duur van verzuim", "verdicts.1.id", 2),
        ("    checked: 2026-11-21\n", "", "verdicts.1.checked", 2),
        ("topic:", "colour: red\n    topic:", "verdicts.1.colour", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, good: str, bad: str, field: str, line: int) -> None:
    assert good in GOOD
    with pytest.raises(ContentError) as caught:
        read(tmp_path, GOOD.replace(good, bad))
    assert (caught.value.field, caught.value.line) == (field, line)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="duur"):
        read(tmp_path, GOOD + GOOD.removeprefix("verdicts:\n"))


def test_a_list_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.yaml"
    path.write_text("verdicts:\n  - words: ['{nobody}']\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        wordlist.load({"team": ("team",)}, tmp_path, ["{nobody}"], path)
    assert caught.value.line == 2
    assert "nobody" in caught.value.problem


def test_a_list_is_a_group_or_a_concept_of_the_lexicon(tmp_path: Path) -> None:
    (tmp_path / "sleep.yaml").write_text(
        "concept: sleep\nabout: slapen\nwords: [slaapt, nachtrust]\n", encoding="utf-8"
    )
    lists = wordlist.load({"team": ("ploeg",)}, tmp_path, ["{sleep}", "{team}", "woord"], tmp_path / "x.yaml")
    assert wordlist.expanded(["{team}", "woord", "{sleep}"], lists) == ["ploeg", "woord", "slaapt", "nachtrust"]


VERDICTS = default().verdicts


def test_every_topic_of_the_facts_has_a_verdict() -> None:
    told = {source for verdict in VERDICTS for source in verdict.sources}
    assert {f"C{number}" for number in range(1, 28)} <= told


def test_what_the_sources_do_not_agree_on_is_better_not_done() -> None:
    contested = {verdict.id for verdict in VERDICTS if verdict.ask.verdict is Ruling.RATHER_NOT}
    assert contested == {"komt-het-door-het-werk", "ruzie-of-pesten", "wat-nog-wel-kan"}


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_every_verdict_rests_on_passages_and_offers_what_is_not_flagged(verdict: Verdict) -> None:
    assert all(guidance.passage(id) for id in verdict.passages)
    assert all(source in guidance.library().sources for source in verdict.sources)
    for sentence in verdict.safe:
        assert not phrasing.read(sentence).shown(), sentence


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_a_condition_begins_with_the_condition(verdict: Verdict) -> None:
    judged = [judgement for act in Act if (judgement := verdict.judgement(act))]
    conditions = [judgement.why for judgement in judged if judgement.verdict is Ruling.ONLY_IF]
    assert all(why.startswith("Alleen als ") for why in conditions)


def test_no_question_belongs_to_two_verdicts() -> None:
    asked = [tuple(analysis.words(question)) for verdict in VERDICTS for question in verdict.questions]
    assert len(asked) == len(set(asked))
