"""The process that reads one document: `python -m coach.guidance.documents.worker FILE`.

It writes JSON, one object a line: `{"blocks": [...], "done": 3, "total": 96}` for each part, then `{"end": true}`
or `{"problem": "..."}`. Whatever else happens to it, a damaged or hostile file can do no more than end it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from coach.guidance.documents import limits
from coach.guidance.documents.formats import markdown, pdf, plain, slides, sniff, web, word
from coach.guidance.documents.formats.step import Step
from coach.guidance.documents.problem import Problem, Unreadable

_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "urllib.")
_TEXTS = {"markdown": markdown.blocks, "plain": plain.blocks, "web": web.blocks}
_FILES = {"pdf": pdf.blocks, "word": word.blocks, "slides": slides.blocks}


def main() -> None:
    """Read the file that the command line names."""
    path = Path(sys.argv[1])
    answer = _own_output()
    limits.confine()
    sys.addaudithook(_guard)
    try:
        for told in _told(path):
            answer.write(json.dumps(told, ensure_ascii=True).encode("ascii") + b"\n")
            answer.flush()
    except MemoryError:
        answer.write(b'{"problem": "%s"}\n' % Problem.TOO_MUCH.value.encode("ascii"))
    answer.flush()
    os._exit(0)  # what a parser left behind is not worth the time of putting it away


def _own_output() -> BinaryIO:
    """Standard output for our answers only: what a library prints goes nowhere."""
    answer = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answer


def _guard(event: str, _args: Any) -> None:
    """No parser has business on the network or with another program."""
    if event.startswith(_REFUSED):
        raise PermissionError(event)


def _told(path: Path) -> Iterator[dict[str, Any]]:
    try:
        yield from _steps(path)
    except Unreadable as error:
        yield {"problem": error.problem.value}
    except ModuleNotFoundError:
        yield {"problem": Problem.PARSERS.value}
    except MemoryError:
        raise
    except Exception as error:  # a parser on a damaged file may raise anything at all
        problem = Problem.TOO_MUCH if "memory" in str(error).casefold()[:200] else Problem.DAMAGED
        yield {"problem": problem.value}


def _steps(path: Path) -> Iterator[dict[str, Any]]:
    chars = 0
    for found in _read(path):
        chars += sum(len(block.text) for block in found.blocks)
        if chars > limits.MAX_CHARS:
            raise Unreadable(Problem.TOO_LONG)
        blocks = [block.model_dump(mode="json") for block in found.blocks]
        yield {"blocks": blocks, "done": found.done, "total": found.total}
    if not chars:
        raise Unreadable(Problem.NO_TEXT)
    yield {"end": True}


def _read(path: Path) -> Iterator[Step]:
    form = sniff.form_of(path)
    yield Step((), 0, 1)
    if form in _FILES:
        yield from _FILES[form](path)
    else:
        yield from _TEXTS[form](sniff.text_of(path))


if __name__ == "__main__":
    main()
