"""Yes and no are understood in Dutch and in English, wherever the command line asks."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coach import cli
from coach.cli.asking import answered, be_sure


@pytest.mark.parametrize("text", ["j", "ja", "J", " Ja ", "y", "yes"])
def test_yes(text: str) -> None:
    assert answered(text) is True


@pytest.mark.parametrize("text", ["n", "nee", "NEE", "no", "", "  "])
def test_no(text: str) -> None:
    assert answered(text) is False


@pytest.mark.parametrize("text", ["jan", "misschien", "1", "yn", "nej"])
def test_anything_else_is_asked_again(text: str) -> None:
    assert answered(text) is None
    assert _asked(f"{text}\nja\n") == (0, True)


@pytest.mark.parametrize("given", ["n\n", "\n", ""])
def test_without_a_yes_nothing_is_done(given: str) -> None:
    assert _asked(given) == (1, False)


def test_nothing_on_the_command_line_asks_in_another_way() -> None:
    for path in Path(cli.__file__).parent.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        names = [ast.unparse(call.func) for call in calls]
        assert "click.confirm" not in names, path.name
        assert not any(word.arg == "confirmation_prompt" for call in calls for word in call.keywords), path.name


def _asked(given: str) -> tuple[int, bool]:
    @click.command()
    def command() -> None:
        be_sure("Zeker?")
        click.echo("gedaan")

    done = CliRunner().invoke(command, input=given)
    return done.exit_code, "gedaan" in done.output
