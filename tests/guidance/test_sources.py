"""Every source of a passage has a name that a reader understands."""

from pathlib import Path

import pytest

from coach import guidance, locations
from coach.content import ContentError
from coach.guidance.sources import load

SOURCES = load(locations.knowledge() / "sources.yaml")


def test_every_source_of_every_passage_resolves() -> None:
    used = {source for passage in guidance.library().passages for source in passage.sources}
    assert used
    assert {source for source in used if source not in SOURCES} == set()


def test_every_passage_has_a_reference_for_each_of_its_sources() -> None:
    library = guidance.library()
    for passage in library.passages:
        references = library.references(passage)
        assert len(references) == len(set(references)) == len(passage.sources)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("C7", ["Wat mag je vragen", "diagnose", "klachten"]),
        ("002/niet-medicaliseren", ["Handleiding werkgesprek", "niet medicaliseren"]),
        ("D/week6", ["probleemanalyse"]),
        ("D/rol-hr", ["Rollen", "HR"]),
        ("E4", ["frequent verzuim"]),
        ("B1", ["spreken", "oorzaken"]),
        ("T/LSD", ["luisteren, samenvatten, doorvragen"]),
        ("C/basis", ["gezondheidsgegevens"]),
    ],
)
def test_a_source_is_named_by_document_and_section(source: str, words: list[str]) -> None:
    reference = SOURCES.reference(source)
    assert [word for word in words if word not in reference] == []
    assert source not in reference


def test_no_two_sources_have_the_same_reference() -> None:
    references = [SOURCES.reference(source) for source in SOURCES]
    assert len(references) == len(set(references))


def test_a_document_has_a_short_name_or_goes_by_its_title(tmp_path: Path) -> None:
    assert SOURCES.short("001/intro") == SOURCES.short("001/valkuilen")
    assert all(len(SOURCES.short(source)) <= len(SOURCES.document(source)) for source in SOURCES)
    path = tmp_path / "sources.yaml"
    path.write_text("sources:\n  - title: Een stuk\n    sections:\n      C7: een deel\n", encoding="utf-8")
    assert load(path).short("C7") == "Een stuk"


def test_an_unknown_source_is_an_error() -> None:
    assert "C99" not in SOURCES
    for named in (SOURCES.reference, SOURCES.short):
        with pytest.raises(KeyError):
            named("C99")


def test_a_source_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    group = "  - title: Een stuk\n    sections:\n      C7: een deel\n"
    path.write_text(f"sources:\n{group}{group}", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(path)
    assert "C7" in caught.value.problem
