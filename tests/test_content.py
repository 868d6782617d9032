from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError, field_validator

from coach import content
from coach.content import ContentError


class Colour(StrEnum):
    WARM = "warm"
    COOL = "cool"


class Part(content.Content):
    name: str
    size: int = Field(default=1, ge=1, le=9)


class Thing(content.Content):
    title: str
    colour: Colour = Colour.WARM
    weight: float = Field(default=0.5, gt=0, le=1)
    made: date | None = None
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @field_validator("title")
    @classmethod
    def _short(cls, title: str) -> str:
        if len(title) > 20:
            raise ValueError("twenty letters at most")
        return title


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "thing.yaml"


def error_in(file: Path, text: str) -> ContentError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        content.load(file, Thing)
    assert caught.value.path == file
    assert str(caught.value).startswith(str(file))
    return caught.value


def test_a_good_file_becomes_its_model(file: Path) -> None:
    file.write_text("title: Naam\ncolour: cool\nparts:\n  - name: één\n    size: 2\n", encoding="utf-8")
    assert content.load(file, Thing) == Thing(title="Naam", colour=Colour.COOL, parts=(Part(name="één", size=2),))


def test_the_same_text_read_twice_gives_the_same_and_a_changed_file_is_read_anew(file: Path) -> None:
    file.write_text("title: Eerst\n", encoding="utf-8")
    assert content.load(file, Thing) == content.load(file, Thing)
    file.write_text("title: Daarna\n", encoding="utf-8")
    assert content.load(file, Thing).title == "Daarna"


def test_what_was_read_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Thing(title="a").title = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "line", "field", "problem"),
    [
        ("title: a\ncolour: blauw\n", 2, "colour", "allowed here: 'warm', 'cool'"),
        ("colour: warm\n", 1, "title", "this field is missing"),
        ("title: a\ncolor: warm\n", 2, "color", "this field is not known here"),
        ("title: a\n\n# comment\nweight: zwaar\n", 4, "weight", "a number expected here"),
        ("title: a\nweight: 2\n", 2, "weight", "a number expected here"),
        ("title: [a, b]\n", 1, "title", "text expected here"),
        ("title: a\nwords: één\n", 2, "words", "a list expected here"),
        ("title: a\nwords:\n  - een\n  - 2\n", 4, "words.2", "text expected here"),
        ("title: a\nparts:\n  - name: b\n  - name: c\n    size: 10\n", 5, "parts.2.size", "a number expected here"),
        ("title: a\nparts:\n  - name: b\n  - size: 2\n", 4, "parts.2.name", "this field is missing"),
        ("title: Veel te lang voor een titel\n", 1, "title", "twenty letters at most"),
    ],
)
def test_a_mistake_names_its_line_its_field_and_what_is_allowed(
    file: Path, text: str, line: int, field: str, problem: str
) -> None:
    error = error_in(file, text)
    assert (error.line, error.field) == (line, field)
    assert error.problem.startswith(problem)
    assert str(error) == f"{file}:{line}: {field}: {error.problem}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: a\nwords: [b, c\n", 3),
        ("title: a\nweight: 1: 2\n", 2),
        ("title: a\n\tcolour: warm\n", 2),
        ("title: 'a\n", 2),
        ("title: a\nwords: *nobody\n", 2),
        ("title: a\nmade: 2026-13-01\n", 2),
        ("title: a\n\nparts:\n  - name: b\n    size: !!int c\n", 5),
    ],
)
def test_text_that_is_not_yaml_is_refused_with_its_line(file: Path, text: str, line: int) -> None:
    error = error_in(file, text)
    assert error.line == line
    assert error.problem.startswith("not readable as YAML: ")


@pytest.mark.parametrize("text", ["", "- een\n- twee\n", "zomaar tekst\n", "# only a comment\n", "42\n"])
def test_a_file_without_fields_says_that_fields_are_expected(file: Path, text: str) -> None:
    assert error_in(file, text).problem == "expected fields with values (name: value)"


def test_a_file_that_is_not_utf_8_says_so(file: Path) -> None:
    file.write_bytes("title: één\n".encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        content.load(file, Thing)
    assert str(caught.value) == f"{file}: this file is not UTF-8 text"
    assert caught.value.line == 0


def test_a_mark_at_the_start_that_notepad_writes_is_no_mistake(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbftitle: a\r\ncolour: cool\r\n")
    assert content.load(file, Thing).colour is Colour.COOL


def test_a_file_that_is_not_there_and_a_folder_name_the_path(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(ContentError) as caught:
            content.load(path, Thing)
        assert str(path) in str(caught.value)


def error_of(text: str) -> ContentError | None:
    try:
        content.parse(text, Thing, Path("thing.yaml"))
    except ContentError as error:
        return error
    return None


@given(st.text(max_size=200))
def test_any_text_is_either_content_or_a_content_error(text: str) -> None:
    error = error_of(text)
    assert error is None or (0 <= error.line <= len(text) + 2 and error.problem)


KEYS = st.sampled_from(["title", "colour", "weight", "made", "words", "parts", "name", "size", "1", "2026-02-30"])
VALUES = st.sampled_from(["a", "warm", "0.5", "2026-02-30", "[a, b]", "[{name: a}, {size: 0}]", "{a: b}", "~", "''"])


@given(st.lists(st.tuples(KEYS, VALUES), max_size=5))
def test_fields_of_any_kind_are_either_content_or_a_content_error_on_a_line_that_is_there(
    fields: list[tuple[str, str]],
) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in fields)
    error = error_of(text)
    assert error is None or 1 <= error.line <= max(1, len(fields))


class TestFrontMatter:
    def test_fields_and_body_are_parted(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text("---\ntitle: a\n---\n\nDe tekst.\n\n---\n\nMeer.\n", encoding="utf-8")
        assert content.front_matter(path) == ("title: a", "De tekst.\n\n---\n\nMeer.")

    def test_files_from_windows_are_read_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\nTekst\r\n")
        assert content.front_matter(path) == ("title: a", "Tekst")

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "this file must begin with a line of three dashes"),
            ("title: a\n---\nTekst\n", "this file must begin with a line of three dashes"),
            ("---\ntitle: a\n\nTekst\n", "the fields at the top are not closed by a line of three dashes"),
        ],
    )
    def test_missing_dashes_are_named_on_line_1(self, tmp_path: Path, text: str, problem: str) -> None:
        path = tmp_path / "a.md"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            content.front_matter(path)
        assert str(caught.value) == f"{path}:1: {problem}"

    def test_lines_are_those_of_the_file_not_of_the_fields(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text("---\ntitle: a\ncolour: blauw\n---\nTekst\n", encoding="utf-8")
        head, _body = content.front_matter(path)
        with pytest.raises(ContentError) as caught:
            content.parse(head, Thing, path, first_line=2)
        assert (caught.value.line, caught.value.field) == (3, "colour")
        with pytest.raises(ContentError) as caught:
            content.parse("title: a: b", Thing, path, first_line=2)
        assert caught.value.line == 2

    def test_fields_from_outside_fill_the_model_and_a_mistake_in_them_is_on_the_first_line(self) -> None:
        path = Path("a.md")
        assert content.parse("weight: 1", Thing, path, title="van buiten").title == "van buiten"
        with pytest.raises(ContentError) as caught:
            content.parse("weight: 1", Thing, path, first_line=2, title="x" * 30)
        assert (caught.value.line, caught.value.field) == (2, "title")


def test_files_come_in_a_fixed_order_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".c.yaml", "d.md"):
        (tmp_path / name).touch()
    assert [path.name for path in content.files(tmp_path, "*.yaml")] == ["a.yaml", "b.yaml"]
