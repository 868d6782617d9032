"""A model behind a URL that speaks the OpenAI protocol: llama-server, vLLM, Ollama, or a whole cluster."""

from __future__ import annotations

import math
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from coach.messages import gettext as _
from coach.model import address, dialect, key, probe
from coach.model.answer import parsed
from coach.model.attempt import Attempt
from coach.model.calls import Call, Calls, TakenBack
from coach.model.contract import Limits, Request, Status, Token, Usage, never
from coach.model.dialect import Kind, Served
from coach.model.exchange import Exchange, Stopped, trust
from coach.model.fault import Broken, Fault
from coach.model.patience import POLL, Patience, waited

_COUNTING = 0.25
"""Seconds that a count may take; then it is estimated."""
_COUNTS_KEPT, _COUNTED_AT_MOST = 512, 200_000
_CHARACTERS_PER_TOKEN = 3.0
_TELLING = 50
"""Tokens of a prompt from which it tells how long a token is on average."""
_AWAY = (Fault.UNREACHABLE, Fault.SLOW, Fault.NAME)


class ServerEngine:
    """Implements `coach.model.contract.Engine` with a server."""

    def __init__(self, url: str, model: str = "", patience: Patience | None = None) -> None:
        """Nothing is asked yet.

        Args:
            url: base URL, such as `https://host/v1`, without a key in it.
            model: which model to ask; empty for the one that is offered.
            patience: how long is waited.
        """
        self._url = url.rstrip("/")
        self._wanted = model
        self._patience = patience or Patience()
        self._where = urlsplit(url).netloc
        self._calls = Calls()
        self._state = threading.Condition()
        self._generation = 0
        self._status = Status.OFF
        self._problem: Broken | None = None
        self._failed_at = self._not_before = float("-inf")
        self._served: Served | None = None
        self._context: int | None = None
        self._key: str | None = None
        self._trust: ssl.SSLContext | None = None
        self._bare = False
        self._counts: dict[str, int] | None = None
        self._ratio = _CHARACTERS_PER_TOKEN
        self._open: set[Exchange] = set()
        self._usage: Usage | None = None

    @property
    def served(self) -> Served | None:
        """What was found at the URL; None before that."""
        with self._state:
            return self._served

    def start(self) -> None:
        """Look in the background whether the server answers; returns at once. No text is sent."""
        with self._state:
            if self._status in (Status.OFF, Status.FAILED):
                self._generation += 1
                self._set(Status.STARTING)
                look = threading.Thread(target=self._look, args=(self._generation,), daemon=True)
                look.name = "model-server-start"
                look.start()

    def status(self) -> tuple[Status, str]:
        """How it stands, with the problem in words."""
        with self._state:
            if self._status is Status.FAILED and self._problem:
                return self._status, str(self._problem.told(self._where))
            loading = self._status is Status.LOADING
            return self._status, _("the server is loading the model") if loading else ""

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        """The answer, token by token; see the contract. The texts of the request go to the server."""
        with suppress(TakenBack), self._calls.next(cancelled) as call:
            yield from self._answered(request, call)

    def cancel(self) -> None:
        """Take back what is being answered and what waits for its turn."""
        self._calls.cancel()

    def count(self, text: str) -> int:
        """The number of tokens in a text, asked of the server where it can tell within a moment; else an estimate."""
        with self._state:
            served = self._served if self._status in (Status.READY, Status.BUSY) else None
            counts = self._counts
        if counts is not None and text in counts:
            return counts[text]
        asked = dialect.counting(served, text) if served else None
        if asked is None or counts is None or len(text) > _COUNTED_AT_MOST:
            return self._estimate(len(text))
        number = self._counted(*asked)
        with self._state:
            if number is None:
                self._counts = None  # it cannot, or not soon enough: not asked again until the next start
            else:
                if len(counts) >= _COUNTS_KEPT:
                    counts.clear()
                counts[text] = number
        return self._estimate(len(text)) if number is None else number

    def limits(self) -> Limits:
        """What the model holds; a guess where the server does not say. `where` is the URL."""
        with self._state:
            served = self._served
            context = self._context or (served.context if served else dialect.GUESSED_CONTEXT)
            return Limits(context, served.model if served else self._wanted or self._where, self._url)

    def usage(self) -> Usage | None:
        """What the last request cost that came to an end."""
        with self._state:
            return self._usage

    def close(self) -> None:
        """Stop at once; streams end as if they were cancelled."""
        self.cancel()
        with self._state:
            self._generation += 1
            exchanges = list(self._open)
            self._set(Status.OFF)
        for exchange in exchanges:
            exchange.stop()

    # Looking at the server, in a thread of its own

    def _look(self, generation: int) -> None:
        def stopped() -> bool:
            return self._generation != generation

        until = time.monotonic() + self._patience.loading
        failures = 0
        while not stopped():
            try:
                self._found(generation, self._seen(generation))
                return
            except Stopped:
                return
            except key.KeyProblem as error:
                self._failed(Broken(Fault.SETTING, detail=str(error)), generation)
                return
            except Broken as broken:
                failures += broken.fault is not Fault.LOADING
                spent = failures >= self._patience.tries or time.monotonic() > until
                if spent or not broken.again or broken.wait > self._patience.longest:
                    self._failed(broken, generation)
                    return
                if broken.fault is Fault.LOADING:
                    self._come_to(Status.LOADING, generation)
                waited(self._patience.pause(failures, broken.wait), stopped)

    def _seen(self, generation: int) -> Served:
        # The keyring of the system may ask its owner something first: never in the interface's own thread.
        self._key = key.found(self._url)
        self._trust = None if address.is_plain(self._url) else trust()
        served = probe.look(self._ask, self._url, self._wanted)
        if served.kind is Kind.OLLAMA:
            self._come_to(Status.LOADING, generation)
        return probe.warm(self._ask, served, self._patience.loading)

    def _ask(self, method: str, url: str, told: Any = None, read: float = 0.0) -> tuple[bytes, str]:
        connect = self._patience.connect
        with self._exchange() as exchange:
            return exchange.fetched(method, url, told, connect=connect, read=read or 2 * connect)

    def _found(self, generation: int, served: Served) -> None:
        with self._state:
            if self._generation == generation:
                if self._served != served:
                    self._bare, self._context = False, None
                self._served, self._counts = served, {}
                self._set(Status.READY)

    @contextmanager
    def _exchange(self) -> Iterator[Exchange]:
        exchange = Exchange(self._key, self._trust)
        with self._state:
            self._open.add(exchange)
        try:
            yield exchange
        finally:
            with self._state:
                self._open.discard(exchange)

    # Answering

    def _ready(self, call: Call) -> Served:
        """Wait until the server was looked at.

        Raises:
            EngineError: it cannot be used.
            TakenBack: nobody waits any more.
        """
        with self._state:
            resting = self._status is Status.FAILED and time.monotonic() - self._failed_at < self._patience.rest
            problem = self._problem
            self.start()
            if resting and problem and problem.fault in _AWAY:
                raise problem.told(self._where)
            while True:
                if call.taken_back() or self._status is Status.OFF:
                    raise TakenBack
                if self._status is Status.FAILED and self._problem:
                    raise self._problem.told(self._where)
                if self._status is Status.READY and self._served:
                    return self._served
                self._state.wait(POLL)

    def _answered(self, request: Request, call: Call) -> Iterator[Token]:
        served = self._ready(call)
        bare, failures = self._bare, 0
        until = time.monotonic() + self._patience.first
        while True:
            if not waited(self._not_before - time.monotonic(), call.taken_back):
                raise TakenBack
            attempt = None
            try:
                told = self._told(request, served, bare)
                with self._exchange() as exchange, self._busy():
                    attempt = Attempt(exchange, request, self._patience)
                    yield from attempt.tokens(f"{served.base}/chat/completions", told, call.taken_back)
                    self._account(attempt)
                return
            except Broken as broken:
                failures += broken.fault is not Fault.LOADING
                spent = failures >= self._patience.tries or time.monotonic() > until
                barer = not bare and _may_know_less(broken)
                given = attempt is not None and attempt.given
                self._learn(broken, barer)
                if given or spent or broken.wait > self._patience.longest or not (broken.again or barer):
                    if not broken.of_the_question:
                        self._failed(broken)
                    raise broken.told(self._where) from broken
                bare = bare or barer
                self._not_before = time.monotonic() + self._patience.pause(failures, broken.wait)

    def _told(self, request: Request, served: Served, bare: bool) -> dict[str, Any]:
        # Ollama leaves out the beginning of a prompt that is too long, without a word: the persona would be gone.
        if served.kind is Kind.OLLAMA and served.sure:
            prompt = self._estimate(sum(len(message.text) for message in request.messages))
            if prompt + request.max_tokens > served.context:
                raise Broken(Fault.LONG, context=served.context)
        return dialect.body(request, served, bare=bare)

    @contextmanager
    def _busy(self) -> Iterator[None]:
        with self._state:
            generation = self._generation
            if self._status is Status.READY:
                self._set(Status.BUSY)
        try:
            yield
        finally:
            with self._state:
                if self._generation == generation and self._status is Status.BUSY:
                    self._set(Status.READY)

    def _learn(self, broken: Broken, barer: bool) -> None:
        """What a failure says about the server."""
        detail = str(broken.facts.get("detail", ""))
        with self._state:
            if broken.fault is Fault.LONG:
                self._context = dialect.context_said(detail) or self._context
                broken.facts.setdefault("context", self.limits().context)
            # After a failure that may have had another cause, the next question is asked in full again.
            self._bare = self._bare or (barer and (broken.fault is Fault.REFUSED or "logprobs" in detail))
            if broken.wait > self._patience.longest:
                self._not_before = time.monotonic() + self._patience.rest

    def _account(self, attempt: Attempt) -> None:
        usage, ratio = attempt.usage(self._estimate)
        with self._state:
            self._usage = usage
            if ratio and usage.prompt_tokens > _TELLING:
                self._ratio = min(8.0, max(1.0, ratio))

    # Counting

    def _counted(self, url: str, told: dict[str, Any]) -> int | None:
        answer: queue.SimpleQueue[int | None] = queue.SimpleQueue()

        def ask() -> None:
            number = None
            with suppress(Broken, Stopped):
                number = dialect.counted(parsed(self._ask("POST", url, told, read=2.0)[0]))
            answer.put(number)

        threading.Thread(target=ask, name="model-server-count", daemon=True).start()
        with suppress(queue.Empty):
            return answer.get(timeout=_COUNTING)
        return None

    def _estimate(self, characters: int) -> int:
        return math.ceil(characters / self._ratio)

    # State

    def _failed(self, broken: Broken, generation: int | None = None) -> None:
        with self._state:
            if generation in (None, self._generation) and self._status is not Status.OFF:
                self._problem, self._failed_at = broken, time.monotonic()
                self._set(Status.FAILED)

    def _come_to(self, status: Status, generation: int) -> None:
        with self._state:
            if self._generation == generation:
                self._set(status)

    def _set(self, status: Status) -> None:
        """The caller holds the lock."""
        self._status = status
        self._state.notify_all()


def _may_know_less(broken: Broken) -> bool:
    """Whether the server may have stumbled over something that it can do without; each says so in another way."""
    return broken.fault in (Fault.BROKEN, Fault.EMPTY) or broken.facts.get("status") in (400, 422)
