"""A small model hub on loopback: the two questions that fetching a file asks, and the troubles that a test wants."""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REPOSITORY, FILE = "klein/talig-GGUF", "talig-q4.gguf"
ADDRESS = f"{REPOSITORY}/{FILE}"
COMMIT = "c0ffee" * 6 + "c0ff"
_BLOCK = 1 << 14


def gguf(size: int = 300_000, *, architecture: str = "llama", template: bool = True, tensors: int = 1) -> bytes:
    """A file that has the head of a language model; what follows the head is filler, other in every block."""
    entries: list[tuple[str, int, bytes]] = [
        ("general.architecture", 8, _string(architecture)),
        ("general.name", 8, _string("Talig")),
        (f"{architecture}.context_length", 4, struct.pack("<I", 2048)),
        (f"{architecture}.block_count", 4, struct.pack("<I", 2)),
        ("tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 2) + _string("ja") + _string("nee")),
    ]
    if template:
        entries.append(("tokenizer.chat_template", 8, _string("{{ messages[0]['content'] }}")))
    head = b"GGUF" + struct.pack("<IQQ", 3, tensors, len(entries))
    head += b"".join(_string(key) + struct.pack("<I", kind) + value for key, kind, value in entries)
    filler = b"".join(hashlib.sha256(struct.pack("<I", block)).digest() for block in range(size // 32 + 1))
    return (head + filler)[:size]


def _string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


@dataclass
class Hub:
    """What the hub has and how it behaves; changed by a test while it runs.

    Attributes:
        content: the file at `ADDRESS`.
        checksum: what it claims that the SHA-256 of the file is.
        missing, gated: answer that there is no such file, or that its terms must be accepted.
        status: answer with this status instead.
        cuts: after so many bytes of an answer the connection is broken off; one for each answer, then no more.
        stall: after so many bytes of the first answer, nothing more comes until `release` is set.
        ranges: whether it can continue in the middle of a file.
        elsewhere: send the reader on to another address for the bytes, as large files are.
        requests: method, path, and the first byte asked for, of every request.
    """

    content: bytes = field(default_factory=gguf)
    checksum: str = ""
    missing: bool = False
    gated: bool = False
    status: int = 0
    cuts: list[int] = field(default_factory=list)
    stall: int = 0
    ranges: bool = True
    elsewhere: bool = False
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    stalled: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def starts(self) -> Sequence[int]:
        """The first byte that was asked for, at each time that bytes were asked for."""
        return [start for method, _path, start in self.requests if method == "GET"]

    @property
    def etag(self) -> str:
        """The checksum that it tells."""
        return self.checksum or hashlib.sha256(self.content).hexdigest()


@contextmanager
def running() -> Iterator[Hub]:
    """A hub that runs until the end of the block."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._noted(0)
            self._answer(b"", hub)

        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
            self._noted(start)
            self._answer(hub.content, hub, start if hub.ranges else 0)

        def _noted(self, start: int) -> None:
            hub.requests.append((self.command, self.path, start))
            hub.agents.add(self.headers.get("User-Agent", ""))
            hub.keys.add(self.headers.get("Authorization", ""))

        def _answer(self, content: bytes, hub: Hub, start: int = 0) -> None:
            known = (f"/{REPOSITORY}/resolve/main/{FILE}", f"/bytes/{FILE}")
            if hub.status:
                self._refuse(hub.status, "")
            elif hub.gated:
                self._refuse(403, "GatedRepo")
            elif hub.missing or self.path not in known:
                self._refuse(404, "EntryNotFound")
            elif hub.elsewhere and self.path == known[0]:
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{self.server.server_address[1]}{known[1]}")
                self._facts(0)
            else:
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(hub.content) - 1}/{len(hub.content)}")
                self._facts(len(hub.content) - start)
                self._send(content[start:])

        def _refuse(self, status: int, code: str) -> None:
            self.send_response(status)
            if code:
                self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _facts(self, length: int) -> None:
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("X-Linked-Etag", f'"{hub.etag}"')
            self.send_header("X-Linked-Size", str(len(hub.content)))
            self.send_header("Content-Length", str(length))
            self.end_headers()

        def _send(self, content: bytes) -> None:
            cut = hub.cuts.pop(0) if content and hub.cuts else len(content)
            for place in range(0, len(content), _BLOCK):
                if place >= cut:
                    self.close_connection = True
                    return
                if hub.stall and place >= hub.stall:
                    hub.stalled.set()
                    hub.release.wait(60)
                self.wfile.write(content[place : min(place + _BLOCK, cut)])
                self.wfile.flush()

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return

        def log_message(self, *_given: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def write(path: Path, content: bytes | None = None) -> Path:
    """Put a model in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf() if content is None else content)
    return path
