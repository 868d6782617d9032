"""Models for tests, and engines that are closed when a test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny_model

from coach.model.llama import LlamaEngine


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest) -> Path:
    """The folder in which models are kept from one test run to the next."""
    return Path(request.config.cache.mkdir("models"))


@pytest.fixture(scope="session")
def random_model(models: Path) -> Path:
    """A model with random weights."""
    tiny_model.needed()
    return tiny_model.random_weights(models)


@pytest.fixture(scope="session")
def trained_model(models: Path) -> Path:
    """A model that writes Dutch words."""
    tiny_model.needed()
    return tiny_model.trained(models)


@pytest.fixture
def engine_of() -> Iterator[Callable[..., LlamaEngine]]:
    """Makes engines in this computer."""
    made: list[LlamaEngine] = []

    def make(model: Path, **options: Any) -> LlamaEngine:
        # One thread: two that wait for one another are slow where other tests run beside them.
        made.append(LlamaEngine(model, **({"threads": 1} | options)))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(random_model: Path, engine_of: Callable[..., LlamaEngine]) -> LlamaEngine:
    """An engine with random weights, not started."""
    return engine_of(random_model)
