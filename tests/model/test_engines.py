"""From a choice to an engine, without asking or loading anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub import write

from coach.model import choice, engines, selection
from coach.model.choice import ChoiceError
from coach.model.contract import Status
from coach.model.llama import LlamaEngine
from coach.model.server import ServerEngine


def test_without_a_choice_there_is_no_engine() -> None:
    assert engines.chosen_engine() is None


def test_a_server_by_its_url() -> None:
    choice.of_url("https://modellen.example.nl/v1", "groot").save()
    engine = engines.chosen_engine()
    assert isinstance(engine, ServerEngine)
    assert engine.status() == (Status.OFF, "")
    assert (engine.limits().name, engine.limits().where) == ("groot", "https://modellen.example.nl/v1")
    engine.close()


def test_a_model_in_this_computer_by_its_file(tmp_path: Path) -> None:
    selection.chosen(str(write(tmp_path / "eigen.gguf"))).save()
    engine = engines.chosen_engine()
    assert isinstance(engine, LlamaEngine)
    assert engine.status() == (Status.OFF, "")


def test_a_choice_that_cannot_be_read_is_told(own_home: Path) -> None:
    (own_home / "model.json").write_text("{", encoding="utf-8")
    with pytest.raises(ChoiceError):
        engines.chosen_engine()
