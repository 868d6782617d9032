"""Fetching a model from a hub, end to end: the real library in its own process, against a hub on loopback."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hub import ADDRESS, COMMIT, Hub, gguf, running

from coach import locations
from coach.model import download, room, shelf, source
from coach.model.download import Download, Progress, Stage
from coach.model.trouble import DownloadError, Trouble

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("huggingface_hub") is None,
    reason="huggingface_hub is not installed (pip install huggingface_hub)",
)
TALIG = source.named(ADDRESS)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> Iterator[Hub]:
    """A hub on loopback, where models come from now."""
    for name in ("HF_TOKEN", "HF_HOME", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(download, "_SPARE", 0)
    with running() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        yield found


def trouble() -> Trouble:
    """What goes wrong when the model is fetched now."""
    with pytest.raises(DownloadError) as caught:
        Download(TALIG).run()
    assert str(caught.value)
    assert "{" not in str(caught.value)
    return caught.value.trouble


def everything() -> list[str]:
    """The names of all files that stand in the folder of models."""
    return sorted(path.name for path in locations.models().rglob("*") if path.is_file())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def broken_off(hub: Hub, at: int) -> Iterator[None]:
    """A download that was cancelled after some bytes had come in."""
    hub.stall = at
    running_download = Download(TALIG)
    caught: list[DownloadError] = []

    def run() -> None:
        try:
            running_download.run()
        except DownloadError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert hub.stalled.wait(60)
    while not [part for part in shelf.parts(TALIG) if part.stat().st_size]:
        assert thread.is_alive()
    running_download.cancel()
    thread.join(30)
    assert not thread.is_alive()
    assert [error.trouble for error in caught] == [Trouble.CANCELLED]
    hub.stall = 0
    hub.release.set()
    yield


def test_a_model_arrives_whole_with_where_it_came_from(hub: Hub) -> None:
    seen: list[Progress] = []
    path = Download(TALIG).run(seen.append)
    assert path == TALIG.path
    assert path.read_bytes() == hub.content
    assert everything() == [path.name, f"{path.name}.json"]
    kept = shelf.find(TALIG)
    assert kept is not None
    assert kept.origin is not None
    assert (kept.origin.commit, kept.origin.checksum) == (COMMIT, hashlib.sha256(hub.content).hexdigest())
    assert kept.origin.hub in hub.url
    assert seen[0].stage is Stage.CONNECTING
    assert seen[-1] == Progress(Stage.FETCHING, len(hub.content), len(hub.content))


@posix
def test_only_its_owner_can_read_a_model_and_enter_its_folders(hub: Hub) -> None:
    path = Download(TALIG).run()
    assert {mode(file) for file in (path, path.with_name(f"{path.name}.json"))} == {0o600}
    assert {mode(folder) for folder in (path.parent, path.parent.parent, locations.models())} == {0o700}


def test_nothing_is_asked_but_the_one_file(hub: Hub) -> None:
    Download(TALIG).run()
    assert {path for _method, path, _start in hub.requests} == {f"/{TALIG.repository}/resolve/main/{TALIG.file}"}
    assert len(hub.requests) == 2


def test_no_more_is_told_than_the_names_of_library_and_language(hub: Hub) -> None:
    Download(TALIG).run()
    assert len(hub.agents) == 1
    (agent,) = hub.agents
    assert {part.split("/")[0].strip() for part in agent.split(";")} <= {"unknown", "hf_hub", "python"}
    assert hub.keys == {""}


def test_a_key_goes_to_the_hub_and_not_to_where_it_sends_us(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_geheim")
    hub.elsewhere = True
    assert Download(TALIG).run().read_bytes() == hub.content
    assert hub.keys == {"Bearer hf_geheim", ""}


def test_a_model_that_is_here_is_not_fetched_again(hub: Hub) -> None:
    Download(TALIG).run()
    asked = len(hub.requests)
    assert Download(TALIG).run() == TALIG.path
    assert len(hub.requests) == asked


def test_search_by_meaning_does_not_keep_it_offline(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert Download(TALIG).run().is_file()


def test_after_a_cut_it_goes_on_by_itself_from_where_it_was(hub: Hub) -> None:
    hub.cuts = [100_000]
    assert Download(TALIG).run().read_bytes() == hub.content
    first, second = hub.starts
    assert (first, 0 < second <= 100_000) == (0, True)


def test_cancelled_it_keeps_what_came_in_and_the_next_time_fetches_the_rest(hub: Hub) -> None:
    with broken_off(hub, at=100_000):
        (part,) = shelf.parts(TALIG)
        here = part.stat().st_size
        assert 0 < here < len(hub.content)
        assert [(one.name, one.part, one.size) for one in shelf.kept()] == [(ADDRESS, True, here)]
    seen: list[Progress] = []
    assert Download(TALIG).run(seen.append).read_bytes() == hub.content
    assert hub.starts == [0, here]
    assert Stage.CHECKING in {progress.stage for progress in seen}
    assert [one.part for one in shelf.kept()] == [False]


def test_a_hub_that_cannot_go_on_in_the_middle_sends_it_all_again(hub: Hub) -> None:
    with broken_off(hub, at=100_000):
        hub.ranges = False
    assert Download(TALIG).run().read_bytes() == hub.content


@posix
def test_a_part_is_as_private_as_the_whole(hub: Hub) -> None:
    with broken_off(hub, at=100_000):
        assert [mode(part) for part in shelf.parts(TALIG)] == [0o600]


def test_a_part_of_another_file_of_the_same_name_is_not_continued(hub: Hub) -> None:
    with broken_off(hub, at=100_000):
        hub.content = gguf(200_000)
    assert Download(TALIG).run().read_bytes() == hub.content
    assert hub.starts[-1] == 0
    assert shelf.parts(TALIG) == []


def test_a_part_that_was_changed_on_disk_is_found_out_and_deleted(hub: Hub) -> None:
    with broken_off(hub, at=100_000):
        (part,) = shelf.parts(TALIG)
        part.write_bytes(b"?" * part.stat().st_size)
    assert trouble() is Trouble.WRONG
    assert everything() == []
    assert Download(TALIG).run().read_bytes() == hub.content


def test_a_part_that_is_whole_needs_no_more_bytes(hub: Hub) -> None:
    shelf.prepare(TALIG)
    shelf.part_path(TALIG, hub.etag).write_bytes(hub.content)
    assert Download(TALIG).run().read_bytes() == hub.content
    assert hub.starts == []


def test_a_wrong_checksum_leaves_nothing_behind(hub: Hub) -> None:
    hub.checksum = hashlib.sha256(b"something else").hexdigest()
    assert trouble() is Trouble.WRONG
    assert everything() == []


def test_a_file_that_the_catalogue_does_not_know_is_not_fetched(hub: Hub) -> None:
    known = replace(TALIG, sha256=hashlib.sha256(b"as it was").hexdigest())
    with pytest.raises(DownloadError) as caught:
        Download(known).run()
    assert caught.value.trouble is Trouble.OTHER
    assert hub.starts == []


def test_a_small_file_is_held_against_its_checksum_in_git(hub: Hub) -> None:
    hub.checksum = hashlib.sha1(b"blob %d\0" % len(hub.content) + hub.content).hexdigest()
    assert Download(TALIG).run().read_bytes() == hub.content


def test_without_a_checksum_nothing_is_fetched(hub: Hub) -> None:
    hub.checksum = "W/abc"
    assert trouble() is Trouble.NO_CHECKSUM
    assert hub.starts == []


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ({"missing": True}, Trouble.NOT_FOUND),
        ({"status": 404}, Trouble.NOT_FOUND),
        ({"gated": True}, Trouble.GATED),
        ({"status": 500}, Trouble.REFUSED),
    ],
    ids=str,
)
def test_what_the_hub_refuses_is_told_apart(hub: Hub, behaviour: dict[str, object], expected: Trouble) -> None:
    for name, value in behaviour.items():
        setattr(hub, name, value)
    assert trouble() is expected
    assert everything() == []


def test_a_hub_that_is_not_there_is_told(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert trouble() is Trouble.UNREACHABLE


def test_without_the_library_it_says_how_to_get_it(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert trouble() is Trouble.EXTRA
    assert hub.requests == []


def test_what_is_no_language_model_is_not_kept(hub: Hub) -> None:
    hub.content = b"<html>log in first</html>" * 1000
    assert trouble() is Trouble.UNUSABLE
    assert everything() == []


def test_without_enough_room_not_a_byte_is_fetched(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_disk", lambda _folder: len(hub.content) - 1)
    assert trouble() is Trouble.NO_ROOM
    assert hub.starts == []
    assert everything() == []


def test_room_is_left_for_the_rest_of_the_computer(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_SPARE", 1_000)
    monkeypatch.setattr(room, "free_disk", lambda _folder: len(hub.content) + 999)
    assert trouble() is Trouble.NO_ROOM
    monkeypatch.setattr(room, "free_disk", lambda _folder: len(hub.content) + 1_000)
    assert Download(TALIG).run().is_file()


def test_what_is_here_already_needs_no_room(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with broken_off(hub, at=100_000):
        (part,) = shelf.parts(TALIG)
        rest = len(hub.content) - part.stat().st_size
    monkeypatch.setattr(room, "free_disk", lambda _folder: rest)
    assert Download(TALIG).run().is_file()


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real disk of one megabyte for the data of the program; only an administrator can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only an administrator of Linux can make a small disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    monkeypatch.setenv("COACH_DATA", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_too_small_is_seen_beforehand(hub: Hub, small_disk: Path) -> None:
    hub.content = gguf(3_000_000)
    assert trouble() is Trouble.NO_ROOM
    assert hub.starts == []


def test_a_disk_that_fills_up_on_the_way_is_told_and_freed(
    hub: Hub, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.content = gguf(3_000_000)
    monkeypatch.setattr(room, "free_disk", lambda _folder: 10_000_000)
    assert trouble() is Trouble.FULL
    assert shutil.disk_usage(small_disk).free > 900_000
    assert not TALIG.path.exists()


def test_a_folder_that_cannot_be_made_is_told(hub: Hub) -> None:
    locations.models().parent.mkdir(parents=True, exist_ok=True)
    locations.models().write_text("a file stands where the folder should be")
    assert trouble() is Trouble.DISK


def test_two_at_once_do_not_write_through_each_other(hub: Hub) -> None:
    hub.stall = 100_000
    first = Download(TALIG)
    done: list[Path] = []
    thread = threading.Thread(target=lambda: done.append(first.run()))
    thread.start()
    assert hub.stalled.wait(60)
    assert trouble() is Trouble.BUSY
    hub.release.set()
    thread.join(60)
    assert [path.read_bytes() for path in done] == [hub.content]


def test_cancelled_before_it_began_it_asks_nothing(hub: Hub) -> None:
    early = Download(TALIG)
    early.cancel()
    with pytest.raises(DownloadError) as caught:
        early.run()
    assert caught.value.trouble is Trouble.CANCELLED
    assert hub.requests == []


def test_the_process_that_fetches_ends_with_the_program(hub: Hub) -> None:
    hub.stall = 100_000
    code = (
        "import os, sys, threading\n"
        "from coach.model import download, source\n"
        "download._SPARE = 0\n"
        "one = download.Download(source.named(sys.argv[1]))\n"
        "threading.Thread(target=one.run, daemon=True).start()\n"
        "sys.stdin.readline()\n"
        "print(one._child.pid)\n"
        "sys.stdout.flush()\n"
        "os._exit(1)\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code, ADDRESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert hub.stalled.wait(60)
    told, _err = program.communicate(b"\n", timeout=60)
    assert _gone(int(told))


def _gone(process: int) -> bool:
    for _turn in range(3000):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat")
            if state.exists() and state.read_text().rsplit(") ", 1)[1].startswith("Z"):
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        threading.Event().wait(0.01)
    return False
