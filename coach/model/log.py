"""What llama.cpp has to say: the last lines are kept for error messages, and nothing reaches the terminal."""

from __future__ import annotations

from collections import deque
from typing import Any

_ERROR = 4
"""GGML_LOG_LEVEL_ERROR of llama.cpp."""

_KEPT = 20


class NativeLog:
    """Takes the place of llama.cpp's own logging for as long as it lives."""

    def __init__(self, library: Any) -> None:
        self._errors: deque[str] = deque(maxlen=_KEPT)
        # The library keeps a bare pointer: the callback must not be collected.
        self._callback = library.llama_log_callback(self._take)
        library.llama_log_set(self._callback, None)

    def last(self) -> str:
        """The last errors in one line; empty when there were none."""
        return " ".join("; ".join(self._errors).split())[-300:]

    def _take(self, level: int, text: bytes | None, _data: Any) -> None:
        if level == _ERROR and text and (line := text.decode("utf-8", "replace").strip()):
            self._errors.append(line)
