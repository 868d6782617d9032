from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.live.fed_turn import FedTurn
from coach.live.feed import Feed
from coach.live.follow import STDIN, FeedState, Follower

LONG = 30.0


class Watched:
    """A follower whose turns and states a test can wait for."""

    def __init__(self) -> None:
        self.turns: list[FedTurn] = []
        self.states: list[FeedState] = []
        self._news = threading.Condition()
        self.follower: Follower | None = None

    def start(self, where: Path | str, **options: object) -> Follower:
        self.follower = Follower(
            str(where), Feed(), self._turn, changed=self._state, pause=0.005, **options  # type: ignore[arg-type]
        )  # fmt: skip
        self.follower.start()
        return self.follower

    def _turn(self, turn: FedTurn) -> None:
        with self._news:
            self.turns.append(turn)
            self._news.notify_all()

    def _state(self) -> None:
        assert self.follower is not None
        with self._news:
            self.states.append(self.follower.state)
            self._news.notify_all()

    def wait(self, done: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(done, LONG), (self.turns, self.states)

    def wait_for(self, *texts: str) -> None:
        self.wait(lambda: [turn.text for turn in self.turns] == list(texts))


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    if watched.follower:
        watched.follower.stop()


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_file_is_followed_as_it_grows(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("een\ntw", encoding="utf-8")
    follower = watched.start(path)
    watched.wait_for("een")
    append(path, "ee\ndrie\n")
    watched.wait_for("een", "twee", "drie")
    assert follower.state is FeedState.FLOWING
    assert follower.told


def test_a_file_may_come_later(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    follower = watched.start(path)
    assert follower.state is FeedState.WAITING
    path.write_text("een\n", encoding="utf-8")
    watched.wait_for("een")


def test_a_file_that_is_begun_anew_is_read_anew(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("een hele lange regel\n", encoding="utf-8")
    watched.start(path)
    watched.wait_for("een hele lange regel")
    path.write_text("twee\n", encoding="utf-8")
    watched.wait_for("een hele lange regel", "twee")
    other = tmp_path / "other.txt"
    other.write_text("drie, en dat is langer\n", encoding="utf-8")
    other.replace(path)
    watched.wait_for("een hele lange regel", "twee", "drie, en dat is langer")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes in folders")
def test_a_named_pipe_may_be_closed_and_opened_again(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    follower = watched.start(path)
    for text in ("een", "twee"):
        with path.open("w") as pipe:
            pipe.write(text)
        watched.wait(lambda text=text: bool(watched.turns) and watched.turns[-1].text == text)  # type: ignore[misc]
        watched.wait(lambda: follower.state is FeedState.ENDED)
    assert [turn.text for turn in watched.turns] == ["een", "twee"]


def test_standard_input_is_read_to_its_end(watched: Watched) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as piped:
        follower = watched.start(STDIN, piped=piped)
        os.write(writing, b"een\ntwee")
        watched.wait_for("een")
        os.close(writing)
        watched.wait_for("een", "twee")
        watched.wait(lambda: follower.state is FeedState.ENDED)


def test_what_cannot_be_read_is_told_with_its_reason(watched: Watched, tmp_path: Path) -> None:
    follower = watched.start(tmp_path)
    watched.wait(lambda: follower.state is FeedState.UNREADABLE)
    assert follower.reason
    assert follower.reason in follower.told


def test_after_a_stop_nothing_more_is_said(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("een\n", encoding="utf-8")
    follower = watched.start(path)
    watched.wait_for("een")
    follower.stop()
    assert (follower.state, follower.told) == (FeedState.OFF, "")
    assert watched.states[-1] is FeedState.OFF


_PIPED = """
from coach.live.follow import piped_input
piped = piped_input()
print("PIPED", piped.read(), flush=True)
print("TYPED", input(), "NOW", piped_input(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_what_is_piped_in_leaves_the_keyboard_to_the_program(tmp_path: Path) -> None:
    import pty

    (tmp_path / "piped.py").write_text(_PIPED, encoding="utf-8")
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("sh", ["sh", "-c", f"echo een | '{sys.executable}' '{tmp_path / 'piped.py'}'"])
    os.write(terminal, b"getypt\n")
    shown = b""
    try:
        while data := os.read(terminal, 1000):
            shown += data
    except OSError:
        pass
    os.close(terminal)
    os.waitpid(child, 0)
    assert b"PIPED b'een\\n'" in shown
    assert b"TYPED getypt NOW None" in shown
