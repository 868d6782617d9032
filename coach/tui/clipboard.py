"""Getting text out: the clipboard when there is one, the terminal next, a file when both may have failed."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Way(StrEnum):
    """How the text went out."""

    CLIPBOARD = "clipboard"
    TERMINAL = "terminal"


class _Terminal(Protocol):
    def copy_to_clipboard(self, text: str) -> None: ...


def copy(text: str, terminal: _Terminal) -> Way:
    """Copy with the computer's own clipboard; without one, ask the terminal to do it (OSC 52).

    A terminal never says whether it did, so the caller should offer to save a file as well.
    """
    try:
        import pyperclip

        pyperclip.copy(text)
    except Exception:  # pyperclip raises its own and subprocess errors, depending on the platform
        terminal.copy_to_clipboard(text)
        return Way.TERMINAL
    return Way.CLIPBOARD


def save(text: str, folder: Path, stem: str, suffix: str) -> Path:
    """Write text to a new private file in a folder, never over an existing one.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 1000):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            with open(path, "x", encoding="utf-8", opener=_private) as file:
                file.write(text)
            return path
        except FileExistsError:
            continue
    raise FileExistsError(f"{folder}/{stem}{suffix}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
