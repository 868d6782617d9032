"""The whole road through a real server: llama-cpp-python's own, with a model small enough to make within a test."""

from __future__ import annotations

import importlib.util
import json
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


@pytest.fixture(scope="module")
def url(random_model: Path) -> Iterator[str]:
    """A server that runs until the last test of this file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--model", str(random_model), "--port", str(port), "--n_ctx", "512", "--n_threads", "1"]
    options += ["--logits_all", "true", "--api_key", _KEY, "--verbose", "false", "--model_alias", "talig"]
    process = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _listening(port, process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def engine(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerEngine]:
    monkeypatch.setenv("COACH_LANG", "en")
    monkeypatch.setenv("COACH_MODEL_KEY", _KEY)
    made = ServerEngine(url, patience=Patience(first=60, between=60))
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


def test_without_the_key_there_is_no_answer(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_MODEL_KEY", "sk-een-ander")
    other = ServerEngine(url)
    with pytest.raises(EngineError, match="coach model key"):
        list(other.stream(_ASKED))
    other.close()


def _listening(port: int, process: subprocess.Popen[bytes]) -> None:
    waiting = threading.Event()
    for _time in range(1200):
        assert process.poll() is None
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        waiting.wait(0.05)
    raise AssertionError("the server never listened")
