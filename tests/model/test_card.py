"""Layers on a graphics card where llama.cpp was built for one, and what happens when the card is too small."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny_model

from coach.model import machine, native
from coach.model.native import Model, Tally, Wish
from coach.model.problem import ModelProblem, Problem

tiny_model.needed()


class Built:
    """llama.cpp as if it was built for a card; `room` says what is refused with so many layers on it."""

    def __init__(self, weights: bool = True, context: bool = True) -> None:
        self._real = importlib.import_module("llama_cpp")
        self._weights, self._text = weights, context
        self._layers = 0
        self.asked: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def llama_supports_gpu_offload(self) -> bool:
        return True

    def llama_model_load_from_file(self, path: bytes, params: Any) -> Any:
        self._layers = params.n_gpu_layers
        self.asked.append(self._layers)
        if self._layers and not self._weights:
            return None
        params.n_gpu_layers = 0  # there is no card here
        return self._real.llama_model_load_from_file(path, params)

    def llama_init_from_model(self, model: Any, params: Any) -> Any:
        return None if self._layers and not self._text else self._real.llama_init_from_model(model, params)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Built]:
    def make(**room: bool) -> Built:
        lib = Built(**room)
        monkeypatch.setattr(native, "_library", lambda: lib)
        return lib

    return make


def _answers(model: Model) -> bool:
    asked = {"messages": [["user", "Hoe gaat het?"]], "max_tokens": 4, "temperature": 0.0, "seed": 1}
    return bool(list(model.generate(asked, Tally(), lambda *_done: None)))


def _loaded(path: Path, **wish: Any) -> Model:
    return Model(Wish(path, **wish), lambda _done: None)


def test_all_layers_go_to_the_card_when_there_is_one(random_model: Path, built: Callable[..., Built]) -> None:
    lib = built()
    assert _answers(_loaded(random_model))
    assert lib.asked == [native._ALL_LAYERS]


@pytest.mark.parametrize("layers", [0, 2])
def test_who_wants_another_number_gets_it(random_model: Path, built: Callable[..., Built], layers: int) -> None:
    lib = built()
    assert _answers(_loaded(random_model, gpu_layers=layers))
    assert lib.asked == [layers]


@pytest.mark.parametrize("room", [{"weights": False}, {"context": False}])
def test_what_does_not_fit_on_the_card_is_done_without_it(
    random_model: Path, built: Callable[..., Built], room: dict[str, bool]
) -> None:
    lib = built(**room)
    assert _answers(_loaded(random_model))
    assert lib.asked == [native._ALL_LAYERS, 0]


def test_without_the_card_the_memory_of_the_computer_counts(
    random_model: Path, built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "available_memory", lambda: 1_000_000)
    lib = built(weights=False)
    monkeypatch.setattr(native.sys, "platform", "linux")
    with pytest.raises(ModelProblem) as found:
        _loaded(random_model)
    assert found.value.problem is Problem.MEMORY
    assert lib.asked == [native._ALL_LAYERS]


def test_a_build_without_a_card_asks_for_no_layers(random_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lib = Built()
    monkeypatch.setattr(lib, "llama_supports_gpu_offload", lambda: False, raising=False)
    monkeypatch.setattr(native, "_library", lambda: lib)
    assert _answers(_loaded(random_model))
    assert lib.asked == [0]


def test_less_text_is_held_when_memory_is_short(random_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = native._head(random_model)
    enough = random_model.stat().st_size + native._WORKING_MEMORY + 3000 * head.memory_per_token()
    monkeypatch.setattr(machine, "available_memory", lambda: enough)
    assert _loaded(random_model, gpu_layers=0).context_size == 2048
