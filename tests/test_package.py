"""What a wheel holds: the program finds everything it reads when it is installed, not only in a checkout."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DEVELOPMENT = {"utterances"}
"""Folders of knowledge that only training and measuring need."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def shipped(folder: str) -> set[str]:
    """What the program may read of a folder of the checkout, by its name in the wheel."""
    return {
        f"coach/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix != ".jsonl"
        and DEVELOPMENT.isdisjoint(path.parts)
        and not path.name.startswith(".")
    }


@pytest.mark.parametrize("folder", ["knowledge", "prompts"])
def test_all_content_is_in_the_wheel(wheel: set[str], folder: str) -> None:
    assert shipped(folder) - wheel == set()


def test_stylesheets_templates_and_messages_are_in_the_wheel(wheel: set[str]) -> None:
    beside_code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "coach").rglob("*")
        if path.suffix in (".tcss", ".j2", ".mo") and "__pycache__" not in path.parts
    }
    assert beside_code
    assert beside_code - wheel == set()


def test_labelled_lines_are_not_in_the_wheel(wheel: set[str]) -> None:
    assert not [name for name in wheel if name.endswith(".jsonl")]


def test_the_base_install_asks_for_no_compiler_and_no_model_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = " ".join(project["dependencies"]).lower()
    for heavy in ("torch", "transformers", "llama", "scikit-learn"):
        assert heavy not in names
