"""A manager's line as tokens: words and sentence marks, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

MAX_CHARS = 6_000
"""A line is read up to here (about a thousand words); nobody says more in one turn. Longer text is kept
whole in the conversation and only its reading stops."""

_LETTERS = r"\w[\w\u0300-\u036f]*"
"""Letters may come with their accents apart, as text copied from macOS has them."""

_TOKEN = re.compile(rf"{_LETTERS}(?:[-'’]{_LETTERS})*|[.?!…]+|[,;:\n]")
_MARKS = frozenset(".?!,;:\n")
"""The forms of marks, each of one sign (`_form`)."""
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{3,200})[»”\"]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})


class Token(NamedTuple):
    """One word or mark: its lower-case form and its place in the text."""

    form: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether this is punctuation rather than a word."""
        return self.form in _MARKS

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence stops here."""
        return self.form[0] in ".?!…\n"


def tokenize(text: str) -> list[Token]:
    """Words and marks of the first `MAX_CHARS` characters, in order.

    Offsets point into `text` itself, so that a flag can quote the very words. Repeated marks are one
    token (`?!` counts as `?` when it holds one), and quoted speech inside a longer line is left out:
    a manager who repeats someone else's words is not saying them.
    """
    line = text[:MAX_CHARS]
    tokens = [Token(_form(match[0]), *match.span()) for match in _TOKEN.finditer(line)]
    quoted = _quoted_speech(line)
    if not quoted:
        return tokens
    return [token for token in tokens if not any(start < token.start < end for start, end in quoted)]


def _form(raw: str) -> str:
    if raw[0] in ".?!…":
        return "?" if "?" in raw else raw[0].replace("…", ".")
    if raw.isascii():
        return raw.lower()
    return unicodedata.normalize("NFC", raw).casefold().translate(_APOSTROPHES)


def _quoted_speech(line: str) -> list[tuple[int, int]]:
    """Places of quoted speech, unless the whole line stands in quotes."""
    spans = [match.span() for match in _QUOTED.finditer(line)]
    covered = sum(end - start for start, end in spans)
    return [] if covered > 0.6 * len(line.strip()) else spans


def sentences(tokens: list[Token]) -> list[slice]:
    """Where the sentences lie in the tokens: each ends with its mark, none is without words."""
    ends = [index + 1 for index, token in enumerate(tokens) if token.ends_sentence]
    cuts = [0, *ends, len(tokens)]
    parts = [slice(start, end) for start, end in pairwise(cuts)]
    return [part for part in parts if any(not token.is_mark for token in tokens[part])]
