"""The process of a model in this computer: `python -m coach.model.worker`, spoken to over standard input and output.

First comes `{"load": {...}}`, then any number of `{"generate": {...}, "id": n}`, `{"count": text, "id": n}` and
`{"cancel": n}`. It answers `{"loading": 0.4}`, `{"ready": {...}}`, and for a request `{"id": n, ...}` with `text`,
`reading`, and at last `end` or `problem`. Whatever happens to it costs one answer: nothing is kept here.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from coach.model import wire
from coach.model.problem import ModelProblem, Problem

_REFUSED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "subprocess.",
    "os.system",
    "urllib.",
)
_STEP = 0.02
"""Progress is told when this share more is done."""


class Worker:
    """One thread listens, so that a request can be taken back at any moment; the main thread works."""

    def __init__(self, source: BinaryIO, answers: BinaryIO) -> None:
        self._source = source
        self._answers = answers
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._tasks: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._taken_back = 0
        self._current = 0
        self._model: Any = None

    def run(self) -> None:
        """Work until the other side closes its end of the pipe; does not return before."""
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            task = self._tasks.get()
            if "load" in task:
                self._load(task["load"])
            elif self._model is not None:
                self._answer(task)

    def _listen(self) -> NoReturn:
        """Take what comes in. The end of the pipe is the end of this process, whatever it is doing."""
        with suppress(wire.Broken, OSError):
            while (told := wire.read(self._source)) is not None:
                if "cancel" in told:
                    self._cancel(told["cancel"])
                elif "count" in told:
                    self._count(told)
                else:
                    self._tasks.put(told)
        os._exit(0)

    def _cancel(self, number: int) -> None:
        with self._lock:
            self._taken_back = max(self._taken_back, number)
            if self._model is not None and self._current == number:
                self._model.flag.set()

    def _count(self, told: Mapping[str, Any]) -> None:
        if self._model is not None:
            self._tell({"id": told["id"], "count": len(self._model.vocabulary.tokens(told["count"]))})

    def _load(self, wanted: Mapping[str, Any]) -> None:
        told = 0.0

        def progress(done: float) -> None:
            nonlocal told
            if done - told >= _STEP:
                told = done
                self._tell({"loading": done})

        try:
            self._tell({"loading": 0.0})
            self._model = _model(wanted, progress)
        except ModelProblem as error:
            self._tell({"failed": error.problem.value, "facts": error.facts})
        except MemoryError:
            self._tell({"failed": Problem.UNLOADABLE.value, "facts": {"file": wanted["path"], "detail": "memory"}})
        except Exception as error:  # what a library raises on a file it was not made for
            detail = f"{type(error).__name__}: {error}"
            self._tell({"failed": Problem.UNLOADABLE.value, "facts": {"file": wanted["path"], "detail": detail}})
        else:
            self._tell({"ready": {"context": self._model.context_size, "name": self._model.name}})

    def _answer(self, task: Mapping[str, Any]) -> None:
        number = task["id"]
        with self._lock:
            self._current = number
            if self._taken_back >= number:
                self._model.flag.set()
            else:
                self._model.flag.clear()
        try:
            ending = self._generated(number, task["generate"])
        except ModelProblem as error:
            ending = {"problem": error.problem.value, "facts": error.facts}
        except Exception as error:  # a fault of ours or of a library costs one answer, not the loaded model
            ending = {"problem": Problem.EVALUATION.value, "facts": {"detail": f"{type(error).__name__}: {error}"}}
        self._tell({"id": number, **ending})

    def _generated(self, number: int, request: Mapping[str, Any]) -> dict[str, Any]:
        from coach.model.native import Cancelled, Tally
        from coach.model.stops import Stops

        tally, clock, stops = Tally(), _Clock(), Stops(request.get("stop", ()))
        pieces = self._model.generate(request, tally, lambda *done: self._tell({"id": number, "reading": done}))
        with suppress(Cancelled):
            for piece in pieces:
                clock.tick()
                text = stops.take(piece.text)
                if text or piece.probability is not None:
                    self._tell(_told(number, text, piece))
                if stops.reached:
                    break
            if rest := stops.rest():
                self._tell({"id": number, "text": rest})
        pieces.close()
        usage = {"prompt": tally.prompt, "evaluated": tally.evaluated, "generated": tally.generated}
        return {"end": usage | {"speed": clock.speed()}}

    def _tell(self, told: dict[str, Any]) -> None:
        try:
            with self._writing:
                wire.write(self._answers, told)
        except OSError:
            os._exit(0)


class _Clock:
    """When the first and the last token came."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._ticks = 0

    def tick(self) -> None:
        """A token came."""
        self._ticks += 1
        self._times = [*self._times[:1], time.perf_counter()]

    def speed(self) -> float:
        """Tokens per second after the first."""
        if self._ticks < 2:
            return 0.0
        return (self._ticks - 1) / max(self._times[-1] - self._times[0], 1e-9)


def main() -> None:
    """Talk over the standard input and output that this process was started with."""
    source, answers = _own_pipes()
    _become_lesser()
    if len(sys.argv) > 1 and sys.platform != "win32":
        threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    Worker(source, answers).run()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for our messages only: what a library prints goes nowhere, and it reads nothing."""
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return source, answers


def _become_lesser() -> None:
    """The interface comes first for the processor, this process comes first when memory runs out, and a crash leaves
    no copy of the conversation on disk."""
    if sys.platform == "win32":
        return
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


def _end_with(parent: int) -> NoReturn:
    """End when the program is gone. The end of the pipe says so first, unless some other process holds it open."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _model(wanted: Mapping[str, Any], progress: Any) -> Any:
    # A crash report of the native library would start a debugger and take seconds.
    os.environ["GGML_NO_BACKTRACE"] = "1"
    from coach.model.native import Model, Wish

    model = Model(Wish(Path(wanted["path"]), wanted["context"], wanted["threads"], wanted["gpu_layers"]), progress)
    sys.addaudithook(_guard)
    return model


def _guard(event: str, _args: Any) -> None:
    """A model has no business on the network or with another program; its template is a program of a kind."""
    if event.startswith(_REFUSED):
        raise PermissionError(event)


def _told(number: int, text: str, piece: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"id": number, "text": text}
    if piece.probability is not None:
        told |= {"probability": piece.probability, "alternatives": dict(piece.alternatives)}
    return told


if __name__ == "__main__":
    main()
