"""Why a document cannot be read, and what its owner can do about it."""

from __future__ import annotations

from enum import StrEnum

from coach.guidance.documents import limits
from coach.messages import gettext as _
from coach.messages import mark


class Problem(StrEnum):
    """Everything that can be wrong with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    OLD_OFFICE = "old_office"
    MACROS = "macros"
    LOCKED = "locked"
    DAMAGED = "damaged"
    PAGES = "pages"
    TOO_LONG = "too_long"
    UNPACKED = "unpacked"
    NO_TEXT = "no_text"
    TOO_SLOW = "too_slow"
    TOO_MUCH = "too_much"
    PARSERS = "parsers"


_TOLD = {
    Problem.EMPTY: mark("{file} is empty."),
    Problem.TOO_LARGE: mark("{file} is too large: at most {mb} MB. Save it without pictures, or in parts."),
    Problem.UNKNOWN: mark("{file} is not a PDF, Word, PowerPoint, HTML, Markdown or text file."),
    Problem.OLD_OFFICE: mark(
        "{file} is an Office file of an old kind, or locked with a password. Open it and save it as .docx or .pptx, "
        "without a password."
    ),
    Problem.MACROS: mark("{file} is a file with macros. Save it as .docx or .pptx; macros are never run here."),
    Problem.LOCKED: mark("{file} is locked with a password. Save a copy without one."),
    Problem.DAMAGED: mark("{file} is damaged and cannot be read. Open it in its own program and save it anew."),
    Problem.PAGES: mark("{file} has more than {pages} pages. Save it in parts."),
    Problem.TOO_LONG: mark("{file} holds too much text: at most {chars} characters. Save it in parts."),
    Problem.UNPACKED: mark("{file} unpacks to far more than a document holds, and is not read."),
    Problem.NO_TEXT: mark(
        "There is no text in {file}. Is it a scan? Let a scanning program recognise the text (OCR) first."
    ),
    Problem.TOO_SLOW: mark("Reading {file} took longer than {seconds} seconds and was stopped. Save it in parts."),
    Problem.TOO_MUCH: mark("Reading {file} asks for more than {memory} MB of memory and was stopped."),
    Problem.PARSERS: mark("To read {file} something more is needed: pip install 'verzuimcoach[documents]'"),
}


class DocumentError(Exception):
    """A document that cannot be read or kept; the message says what to do. `problem` is None for other trouble."""

    def __init__(self, message: str, problem: Problem | None = None) -> None:
        self.problem = problem
        super().__init__(message)


class Unreadable(Exception):
    """Raised by the parsers, in the process that reads: no words for a user, only which problem it is."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.value)


def explained(problem: Problem, file: str, *, of_text: bool = False) -> DocumentError:
    """The error that tells a user about a problem; `of_text` names the bound for files that are text themselves."""
    most = limits.MAX_TEXT_BYTES if of_text else limits.MAX_BYTES
    told = _(_TOLD[problem]).format(
        file=file,
        mb=most // limits.MEGABYTE,
        pages=limits.MAX_PAGES,
        chars=limits.MAX_CHARS,
        seconds=limits.SECONDS,
        memory=limits.MEMORY // limits.MEGABYTE,
    )
    return DocumentError(told, problem)
