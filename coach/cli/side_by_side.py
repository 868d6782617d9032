"""Many lines answered by several processes side by side; the answers come in the order of the lines.

Each helper is this process once more, with all that it has read, and has one block of lines in hand at a time. What a
helper could not do is done here, so that an error is told as if there were no helpers.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Answer = Callable[[bytes], bytes]

_ALONE = 100
"""So many lines are answered before anyone helps: a few lines are sooner answered than helpers are made."""
_BLOCK = 50
_MOST_HELPERS = 8


def each(answer: Answer, lines: Iterator[bytes]) -> Iterator[bytes]:
    """The answer to each line, in order."""
    yield from map(answer, islice(lines, _ALONE))
    blocks = iter(lambda: list(islice(lines, _BLOCK)), [])
    block = next(blocks, None)
    if block is None:
        return
    count = _helpers()
    if count < 2:
        yield from map(answer, block)
        yield from map(answer, lines)
        return
    yield from _shared(answer, block, blocks, count)


def _shared(answer: Answer, first: list[bytes], blocks: Iterator[list[bytes]], count: int) -> Iterator[bytes]:
    sys.stdout.flush()
    crew = _Crew(answer, count)
    try:
        crew.ask(first)
        for block in blocks:
            if crew.full:
                yield from crew.answers()
            crew.ask(block)
        while crew.busy:
            yield from crew.answers()
    finally:
        crew.dismiss()


class _Crew:
    """Helpers, those that have a block in hand in the order in which they got it."""

    def __init__(self, answer: Answer, count: int) -> None:
        self._answer = answer
        self._free: list[Connection[Any, Any]] = []
        self.busy: deque[tuple[Connection[Any, Any], list[bytes]]] = deque()
        for _number in range(count):
            self._free.append(self._helper())

    @property
    def full(self) -> bool:
        """Whether nobody has empty hands."""
        return not self._free

    def ask(self, block: list[bytes]) -> None:
        """Give a block to a helper with empty hands."""
        helper = self._free.pop()
        self.busy.append((helper, block))
        with suppress(OSError):  # if it is gone, `answers` finds that out
            helper.send(block)

    def answers(self) -> Iterator[bytes]:
        """The answers to the block that was given first."""
        helper, block = self.busy.popleft()
        try:
            done = helper.recv()
        except (EOFError, OSError):
            done = None
        self._free.append(helper)
        yield from map(self._answer, block) if done is None else done

    def dismiss(self) -> None:
        """Let everyone go."""
        for helper in (*self._free, *(helper for helper, _block in self.busy)):
            helper.close()

    def _helper(self) -> Connection[Any, Any]:
        from multiprocessing import get_context

        context = get_context("fork")
        ours, theirs = context.Pipe()
        context.Process(target=_help, args=(self._answer, theirs, [*self._free, ours]), daemon=True).start()
        theirs.close()
        return ours


def _help(answer: Answer, line: Connection[Any, Any], others: list[Connection[Any, Any]]) -> None:
    """Answer block after block, until the other side goes away; Ctrl-C is for the process that is seen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    try:
        while True:
            line.send(_answered(answer, line.recv()))
    except (EOFError, OSError):
        return


def _answered(answer: Answer, block: list[bytes]) -> list[bytes] | None:
    try:
        return [answer(line) for line in block]
    except Exception:
        return None


def _helpers() -> int:
    """How many processes can work at the same time; only Linux makes them safely and at once."""
    return min(len(os.sched_getaffinity(0)), _MOST_HELPERS) if sys.platform == "linux" else 1
