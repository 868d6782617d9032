"""The command `coach`: run inside the test, through its real `main`, or as a program of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from coach.cli import main

PROBE = "Heb je hoofdpijn?"
"""A line that every sane reader finds medical."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.raw)

    @property
    def rows(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.raw.decode("utf-8").split("\n") if line]


def coach(*args: str | Path, stdin: str | bytes = b"") -> Result:
    """Run `coach` with these arguments and this standard input, in this process."""
    given = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    out, err = _stream(), _stream()
    code: Any = 0
    with (
        mock.patch.object(sys, "argv", ["coach", *map(str, args)]),
        mock.patch.object(sys, "stdin", _stream(given)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as leave:
            code = leave.code or 0
    out.flush()
    err.flush()
    return Result(code, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]


def program(*args: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `coach` as a program of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from coach.cli import main; main()", *map(str, args)],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="\n", write_through=True)
