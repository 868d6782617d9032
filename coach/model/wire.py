"""How the program and the process of the model talk: JSON in UTF-8, each message after its length in four bytes."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

MAX_BYTES = 1 << 25
"""No message is longer; a longer one means that the other side is not what it should be."""

_LENGTH = struct.Struct(">I")


class Broken(Exception):
    """What came in is no message."""


def write(pipe: IO[bytes], told: dict[str, Any]) -> None:
    """Send a message.

    Raises:
        OSError, ValueError: the other side is gone, or the pipe is closed.
        Broken: the message is too long to be sent.
    """
    raw = json.dumps(told, separators=(",", ":")).encode("ascii")
    if len(raw) > MAX_BYTES:
        raise Broken(f"{len(raw)} bytes")
    pipe.write(_LENGTH.pack(len(raw)) + raw)
    pipe.flush()


def read(pipe: IO[bytes]) -> dict[str, Any] | None:
    """The next message; None at the end of the pipe, also when it ends within a message.

    Raises:
        Broken: what came in is no message.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_BYTES:
        raise Broken(f"{length} bytes")
    raw = pipe.read(length)
    if len(raw) < length:
        return None
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Broken(str(error)) from error
    if not isinstance(told, dict):
        raise Broken(type(told).__name__)
    return told
