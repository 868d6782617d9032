"""A model in this computer, in a process of its own: a crash costs one answer, and no wait blocks the program."""

from __future__ import annotations

import importlib.util
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.messages import gettext as _
from coach.model.calls import Call, Calls, TakenBack
from coach.model.child import Child
from coach.model.contract import EngineError, Limits, Request, Status, Token, Usage, never
from coach.model.patience import POLL
from coach.model.problem import Problem, explained, named

_STUBBORN = 3.0
"""Seconds after which a process that does not stop with its request is ended and started anew."""

_COUNTING = 0.25
"""Seconds that a count may take; then it is estimated."""

_CHARACTERS_PER_TOKEN = 3
_GUESSED_CONTEXT = 4096


def installed() -> bool:
    """Whether llama-cpp-python is there; imports nothing."""
    return importlib.util.find_spec("llama_cpp") is not None


@dataclass(eq=False, slots=True)
class _Sent:
    """A request that the process has."""

    call: Call
    number: int
    at: float = field(default_factory=time.perf_counter)
    heard: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)
    first: float = 0.0


class LlamaEngine:
    """Implements `coach.model.contract.Engine` with llama.cpp."""

    def __init__(
        self, model: Path, *, context: int | None = None, threads: int | None = None, gpu_layers: int | None = None
    ) -> None:
        """Nothing is started or read yet.

        Args:
            model: a GGUF file.
            context: tokens that the model should hold; None takes what the machine can bear, 8192 at most.
            threads: None is one for each real core.
            gpu_layers: layers on the graphics card; None is all of them when llama.cpp was built for one.
        """
        self._wish = {
            "path": str(model.expanduser().resolve()),
            "context": context,
            "threads": threads,
            "gpu_layers": gpu_layers,
        }
        self._name = model.stem
        self._context = context or _GUESSED_CONTEXT
        self._calls = Calls()
        self._state = threading.Condition()
        self._status = Status.OFF
        self._problem: EngineError | None = None
        self._share = 0.0
        self._reading: tuple[int, int] | None = None
        self._child: Child | None = None
        self._unfinished: dict[int, _Sent] = {}
        self._counts: dict[int, queue.SimpleQueue[int]] = {}
        self._number = 0
        self._usage: Usage | None = None

    @property
    def pid(self) -> int | None:
        """The process of the model while it runs."""
        with self._state:
            return self._child.pid if self._child else None

    def start(self) -> None:
        """Begin to load in the background; returns at once."""
        with self._state:
            if self._status in (Status.OFF, Status.FAILED):
                self._set(Status.STARTING)
                threading.Thread(target=self._spawn, name="model-start", daemon=True).start()

    def status(self) -> tuple[Status, str]:
        """How it stands, with progress or the problem in words."""
        with self._state:
            return self._status, self._words()

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        """The answer, token by token; see the contract."""
        with suppress(TakenBack), self._calls.next(cancelled) as call:
            yield from self._answer(self._ready(call), call, request)

    def cancel(self) -> None:
        """Take back what is being answered and what waits for its turn."""
        self._calls.cancel()

    def count(self, text: str) -> int:
        """The number of tokens in a text; an estimate while the model is not loaded."""
        with self._state:
            child = self._child if self._status in (Status.READY, Status.BUSY) else None
            number = self._next()
            answer = self._counts[number] = queue.SimpleQueue()
        try:
            if child and child.tell({"count": text, "id": number}):
                with suppress(queue.Empty):
                    return answer.get(timeout=_COUNTING)
        finally:
            with self._state:
                del self._counts[number]
        return -(-len(text) // _CHARACTERS_PER_TOKEN)

    def limits(self) -> Limits:
        """What the model can hold; a guess until it is loaded."""
        with self._state:
            return Limits(self._context, self._name, _("in this computer"))

    def usage(self) -> Usage | None:
        """What the last request cost that came to an end."""
        with self._state:
            return self._usage

    def close(self) -> None:
        """Stop, within a second in every state; streams end as if they were cancelled."""
        self.cancel()
        with self._state:
            child, self._child = self._child, None
            self._set(Status.OFF)
        if child:
            child.close()

    # Starting

    def _spawn(self) -> None:
        try:
            if not installed():
                raise explained(Problem.LIBRARY)
            if not Path(str(self._wish["path"])).is_file():
                raise explained(Problem.NO_FILE, file=self._wish["path"])
            child = Child(self._heard)
        except EngineError as error:
            self._failed(error)
            return
        except OSError as error:
            self._failed(explained(Problem.NATIVE, detail=error.strerror or str(error)))
            return
        with self._state:
            # It may have been closed meanwhile, or even started a second time.
            wanted = self._status is Status.STARTING and self._child is None
            if wanted:
                self._child = child
        if not (wanted and child.tell({"load": self._wish})):
            child.close()

    def _ready(self, call: Call) -> Child:
        """Wait until the model is loaded and has stopped with what was taken back before.

        Raises:
            EngineError: it cannot be loaded.
            TakenBack: nobody waits any more.
        """
        self.start()
        with self._state:
            while True:
                if call.taken_back():
                    raise TakenBack
                if self._status is Status.FAILED and self._problem:
                    raise self._problem
                if self._status is Status.OFF:
                    # It would not stop with the request before this one, and was ended.
                    self.start()
                if self._status is Status.READY and self._child:
                    return self._child
                self._state.wait(POLL)

    # Answering

    def _answer(self, child: Child, call: Call, request: Request) -> Iterator[Token]:
        with self._state:
            # Numbers rise in the order of sending: the process takes back all up to a number.
            sent = _Sent(call, self._next())
            self._unfinished[sent.number] = sent
            self._set(Status.BUSY)
        ended = False
        try:
            if not child.tell({"id": sent.number, "generate": _told(request)}):
                raise explained(Problem.CRASH)
            while not call.taken_back():
                try:
                    told = sent.heard.get(timeout=POLL)
                except queue.Empty:
                    continue
                ended = "text" not in told
                if "problem" in told:
                    raise explained(named(told["problem"]), **told.get("facts", {}))
                if ended:
                    return
                yield Token(told["text"], told.get("probability"), told.get("alternatives", {}))
        finally:
            if not ended:
                self._take_back(child, sent.number)

    def _take_back(self, child: Child, number: int) -> None:
        """Have the process stop with a request; one that does not is ended."""
        if not child.tell({"cancel": number}):
            return

        def stubborn() -> None:
            with self._state:
                stuck = number in self._unfinished
            if stuck:
                child.kill()

        clock = threading.Timer(_STUBBORN, stubborn)
        clock.daemon = True
        clock.start()

    # Listening, in the thread of the child

    def _heard(self, child: Child, told: dict[str, Any] | None) -> None:
        if told is None:
            self._gone(child)
        elif "count" in told:
            with self._state:
                waiting = self._counts.get(told["id"])
            if waiting:
                waiting.put(told["count"])
        elif "id" in told:
            self._about_request(told)
        else:
            self._about_loading(child, told)

    def _about_loading(self, child: Child, told: dict[str, Any]) -> None:
        with self._state:
            if child is not self._child:
                return
            if "loading" in told:
                self._share = told["loading"]
                self._set(Status.LOADING)
            elif "ready" in told:
                self._context, self._name = told["ready"]["context"], told["ready"]["name"]
                self._set(Status.READY)
            elif "failed" in told:
                self._child = None
                self._problem = explained(named(told["failed"]), **told.get("facts", {}))
                self._set(Status.FAILED)
        if "failed" in told:
            child.kill()

    def _about_request(self, told: dict[str, Any]) -> None:
        with self._state:
            sent = self._unfinished.get(told["id"])
            if sent is None:
                return
            self._reading = told.get("reading")
            if "text" in told and not sent.first:
                sent.first = time.perf_counter()
            if "end" in told or "problem" in told:
                del self._unfinished[sent.number]
                if "end" in told:
                    self._usage = _usage(sent, told["end"])
                if self._status is Status.BUSY and not self._unfinished:
                    self._set(Status.READY)
        if "reading" not in told:
            sent.heard.put(told)

    def _gone(self, child: Child) -> None:
        """The process ended without being asked to, or was ended because it would not stop."""
        with self._state:
            if child is not self._child:
                return
            self._child = None
            lost = list(self._unfinished.values())
            self._unfinished.clear()
            asked = bool(lost) and all(sent.call.over for sent in lost)
            loading = self._status in (Status.STARTING, Status.LOADING)
            self._problem = explained(Problem.CRASH_LOADING if loading else Problem.CRASH, file=self._wish["path"])
            self._set(Status.OFF if asked else Status.FAILED)
        for sent in lost:
            sent.heard.put({"problem": Problem.CRASH.value})

    # State; the caller of these holds the lock

    def _set(self, status: Status) -> None:
        self._status = status
        if status in (Status.OFF, Status.STARTING):
            self._unfinished.clear()
            self._share = 0.0
        self._reading = None
        self._state.notify_all()

    def _words(self) -> str:
        if self._status is Status.FAILED:
            return str(self._problem)
        if self._status is Status.LOADING:
            return _("loaded: {percent} %").format(percent=round(100 * self._share))
        if self._status is Status.BUSY and self._reading:
            done, total = self._reading
            return _("reading along, {percent} %").format(percent=round(100 * done / max(total, 1)))
        return ""

    def _failed(self, error: EngineError) -> None:
        with self._state:
            if self._status is Status.STARTING:
                self._problem = error
                self._set(Status.FAILED)

    def _next(self) -> int:
        self._number += 1
        return self._number


def _told(request: Request) -> dict[str, Any]:
    return {
        "messages": [[message.role.value, message.text] for message in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "grammar": request.grammar,
        "schema": None if request.schema is None else dict(request.schema),
        "stop": list(request.stop),
        "probabilities": request.probabilities,
    }


def _usage(sent: _Sent, told: dict[str, Any]) -> Usage:
    until_first = sent.first - sent.at if sent.first else 0.0
    return Usage(told["prompt"], told["evaluated"], told["generated"], until_first, told["speed"])
