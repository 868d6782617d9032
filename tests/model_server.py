"""A small server on loopback that speaks the OpenAI protocol as the usual programs do, and misbehaves on demand."""

from __future__ import annotations

import json
import math
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WORDS = ("Ik", " vind", " het", " lastig", ".")
ENDLESS = 10**9


@dataclass
class Reply:
    """How one question is answered.

    Attributes:
        status: HTTP status; an error's `body` says why, and `headers` come with it.
        words: what is said, a piece at a time; with `repeat` over and over.
        hold: a moment at which nothing more comes until the test ends: "head" before the status, "first" after it,
            "middle" after two words, "end" when all is said but the end.
        cut: after so many words the connection is broken off.
        raw: sent instead of events, as it is.
        whole: the answer comes in one piece, as from a server that does not stream.
        crumbs: so many bytes at a time.
        reset: the connection is broken off before anything is said.
    """

    status: int = 200
    words: tuple[str, ...] = WORDS
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    repeat: int = 1
    hold: str = ""
    cut: int | None = None
    raw: bytes | None = None
    whole: bool = False
    crumbs: int = 0
    reset: bool = False
    thought: str = ""
    usage: Mapping[str, Any] | None = None
    timings: Mapping[str, Any] | None = None
    probabilities: str = "new"


@dataclass
class Server:
    """What the server is and does; changed by a test while it runs.

    Attributes:
        owner: what stands in `owned_by` of its models: that is how programs are told apart.
        models: names of the models, and what else is said of each.
        replies: how the next questions are answered; the last one stays.
        pages: what stands at other addresses: a status, and what is said.
        asked: bodies of the questions; `paths` and `keys` of all requests.
        gone: questions whose connection broke off before they were answered.
        waiting: set when a question is being held.
    """

    owner: str = "vllm"
    models: dict[str, dict[str, Any]] = field(default_factory=lambda: {"klein": {"max_model_len": 8192}})
    replies: list[Reply] = field(default_factory=lambda: [Reply()])
    pages: dict[str, tuple[int, Any]] = field(default_factory=dict)
    looks: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    waiting: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def next_reply(self) -> Reply:
        """How the next question is answered."""
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def running(certificate: Path | None = None) -> Iterator[Server]:
    """A server until the end of the block; over TLS with a file that holds key and certificate."""
    served = Server()

    class Handler(_Handler):
        server_side = served

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    served.url = f"{scheme}://127.0.0.1:{web.server_port}/v1"
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield served
    finally:
        served.over.set()
        web.shutdown()
        web.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_side: Server

    def do_GET(self) -> None:
        self._noted()
        served = self.server_side
        if served.looks and self.path.endswith("/models"):
            self._error(served.looks.pop(0))
        elif self.path == "/v1/models":
            model = {"object": "model", "owned_by": served.owner}
            entries = [{"id": name} | model | said for name, said in served.models.items()]
            self._json(200, {"object": "list", "data": entries})
        else:
            self._json(*served.pages.get(self.path, (404, {"detail": "Not Found"})))

    def do_POST(self) -> None:
        self._noted()
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.path.endswith("/chat/completions"):
            found = self.server_side.pages.get(self.path, (404, {"detail": "Not Found"}))
            self._json(found[0], found[1](told) if callable(found[1]) else found[1])
            return
        self.server_side.asked.append(told)
        with suppress(OSError):
            self._answer(self.server_side.next_reply(), told)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _noted(self) -> None:
        served = self.server_side
        served.paths.append(self.path)
        served.keys.append(self.headers.get("Authorization"))
        served.headers.append(dict(self.headers.items()))

    def _answer(self, reply: Reply, told: dict[str, Any]) -> None:
        self.close_connection = True
        if reply.reset:
            return
        self._held(reply, "head")
        if reply.status != 200:
            self._error(reply)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if reply.whole else "text/event-stream; charset=utf-8")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self._held(reply, "first")
        if reply.whole:
            self.wfile.write(json.dumps(_whole(reply)).encode())
        elif reply.raw is not None:
            self.wfile.write(reply.raw)
        else:
            self._stream(reply, told)

    def _stream(self, reply: Reply, told: dict[str, Any]) -> None:
        self._event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}, reply)
        if reply.thought:
            self._event({"choices": [{"delta": {"reasoning_content": reply.thought}}]}, reply)
        count = 0
        for _time in range(reply.repeat):
            for word in reply.words:
                if count == reply.cut:
                    return
                if count == 2:
                    self._held(reply, "middle")
                choice: dict[str, Any] = {"index": 0, "delta": {"content": word}, "finish_reason": None}
                if told.get("logprobs"):
                    choice["logprobs"] = _logprobs(word, reply.probabilities)
                self._event({"choices": [choice]}, reply)
                count += 1
                self.server_side.sent = count
        last: dict[str, Any] = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        if reply.timings:
            last["timings"] = reply.timings
        self._event(last, reply)
        self._held(reply, "end")
        if reply.usage:
            self._event({"choices": [], "usage": reply.usage}, reply)
        self._written(b"data: [DONE]\n\n", reply)

    def _held(self, reply: Reply, moment: str) -> None:
        """Say nothing until the test ends, or the other side goes away."""
        if reply.hold != moment:
            return
        served = self.server_side
        served.waiting.set()
        self.connection.settimeout(0.02)
        while not served.over.is_set():
            try:
                if not self.connection.recv(1):
                    served.gone.set()
                    break
            except (TimeoutError, ssl.SSLWantReadError):
                continue
            except OSError:
                served.gone.set()
                break
        raise OSError

    def _event(self, chunk: dict[str, Any], reply: Reply) -> None:
        told = {"id": "1", "object": "chat.completion.chunk", "model": "klein"} | chunk
        self._written(f"data: {json.dumps(told)}\n\n".encode(), reply)

    def _written(self, raw: bytes, reply: Reply) -> None:
        try:
            for at in range(0, len(raw), reply.crumbs or len(raw)):
                self.wfile.write(raw[at : at + (reply.crumbs or len(raw))])
                self.wfile.flush()
        except OSError:
            self.server_side.gone.set()
            raise

    def _error(self, reply: Reply) -> None:
        body = reply.body if reply.body is not None else {"error": {"message": "kapot", "code": reply.status}}
        self._json(reply.status, body, reply.headers)

    def _json(self, status: int, told: Any, headers: Mapping[str, str] | None = None) -> None:
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(raw)


def _whole(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(reply.words)}
    return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": reply.usage}


def _logprobs(word: str, shape: str) -> dict[str, Any]:
    if shape == "old":
        tops = [{word: math.log(0.5), "X": math.log(0.25)}]
        return {"tokens": [word], "token_logprobs": [math.log(0.5)], "top_logprobs": tops}
    likely = [{"token": word, "logprob": math.log(0.5)}, {"token": "X", "logprob": math.log(0.25)}]
    entry = {"token": word, "logprob": math.log(0.5), "top_logprobs": likely}
    if shape == "two":
        half = len(word) // 2
        return {"content": [entry | {"token": word[:half]}, entry | {"token": word[half:]}]}
    return {"content": [entry]}
