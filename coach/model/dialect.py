"""How the servers differ that speak the OpenAI protocol: what they are, what they hold, and how to ask them.

Sources: the documentation of llama-server (llama.cpp, tools/server), vLLM (OpenAI-compatible server, structured
outputs), Ollama (OpenAI compatibility) and llama-cpp-python (server/types.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coach.model.address import CLOUD
from coach.model.contract import Request
from coach.model.fault import Broken, Fault
from coach.model.specials import without_specials

GUESSED_CONTEXT = 4096
_SMALLEST, _LARGEST = 256, 16_000_000
_CONTEXT_FIELDS = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
_STOPS_ELSEWHERE = 4
"""OpenAI's own limit; further stop texts are watched for here."""
_ALTERNATIVES = 8
_NO_TALKERS = re.compile(r"embed|rerank|whisper|\bbge\b|\btts\b", re.IGNORECASE)
_STRUCTURED = (0, 11)
"""The version of vLLM that takes `structured_outputs`; before it was `guided_grammar`."""
_LIMIT = re.compile(r"(?:context length is|context size \(|n_ctx\D{0,4}|context window of) ?(\d{3,8})")


class Kind(StrEnum):
    """Which program answers."""

    LLAMA_SERVER = "llama-server"
    LLAMA_PYTHON = "llama-cpp-python"
    VLLM = "vLLM"
    OLLAMA = "Ollama"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Served:
    """What was found at a URL.

    Attributes:
        base: the URL under which `chat/completions` stands.
        model: the name of the model that is asked.
        context: tokens that it holds; a guess unless `sure`.
        version: of the program, as far as numbers go.
    """

    base: str
    kind: Kind
    model: str
    context: int = GUESSED_CONTEXT
    sure: bool = False
    version: tuple[int, ...] = ()

    @property
    def root(self) -> str:
        """The URL under which a program keeps what is its own."""
        return self.base.removesuffix("/v1")


def bases(url: str) -> tuple[str, ...]:
    """Where the protocol may stand, the likeliest first: people leave out the /v1."""
    return (url,) if re.search(r"/v\d+\w*$", url) else (f"{url}/v1", url)


def entries(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The models in a list.

    Raises:
        Broken: it is no list of models.
    """
    data = told.get("data")
    if not isinstance(data, list):
        raise Broken(Fault.NOT_FOUND)
    return [entry for entry in data if isinstance(entry, dict) and isinstance(entry.get("id"), str)]


def kind_of(models: Sequence[Mapping[str, Any]], program: str) -> Kind:
    """Which program made a list of models; `program` is how it calls itself in the header `Server`."""
    owners = {str(entry.get("owned_by", "")).lower() for entry in models}
    if "llamacpp" in owners or program.lower().startswith("llama.cpp"):
        return Kind.LLAMA_SERVER
    if "vllm" in owners:
        return Kind.VLLM
    if owners == {"me"}:
        return Kind.LLAMA_PYTHON
    return Kind.OLLAMA if "library" in owners else Kind.OTHER


def picked(models: Sequence[Mapping[str, Any]], wanted: str) -> Mapping[str, Any]:
    """The model that is asked: the wanted one, else the first that talks and does not run with somebody else.

    Raises:
        Broken: there is no such model.
    """
    offered = [str(entry["id"]) for entry in models]
    if wanted:
        for name in (wanted, f"{wanted}:latest"):
            if name in offered:
                return models[offered.index(name)]
        raise Broken(Fault.OTHER_MODEL, model=wanted, offered=", ".join(offered[:8]) or "-")
    talking = [entry for entry in models if not _NO_TALKERS.search(entry["id"]) and not _runs_elsewhere(entry["id"])]
    if not talking:
        raise Broken(Fault.NO_MODEL)
    return talking[0]


def context_in(told: Mapping[str, Any]) -> int | None:
    """How many tokens a model holds, when a description of it says so."""
    places = [told, told.get("meta"), told.get("default_generation_settings")]
    for place in places:
        for name in _CONTEXT_FIELDS if isinstance(place, dict) else ():
            value = place.get(name) if isinstance(place, dict) else None
            if isinstance(value, int) and not isinstance(value, bool) and _SMALLEST <= value <= _LARGEST:
                return value
    return None


def context_said(complaint: str) -> int | None:
    """How many tokens a model holds, from a complaint that a prompt is longer."""
    found = _LIMIT.search(complaint)
    return int(found[1]) if found and _SMALLEST <= int(found[1]) <= _LARGEST else None


def is_too_long(complaint: str) -> bool:
    """Whether a server complains about the length of a prompt."""
    return bool(re.search(r"context.{0,20}(length|size|window)|exceed_context|too long|n_ctx", complaint, re.I))


def version_in(told: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers at the beginning of a version."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", str(told.get("version", "")))
    return tuple(int(number) for number in found[1].split(".")) if found else ()


def body(request: Request, served: Served, *, bare: bool = False) -> dict[str, Any]:
    """What is asked of a server.

    Args:
        request: the question.
        served: whom it goes to.
        bare: without anything that a server may do without.

    Raises:
        Broken: the server cannot do what is asked.
    """
    messages = [{"role": one.role.value, "content": without_specials(one.text)} for one in request.messages]
    told: dict[str, Any] = {
        "model": served.model,
        "messages": messages,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,
    }
    if request.seed is not None:
        told["seed"] = request.seed
    if stops := [stop for stop in request.stop if stop]:
        told["stop"] = stops if served.kind is not Kind.OTHER else stops[:_STOPS_ELSEWHERE]
    told |= _form(request, served)
    return told if bare else told | _extras(request, served)


def counting(served: Served, text: str) -> tuple[str, dict[str, Any]] | None:
    """The URL and question with which a server counts tokens; None when it cannot."""
    if served.kind is Kind.LLAMA_SERVER:
        return f"{served.root}/tokenize", {"content": text}
    if served.kind is Kind.VLLM:
        return f"{served.root}/tokenize", {"model": served.model, "prompt": text, "add_special_tokens": False}
    if served.kind is Kind.LLAMA_PYTHON:
        return f"{served.root}/extras/tokenize/count", {"model": served.model, "input": text}
    return None


def counted(told: Mapping[str, Any]) -> int | None:
    """The number of tokens in what a server answers to that."""
    count, tokens = told.get("count"), told.get("tokens")
    if isinstance(count, int) and not isinstance(count, bool):
        return count
    return len(tokens) if isinstance(tokens, list) else None


def _form(request: Request, served: Served) -> dict[str, Any]:
    """What makes the answer obey a grammar or schema; never left out: the answer would not be what it seems."""
    if request.grammar is not None:
        if served.kind in (Kind.LLAMA_SERVER, Kind.LLAMA_PYTHON):
            return {"grammar": request.grammar}
        if served.kind is Kind.VLLM and served.version and served.version < _STRUCTURED:
            return {"guided_grammar": request.grammar}
        if served.kind is Kind.VLLM:
            return {"structured_outputs": {"grammar": request.grammar}}
        raise Broken(Fault.FORM)
    if request.schema is None:
        return {}
    schema = dict(request.schema)
    if served.kind is Kind.LLAMA_PYTHON:
        return {"response_format": {"type": "json_object", "schema": schema}}
    named = {"name": "answer", "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def _extras(request: Request, served: Served) -> dict[str, Any]:
    """What helps where a server knows it: the cost, the probabilities, and no thinking aloud."""
    told: dict[str, Any] = {"stream_options": {"include_usage": True}}
    if request.probabilities:
        told |= {"logprobs": True, "top_logprobs": _ALTERNATIVES}
    if served.kind in (Kind.LLAMA_SERVER, Kind.VLLM):
        told["chat_template_kwargs"] = {"enable_thinking": False}
    if served.kind is Kind.LLAMA_SERVER:
        told["cache_prompt"] = True
    if served.kind is Kind.OLLAMA:
        told["reasoning_effort"] = "none"
    return told


def _runs_elsewhere(name: str) -> bool:
    return name.lower().endswith(CLOUD)
