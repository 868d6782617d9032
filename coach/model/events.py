"""Server-sent events: bytes become the data of events, however they are cut into pieces.

Source: the HTML standard, section 9.2 “Server-sent events”; only the field `data` matters here.
"""

from __future__ import annotations

import re

MAX_EVENT = 1 << 20
"""Bytes; a longer event means that the other side is not what it should be."""

_END = re.compile(rb"[\r\n]")


class TooLong(Exception):
    """An event that does not end."""


class Events:
    """Reads a stream piece by piece."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._data: list[bytes] = []
        self._size = 0
        self._after_cr = False

    def take(self, piece: bytes) -> list[str]:
        """The data of the events that end in this piece.

        Raises:
            TooLong: an event is longer than any answer is.
        """
        found, at = [], 0
        if self._after_cr and piece:
            at = 1 if piece.startswith(b"\n") else 0
            self._after_cr = False
        while end := _END.search(piece, at):
            self._line += piece[at : end.start()]
            at = end.end()
            if end[0] == b"\r":
                self._after_cr = at == len(piece)
                at += piece.startswith(b"\n", at)
            event = self._ended_line()
            if event is not None:
                found.append(event)
        self._line += piece[at:]
        if len(self._line) + self._size > MAX_EVENT:
            raise TooLong
        return found

    def _ended_line(self) -> str | None:
        line = bytes(self._line)
        self._line.clear()
        if not line:
            return self._ended_event()
        name, _colon, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._size += len(value) + 1
        return None

    def _ended_event(self) -> str | None:
        if not self._data:
            return None
        text = b"\n".join(self._data).decode("utf-8", "replace")
        self._data.clear()
        self._size = 0
        return text
