"""The catalogue of language models: what it holds, what it recommends, and that its mistakes are seen."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coach import locations
from coach.content import ContentError
from coach.model import catalogue
from coach.model.catalogue import Catalogue, Fit, Level, Use

GB = 1_000_000_000


def raw() -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(locations.model_catalogue().read_text(encoding="utf-8"))
    return found


def changed(tmp_path: Path, **fields: object) -> Catalogue:
    """The catalogue with fields of its first model replaced; None takes a field away."""
    data = raw()
    models: list[dict[str, object]] = data["models"]  # type: ignore[assignment]
    models[0] = {name: value for name, value in {**models[0], **fields}.items() if value is not None}
    path = tmp_path / "models.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return catalogue.read(path)


def test_it_offers_enough_models_from_one_to_nine_billion_parameters() -> None:
    models = catalogue.default().models
    assert len(models) >= catalogue.ENOUGH
    assert min(entry.parameters for entry in models) <= 1.5
    assert max(entry.parameters for entry in models) >= 8
    assert len([entry for entry in models if "nl" in entry.languages]) >= catalogue.ENOUGH
    assert len([entry for entry in models if entry.licence.use is Use.FREE]) >= catalogue.ENOUGH
    assert list(catalogue.problems(catalogue.default())) == []


def test_nothing_claims_to_be_measured_that_was_not() -> None:
    for entry in catalogue.default().models:
        assert entry.sha256 is None
        assert entry.least_sure is not Level.MEASURED


@pytest.mark.parametrize(
    ("memory", "expected"),
    [(2, None), (4, "gemma-3-1b"), (8, "ministral-3-3b"), (16, "gemma-3-4b"), (32, "ministral-3-8b")],
)
def test_the_recommendation_grows_with_the_memory(memory: int, expected: str | None) -> None:
    found = catalogue.default().recommended(memory * GB)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize("memory", [4, 8, 12, 16, 24, 32, 64])
def test_what_is_recommended_fits_and_may_be_used_at_work(memory: int) -> None:
    found = catalogue.default().recommended(memory * GB)
    assert found is not None
    assert found.fit(memory * GB) is not Fit.NOT
    assert found.licence.use is not Use.NON_COMMERCIAL


def test_fit_leaves_memory_for_the_rest_of_the_computer() -> None:
    entry = catalogue.default().entry("gemma-3-4b")
    assert entry is not None
    assert [entry.fit(entry.memory + room) for room in (0, GB, 3 * GB)] == [Fit.NOT, Fit.TIGHT, Fit.WELL]


def test_every_model_is_described_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for entry in catalogue.default().models:
        dutch = entry.summary
        monkeypatch.setenv("COACH_LANG", "en")
        assert entry.summary != dutch
        monkeypatch.delenv("COACH_LANG")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"file": "model.bin"}, "file"),
        ({"file": "../model.gguf"}, "file"),
        ({"repository": "zonder-eigenaar"}, "repository"),
        ({"name": "Met Spatie"}, "name"),
        ({"sha256": "abc"}, "sha256"),
        ({"licence": {"id": "x", "use": "maybe"}}, "licence.use"),
        ({"size": None}, "size"),
        ({"colour": "blue"}, "colour"),
    ],
    ids=str,
)
def test_a_mistake_names_the_field(tmp_path: Path, fields: dict[str, object], field: str) -> None:
    with pytest.raises(ContentError) as caught:
        changed(tmp_path, **fields)
    assert caught.value.field.endswith(field)


@pytest.mark.parametrize(
    "fields",
    [
        {"memory": 1000},
        {"sure": {}},
        {"about": {"en": "x"}},
        {"licence": {"id": "x", "use": "conditions"}},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, fields: dict[str, object]) -> None:
    with pytest.raises(ContentError):
        changed(tmp_path, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "gemma-3-4b"},
        {"from": 2 * GB},
        {"licence": {"id": "x", "use": "non-commercial", "url": "https://x.example"}},
        {"languages": ["en"]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_can_be_read_but_is_not_sound_is_told(tmp_path: Path, fields: dict[str, object]) -> None:
    assert list(catalogue.problems(changed(tmp_path, **fields)))
