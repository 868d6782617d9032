"""A passage file is read as it stands, and a mistake in it is named by file, line and field."""

from datetime import date
from pathlib import Path

import pytest

from coach import content, locations
from coach.content import ContentError
from coach.conversation import FlagId, SituationKind
from coach.guidance.passage import Phase, Standing, load

FILES = list(content.files(locations.knowledge() / "passages", "*.md"))
BODY = " ".join(["woord"] * 40)
FIELDS = """\
id: een-proef
title: Een proef
kinds: [ziekmelding, nazorg]
phases: [opening, eigen_idee]
flags: [threat]
sources: [C7, 002/houding]
standing: contested
checked: 2026-11-21
say: ["Wat heb je nodig?"]
avoid: ["Wat heb je?"]
questions: [een, twee, drie, vier, vijf]
"""


def written(folder: Path, fields: str = FIELDS, body: str = BODY, name: str = "een-proef.md") -> Path:
    path = folder / name
    path.write_text(f"---\n{fields}---\n{body}\n", encoding="utf-8")
    return path


def line_of(field: str) -> int:
    return next(n for n, line in enumerate(FIELDS.splitlines(), start=2) if line.startswith(f"{field}:"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_passage_of_the_program_loads(path: Path) -> None:
    assert load(path).id == path.stem


def test_the_program_has_passages() -> None:
    assert len(FILES) >= 80


def test_fields_and_body_become_a_passage(tmp_path: Path) -> None:
    passage = load(written(tmp_path))
    assert passage.kinds == (SituationKind.ZIEKMELDING, SituationKind.NAZORG)
    assert passage.phases == (Phase.OPENING, Phase.EIGEN_IDEE)
    assert passage.flags == (FlagId.THREAT,)
    assert passage.standing is Standing.CONTESTED
    assert passage.checked == date(2026, 11, 21)
    assert passage.questions == ("een", "twee", "drie", "vier", "vijf")
    assert passage.text == BODY


def test_law_stands_firmer_than_guidance_than_contested_than_opinion() -> None:
    assert sorted(Standing, key=lambda standing: standing.rank) == [
        Standing.LAW,
        Standing.GUIDANCE,
        Standing.CONTESTED,
        Standing.OPINION,
    ]


@pytest.mark.parametrize(
    ("field", "wrong", "named", "told"),
    [
        ("kinds", "kinds: [ziekmeldng]", "kinds.1", "ziekmelding"),
        ("phases", "phases: [opening, einde]", "phases.2", "opvolging"),
        ("flags", "flags: [threats]", "flags.1", "threat"),
        ("standing", "standing: wet", "standing", "law"),
        ("checked", "checked: gisteren", "checked", "date"),
        ("questions", "questions: [een, twee, drie, vier]", "questions", "4"),
        ("say", "say: []", "say", "0"),
        ("sources", "sources: []", "sources", "0"),
        ("title", 'title: ""', "title", "text"),
        ("id", "id: een-andere-proef", "id", "een-proef"),
        ("id", "id: Een proef", "id", ""),
    ],
)
def test_a_wrong_value_is_named_by_line_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, wrong: str, named: str, told: str
) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    lines = [wrong if line.startswith(f"{field}:") else line for line in FIELDS.splitlines()]
    path = written(tmp_path, "\n".join(lines) + "\n")
    with pytest.raises(ContentError) as caught:
        load(path)
    error = caught.value
    assert (error.path, error.line, error.field) == (path, line_of(field), named)
    assert told in error.problem


@pytest.mark.parametrize("field", ["title", "kinds", "standing", "questions"])
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    kept = [line for line in FIELDS.splitlines() if not line.startswith(f"{field}:")]
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, "\n".join(kept) + "\n"))
    assert caught.value.field == field


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, FIELDS + "vlag: threat\n"))
    assert caught.value.field == "vlag"


@pytest.mark.parametrize("words", [0, 39, 121])
def test_a_body_that_is_too_short_or_too_long_is_named_on_its_own_line(tmp_path: Path, words: int) -> None:
    path = written(tmp_path, body=" ".join(["woord"] * words))
    with pytest.raises(ContentError) as caught:
        load(path)
    assert caught.value.field == "body"
    assert path.read_text("utf-8").splitlines()[caught.value.line - 2] == "---"
    assert str(words) in caught.value.problem


@pytest.mark.parametrize("words", [40, 120])
def test_a_body_may_have_forty_to_a_hundred_and_twenty_words(tmp_path: Path, words: int) -> None:
    assert len(load(written(tmp_path, body=" ".join(["woord"] * words))).text.split()) == words


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path), known_sources={"C7"})
    assert (caught.value.line, caught.value.field) == (line_of("sources"), "sources.2")
    assert "002/houding" in caught.value.problem


def test_a_file_without_fields_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "een-proef.md"
    path.write_text(BODY, encoding="utf-8")
    with pytest.raises(ContentError):
        load(path)
