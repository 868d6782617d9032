"""A damaged, mistaken or harmful file ends in a clear message, in time, and never in more than that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import hostile
import papers
import pytest

from coach.guidance.documents import limits, reading
from coach.guidance.documents.problem import DocumentError, Problem

KINDS = [problem for problem in Problem if problem not in (Problem.PARSERS, Problem.TOO_SLOW, Problem.TOO_MUCH)]


def read(path: Path) -> tuple[Problem | None, str]:
    """What is wrong with a file and what a user is told, or None and its text."""
    try:
        return None, " ".join(block.text for block in reading.read(path))
    except DocumentError as error:
        return error.problem, str(error)


def test_there_are_at_least_thirty_of_them_of_every_kind() -> None:
    assert len(hostile.FILES) >= 30
    expected = {answer for _make, answers in hostile.FILES.values() for answer in answers}
    assert expected.issuperset(KINDS)


@pytest.mark.parametrize("name", hostile.FILES)
def test_a_hostile_file_ends_in_a_clear_message(name: str, tmp_path: Path) -> None:
    make, answers = hostile.FILES[name]
    path = make(tmp_path)
    before = path.read_bytes()
    problem, told = read(path)
    assert problem in answers
    assert problem is None or path.name in told
    assert "GEHEIM" not in told
    assert path.read_bytes() == before


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0)
    assert read(papers.handbook(tmp_path / "h.pdf", 3))[0] is Problem.TOO_SLOW


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a bound on memory by itself")
def test_a_reader_cannot_use_more_memory_than_it_may() -> None:
    code = "from coach.guidance.documents import limits; limits.confine(); bytearray(limits.MEMORY)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    assert limits.MEMORY < 500 * limits.MEGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")
def test_a_reader_cannot_write_a_file(tmp_path: Path) -> None:
    code = (
        "import sys; from coach.guidance.documents import limits; limits.confine(); open(sys.argv[1],'w').write('x')"
    )
    target = tmp_path / "geschreven"
    subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, check=False)
    assert target.read_bytes() == b""


@pytest.mark.parametrize(
    "act",
    ["import socket; socket.create_connection(('127.0.0.1', 9))", "import subprocess; subprocess.run(['true'])"],
)
def test_a_parser_reaches_neither_network_nor_other_programs(act: str) -> None:
    code = f"import sys; from coach.guidance.documents import worker; sys.addaudithook(worker._guard)\n{act}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "PermissionError" in done.stderr


def test_a_module_in_the_users_folder_is_not_taken_for_a_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docx.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read(papers.word(tmp_path / "a.docx", [("Normal", papers.PROSE)]))[0] is None


def test_what_is_no_file_is_named_as_such(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nergens.pdf"):
        problem, told = read(path)
        assert problem is None
        assert str(path) in told


def test_text_that_would_steer_a_screen_does_not_come_through(tmp_path: Path) -> None:
    path = tmp_path / "stuur.txt"
    path.write_text(f"\x1b[2J\x1b]0;titel\x07 \u202egespiegeld {papers.PROSE}", encoding="utf-8")
    _problem, text = read(path)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "gespiegeld" in text


def test_a_missing_parser_is_told_with_the_way_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "docx.py").write_text("raise ModuleNotFoundError('docx')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(hidden))
    problem, told = read(papers.word(tmp_path / "a.docx", [("Normal", papers.PROSE)]))
    assert problem is Problem.PARSERS
    assert "verzuimcoach[documents]" in told
