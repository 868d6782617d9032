"""Two people at one keyboard in a real terminal: killed in the middle, gone on with, and their reports fetched."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.messages import gettext as _

# What a browser needs is not installed here.
PROGRAM = [
    sys.executable, "-c",
    "import sys; sys.modules.update(aiohttp=None, textual_serve=None); from coach.cli import main; main()",
]  # fmt: skip
FIRST, SECOND = "Dus. Ik mag op gesprek komen.", "Hoe kijk jij daar zelf naar?"
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_PERSONAL = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")


def test_nothing_is_lost_when_it_is_killed(terminal: Callable[..., Any], own_home: Path) -> None:
    program = terminal((80, 24), [*PROGRAM, "workshop", "pair"])
    program.shows(_("Together at one keyboard"))
    _begins(program)
    _says(program, FIRST)
    program.type("\x11")
    program.shows("--resume")
    code = _CODE.findall(program.flat)[0]
    program.type("n")
    program.shows(_("I am here"))
    _says(program, SECOND)
    program.child.kill(signal.SIGKILL)
    assert program.ended() == -signal.SIGKILL

    again = terminal((80, 24), [*PROGRAM, "workshop", "pair", "--resume", code.lower()])
    again.shows(SECOND)
    again.type("enter")
    again.until(lambda: FIRST in again.flat and SECOND in again.flat, "the talk so far")
    _ends(again)
    again.shows(_("Talk about it"))
    again.type("\x11")
    again.shows(_("Do you want to stop?"))
    again.type("j")
    assert again.ended() == 0
    assert again.raw.rfind("\x1b[?1049l") > again.raw.rfind("\x1b[?1049h")
    assert f"--resume {code}" in again.raw
    database = own_home / "data" / "workshops.sqlite3"
    assert database.stat().st_mode & 0o077 == 0


def test_the_code_of_the_last_page_gives_the_report(terminal: Callable[..., Any], piped: Any) -> None:
    program = terminal((120, 40), [*PROGRAM, "workshop", "pair", "kennismaking", "--round", "3"])
    program.shows(_("Together at one keyboard"))
    _begins(program, "Koolmees")
    _says(program, FIRST)
    _says(program, SECOND)
    _ends(program)
    program.until(lambda: len(_PERSONAL.findall(program.flat)) == 2, "two personal codes")
    personal = _PERSONAL.findall(program.flat)[0]
    code = _CODE.findall(_PERSONAL.sub("", program.flat))[0]
    done = piped("workshop", "mine", code, given=f"{personal}\n")
    assert done.returncode == 0, done.stderr
    assert "Koolmees" in done.stdout


@pytest.mark.parametrize("words", [("--round", "1"), ("--resume", "AAAA-AAAA"), ("kennismaking", "--resume", "X")])
def test_what_cannot_be_is_one_calm_message(terminal: Callable[..., Any], words: tuple[str, ...]) -> None:
    program = terminal((100, 30), [*PROGRAM, "workshop", "pair", *words])
    assert program.ended() == 2
    assert "Traceback" not in program.raw


def test_without_a_terminal_it_says_so(piped: Any) -> None:
    done = piped("workshop", "pair")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_without_the_part_that_keeps_it_says_how_to_get_it_and_goes_without(terminal: Callable[..., Any]) -> None:
    bare = [
        sys.executable, "-c",
        "import sys, importlib.util as u; f = u.find_spec; "
        "u.find_spec = lambda n, *a: None if n == 'sqlalchemy' else f(n, *a); sys.modules['sqlalchemy'] = None; "
        "from coach.cli import main; main()",
    ]  # fmt: skip
    refused = terminal((100, 30), [*bare, "workshop", "pair"])
    assert refused.ended() == 2
    assert "make workshop" in refused.raw
    played = terminal((100, 30), [*bare, "workshop", "pair", "--no-store"])
    played.shows(_("Together at one keyboard"))
    _begins(played)


def _begins(program: Any, name: str = "") -> None:
    """Give the two names, or keep those that are proposed."""
    program.type(name, "enter")
    program.shows("▸ " + _("plays {name}").format(name="Bas"))
    program.type("enter")
    program.shows(_("I am here"))


def _says(program: Any, line: str) -> None:
    """Sit down, put away what the round is about, and say a line."""
    program.type("enter")
    program.shows(_("To the round"))
    program.type("enter")
    program.until(
        lambda: program.prompt.strip().startswith(">") and _("To the round") not in program.flat, "the draft"
    )
    program.type(line)
    program.shows(line[-15:])
    program.type("enter")
    program.shows(_("I am here"))


def _ends(program: Any) -> None:
    """Round the talk off."""
    program.type("f5")
    program.shows(_("Round off the talk?"))
    program.type("j")
