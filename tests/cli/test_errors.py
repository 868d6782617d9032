"""Whatever goes wrong: exit code 2, a sentence on standard error, and no traceback. And no network, ever."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command import PROBE, coach, program

from coach import locations

WITH_STORE = [
    ["talks", "list"],
    ["talks", "delete", "x"],
    ["talks", "wipe", "--yes"],
    ["talks", "debrief", "x"],
    ["roleplay", "--plain"],
]


def assert_refused(code: int, out: str, err: str, *, name: str = "") -> None:
    assert code == 2
    assert out == ""
    assert err.strip()
    assert name in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "args",
    [
        ["--shoe"],
        ["check", "--shoe"],
        ["moon"],
        ["talks", "moon"],
        ["talks", "delete"],
        ["search", "-k"],
        ["check", "een", "twee"],
        ["roleplay", "--seed", "veel"],
        ["review"],
        ["review", "missing.txt"],
        ["roleplay", "--script", "missing.json"],
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_be_understood(args: list[str]) -> None:
    result = coach(*args)
    assert_refused(result.code, result.out, result.err)


def test_a_mistake_is_explained_in_the_language_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    dutch = coach("check", "--shoe").err
    monkeypatch.setenv("COACH_LANG", "en")
    english = coach("check", "--shoe").err
    assert "No such option" in english
    assert "No such option" not in dutch
    assert "--shoe" in dutch


@pytest.mark.parametrize("args", WITH_STORE, ids=" ".join)
def test_a_database_that_cannot_be_read(args: list[str]) -> None:
    locations.database().write_bytes(b"this is no database" * 100)
    result = coach(*args)
    assert_refused(result.code, result.out, result.err, name=locations.database().name)
    assert locations.database().read_bytes() == b"this is no database" * 100


@pytest.mark.parametrize("args", WITH_STORE, ids=" ".join)
def test_a_data_folder_that_is_a_file(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    monkeypatch.setenv("COACH_DATA", str(file / "data"))
    result = coach(*args)
    assert_refused(result.code, result.out, result.err, name="data")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user")
@pytest.mark.parametrize("args", WITH_STORE, ids=" ".join)
def test_a_data_folder_that_is_read_only(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    monkeypatch.setenv("COACH_DATA", str(folder / "data"))
    result = coach(*args)
    assert_refused(result.code, result.out, result.err, name="locked")


def test_what_needs_no_store_works_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    monkeypatch.setenv("COACH_DATA", str(file / "data"))
    assert coach("check", PROBE).code == 0
    assert coach("search", "bedrijfsarts").code == 0
    assert coach("doctor").code == 0
    assert coach("roleplay", "--plain", "--no-store", stdin="Hoi.\n/stop\n").code == 0


def test_the_details_are_shown_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    locations.database().write_bytes(b"this is no database" * 100)
    sentence = coach("talks", "list").err
    monkeypatch.setenv("COACH_DEBUG", "1")
    result = coach("talks", "list")
    assert result.code == 2
    assert "Traceback" in result.err
    assert result.err.endswith(sentence)


def test_something_unforeseen_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from coach import phrasing

    def fail(*_args: object) -> None:
        raise RuntimeError("a cog broke")

    monkeypatch.setattr(phrasing, "read", fail)
    result = coach("check", "x")
    assert_refused(result.code, result.out, result.err, name="coach doctor")
    assert "a cog broke" in result.err


def test_help_and_version_need_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATA", "/dev/null/x")
    for args in (["--help"], ["-h"], ["--version"], ["talks", "--help"], ["check", "-h"], ["roleplay", "-h"]):
        result = coach(*args)
        assert (result.code, result.err) == (0, "")
        assert result.out.strip()


def test_no_command_touches_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Leidinggevende: {PROBE}\nMedewerker: Nee.\n", encoding="utf-8")
    script = tmp_path / "script.txt"
    script.write_text("Hoi.\n", encoding="utf-8")
    for args in (
        ["check", PROBE],
        ["search", "bedrijfsarts"],
        ["roleplay", "--list"],
        ["roleplay", "--script", script],
        ["review", talk],
        ["doctor"],
        ["talks", "list"],
    ):
        assert coach(*args).code == 0
    assert coach("roleplay", "--plain", stdin=f"{PROBE}\n/waarom\n/einde\n").code == 0


# As a program of its own


def test_the_program_itself_ends_with_code_2_and_a_sentence(tmp_path: Path) -> None:
    ended = program("review", tmp_path / "missing.txt")
    assert_refused(ended.returncode, ended.stdout.decode(), ended.stderr.decode(), name="missing.txt")


@pytest.mark.parametrize(
    ("args", "given"),
    [
        (["check", "--jsonl"], json.dumps({"text": PROBE}) + "\n"),
        (["search", "--jsonl"], json.dumps({"query": "bedrijfsarts"}) + "\n"),
        (["roleplay", "--plain", "--no-store", "--seed", "1"], "/hint\n"),
    ],
    ids=["check", "search", "roleplay"],
)
def test_a_reader_that_goes_away_ends_the_program_without_a_word(args: list[str], given: str, tmp_path: Path) -> None:
    """As in `coach … | head -1`."""
    source = tmp_path / "input"
    source.write_text(given * 500, encoding="utf-8")
    command = [sys.executable, "-c", "from coach.cli import main; main()", *args]
    with (
        source.open("rb") as lines,
        subprocess.Popen(command, stdin=lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running,
    ):
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        complaint = running.stderr.read()
        running.wait(timeout=60)
    assert complaint == b""
    assert running.returncode == 0


def test_a_terminal_that_knows_few_letters_gets_question_marks() -> None:
    ended = program("check", PROBE, PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"Heb je hoofdpijn" in ended.stdout


def test_the_same_seed_gives_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(f"Hoe gaat het plannen?\n{PROBE}\nWe spreken af dat ik het regel.\n", encoding="utf-8")
    first, second = (
        program("roleplay", "--script", script, "--seed", "5", "--json", PYTHONHASHSEED=seed) for seed in ("1", "2")
    )
    assert first.returncode == 0
    assert first.stdout == second.stdout


def test_a_command_loads_no_screen_and_no_model() -> None:
    probe = (
        "import sys; sys.argv = ['coach', 'check', 'Hoi.']\n"
        "from coach.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'bm25s', 'jinja2', 'torch', 'llama_cpp', 'transformers', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"
