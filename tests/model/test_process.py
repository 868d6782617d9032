"""The process of a model may die, hang or be ended at any moment: that costs one answer at most."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_model

from coach.model.contract import EngineError, Message, Request, Role, Status, Token
from coach.model.llama import LlamaEngine

tiny_model.needed()

_SHORT = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=6)
_ENDLESS = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=7000)
_LONG = Request((Message(Role.USER, "woord en weerwoord, " * 900),), max_tokens=6)
_SOON = 5.0
"""Seconds: far more than is promised, so that a busy machine fails no test."""

_TERMINAL = """
import sys, threading
from pathlib import Path
from coach.model.contract import EngineError, Message, Request, Role
from coach.model.llama import LlamaEngine
request = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=4)
for path in sys.argv[1:]:
    engine = LlamaEngine(Path(path))
    try:
        list(engine.stream(request))
    except EngineError:
        pass
    engine.close()
print("klaar", end="")
"""

_PARENT = """
import sys, time
from pathlib import Path
from coach.model.contract import Message, Request, Role
from coach.model.llama import LlamaEngine
engine = LlamaEngine(Path(sys.argv[1]))
stream = engine.stream(Request((Message(Role.USER, "Hoe?"),), max_tokens=7000))
next(stream)
print(engine.pid, flush=True)
time.sleep(600)
"""


class Asking(threading.Thread):
    """A request in a thread of its own, with what came of it."""

    def __init__(self, engine: LlamaEngine, request: Request) -> None:
        super().__init__(daemon=True)
        self.engine = engine
        self.request = request
        self.tokens: list[Token] = []
        self.error: EngineError | None = None
        self.start()

    def run(self) -> None:
        """Ask."""
        try:
            for token in self.engine.stream(self.request):
                self.tokens.append(token)
        except EngineError as error:
            self.error = error

    def ended(self) -> float:
        """Seconds until it ended."""
        began = time.perf_counter()
        self.join(60)
        assert not self.is_alive()
        return time.perf_counter() - began


def _ready(engine: LlamaEngine) -> LlamaEngine:
    list(engine.stream(_SHORT))
    return engine


def _until(reached: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _time in range(6000):
        if reached():
            return
        waiting.wait(0.005)
    raise AssertionError("this state was never reached")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def _reading(engine: LlamaEngine) -> bool:
    status, words = engine.status()
    return status is Status.BUSY and "%" in words


@pytest.fixture(params=["starting", "loading", "ready", "reading", "generating", "killed", "off"])
def in_state(request: pytest.FixtureRequest, engine: LlamaEngine) -> LlamaEngine:
    """An engine in each of the states in which it may be closed."""
    if request.param in ("reading", "generating"):
        asked = Asking(_ready(engine), _LONG if request.param == "reading" else _ENDLESS)
        _until(lambda: _reading(engine) if request.param == "reading" else bool(asked.tokens))
    elif request.param == "ready":
        _ready(engine)
    elif request.param == "killed":
        _ready(engine)
        assert engine.pid
        os.kill(engine.pid, signal.SIGKILL)
    elif request.param != "off":
        engine.start()
        if request.param == "loading":
            _until(lambda: engine.status()[0] is not Status.STARTING)
    return engine


def test_it_closes_in_every_state(in_state: LlamaEngine) -> None:
    pid = in_state.pid
    began = time.perf_counter()
    in_state.close()
    assert time.perf_counter() - began < _SOON
    assert in_state.status() == (Status.OFF, "")
    assert in_state.pid is None
    if pid:
        _until(lambda: not _alive(pid))


def test_it_answers_after_it_was_closed_in_any_state(in_state: LlamaEngine) -> None:
    in_state.close()
    assert list(in_state.stream(_SHORT))


@pytest.mark.parametrize("moment", ["waiting", "reading", "generating"])
def test_cancel_ends_an_answer_at_any_moment_and_the_process_lives_on(engine: LlamaEngine, moment: str) -> None:
    pid = _ready(engine).pid
    other = Asking(engine, _ENDLESS) if moment == "waiting" else None
    asked = Asking(engine, _LONG if moment == "reading" else _ENDLESS)
    if other:
        _until(lambda: bool(other.tokens))
    else:
        _until(lambda: _reading(engine) if moment == "reading" else bool(asked.tokens))
    engine.cancel()
    assert asked.ended() < _SOON
    assert asked.error is None
    assert list(engine.stream(_SHORT))
    assert engine.pid == pid


def test_a_request_that_says_it_is_cancelled_ends(engine: LlamaEngine) -> None:
    enough = threading.Event()
    tokens = []
    for token in _ready(engine).stream(_ENDLESS, enough.is_set):
        tokens.append(token)
        if len(tokens) == 5:
            enough.set()
    assert len(tokens) < 100


def test_an_answer_that_nobody_reads_on_is_taken_back(engine: LlamaEngine) -> None:
    answer = _ready(engine).stream(_ENDLESS)
    next(answer)
    answer.close()
    assert list(engine.stream(_SHORT))


def test_cancel_reaches_a_request_that_waits_for_the_model_to_load(engine: LlamaEngine) -> None:
    asked = Asking(engine, _ENDLESS)
    _until(lambda: engine.status()[0] is not Status.OFF)
    engine.cancel()
    asked.ended()
    assert asked.error is None
    assert list(engine.stream(_SHORT))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_crash_costs_one_answer(engine: LlamaEngine, number: int) -> None:
    asked = Asking(_ready(engine), _ENDLESS)
    _until(lambda: bool(asked.tokens))
    pid = engine.pid
    assert pid
    os.kill(pid, number)
    assert asked.ended() < _SOON
    assert asked.error is not None
    assert engine.status()[0] is Status.FAILED
    assert list(engine.stream(_SHORT))
    assert engine.pid not in (pid, None)


def test_a_crash_between_two_requests_costs_none(engine: LlamaEngine) -> None:
    pid = _ready(engine).pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    _until(lambda: engine.status()[0] is Status.FAILED)
    assert list(engine.stream(_SHORT))


def test_a_process_that_hangs_holds_nobody(engine: LlamaEngine) -> None:
    asked = Asking(_ready(engine), _ENDLESS)
    _until(lambda: bool(asked.tokens))
    pid = engine.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    engine.cancel()
    assert asked.ended() < _SOON
    # It does not stop with the request that was taken back: it is ended, and another answers.
    assert list(engine.stream(_SHORT))
    assert engine.pid != pid


def test_a_process_that_hangs_can_be_closed(engine: LlamaEngine) -> None:
    pid = _ready(engine).pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    began = time.perf_counter()
    engine.close()
    assert time.perf_counter() - began < _SOON
    _until(lambda: not _alive(pid))


def test_requests_of_several_threads_are_answered_one_after_the_other(engine: LlamaEngine) -> None:
    asked = [Asking(engine, _SHORT) for _thread in range(5)]
    for one in asked:
        one.ended()
    assert [(len(one.tokens) > 0, one.error) for one in asked] == [(True, None)] * 5


def test_the_process_ends_with_the_program_however_that_ends(random_model: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT, str(random_model)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert _alive(pid)
        parent.kill()
    _until(lambda: not _alive(pid))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_nothing_reaches_the_terminal(random_model: Path, tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(random_model.read_bytes()[:2_000_000])
    child = pexpect.spawn(
        sys.executable, ["-c", _TERMINAL, str(random_model), str(broken)], timeout=120, encoding="utf-8"
    )
    assert child.read() == "klaar"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="reads the tables of processes")
def test_no_port_is_opened_and_no_core_is_written(engine: LlamaEngine) -> None:
    pid = _ready(engine).pid
    links = [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    assert not [link for link in links if link.startswith("socket:")]
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert "Max core file size        0" in limits
