"""The servers that speak the protocol differ: each is recognised, asked in its own way, and never silently misled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("httpx2", reason="httpx2 is not installed (pip install httpx2)")

from model_server import WORDS, Reply, Server, running

from coach.model import dialect
from coach.model.contract import EngineError, Message, Request, Role
from coach.model.dialect import Kind, Served
from coach.model.patience import Patience
from coach.model.server import ServerEngine

_ASKED = Request((Message(Role.USER, "Hoe kijk jij ernaar?"),), max_tokens=40)
_GRAMMAR = replace(_ASKED, grammar='root ::= "ja" | "nee"')
_SCHEMA = replace(_ASKED, schema={"type": "object", "properties": {"label": {"type": "string"}}})


@pytest.fixture
def served() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture
def engine_of(served: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ServerEngine]]:
    monkeypatch.setenv("COACH_LANG", "en")
    made: list[ServerEngine] = []

    def make(model: str = "") -> ServerEngine:
        made.append(ServerEngine(served.url, model, Patience(connect=2, first=10, backoff=0.01, rest=0)))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def llama_server(served: Server) -> None:
    served.owner, served.models = "llamacpp", {"talig.gguf": {"meta": {"n_ctx_train": 131_072}}}
    served.pages["/props"] = (200, {"default_generation_settings": {"n_ctx": 6144}})
    served.pages["/tokenize"] = (200, lambda told: {"tokens": list(range(len(told["content"])))})


def ollama(served: Server, context: int = 4096) -> None:
    served.owner, served.models = "library", {"nomic-embed-text:latest": {}, "groot-cloud": {}, "talig:latest": {}}
    served.pages["/api/generate"] = (200, {"done": True})
    served.pages["/api/ps"] = (200, {"models": [{"name": "talig:latest", "context_length": context}]})


def vllm(served: Server, version: str = "0.16.0rc2") -> None:
    served.owner, served.models = "vllm", {"klein": {"max_model_len": 32_768}}
    served.pages["/version"] = (200, {"version": version})
    served.pages["/tokenize"] = (200, lambda told: {"count": len(told["prompt"]), "tokens": []})


def asked(engine: ServerEngine, served: Server, request: Request = _ASKED) -> dict[str, Any]:
    list(engine.stream(request))
    return served.asked[-1]


def test_llama_server(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    llama_server(served)
    served.replies = [
        Reply(usage={"prompt_tokens": 90, "completion_tokens": 5}, timings={"prompt_n": 7, "cache_n": 83})
    ]
    engine = engine_of()
    told = asked(engine, served, _GRAMMAR)
    assert told["grammar"] == _GRAMMAR.grammar
    assert told["chat_template_kwargs"] == {"enable_thinking": False}
    assert asked(engine, served, _SCHEMA)["response_format"]["json_schema"]["schema"] == _SCHEMA.schema
    assert engine.limits().context == 6144
    assert engine.count("twaalf") == 6
    usage = engine.usage()
    assert usage is not None
    assert usage.evaluated_tokens == 7


def test_vllm(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    vllm(served)
    engine = engine_of()
    told = asked(engine, served, _GRAMMAR)
    assert told["structured_outputs"] == {"grammar": _GRAMMAR.grammar}
    assert engine.limits().context == 32_768
    assert engine.count("twaalf") == 6


def test_an_older_vllm(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    vllm(served, "0.8.5.post1")
    told = asked(engine_of(), served, _GRAMMAR)
    assert told["guided_grammar"] == _GRAMMAR.grammar
    assert "structured_outputs" not in told


def test_ollama(engine_of: Callable[..., ServerEngine], served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ollama(served)
    engine = engine_of()
    told = asked(engine, served, _SCHEMA)
    assert told["response_format"]["type"] == "json_schema"
    assert told["reasoning_effort"] == "none"
    assert told["model"] == "talig:latest"
    assert (engine.limits().context, engine.limits().name) == (4096, "talig:latest")
    assert engine.count("een zin van dertig tekens lang") == 10


def test_ollama_loads_before_the_first_question_and_is_told_no_text(
    engine_of: Callable[..., ServerEngine], served: Server
) -> None:
    ollama(served)
    loaded: list[dict[str, Any]] = []
    served.pages["/api/generate"] = (200, lambda told: loaded.append(told) or {"done": True})
    asked(engine_of(), served)
    assert loaded == [{"model": "talig:latest", "stream": False}]


def test_what_ollama_would_cut_off_without_a_word_is_not_sent(
    engine_of: Callable[..., ServerEngine], served: Server
) -> None:
    ollama(served, context=1024)
    long = replace(_ASKED, messages=(Message(Role.USER, "woord " * 2000),))
    with pytest.raises(EngineError, match="1024"):
        asked(engine_of(), served, long)
    assert served.asked == []


def test_ollama_is_recognised_whoever_made_the_model(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    served.owner, served.models = "hf.co", {"talig:latest": {}}
    served.pages["/api/version"] = (200, {"version": "0.13.0"})
    engine = engine_of("talig")
    assert asked(engine, served)["model"] == "talig:latest"
    assert engine.served is not None
    assert engine.served.kind is Kind.OLLAMA


def test_llama_cpp_python(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    served.owner, served.models = "me", {"talig": {}}
    served.pages["/extras/tokenize/count"] = (200, lambda told: {"count": len(told["input"])})
    engine = engine_of()
    assert asked(engine, served, _GRAMMAR)["grammar"] == _GRAMMAR.grammar
    form = asked(engine, served, _SCHEMA)["response_format"]
    assert form == {"type": "json_object", "schema": _SCHEMA.schema}
    assert engine.count("twaalf") == 6


def test_a_server_that_nobody_knows_gets_only_what_all_know(
    engine_of: Callable[..., ServerEngine], served: Server
) -> None:
    served.owner, served.models = "iemand", {"klein": {"context_window": 16_384}}
    engine = engine_of()
    told = asked(engine, served, replace(_ASKED, stop=tuple("abcdef"), seed=3))
    assert set(told) == {"model", "messages", "max_tokens", "temperature", "stream", "stream_options", "seed", "stop"}
    assert len(told["stop"]) == 4
    assert engine.limits().context == 16_384


@pytest.mark.parametrize("kind", ["library", "iemand"])
def test_a_grammar_is_never_silently_left_out(
    engine_of: Callable[..., ServerEngine], served: Server, kind: str
) -> None:
    served.owner = kind
    with pytest.raises(EngineError, match="form"):
        list(engine_of().stream(_GRAMMAR))
    assert served.asked == []


@pytest.mark.parametrize("request_", [_GRAMMAR, _SCHEMA], ids=["grammar", "schema"])
@pytest.mark.parametrize("kind", [Kind.LLAMA_SERVER, Kind.LLAMA_PYTHON, Kind.VLLM])
def test_a_form_stays_when_everything_else_goes(kind: Kind, request_: Request) -> None:
    told = dialect.body(request_, Served("http://x/v1", kind, "klein"), bare=True)
    assert set(told) - {"model", "messages", "max_tokens", "temperature", "stream"}
    assert "stream_options" not in told


def test_a_model_that_is_not_there_is_told_with_those_that_are(
    engine_of: Callable[..., ServerEngine], served: Server
) -> None:
    with pytest.raises(EngineError, match=r"no model groot.*klein"):
        list(engine_of("groot").stream(_ASKED))


def test_a_model_that_runs_elsewhere_or_cannot_talk_is_never_taken_by_itself(
    engine_of: Callable[..., ServerEngine], served: Server
) -> None:
    served.models = {"bge-m3": {}, "groot:cloud": {}, "tekst-embedding": {}}
    with pytest.raises(EngineError, match="no language model"):
        list(engine_of().stream(_ASKED))


@pytest.mark.parametrize("answer", [b"<html>", b"[]", {"data": 3}, {"data": [3, {"id": 4}]}, {"models": []}])
def test_a_web_page_is_no_language_model(engine_of: Callable[..., ServerEngine], served: Server, answer: Any) -> None:
    served.looks = [Reply(status=200, body=answer)] * 2
    with pytest.raises(EngineError):
        list(engine_of().stream(_ASKED))
    assert served.asked == []


def test_a_server_that_cannot_count_is_asked_once(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    engine = engine_of()
    asked(engine, served)
    before = len(served.paths)
    assert [engine.count("aap noot mies" * 3), engine.count("x" * 30)] == [13, 10]
    assert len(served.paths) == before + 1


def test_a_text_is_counted_once(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    vllm(served)
    engine = engine_of()
    asked(engine, served)
    before = len(served.paths)
    assert [engine.count("aap"), engine.count("aap")] == [3, 3]
    assert len(served.paths) == before + 1


def test_an_estimate_learns_from_what_prompts_cost(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    ollama(served, context=100_000)
    served.replies = [Reply(usage={"prompt_tokens": 500, "completion_tokens": 5})]
    engine = engine_of()
    asked(engine, served, replace(_ASKED, messages=(Message(Role.USER, "x" * 2000),)))
    assert engine.count("y" * 400) == 100


@pytest.mark.parametrize("value", [True, "4096", -1, 0, 10**12, None, [4096], 3.5])
def test_a_context_that_makes_no_sense_is_not_believed(value: Any) -> None:
    assert dialect.context_in({"max_model_len": value, "meta": value}) is None


def test_all_words_come_through_whoever_serves(engine_of: Callable[..., ServerEngine], served: Server) -> None:
    for prepare in (llama_server, ollama, vllm):
        prepare(served)
        assert "".join(token.text for token in engine_of().stream(_ASKED)) == "".join(WORDS)
