"""Notes with health in them go into a call; after the guard's default, is any of it in a file?"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.live.call import LiveCall
from coach.live.notebook import Notebook

_FOLDER = Path(__file__).parent
_CALLS = 10
"""The notes are spread over so many calls: each of them is wrapped up and written."""


def planted() -> list[tuple[str, tuple[str, ...]]]:
    """Each note with the words in it that must not be kept."""
    rows = [line.partition("|") for line in _lines("live_notes.txt")]
    return [(note.strip(), tuple(word.strip() for word in words.split(","))) for note, _bar, words in rows]


def clean() -> list[str]:
    """Notes of plain work."""
    return _lines("live_notes_clean.txt")


def prove(folder: Path) -> dict[str, int | list[str]]:
    """Take the notes in calls, keep what is kept by default, and look for the words in every file in `folder`.

    The folders of the program, of temporary files and of the user lie in `folder` meanwhile.
    """
    notes = planted()
    with _everything_in(folder):
        for number in range(_CALLS):
            call = LiveCall(["terugkeer", "tussentijds"][number % 2], goal=("rustig blijven",))
            for text, _words in notes[number::_CALLS]:
                call.notes.add(text)
                call.heard(text)
                call.said(f"Goed, dan spreken we af: {text}.")
            call.find(notes[number][0])
            call.wrap_up().keep(folder / "exports", (".docx", ".html", ".md"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = sorted({word for path in files for word in _found(path, notes)})
    asked = [Notebook().read(text).by_default for text in clean()]
    return {
        "notes": len(notes),
        "planted words": sum(len(words) for _text, words in notes),
        "files written": len(files),
        "words found in them": found,
        "clean notes": len(asked),
        "clean notes kept without asking": sum(asked),
    }


def _found(path: Path, notes: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    texts = [text.casefold() for text in _texts(path.read_bytes())]
    for _note, words in notes:
        for word in words:
            # At the start of a word: "lijf" is not in "blijft". Very short words must stand alone.
            needle = re.compile(rf"\b{re.escape(word.casefold())}" + (r"\b" if len(word) < 4 else ""))
            if any(word.casefold() in text and needle.search(text) for text in texts):
                yield word


def _texts(data: bytes) -> Iterator[str]:
    """What a file holds as text, and what the parts of a packed file hold."""
    yield data.decode("utf-8", "ignore")
    yield data.decode("utf-16", "ignore")
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "ignore")


@contextmanager
def _everything_in(folder: Path) -> Iterator[None]:
    import tempfile

    names = {
        "COACH_DATA": "data",
        "HOME": "home",
        "TMPDIR": "tmp",
        "XDG_CACHE_HOME": "cache",
        "XDG_DATA_HOME": "share",
    }
    before = {name: os.environ.get(name) for name in names}
    for name, part in names.items():
        (folder / part).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder / part)
    tempfile.tempdir = None
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        tempfile.tempdir = None


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
