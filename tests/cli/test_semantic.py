"""`coach content evaluate` and `coach content semantic`: measuring, choosing a model, and leaving it again."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_model
from command import coach

from coach import guidance, locations
from coach.guidance.library import default
from coach.guidance.semantic import Choice, SemanticSearch

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the extra `semantic` is not installed (pip install -e '.[semantic]')",
)

STRANGE, MEANT = "xylofoon", "loonopschorting-en-loonstop"
"""A word that no passage holds, and the passage that the model was taught it means."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of single words, taught what the titles say and one word more."""
    passages = guidance.library().passages
    meant = next(passage for passage in passages if passage.id == MEANT)
    pairs = [(STRANGE, meant.questions[0]), *((passage.questions[0], passage.title) for passage in passages)]
    texts = [text for passage in passages for text in (passage.text, *passage.questions)]
    return small_model.static(tmp_path_factory.mktemp("model"), pairs, texts)


@pytest.fixture
def fresh_library() -> Iterator[None]:
    """The library as it is when the program starts: it looks up the choice anew."""
    default.cache_clear()
    yield
    default.cache_clear()


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra was never installed."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)


def finding() -> dict[str, object]:
    return next(row for row in coach("doctor", "--json").json if row["name"] == "semantic")


@needs_extra
def test_a_model_is_chosen_used_shown_and_left(trained: Path, fresh_library: None) -> None:
    chosen = coach("content", "semantic", "use", trained, "--force")
    assert chosen.code == 0, chosen.err
    assert str(trained) in chosen.out
    kept = Choice.load()
    assert kept is not None
    assert (kept.model, kept.adopted) == (str(trained), True)
    assert coach("content", "semantic", "status", "--json").json["choice"] == kept.model_dump()
    assert str(trained) in coach("content", "semantic", "status").out
    assert finding()["ok"] is True
    assert str(trained) in str(finding()["detail"])
    hits = coach("search", STRANGE, "--json").json
    assert MEANT in [hit["id"] for hit in hits[:3]]
    assert coach("content", "semantic", "off").code == 0
    assert Choice.load() is None
    assert list(locations.vectors().glob("*.npy")) == []


@needs_extra
def test_a_model_that_finds_no_more_is_not_adopted(trained: Path, fresh_library: None) -> None:
    shown = coach("content", "semantic", "use", trained)
    assert shown.code == 0
    assert "--force" in shown.out
    kept = Choice.load()
    assert kept is not None
    assert kept.adopted is False
    assert kept.words is not None
    assert kept.fused is not None
    assert guidance.library().semantic is None


@needs_extra
def test_evaluating_prints_figures_of_every_way_and_no_questions(trained: Path) -> None:
    shown = coach("content", "evaluate", "--model", trained)
    heads = [line for line in shown.out.splitlines() if "(n=" in line]
    rows = [line for line in shown.out.splitlines() if line.startswith("  ") and line[-5:-4].isdigit()]
    assert len(heads) == 4
    assert len(rows) == 4 * len(heads)
    assert shown.out.count("nDCG@10") == 2
    assert "?" not in shown.out
    assert Choice.load() is None


def test_evaluating_without_a_model_measures_words(no_extra: None) -> None:
    shown = coach("content", "evaluate")
    assert shown.code == 0
    assert "verzuimcoach[semantic]" in shown.out
    assert list(coach("content", "evaluate", "--json").json["ways"]) == ["bm25", "words"]


@pytest.mark.parametrize(
    "arguments",
    [("evaluate", "--model", "org/name"), ("semantic", "use", "org/name"), ("semantic", "use", "o/n", "--download")],
)
def test_without_the_extra_a_model_ends_in_how_to_get_it(no_extra: None, arguments: tuple[str, ...]) -> None:
    shown = coach("content", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert "verzuimcoach[semantic]" in shown.err
    assert "Traceback" not in shown.err
    assert Choice.load() is None


def test_without_the_extra_doctor_and_status_say_how_to_get_it(no_extra: None) -> None:
    assert finding()["ok"] is None
    assert "verzuimcoach[semantic]" in str(finding()["advice"])
    assert "verzuimcoach[semantic]" in coach("content", "semantic", "status").out


def test_search_goes_on_with_words_when_the_extra_is_gone(no_extra: None, fresh_library: None) -> None:
    words = coach("search", "loonstop", "--json").json
    default.cache_clear()
    Choice(model="org/name", adopted=True).save()
    shown = coach("search", "loonstop", "--json")
    assert (shown.code, shown.json) == (0, words)
    assert "verzuimcoach[semantic]" in shown.err
    assert finding()["ok"] is False


@needs_extra
def test_a_chosen_model_that_is_gone_is_told_and_words_go_on(tmp_path: Path, fresh_library: None) -> None:
    gone = tmp_path / "gone"
    Choice(model=str(gone), adopted=True).save()
    shown = coach("search", "loonstop", "--json")
    assert shown.code == 0
    assert shown.json
    assert str(gone) in shown.err
    assert finding()["ok"] is False
    assert str(gone) in str(finding()["advice"])
    assert coach("content", "evaluate", "--json").json["model"] is None


@needs_extra
@pytest.mark.parametrize("model", ["./bestaat-niet", "a b"])
def test_a_folder_that_is_not_there_is_told(model: str) -> None:
    shown = coach("content", "semantic", "use", model)
    assert (shown.code, shown.out) == (2, "")
    assert model in shown.err


def test_turning_off_what_was_never_on_is_no_error() -> None:
    assert coach("content", "semantic", "off").code == 0


def test_where_the_questions_are_not_installed_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    default()
    monkeypatch.setattr(locations, "knowledge", lambda: tmp_path)
    shown = coach("content", "evaluate")
    assert (shown.code, shown.out) == (2, "")
    assert len(shown.err) > 20


def test_a_model_that_cannot_be_measured_is_not_adopted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_home: Path
) -> None:
    default()
    monkeypatch.setattr(locations, "knowledge", lambda: tmp_path)
    monkeypatch.setattr(SemanticSearch, "load", lambda self, progress: None)
    assert coach("content", "semantic", "use", own_home).code == 0
    kept = Choice.load()
    assert kept is not None
    assert (kept.adopted, kept.words) == (False, None)
