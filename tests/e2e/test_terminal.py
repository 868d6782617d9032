"""The program from start to end, as a user with a keyboard goes through it."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.store import open_store

NARROW = (80, 24)
WIDE = (120, 40)
LINES = ["Fijn dat je er bent.", "Hoe kijk jij er zelf naar?", "Heb je hoofdpijn?", "Wat zou in het werk helpen?"]


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_practise_look_back_save_and_leave(
    terminal: Callable[..., Any], size: tuple[int, int], own_home: Path
) -> None:
    program = terminal(size)
    _begin(program)
    for line in LINES[:3]:
        program.says(line)
    program.type("f3")
    program.shows(_("What this line does"))
    program.type("escape")
    program.until(lambda: _("What this line does") not in program.flat)
    program.says(LINES[3])
    program.type("f5")
    program.shows(_("Looking back"))
    program.type("s")
    saved = own_home / "Documents"
    folder = saved if saved.is_dir() else own_home
    program.until(lambda: len([*folder.glob("verzuimcoach-*")]) == 2)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("verzuimcoach-*")} == {0o600}
    program.shows(_("Saved in {folder}: {page} and {text}").split(" {")[0])
    program.type("ctrl+q")
    assert program.ended() == 0
    talk = _kept(own_home)[0]
    assert talk == (LINES, True)


def test_ctrl_c_does_not_end_the_talk(terminal: Callable[..., Any]) -> None:
    program = terminal()
    _begin(program)
    program.says(LINES[0])
    program.type("half een zin", "ctrl+c", "ctrl+c", " en verder")
    program.shows("half een zin en verder")
    program.type("escape")
    program.shows(_("Go on"))
    program.type("ctrl+c")
    program.shows(_("Ctrl+Q stops. Your talk is kept.").split(".")[0])
    program.type("q")
    assert program.ended() == 0


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGKILL])
def test_a_blow_in_the_middle_of_a_talk_loses_nothing_that_was_sent(
    terminal: Callable[..., Any], blow: signal.Signals, own_home: Path
) -> None:
    program = terminal()
    _begin(program)
    for line in LINES[:2]:
        program.says(line)
    program.type("niet verzonden")
    program.shows("niet verzonden")
    os.kill(program.child.pid, blow)
    program.ended()
    again = terminal()
    again.shows(_("Go on"))
    again.type("v")
    again.shows(LINES[1])
    again.says(LINES[2])
    again.type("ctrl+q")
    assert again.ended() == 0
    assert _kept(own_home) == [(LINES[:3], False)]


def test_the_terminal_is_left_as_it_was_found(terminal: Callable[..., Any]) -> None:
    program = terminal(NARROW, ["/bin/sh", "-c", 'stty -g; "$0" -c "$1"; stty -g', sys.executable, _MAIN])
    program.shows(_("Practise"))
    program.type("q")
    assert program.ended() == 0
    before, *_drawn, after = program.raw.split("\r\n")[0], *program.raw.strip().split("\r\n")
    assert before.count(":") > 10
    assert after.endswith(before)
    for mode in ("?1049", "?1000", "?1003", "?1006", "?2004"):
        turned = [program.raw.rfind(f"\x1b[{mode}{end}") for end in "hl"]
        assert turned[0] <= turned[1], f"{mode} is left on"
    assert program.raw.rfind("\x1b[?25h") > program.raw.rfind("\x1b[?25l")


def test_plain_talk_through_a_pipe(piped: Callable[..., Any], own_home: Path) -> None:
    done = piped("roleplay", "--plain", "--seed", "7", given="\n".join([*LINES, "", ""]))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert done.stdout.count("\nSamira: ") == 6
    assert _("Figures") in done.stdout
    assert _kept(own_home) == [([*LINES, ""], True)]
    again = piped("roleplay", "--plain", "--seed", "7", "--no-store", given="\n".join([*LINES, "", ""]))
    assert again.stdout == done.stdout


def test_plain_talk_stops_and_goes_on(piped: Callable[..., Any], own_home: Path) -> None:
    piped("roleplay", "--plain", given=f"{LINES[0]}\n{_('/quit')}\n")
    assert _kept(own_home) == [(LINES[:1], False)]
    again = piped("roleplay", "--plain", "--resume", given=f"{LINES[1]}\n")
    assert again.returncode == 0
    assert LINES[0] in again.stdout
    assert _kept(own_home) == [(LINES[:2], True)]


def test_a_mistake_on_the_command_line_is_one_message_and_code_two(piped: Callable[..., Any]) -> None:
    done = piped("roleplay", "--plain", "--situation", "bestaat-niet")
    assert done.returncode == 2
    assert "bestaat-niet" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


_MAIN = "from coach.cli import main; main()"


def _begin(program: Any) -> None:
    """From home into a talk."""
    program.shows(_("Practise"))
    program.type("1")
    program.shows(_("What do you want to practise?"))
    program.type("enter")
    program.shows(_("{situation} · whom do you want to talk to?").split(" · ")[1])
    program.type("enter")
    program.shows(_("What you know"))
    program.type("enter")
    program.shows(_("What do you say?"))


def _kept(home: Path) -> list[tuple[list[str], bool]]:
    """What the manager said in each talk on disk, and whether it is finished."""
    with open_store(home / "data" / "conversations.sqlite3") as store:
        talks = [store.load(summary.id) for summary in store.list()]
    return [([turn.text for turn in talk.by(Speaker.MANAGER)], talk.finished) for talk in talks if talk]
