"""What a server streams: chunks of the OpenAI protocol become tokens.

Source: the chat completion chunk of OpenAI's API, as llama-server, vLLM, Ollama and llama-cpp-python write it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from coach.model.contract import Token
from coach.model.fault import Broken, Fault

_DONE = "[DONE]"
_ALTERNATIVES = 8


class Answer:
    """One answer as it comes in.

    Attributes:
        done: the server said that it is complete.
        chunks: pieces that came in, thoughts and empty ones too.
        usage, timings: what the server says that it cost; empty when it does not say.
    """

    def __init__(self) -> None:
        self.done = False
        self.finished = False
        self.chunks = 0
        self.usage: Mapping[str, Any] = {}
        self.timings: Mapping[str, Any] = {}

    def take(self, data: str) -> list[Token]:
        """The tokens of one event.

        Raises:
            Broken: it is no chunk, or an error.
        """
        if data.strip() == _DONE:
            self.done = True
            return []
        chunk = parsed(data)
        if "error" in chunk:
            raise Broken(Fault.BROKEN, detail=complaint(chunk), again=True)
        self.usage = _mapping(chunk.get("usage")) or self.usage
        self.timings = _mapping(chunk.get("timings")) or self.timings
        choices = chunk.get("choices")
        if not isinstance(choices, list):
            raise Broken(Fault.GARBLED, detail=data[:80])
        if not choices:
            return []
        self.chunks += 1
        choice = _mapping(choices[0])
        self.finished = self.finished or bool(choice.get("finish_reason"))
        return list(_tokens(choice))


def parsed(data: str | bytes) -> dict[str, Any]:
    """The object that a server sent.

    Raises:
        Broken: it is none.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        shown = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        raise Broken(Fault.GARBLED, detail=shown[:80])
    return found


def complaint(told: Mapping[str, Any]) -> str:
    """What an error says, in whichever of the usual shapes it comes."""
    error = told.get("error", told)
    if isinstance(error, Mapping):
        error = error.get("message") or error.get("detail") or error.get("type") or "?"
    return str(error)[:300]


def _tokens(choice: Mapping[str, Any]) -> Iterator[Token]:
    text = _text(_mapping(choice.get("delta")) or _mapping(choice.get("message")))
    entries = _entries(choice.get("logprobs"))
    if len(entries) == 1:
        yield Token(text, *_likely(entries[0]))
    elif entries and "".join(str(entry.get("token", "")) for entry in entries) == text:
        yield from (Token(str(entry["token"]), *_likely(entry)) for entry in entries)
    elif text:
        # Several tokens in one piece that does not fall apart into them: nobody knows whose a probability is.
        yield Token(text)


def _text(said: Mapping[str, Any]) -> str:
    content = said.get("content")
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return _whole(content) if isinstance(content, str) else ""


def _whole(text: str) -> str:
    """JSON may hold halves of characters, which no file and no terminal takes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _entries(logprobs: Any) -> list[Mapping[str, Any]]:
    """The tokens with their probabilities, in the shape of today or in that of older servers."""
    told = _mapping(logprobs)
    content = told.get("content")
    if isinstance(content, list):
        return [entry for entry in content if isinstance(entry, dict)]
    tokens, own, tops = (told.get(name) for name in ("tokens", "token_logprobs", "top_logprobs"))
    if not (isinstance(tokens, list) and isinstance(own, list)):
        return []
    tops = tops if isinstance(tops, list) and len(tops) == len(tokens) else [{}] * len(tokens)
    return [
        {
            "token": token,
            "logprob": logprob,
            "top_logprobs": [{"token": name, "logprob": value} for name, value in _mapping(top).items()],
        }
        for token, logprob, top in zip(tokens, own, tops, strict=False)
    ]


def _likely(entry: Mapping[str, Any]) -> tuple[float | None, dict[str, float]]:
    """The probability of a token, and the likeliest ones at its place."""
    alternatives: dict[str, float] = {}
    tops = entry.get("top_logprobs")
    for top in tops if isinstance(tops, list) else ():
        share = _share(_mapping(top).get("logprob"))
        if share is not None:
            name = _whole(str(_mapping(top).get("token", "")))
            alternatives[name] = max(share, alternatives.get(name, 0.0))
    best = sorted(alternatives.items(), key=lambda item: -item[1])[:_ALTERNATIVES]
    return _share(entry.get("logprob")), dict(best)


def _share(logprob: Any) -> float | None:
    if isinstance(logprob, bool) or not isinstance(logprob, int | float) or math.isnan(logprob):
        return None
    return math.exp(min(0.0, logprob))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
