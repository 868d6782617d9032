"""Sentences cut into clauses: the words between two marks, as the question test wants them.

Speech stutters and runs words together ("what what's", "d'you"); where a language file says so, a clause holds
the words that were meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.phrasing.pattern import Annotated
from coach.phrasing.text import Token

Words = tuple[str, ...]

_ACUTE = "\u0301"
_LONGEST_STUTTER = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """The words between two marks; `raw` still has the small words it began with."""

    words: Words
    raw: Words
    marked: bool
    loose: bool
    """Whether the sentence has no mark at its end, so that a question may begin anywhere in it."""


def clauses_of(sentence: Annotated, contractions: Mapping[str, Words], stutters: bool) -> list[Clause]:
    """The sentence cut at its marks; a question mark counts for the last clause only.

    `contractions` says which words a word stands for; with `stutters`, what is said twice in a row counts once.
    """
    parts: list[list[str]] = [[]]
    for token in sentence.tokens:
        if token.is_mark:
            parts.append([])
        else:
            word = _plain(token)
            parts[-1].extend(contractions.get(word, (word,)))
    filled = [tuple(_without_stutters(part) if stutters else part) for part in parts if part]
    marked = any(token.form == "?" for token in sentence.tokens)
    loose = not any(token.ends_sentence for token in sentence.tokens)
    last = len(filled) - 1
    return [Clause(part, part, marked and at == last, loose) for at, part in enumerate(filled)]


def _plain(token: Token) -> str:
    """The word without stress marks: "kún" is "kun"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", token.form).replace(_ACUTE, ""))


def _without_stutters(words: Sequence[str]) -> list[str]:
    """The words without what is said twice in a row: "do you do you" is "do you"."""
    said: list[str] = []
    for word in words:
        said.append(word)
        for size in range(1, _LONGEST_STUTTER + 1):
            if said[-size:] == said[-2 * size : -size]:
                del said[-size:]
                break
    return said
