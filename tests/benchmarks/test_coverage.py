"""The page of what carries each source is whole, and tells what is missing."""

from __future__ import annotations

from pathlib import Path

from benchmarks import coverage
from benchmarks.coverage import Carriers
from coach import guidance
from coach.guidance import contradiction

PAGE = coverage.text(coverage.carriers())
ROWS = {line.split(" | ")[0].removeprefix("| "): line for line in PAGE.splitlines() if line.startswith("| ")}


def test_the_page_has_a_row_for_every_source_with_what_it_is_about_and_its_passages() -> None:
    sources = guidance.library().sources
    for source in sources:
        row = ROWS[source]
        assert sources.section(source) in row
        assert all(f"[{passage.id}]" in row for passage in guidance.passages_from(source))


def test_cards_and_verdicts_stand_beside_the_passages() -> None:
    assert "`conflict-voorbereiding-partij`" in ROWS["003/no-go"]
    assert "`telefoon-en-adres`" in ROWS["C1"]


def test_the_page_tells_every_side_of_every_contradiction_and_what_is_done() -> None:
    for each in contradiction.default():
        assert f"### {each.id}: {each.title}" in PAGE
        assert each.resolution in PAGE
        assert all(side.says in ROWS for side in each.sides)


def test_everything_is_covered_and_reached() -> None:
    assert coverage.uncovered(coverage.carriers().passages) == []
    assert coverage.unreachable() == []


def test_what_no_passage_names_is_told() -> None:
    passages = {source: ["x"] for source in guidance.library().sources if source != "T/OMA"}
    assert coverage.uncovered(passages) == ["T/OMA"]
    total = len(list(guidance.library().sources))
    page = coverage.text(Carriers(passages=passages, cards={}, verdicts={}))
    assert f"* {total - 1} of {total} sources" in page


def test_every_link_of_the_page_leads_to_a_file() -> None:
    folder = Path(__file__).parents[2] / coverage.REPORT.parent
    targets = {part.partition(")")[0] for part in PAGE.split("](")[1:]}
    assert targets
    assert [target for target in targets if not (folder / target).is_file()] == []
