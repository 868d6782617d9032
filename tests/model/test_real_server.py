"""The whole road through a real server: llama-cpp-python's own, with a model small enough to make within a test."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_model

from coach.model.contract import EngineError, Message, Request, Role, Status
from coach.model.dialect import Kind
from coach.model.patience import Patience
from coach.model.server import ServerEngine

tiny_model.needed()
for _name in ("httpx2", "uvicorn", "fastapi", "sse_starlette", "starlette_context", "pydantic_settings"):
    if importlib.util.find_spec(_name) is None:
        pytest.skip(f"needs {_name}: pip install httpx2 'llama-cpp-python[server]'", allow_module_level=True)

_ASKED = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=12, seed=1)
_KEY = "sk-alleen-hier"


class Served:
    """A server in a process of its own; it may not listen yet."""

    def __init__(self, model: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        told = ["--model", str(model), "--port", str(self.port), "--n_ctx", "512", "--n_threads", "1"]
        told += ["--logits_all", "true", "--api_key", _KEY, "--verbose", "false", "--model_alias", "talig"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", *told, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def listening(self) -> Served:
        """Wait until it can be asked."""
        waiting = threading.Event()
        for _time in range(1200):
            assert self.process.poll() is None
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            waiting.wait(0.05)
        raise AssertionError("the server never listened")

    def close(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def served(random_model: Path) -> Iterator[Served]:
    """A server that runs until the last test of this file; it lets one who asks wait for another."""
    server = Served(random_model, "--interrupt_requests", "false")
    yield server.listening()
    server.close()


@pytest.fixture
def own(random_model: Path) -> Iterator[Served]:
    """A server for one test, just started: it does not listen yet."""
    server = Served(random_model)
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    monkeypatch.setenv("COACH_MODEL_KEY", _KEY)


@pytest.fixture
def engine(served: Served) -> Iterator[ServerEngine]:
    made = ServerEngine(served.url, patience=Patience(first=60, between=60))
    yield made
    made.close()


def test_an_answer_of_the_asked_length(engine: ServerEngine) -> None:
    tokens = list(engine.stream(_ASKED))
    assert 1 <= len(tokens) <= 12
    assert "".join(token.text for token in tokens).strip()
    assert engine.status() == (Status.READY, "")
    assert engine.limits().name == "talig"
    assert engine.served is not None
    assert engine.served.kind is Kind.LLAMA_PYTHON


def test_the_same_seed_gives_the_same_text(engine: ServerEngine) -> None:
    first, second = ([token.text for token in engine.stream(_ASKED)] for _time in range(2))
    assert first == second


def test_probabilities(engine: ServerEngine) -> None:
    tokens = [token for token in engine.stream(replace(_ASKED, probabilities=True)) if token.text]
    assert tokens
    for token in tokens:
        assert token.probability is not None
        assert 0 < token.probability <= 1
        assert 1 <= len(token.alternatives) <= 8


def test_a_grammar_is_obeyed(engine: ServerEngine) -> None:
    text = "".join(token.text for token in engine.stream(replace(_ASKED, grammar='root ::= "ja" | "nee"')))
    assert text in ("ja", "nee")


def test_a_schema_is_obeyed(engine: ServerEngine) -> None:
    schema = {"type": "object", "properties": {"zeker": {"type": "boolean"}}, "required": ["zeker"]}
    text = "".join(token.text for token in engine.stream(replace(_ASKED, schema=schema, max_tokens=200)))
    assert isinstance(json.loads(text)["zeker"], bool)


def test_tokens_are_counted_by_the_server(engine: ServerEngine) -> None:
    list(engine.stream(_ASKED))
    assert engine.count("Hoe kijk jij ernaar?") not in (0, 7)


def test_an_answer_is_taken_back_and_the_next_one_comes(engine: ServerEngine) -> None:
    enough, tokens = threading.Event(), []
    for token in engine.stream(replace(_ASKED, max_tokens=400), enough.is_set):
        tokens.append(token)
        enough.set()
    assert len(tokens) < 100
    assert list(engine.stream(_ASKED))


def test_a_conversation_that_is_too_long_is_told(engine: ServerEngine) -> None:
    with pytest.raises(EngineError, match="too long"):
        list(engine.stream(replace(_ASKED, messages=(Message(Role.USER, "woord " * 2000),))))
    assert list(engine.stream(_ASKED))


def test_without_the_key_there_is_no_answer(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_MODEL_KEY", "sk-een-ander")
    other = ServerEngine(served.url)
    with pytest.raises(EngineError, match="coach model key"):
        list(other.stream(_ASKED))
    other.close()


def test_a_server_that_does_not_listen_yet_is_asked_again_until_it_does(own: Served) -> None:
    patient = ServerEngine(own.url, patience=Patience(first=60, between=60, tries=12, backoff=0.05))
    assert list(patient.stream(_ASKED))
    assert patient.status() == (Status.READY, "")
    patient.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be held there")
def test_a_server_that_hangs_is_given_up_and_answers_when_it_goes_on(served: Served, engine: ServerEngine) -> None:
    hasty = ServerEngine(served.url, patience=Patience(connect=0.5, first=0.5, between=0.5, tries=1, rest=0))
    assert list(engine.stream(_ASKED))
    hasty.start()
    while hasty.status()[0] is Status.STARTING:
        threading.Event().wait(0.01)
    os.kill(served.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(EngineError, match="no answer in time"):
            list(hasty.stream(_ASKED))
        assert hasty.status()[0] is Status.FAILED
    finally:
        os.kill(served.process.pid, signal.SIGCONT)
    assert list(engine.stream(_ASKED))
    hasty.close()


def test_a_server_that_dies_in_an_answer_leaves_what_came_and_is_found_again(own: Served, random_model: Path) -> None:
    own.listening()
    engine = ServerEngine(own.url, patience=Patience(first=60, between=60, tries=1, rest=0))
    tokens = []

    def ask() -> None:
        for token in engine.stream(replace(_ASKED, max_tokens=450)):
            tokens.append(token)
            if len(tokens) == 3:
                own.close()

    with pytest.raises(EngineError, match="broke off"):
        ask()
    assert len(tokens) >= 3
    with pytest.raises(EngineError, match="does not answer"):
        list(engine.stream(_ASKED))
    engine.close()


def test_a_reader_that_is_behind_gets_all_of_the_answer(engine: ServerEngine) -> None:
    long = replace(_ASKED, max_tokens=130)
    quick = [token.text for token in engine.stream(long)]
    slow = []
    for token in engine.stream(long):
        slow.append(token.text)
        threading.Event().wait(0.005)
    assert slow == quick


def test_two_who_ask_at_once_are_both_answered(served: Served) -> None:
    engines = [ServerEngine(served.url, patience=Patience(first=60, between=60)) for _one in range(2)]
    texts: list[str] = []

    def ask(engine: ServerEngine) -> None:
        texts.append("".join(token.text for token in engine.stream(replace(_ASKED, max_tokens=60))))

    threads = [threading.Thread(target=ask, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.close()
    assert len(texts) == 2
    assert texts[0] == texts[1] != ""
