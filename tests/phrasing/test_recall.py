"""What was volunteered earlier in a talk goes on counting where the line goes back to it, and nowhere else."""

from __future__ import annotations

import pytest

from coach import content, locations, phrasing
from coach.conversation import FlagId
from coach.phrasing import reader
from coach.phrasing.recall import RecallFile

ILL = "Ik zit met een hernia, dus lang zitten gaat niet."
WORK = "De overdracht van het project ligt nog bij Noor."


@pytest.fixture(scope="module")
def file() -> RecallFile:
    return content.load(locations.knowledge() / "recall.yaml", RecallFile)


def test_every_example_of_the_file_is_read_as_it_says(file: RecallFile) -> None:
    recall = reader.default().recall
    assert recall is not None
    assert len(file.examples) >= 6
    for example in file.examples:
        assert recall.recalls(example.text) is example.recalls, example.text


@pytest.mark.parametrize(
    ("text", "before", "earlier", "expected"),
    [
        # a turn that says nothing leaves what was said before it standing
        ("En hoe gaat het daar nu mee?", "Ja.", [ILL], ILL),
        ("En hoe gaat het daar nu mee?", "Ja.", [WORK, ILL], ILL),
        ("En hoe gaat het daar nu mee?", None, [WORK], WORK),
        ("En hoe gaat het daar nu mee?", "Ja.", [ILL, "Ja.", "Hm.", "Nou ja."], "Ja."),
        # a turn that does speak of something takes its place
        ("En hoe gaat het daar nu mee?", WORK, [ILL], WORK),
        # going back by name
        ("Je zei net iets, speelt dat nog?", WORK, [ILL, "Goed."], ILL),
        ("Je zei net iets, speelt dat nog?", WORK, ["Prima."], WORK),
        ("Je zei net iets, speelt dat nog?", WORK, [], WORK),
    ],
)
def test_what_a_line_answers_to(text: str, before: str | None, earlier: list[str], expected: str) -> None:
    recall = reader.default().recall
    assert recall is not None
    assert recall.before(text, before, earlier) == expected


def flags(text: str, before: str | None, earlier: list[str]) -> set[FlagId]:
    return {flag.id for flag in phrasing.read(text, before, earlier=earlier).shown()}


def test_the_same_words_after_a_health_fact_or_after_a_work_fact() -> None:
    line = "En hoe gaat het daar nu mee?"
    assert FlagId.MEDICAL_PROBE in flags(line, "Ja.", [ILL])
    assert FlagId.MEDICAL_PROBE not in flags(line, "Ja.", [WORK])


def test_returning_to_a_health_fact_is_asking_on() -> None:
    line = "Je noemde daarstraks iets, kun je daar wat meer over vertellen?"
    assert FlagId.MEDICAL_PROBE in flags(line, WORK, [ILL, "Goed."])
    assert FlagId.MEDICAL_PROBE not in flags(line, WORK, ["Goed."])
