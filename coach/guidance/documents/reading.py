"""Reading a document: a child process parses it within bounds, and what it hands back is plain text."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coach.guidance.documents import limits
from coach.guidance.documents.block import Block
from coach.guidance.documents.problem import DocumentError, Problem, explained
from coach.messages import gettext as _

Progress = Callable[[int, int], None]
"""Called with how many parts (pages, as far as there are) are done, and of how many."""

_MAX_ANSWER = 16 * limits.MAX_CHARS
"""No line of an answer is longer: every character may be written in six, and a block has its fields."""


def silent(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def read(path: Path, progress: Progress = silent) -> tuple[Block, ...]:
    """The text of a document in blocks, in order.

    Raises:
        DocumentError: it cannot be read; the message says why, and what to do.
    """
    look_at(path)
    found: list[Block] = []
    ending: Problem | None = Problem.DAMAGED
    with _running(path) as (child, late):
        for told in _answers(child):
            if "blocks" in told:
                found += _blocks(told, path)
                progress(_count(told, "done"), _count(told, "total"))
            else:
                ending = None if told.get("end") else _problem(told)
                break
        else:
            ending = _sudden(child.wait(), late)
    if ending:
        of_text = path.stat().st_size <= limits.MAX_BYTES
        raise explained(ending, path.name, of_text=of_text)
    return tuple(found)


def look_at(path: Path) -> None:
    """Refuse what need not be opened to be refused.

    Raises:
        DocumentError: it is no ordinary file, is empty or too large, or cannot be opened.
    """
    try:
        if not path.is_file():
            told = _("{file} is not a file.") if path.exists() else _("There is no file {file}.")
            raise DocumentError(told.format(file=path))
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise DocumentError(_("{file} cannot be read: {reason}").format(file=path, reason=reason)) from error
    if not size:
        raise explained(Problem.EMPTY, path.name)
    if size > limits.MAX_BYTES:
        raise explained(Problem.TOO_LARGE, path.name)


@contextmanager
def _running(path: Path) -> Iterator[tuple[subprocess.Popen[bytes], threading.Event]]:
    """The process that reads, with an event that is set when it was stopped for taking too long."""
    # -P: no module from the folder that the user happens to stand in. -B: it may not write files anyhow.
    command = [sys.executable, "-P", "-B", "-m", "coach.guidance.documents.worker", str(path.resolve())]
    late = threading.Event()
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True
    )

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(limits.SECONDS, stop)
    clock.daemon = True
    clock.start()
    try:
        yield child, late
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the child tells, until it stops or tells something that it should not."""
    assert child.stdout is not None
    while raw := child.stdout.readline(_MAX_ANSWER):
        try:
            told = json.loads(raw)
        except (ValueError, RecursionError):
            return
        if not isinstance(told, dict):
            return
        yield told


def _blocks(told: dict[str, Any], path: Path) -> list[Block]:
    try:
        return [Block.model_validate(block) for block in told["blocks"]]
    except (ValidationError, TypeError) as error:
        raise explained(Problem.DAMAGED, path.name) from error


def _count(told: dict[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) else 0


def _problem(told: dict[str, Any]) -> Problem:
    try:
        return Problem(told.get("problem", ""))
    except ValueError:
        return Problem.DAMAGED


def _sudden(code: int, late: threading.Event) -> Problem:
    """Why a process stopped without a word: its time was up, its memory was, or the file brought it down."""
    if late.is_set() or code == -getattr(signal, "SIGXCPU", 0):
        return Problem.TOO_SLOW
    return Problem.TOO_MUCH if code == limits.TOO_MUCH else Problem.DAMAGED
