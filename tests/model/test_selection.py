"""Choosing a model by name, path or URL; what is kept of it; and what stands on the shelf."""

from __future__ import annotations

import stat
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hub import ADDRESS, gguf, write
from hypothesis import given
from hypothesis import strategies as st

from coach import locations
from coach.model import choice, selection, shelf, source
from coach.model.choice import Choice, ChoiceError
from coach.model.inspection import ModelFileError, inspect
from coach.model.source import UnknownModel

TALIG = source.named(ADDRESS)


def kept() -> Choice | None:
    return Choice.load()


def test_without_a_choice_there_is_nothing_to_say() -> None:
    assert kept() is None
    assert selection.standing() == selection.Standing(None)
    assert choice.forget() is False


def test_a_file_anywhere_can_be_chosen_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "elders" / "eigen.gguf")
    selection.chosen(str(path)).save()
    assert kept() == Choice(name="eigen", file=path)
    monkeypatch.chdir(path.parent)
    assert selection.chosen("eigen.gguf").file == path
    assert selection.chosen("./eigen.gguf").file == path


def test_a_model_that_was_fetched_is_chosen_by_its_name() -> None:
    gemma = source.named("gemma-3-4b")
    with pytest.raises(ChoiceError, match="coach model download gemma-3-4b"):
        selection.chosen("gemma-3-4b")
    write(gemma.path)
    assert selection.chosen(" Gemma-3-4B ") == Choice(name="gemma-3-4b", file=gemma.path)


def test_a_server_is_chosen_by_its_url() -> None:
    selection.chosen("https://modellen.example/v1/", model="groot").save()
    assert kept() == Choice(name="modellen.example", url="https://modellen.example/v1", model="groot")
    assert selection.standing().problem == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://", "https:///v1", "https://jan:geheim@modellen.example/v1", "https://modellen.example/v1?key=geheim",
        "http://[::1", "http://host:poort/v1",
    ],
)  # fmt: skip
def test_a_url_that_is_none_or_holds_a_key_is_refused(url: str) -> None:
    with pytest.raises(ChoiceError):
        selection.chosen(url)
    assert kept() is None


@pytest.mark.parametrize(
    "text", ["", "nergens", "./nergens.gguf", "/nergens.gguf", "~/nergens.gguf", "a/b", "a/../b/c.gguf"]
)
def test_what_is_not_there_is_told(text: str) -> None:
    with pytest.raises(ChoiceError):
        selection.chosen(text)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_choice_can_be_read_by_its_owner_only() -> None:
    choice.of_url("http://localhost:8080/v1").save()
    assert stat.S_IMODE(locations.model_choice().stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["", "{", '{"name": "x"}', '{"name": "x", "file": "a.gguf"}', '{"name": "x", "url": "u", "file": "/a"}']
)
def test_a_choice_that_cannot_be_read_is_told_and_can_be_made_again(text: str) -> None:
    locations.private_folder(locations.data())
    locations.model_choice().write_text(text, encoding="utf-8")
    assert selection.standing().problem
    choice.of_url("http://localhost:8080/v1").save()
    assert selection.standing().problem == ""


def test_a_chosen_file_that_is_gone_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "eigen.gguf")
    selection.chosen(str(path)).save()
    path.unlink()
    standing = selection.standing()
    assert standing.choice is not None
    assert str(path) in standing.problem


def test_removing_the_model_in_use_takes_the_choice_away_with_it() -> None:
    write(TALIG.path)
    selection.of_source(TALIG).save()
    assert selection.remove(TALIG) == (len(gguf()), True)
    assert kept() is None
    assert list(locations.models().iterdir()) == []


def test_removing_another_model_leaves_the_choice(tmp_path: Path) -> None:
    selection.chosen(str(write(tmp_path / "eigen.gguf"))).save()
    write(TALIG.path)
    assert selection.remove(TALIG)[1] is False
    assert kept() is not None
    assert selection.remove(TALIG) == (0, False)


def test_the_shelf_knows_models_of_the_catalogue_and_others() -> None:
    write(source.named("gemma-3-1b").path)
    write(TALIG.path)
    write(shelf.part_path(source.named("qwen-3-4b"), "ab" * 32), b"half")
    assert [(one.name, one.part) for one in shelf.kept()] == [
        (("gemma-3-1b"), False),
        (ADDRESS, False),
        ("qwen-3-4b", True),
    ]


def test_damaged_notes_beside_a_model_do_not_hide_it() -> None:
    write(TALIG.path)
    TALIG.path.with_name(TALIG.path.name + ".json").write_text("{", encoding="utf-8")
    (one,) = shelf.kept()
    assert one.origin is None


def test_a_source_may_name_a_folder_and_a_revision() -> None:
    found = source.named("eigenaar/verzameling-GGUF/Q4/model.Q4_K_M.gguf@v1.0")
    assert (found.repository, found.file, found.revision) == (
        "eigenaar/verzameling-GGUF", "Q4/model.Q4_K_M.gguf", "v1.0",
    )  # fmt: skip


@given(st.text(alphabet="ab./\\:@-_~", max_size=30))
def test_no_name_leads_out_of_the_folder_of_models(text: str) -> None:
    for name in (text, f"{text}.gguf", f"a/b/{text}.gguf"):
        try:
            path = source.named(name).path
        except UnknownModel:
            continue
        assert locations.models().resolve() in path.resolve().parents


def test_a_model_is_known_by_its_head(tmp_path: Path) -> None:
    found = inspect(write(tmp_path / "a.gguf"))
    assert (found.head.architecture, found.head.name, found.head.context) == ("llama", "Talig", 2048)
    assert found.has_template
    assert not inspect(write(tmp_path / "b.gguf", gguf(template=False))).has_template


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gguf", b""),
        ("a.gguf", b"GGUF"),
        ("a.gguf", b"GGML" + gguf()[4:]),
        ("a.gguf", b"GGUF\x01" + gguf()[5:]),
        ("a.gguf", gguf()[:60]),
        ("a.gguf", b"<html>not found</html>" * 50),
        ("a.gguf", gguf(tensors=0)),
        ("a.gguf", gguf(architecture="clip")),
        ("a.gguf", gguf(architecture="")),
        ("a-00001-of-00003.gguf", gguf()),
    ],
)
def test_what_cannot_talk_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(ModelFileError) as caught:
        inspect(write(tmp_path / name, content))
    assert name in str(caught.value)


@given(st.data())
def test_no_damage_to_a_head_is_more_than_an_error_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(gguf(2000))
    for _change in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, 300))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.gguf"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with suppress(ModelFileError):
        inspect(path)
