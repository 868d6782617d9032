"""The soak itself: it finds nothing lost here, and it does find loss where there is some."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

# Reports a turn that it never saved.
LIAR = """
import time
from coach import locations
from coach.store import open_store

open_store(locations.database()).close()
while True:
    print("saved", "abc", 0, "0" * 32, flush=True)
    time.sleep(0.01)
"""


def soak(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.soak_kill", "--seed", "11", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_no_turn_that_was_reported_is_lost_when_the_program_is_killed():
    done = soak("--times", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    figures = dict(part.split("=") for part in done.stdout.split())
    assert (figures["times"], figures["lost"], figures["corrupt"], figures["failed"]) == ("3", "0", "0", "0")
    assert int(figures["acknowledged"]) > 0


def test_a_program_that_loses_turns_is_caught(tmp_path):
    script = tmp_path / "liar.py"
    script.write_text(LIAR, encoding="utf-8")
    done = soak("--times", "3", "--command", f"{sys.executable} {script}")
    assert done.returncode == 1
    assert "lost=1" in done.stdout


def test_a_program_that_stops_by_itself_is_caught(tmp_path):
    script = tmp_path / "stops.py"
    script.write_text("", encoding="utf-8")
    done = soak("--times", "1", "--command", f"{sys.executable} {script}")
    assert done.returncode == 1
    assert "failed=1" in done.stdout
