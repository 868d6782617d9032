"""Everything that guidance stands on is in a passage: no source goes unexplained."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from coach import guidance

SOURCES = list(guidance.library().sources)
MOMENTS = """
week1 vangnet week6 week8 zeswekelijks week42 week52 tweede-spoor week88 week91 week93 week104 loon 28-dagen
loonsanctie-gesprek frequent oneens conflict eigen-regie verouderd
"""
ROLES = """
leidinggevende hr casemanager taakdelegatie bedrijfsarts arbodienst arbeidsdeskundige preventiemedewerker uwv mediator
"""
TECHNIQUES = "LSD OMA ANNA NIVEA OEN DIK feitelijk ik-boodschap waarom stilte eerste-vraag reacties"
SECTIONS = {"000": 9, "001": 10, "002": 12, "003": 8, "004": 4}
"""How many sections each of the five documents has."""


def numbered(letter: str, last: int) -> list[str]:
    return [f"{letter}{number}" for number in range(1, last + 1)]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_named_by_a_passage(source: str) -> None:
    assert guidance.passages_from(source)


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("B", numbered("B", 19)),
        ("C", ["C/basis", "C/bewaren", "C/bedrijfsarts-vertelt", *numbered("C", 27)]),
        ("D", [*(f"D/{moment}" for moment in MOMENTS.split()), *(f"D/rol-{role}" for role in ROLES.split())]),
        ("E", numbered("E", 9)),
        ("T", [f"T/{technique}" for technique in TECHNIQUES.split()]),
    ],
)
def test_the_sources_hold_every_topic_moment_role_kind_and_technique(prefix: str, expected: Iterable[str]) -> None:
    assert sorted(source for source in SOURCES if source.startswith(prefix)) == sorted(expected)


@pytest.mark.parametrize(("document", "count"), SECTIONS.items())
def test_the_sources_hold_every_section_of_the_five_documents(document: str, count: int) -> None:
    assert sum(source.startswith(f"{document}/") for source in SOURCES) == count
