"""`coach model`: what there is, fetching one, using it, doing without, and deleting it."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import coach
from hub import ADDRESS, Hub, running, write

from coach import locations
from coach.model import download, room, source
from coach.model.choice import Choice

needs_library = pytest.mark.skipif(
    importlib.util.find_spec("huggingface_hub") is None,
    reason="huggingface_hub is not installed (pip install huggingface_hub)",
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    monkeypatch.setattr(room, "memory", lambda: 16_000_000_000)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "_SPARE", 0)
    with running() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        yield found


def finding(name: str) -> dict[str, object]:
    return next(row for row in coach("doctor", "--json").json if row["name"] == name)


def test_the_list_names_what_fits_and_what_is_recommended() -> None:
    shown = coach("model", "list")
    assert (shown.code, shown.err) == (0, "")
    assert "Recommended: gemma-3-4b" in shown.out
    assert "works without" in shown.out
    data = coach("model", "list", "--json").json
    assert [row["name"] for row in data["models"] if row["recommended"]] == ["gemma-3-4b"]
    assert {row["fit"] for row in data["models"]} == {"well"}
    assert len(data["models"]) >= 5


def test_on_a_small_computer_the_list_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "memory", lambda: 2_000_000_000)
    assert "too little" in coach("model", "list").out
    monkeypatch.setattr(room, "memory", lambda: None)
    assert "not known" in coach("model", "list").out


def test_of_one_model_every_fact_is_told_with_how_sure_it_is() -> None:
    shown = coach("model", "list", "gemma-3-4b").out
    assert "ggml-org/gemma-3-4b-it-GGUF" in shown
    assert "estimated: 34 layers" in shown
    assert coach("model", "list", "nergens").code == 2


@needs_library
def test_from_the_list_to_use_and_back(hub: Hub) -> None:
    fetched = coach("model", "download", ADDRESS)
    assert fetched.code == 0, fetched.err
    assert hub.url.removeprefix("http://") in fetched.out
    assert f"coach model use {ADDRESS}" in fetched.out
    assert Choice.load() is None
    assert coach("model", "use", ADDRESS).code == 0
    kept = Choice.load()
    assert kept is not None
    assert kept.file == source.named(ADDRESS).path
    assert ADDRESS in coach("model", "status").out
    assert ADDRESS in coach("model", "list").out
    status = coach("model", "status", "--json").json
    assert status["choice"]["name"] == ADDRESS
    assert [row["whole"] for row in status["models"]] == [True]
    removed = coach("model", "remove", ADDRESS)
    assert removed.code == 0
    assert "No language model" in removed.out
    assert Choice.load() is None
    assert coach("model", "remove", ADDRESS).code == 2


@needs_library
def test_fetching_can_choose_at_once(hub: Hub) -> None:
    assert coach("model", "download", ADDRESS, "--use").code == 0
    assert Choice.load() is not None
    assert coach("model", "off").code == 0
    assert Choice.load() is None
    assert source.named(ADDRESS).path.is_file()


@needs_library
def test_progress_comes_as_lines_for_programs(hub: Hub) -> None:
    rows = coach("model", "download", ADDRESS, "--json").rows
    assert rows[0]["event"] == "connecting"
    assert {row["total"] for row in rows if row["event"] == "fetching"} == {len(hub.content)}
    assert (rows[-1]["event"], rows[-1]["checksum"]) == ("done", hub.etag)


@needs_library
def test_what_goes_wrong_is_one_sentence_or_one_line(hub: Hub) -> None:
    hub.missing = True
    shown = coach("model", "download", ADDRESS)
    assert shown.code == 2
    assert "Traceback" not in shown.err
    assert hub.url in shown.err
    answered = coach("model", "download", ADDRESS, "--json")
    assert answered.code == 2
    assert answered.rows[-1]["problem"] == "not_found"


@needs_library
def test_ctrl_c_stops_and_keeps_what_came_in(hub: Hub, own_home: Path) -> None:
    hub.stall = 100_000
    code = "from coach.model import download; download._SPARE = 0; from coach.cli import main; main()"
    started = subprocess.Popen(
        [sys.executable, "-c", code, "model", "download", ADDRESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert hub.stalled.wait(60)
    while not [part for part in locations.models().rglob("*.part") if part.stat().st_size]:
        assert started.poll() is None
    os.kill(started.pid, signal.SIGINT)
    _out, told = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in told
    hub.stall = 0
    hub.release.set()
    assert coach("model", "download", ADDRESS).code == 0
    assert hub.starts[-1] > 0


@pytest.mark.parametrize("name", ["nergens", "a/b", "https://modellen.example/x.gguf", "../../etc/x.gguf"])
def test_a_name_that_nobody_knows_asks_nothing_of_the_network(name: str) -> None:
    shown = coach("model", "download", name)
    assert shown.code == 2
    assert "coach model list" in shown.err


def test_a_file_by_path_and_a_server_by_url(tmp_path: Path) -> None:
    own = write(tmp_path / "eigen.gguf")
    assert coach("model", "use", own).code == 0
    assert str(own) in coach("model", "status").out
    assert coach("model", "remove", "eigen").code == 2
    assert own.exists()
    served = coach("model", "use", "http://localhost:8080/v1", "--model", "groot")
    assert served.code == 0
    assert "goes to http://localhost:8080/v1" in served.out
    assert "localhost:8080" in str(finding("network")["detail"])
    assert finding("language model")["ok"] is True


def test_what_cannot_be_used_is_not_chosen(tmp_path: Path) -> None:
    shown = coach("model", "use", write(tmp_path / "a.gguf", b"no model"))
    assert shown.code == 2
    assert "a.gguf" in shown.err
    assert Choice.load() is None


def test_without_a_model_everything_says_that_it_is_fine() -> None:
    assert "works without" in coach("model", "status").out
    assert coach("model", "off").code == 0
    assert finding("language model")["ok"] is None
    assert "nothing leaves" in str(finding("network")["detail"])


def test_a_name_that_would_steer_the_terminal_is_shown_without_harm(tmp_path: Path) -> None:
    assert "\x1b" not in coach("model", "use", "\x1b[2J").err
    coach("model", "use", write(tmp_path / "a\x1b[2Jb.gguf"))
    for shown in (coach("model", "status"), coach("doctor")):
        assert "\x1b" not in shown.out + shown.err


_GUARD = """
import os, sys
def guard(event, args):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "subprocess.Popen")):
        os.write(2, f"NETWORK {event}\\n".encode())
        os._exit(99)
sys.addaudithook(guard)
from coach.cli import main
main()
"""


@pytest.mark.parametrize(
    "arguments", [["list"], ["status"], ["use", "http://localhost:9/v1"], ["off"]], ids=lambda found: found[0]
)
def test_only_download_goes_online(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GUARD, "model", *arguments], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
